"""The published schemas say what the loader takes, and every key in Chinese."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from matchers import case_files, rubric_pruning
from matchers.rubric_loader import BUILT_IN
from matchers.rubric_schema import cases_schema, rubric_schema, words

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "docs" / "schema"
RUBRICS = sorted([*BUILT_IN.glob("*/rubric.yaml"), *(ROOT / "docs" / "examples").glob("*/rubric.yaml")])
CASES = sorted([*BUILT_IN.glob("*/cases.yaml"), *(ROOT / "docs" / "examples").glob("*/cases.yaml")])


class Editor(yaml.SafeLoader):
    """YAML 1.2 as an editor's language server reads it: numbers, true and false, null; no dates, no yes and no."""


Editor.yaml_implicit_resolvers = {}
Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
Editor.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
Editor.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))
Editor.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789."))


def as_an_editor_reads(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Editor)  # a safe loader


def complaints(schema: Mapping[str, Any], data: Any) -> list[str]:
    found = jsonschema.Draft202012Validator(schema).iter_errors(data)
    return [f"{'/'.join(str(p) for p in e.absolute_path)}: {e.message[:200]}" for e in found]


@pytest.mark.parametrize(("name", "made"), [("rubric", rubric_schema), ("cases", cases_schema)])
def test_the_published_schema_is_the_models(name: str, made: Any) -> None:
    written = json.loads((PUBLISHED / f"{name}.schema.json").read_text("utf-8"))
    assert written == made(), "yushen rubrics schema --out docs/schema"
    jsonschema.Draft202012Validator.check_schema(written)


@pytest.mark.parametrize("path", RUBRICS, ids=lambda p: p.parent.name)
def test_every_rubric_agrees_with_the_schema(path: Path) -> None:
    assert complaints(rubric_schema(), as_an_editor_reads(path)) == []


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.parent.name)
def test_every_file_of_cases_agrees_with_the_schema(path: Path) -> None:
    assert complaints(cases_schema(), as_an_editor_reads(path)) == []


@pytest.mark.parametrize("change", [("title:", "titel:"), ("form: presence", "form: presense"), ("max: 5", "max: [5]")])
def test_an_editor_marks_mistakes(change: tuple[str, str]) -> None:
    text = (BUILT_IN / "jiangmen-qic-2022" / "rubric.yaml").read_text("utf-8")
    assert change[0] in text
    data = yaml.load(text.replace(*change), Editor)  # a safe loader
    found = complaints(rubric_schema(), data)
    assert found


def test_every_key_has_chinese_words_and_no_word_is_idle() -> None:
    rubric = rubric_pruning.schema()
    parts = {"Rubric": rubric, **rubric["$defs"], **case_files.schema()["$defs"]}
    keys = {name: {"", *part.get("properties", {})} for name, part in parts.items()}
    assert {name: set(told) for name, told in words().items()} == keys
    assert all(re.search("[\u4e00-\u9fff]", told) for part in words().values() for told in part.values())
