"""The examples in every kind's YAML run as tests, under their Chinese names: built-in kinds and the schemes' own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractors.engine import spec_kinds
from extractors.examples import example_problems, items_of, pages_of
from extractors.scheme_kinds import load_kind_set
from extractors.spec import Example

SCHEMES = sorted((Path(__file__).parents[2] / "matchers" / "rubrics").glob("kinds-*"))
"""Folders of kinds that ship with a scheme; loading one tries its examples too."""


def _scheme_kinds() -> list[Any]:
    built_in = {k.KIND for k in load_kind_set().kinds}
    sets = [load_kind_set([folder]) for folder in SCHEMES]
    return [k for known in sets for k in (*known.kinds, *known.beside) if k.KIND not in built_in]


CASES = [(kind, example) for kind in (*spec_kinds(), *_scheme_kinds()) for example in kind.spec.examples]
IDS = [f"{kind.KIND}-{example.name}" for kind, example in CASES]


@pytest.mark.parametrize(("kind", "example"), CASES, ids=IDS)
def test_example(kind: Any, example: Example) -> None:
    assert not (problems := example_problems(kind, example)), "；".join(problems)


@pytest.mark.parametrize(("kind", "example"), CASES, ids=IDS)
def test_every_field_stands_where_it_says(kind: Any, example: Example) -> None:
    pages = pages_of(example)
    for item in items_of(kind, example):
        for name, field in {**item.fields, **item.extras}.items():
            if field.span is not None:
                page = next(p for p in pages if p.id == field.span.page)
                assert page.text[field.span.start : field.span.end] == field.raw, name
            elif field.value not in (None, ()):
                assert field.reading.derived, f"{name} 没有出处"
