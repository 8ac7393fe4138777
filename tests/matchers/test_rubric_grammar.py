"""docs/rubric-grammar.md says what holds: its examples load, quote real texts, and name every form, type and check."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from extractors.fields import FIELDS
from extractors.scheme_kinds import load_kind_set
from extractors.strict_yaml import load
from matchers.case_files import read_case_file
from matchers.rubric_calls import AfterAward, Call
from matchers.rubric_conditions import Check, Eligibility
from matchers.rubric_loader import BUILT_IN, load_rubric
from matchers.rubric_model import Indicator, Rubric
from matchers.rubric_papers import CheckName
from matchers.rubric_quotes import quotations, without_blanks
from matchers.rubric_report import report
from matchers.rule_forms import FORMS
from matchers.rule_parts import rules_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "rubric-grammar.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml (\w+)\n(.*?)```", PAGE, re.S)
MODELS: dict[str, Any] = {
    "rubric": Rubric,
    "indicator": tuple[Indicator, ...],
    "eligibility": tuple[Eligibility, ...],
    "calls": tuple[Call, ...],
    "after_award": AfterAward,
}


def blocks(name: str) -> list[Any]:
    return [load(text, f"rubric-grammar.md {name}") for label, text in BLOCKS if label == name]


def table(heading: str) -> dict[str, list[str]]:
    """The rows of the table under a heading: the words in backquotes of the first cell → the whole row's."""
    part = PAGE[PAGE.index(heading) :]
    rows = re.findall(r"^\| (.+?) \|(.*)\|$", part.split("\n\n", 2)[1], re.M)
    return {word: re.findall(r"[\w~]+", rest) for first, rest in rows for word in re.findall(r"`(\w+)`", first)}


@pytest.mark.parametrize("name", MODELS)
def test_every_example_is_taken_by_the_model(name: str) -> None:
    assert blocks(name)
    for data in blocks(name):
        TypeAdapter(MODELS[name]).validate_python(data)


def test_the_first_example_is_a_whole_rubric(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(next(text for label, text in BLOCKS if label == "rubric"), "utf-8")
    assert load_rubric(str(path)).max_score == 5


def test_every_form_has_an_example_from_a_real_text() -> None:
    lines = [line for data in blocks("indicator") for line in TypeAdapter(tuple[Indicator, ...]).validate_python(data)]
    shown = {rule.form for line in lines for _, rule in rules_of(line)}
    # 且 is written as 或 is; the page shows one of the two at length.
    assert shown | {"all_of"} == set(FORMS)
    for form in FORMS:
        assert f"`{form}`" in PAGE or f"form: {form}" in PAGE


def test_every_quotation_stands_in_an_official_text() -> None:
    texts = [p.read_text("utf-8") for p in BUILT_IN.glob("*/text/*.txt")]
    official = without_blanks("\n".join(texts))
    quotes = [quote for name in MODELS for data in blocks(name) for _, quote in quotations(data)]
    assert len(quotes) > 20
    assert [quote for quote in quotes if without_blanks(quote) not in official] == []


def test_the_cases_shown_come_out_as_written(tmp_path: Path) -> None:
    from matchers.draft_dossier import draft_dossier

    path = tmp_path / "cases.yaml"
    path.write_text(next(text for label, text in BLOCKS if label == "cases"), "utf-8")
    rubric = load_rubric("jiangmen-qic-2022")
    found = read_case_file(path, rubric)
    assert found.problems == ()
    for case in found.cases:
        assert case.complaints(draft_dossier(case.dossier, rubric, case.as_of)) == [], case.name


def test_the_kind_shown_reads_its_own_examples(tmp_path: Path) -> None:
    text = next(text for label, text in BLOCKS if label == "kind")
    (tmp_path / "clean_production.yaml").write_text(text, "utf-8")
    assert load_kind_set([tmp_path]).yielded["clean_production"] == {"holder", "result", "date"}


def test_tables_name_every_type_with_its_fields_and_every_check() -> None:
    types = table("证据类型（`type`）和字段：")
    for name, fields in FIELDS.items():
        if name == "application_form":
            continue
        assert set(fields) <= set(types[name]), name
    assert set(get_args(CheckName)) == set(table("查什么（`checks`）："))
    assert {"check", *get_args(Check)} == set(table("每条判断为符合、不符合或待定，不计分。"))


def test_the_example_written_from_this_page_alone_holds() -> None:
    found = report(str(ROOT / "docs" / "examples" / "green-factory"))
    assert found.findings == ()
    rubric = found.loaded.rubric
    assert rubric is not None
    assert len(rubric.indicators) == 8
    assert rubric.max_score == 100
    assert {case.case.line for case in found.outcomes} >= {line.id for line in rubric.indicators}
    assert {rule.form for line in rubric.indicators for _, rule in rules_of(line)} >= {
        "each", "presence", "count", "streak", "best_of", "sum_of", "manual"
    }  # fmt: skip
