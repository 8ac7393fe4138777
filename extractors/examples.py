"""The examples of a kind: read as any paper is, and compared with what its file says must come of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from extractors.document import Page, PageId, Via, text_page
from extractors.evidence import Evidence
from extractors.papers import Paper
from extractors.spec import Example


def pages_of(example: Example) -> list[Page]:
    """The example's pages (a form feed begins a new one); with `score` as if read by OCR."""
    via: Via = "text" if example.score is None else "ocr"
    texts = example.text.split("\f")
    return [text_page(PageId("例", n), t, via=via, score=example.score) for n, t in enumerate(texts, start=1)]


def items_of(kind: Any, example: Example) -> list[Evidence]:
    """What the kind reads from its example."""
    pages = pages_of(example)
    match = kind.recognise(Paper.of(pages[:1]))
    return list(kind.extract(Paper.of(pages), match)) if match is not None else []


def example_problems(kind: Any, example: Example) -> list[str]:
    """What comes of the example otherwise than its file says; nothing where all is well."""
    items = items_of(kind, example)
    if example.nothing:
        return ["不应认作这种材料"] if items else []
    if not items:
        recognised = kind.recognise(Paper.of(pages_of(example)[:1])) is not None
        return [
            "认出了材料，但一项也没有读出" if recognised else "没有认出（请查 recognise 的 titles、need、any、none）"
        ]
    if len(items) != len(example.yields):
        return [f"应得{len(example.yields)}项，得{len(items)}项：{_shown(items)}"]
    problems = [p for item, wanted in zip(items, example.yields, strict=True) for p in _differences(item, wanted)]
    given = {m for i in items for m in i.marks}
    told = {r.code for i in items for r in i.reasons}
    problems += [f"缺标记 {m}" for m in example.marks if m not in given]
    return problems + [f"缺原因 {r}" for r in example.reasons if r not in told]


def _shown(items: Sequence[Evidence]) -> str:
    return "；".join(
        "、".join(f"{n}={f.value}" for n, f in item.fields.items() if f.value not in (None, ())) for item in items[:8]
    )


def _differences(item: Evidence, wanted: dict[str, str | list[str] | None]) -> list[str]:
    problems = []
    for name, value in wanted.items():
        read = item.value(name)
        got = list(read) if isinstance(read, tuple) else read
        if got != value:
            problems.append(f"{name}：应为 {value!r}，读成 {got!r}")
    return problems


def rival_problems(kind: Any, example: Example, others: Iterable[Any]) -> list[str]:
    """Other kinds that claim the example's paper as strongly as its own kind does."""
    if example.nothing:
        return []
    paper = Paper.of(pages_of(example)[:1])
    own = kind.recognise(paper)
    if own is None:
        return []
    problems = []
    for other in others:
        match = other.recognise(paper)
        if other.KIND in getattr(kind, "INSTEAD_OF", ()):
            continue
        if match is not None and match.strength >= own.strength and match.starts:
            title = getattr(getattr(other, "spec", None), "title", "")
            name = f"“{other.KIND}”" + (f"（{title}）" if title else "")
            problems.append(f"也被{name}认作自己的材料；请把标题写得更具体，或用 recognise.none 排除")
    return problems
