"""The examples in every kind's YAML run as tests, under their Chinese names."""

from __future__ import annotations

import pytest

from extractors.document import Page, PageId, Via, text_page
from extractors.engine import SpecKind
from extractors.evidence import Evidence
from extractors.papers import Paper
from extractors.spec import Example, load_kinds

CASES = [(kind, example) for kind in load_kinds() for example in kind.examples]


def _pages(example: Example) -> list[Page]:
    via: Via = "text" if example.score is None else "ocr"
    texts = example.text.split("\f")
    return [text_page(PageId("例", n), t, via=via, score=example.score) for n, t in enumerate(texts, start=1)]


def _problems(item: Evidence, wanted: dict[str, str | list[str] | None]) -> list[str]:
    problems = []
    for name, value in wanted.items():
        read = item.value(name)
        got = list(read) if isinstance(read, tuple) else read
        if got != value:
            problems.append(f"{name}：应为 {value!r}，读成 {got!r}")
    return problems


@pytest.mark.parametrize(("kind", "example"), [pytest.param(*c, id=f"{c[0].kind}-{c[1].name}") for c in CASES])
def test_example(kind: object, example: Example) -> None:
    reader = SpecKind(kind)  # type: ignore[arg-type]
    pages = _pages(example)
    match = reader.recognise(Paper.of(pages[:1]))
    items = reader.extract(Paper.of(pages), match) if match is not None else []
    if example.nothing:
        assert not items, f"不应认作{reader.spec.title}"
        return
    assert len(items) == len(example.yields), f"应得{len(example.yields)}项，得{len(items)}项"
    problems = [p for item, wanted in zip(items, example.yields, strict=True) for p in _problems(item, wanted)]
    assert not problems, "；".join(problems)
    assert set(example.marks) <= {m for i in items for m in i.marks}
    assert set(example.reasons) <= {r.code for i in items for r in i.reasons}


@pytest.mark.parametrize(("kind", "example"), [pytest.param(*c, id=f"{c[0].kind}-{c[1].name}") for c in CASES])
def test_every_field_stands_where_it_says(kind: object, example: Example) -> None:
    pages = _pages(example)
    reader = SpecKind(kind)  # type: ignore[arg-type]
    match = reader.recognise(Paper.of(pages[:1]))
    for item in reader.extract(Paper.of(pages), match) if match is not None else []:
        for name, field in {**item.fields, **item.extras}.items():
            if field.span is not None:
                page = next(p for p in pages if p.id == field.span.page)
                assert page.text[field.span.start : field.span.end] == field.raw, name
            elif field.value not in (None, ()):
                assert field.reading.derived, f"{name} 没有出处"
