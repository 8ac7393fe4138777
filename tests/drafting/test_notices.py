"""invented notices of many offices, each in every format, against what a careful person would draft from them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from measuring import compare
from notice_spec import Notice, all_specs
from notice_writers import WRITERS, write_scan

from matchers.drafting import RubricDraft
from matchers.rubric import load_rubric
from pipeline.drafting import draft_from, draft_rubric

SPECS = all_specs()
PAIRS = [
    pytest.param(spec, form, id=f"{spec.name}-{form}")
    for spec in SPECS
    for form in sorted(WRITERS)
    if form in (spec.formats or WRITERS)
]


def without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(params=SPECS, ids=lambda spec: spec.name)
def notice(request: pytest.FixtureRequest) -> Notice:
    spec: Notice = request.param
    return spec


@pytest.mark.parametrize(("notice", "form"), PAIRS)
def test_maxima_and_forms_of_every_line(notice: Notice, form: str, tmp_path: Path) -> None:
    draft = draft_from(WRITERS[form](notice, tmp_path))
    score = compare(notice, draft)
    assert len(draft.rubric.indicators) == len(notice.lines), score.notes
    assert (score.maxima, score.forms) == (score.lines, score.lines), score.notes


@pytest.mark.parametrize(("notice", "form"), PAIRS)
def test_the_drafted_file_loads(notice: Notice, form: str, tmp_path: Path) -> None:
    file = tmp_path / "rubric.yaml"
    file.write_text(draft_rubric(WRITERS[form](notice, tmp_path)), "utf-8")
    assert len(load_rubric(str(file)).indicators) == len(notice.lines)


@pytest.mark.parametrize("form", ["docx", "html", "tabs", "ruled"])
def test_quotations_are_the_words_of_the_notice(notice: Notice, form: str, tmp_path: Path) -> None:
    draft = draft_from(WRITERS[form](notice, tmp_path))
    cells = [without_blanks(cell) for table in notice.tables for row in table.rows for cell in row]
    whole = "".join(cells).replace("^", "")
    quoted = [piece for line in draft.rubric.indicators for piece in line.source.quote.split("\n")]
    assert all(without_blanks(piece) in whole for piece in quoted)


def test_what_the_notice_says_about_itself(notice: Notice, tmp_path: Path) -> None:
    draft = draft_from(WRITERS["docx"](notice, tmp_path))
    facts, rubric = notice.facts, draft.rubric
    assert rubric.document == facts["document"]
    assert rubric.title == notice.title
    if "as_of" in facts:
        assert rubric.as_of.isoformat() == facts["as_of"]
    if "in_force_until" in facts:
        assert rubric.in_force_until is not None
        assert rubric.in_force_until.isoformat() == facts["in_force_until"]
    if "groups" in facts:
        assert [str(group.max) for group in rubric.groups] == facts["groups"]
    if "total" in facts:
        assert str(draft.stated_total) == facts["total"]
    assert len(rubric.eligibility) == int(facts.get("conditions", 0))


def test_what_is_left_to_people_says_why(notice: Notice, tmp_path: Path) -> None:
    draft: RubricDraft = draft_from(WRITERS["docx"](notice, tmp_path))
    assert all(line.todo for line in draft.rubric.indicators if line.rule.form == "manual")
    assert all(line.at_most == "medium" for line in draft.rubric.indicators)  # nobody has looked at it yet


@pytest.mark.ocr
@pytest.mark.slow
def test_scans_give_every_maximum(notice: Notice, tmp_path: Path) -> None:
    score = compare(notice, draft_from(write_scan(notice, tmp_path)))
    assert score.maxima == score.lines, score.notes
    assert score.forms >= 0.75 * score.lines, score.notes
