"""Drafting from the published text of jiangmen-qic-2022 gives what the committed rubric says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from matchers.drafting import RubricDraft
from matchers.rubric import load_rubric
from matchers.rubric_model import Indicator
from matchers.rule_forms import Rule
from pipeline.drafting import describe, draft_from, draft_rubric

SOURCES = Path(os.environ.get("YUSHEN_SOURCES", Path(__file__).parents[2].parent / "shared" / "sources"))
COMMITTED = load_rubric("jiangmen-qic-2022")


def source() -> Path:
    files = sorted(SOURCES.glob("001_*.txt"))
    if not files:
        pytest.skip("the official text is not here (YUSHEN_SOURCES)")
    return files[0]


@pytest.fixture(scope="module")
def drafted() -> RubricDraft:
    return draft_from(source())


def shape(rule: Rule, line: Indicator) -> object:
    """Form and points with those of the parts; parts of papers that only a doubt lets in stand in no text."""
    parts = getattr(rule, "parts", ())
    if parts:
        kept = [part for part in parts if not in_doubt(part, line)]
        return rule.form, [shape(part, line) for part in kept]
    if rule.form == "condition":
        return "condition", shape(rule.rule, line)
    tiers = getattr(rule, "tiers", ())
    return rule.form, [(t.at_least, t.points) for t in tiers] or getattr(rule, "points", None)


def in_doubt(rule: Rule, line: Indicator) -> bool:
    doubts = [line.papers[name].doubt for name in getattr(rule, "of", ())]
    return bool(doubts) and all(doubt is not None and doubt.code == "LEVEL_UNKNOWN" for doubt in doubts)


def test_every_line_has_its_quotation_and_its_maximum(drafted: RubricDraft) -> None:
    found = [(i.id, i.source.quote, i.max, i.materials) for i in drafted.rubric.indicators]
    assert found == [(i.id, i.source.quote, i.max, i.materials) for i in COMMITTED.indicators]


def test_forms_are_those_of_the_committed_rubric(drafted: RubricDraft) -> None:
    found = {i.id: shape(i.rule, i) for i in drafted.rubric.indicators}
    assert found == {i.id: shape(i.rule, i) for i in COMMITTED.indicators}


def test_evidence_types_are_those_of_the_committed_rubric(drafted: RubricDraft) -> None:
    drafted_types = {i.id: {s.type for s in i.papers.values()} for i in drafted.rubric.indicators}
    strange = {i.id for i in COMMITTED.indicators if not drafted_types[i.id] <= {s.type for s in i.papers.values()}}
    assert not strange


def test_groups_title_number_and_term(drafted: RubricDraft) -> None:
    rubric = drafted.rubric
    assert [(g.id, g.title, g.max) for g in rubric.groups] == [(g.id, g.title, g.max) for g in COMMITTED.groups]
    assert (rubric.title, rubric.document) == (COMMITTED.title, "江市监规字〔2022〕1号")  # as the text prints it
    assert rubric.in_force_until == COMMITTED.in_force_until


def test_conditions_have_ids_and_quotations(drafted: RubricDraft) -> None:
    text = source().read_text("utf-8").replace("\n", "")
    assert [c.id for c in drafted.rubric.eligibility] == [c.id for c in COMMITTED.eligibility]
    assert all(c.source.quote.replace("\n", "") in text for c in drafted.rubric.eligibility)


def test_the_file_loads_and_the_summary_adds_up(tmp_path: Path, drafted: RubricDraft) -> None:
    file = tmp_path / "rubric.yaml"
    file.write_text(draft_rubric(source()), "utf-8")
    assert load_rubric(str(file)) == drafted.rubric
    assert "共 21 个评分项，分值合计 100 分" in describe(drafted)
