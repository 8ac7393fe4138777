"""Properties of the draft that hold for any pile of papers."""

# ruff: noqa: E501

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.evidence import Evidence
from matchers.cases import DEFAULTS, dossier, evidence
from matchers.draft import Draft
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric
from matchers.what_if import points_of

RUBRIC = load_rubric("jiangmen-qic-2022")
AS_OF = dt.date(2022, 6, 10)
HOLDERS = ["江门市恒晟电器有限公司", "中山市别家电器有限公司", "HENGSHENG ELECTRIC CO LTD", None]
DATES = [
    "2010-01-01",
    "2016-12-31",
    "2017-06-09",
    "2017-06-10",
    "2019-08-01",
    "2020-08-01",
    "2021-08-01",
    "2022-06-10",
    "2022-06-11",
    None,
]
CHOICES: dict[str, dict[str, list[Any]]] = {
    "management_certificate": {"kind": ["qms", "ems", "mms", "srms", "ipms", "ohsms", "other"], "expiry_date": DATES, "holder": HOLDERS},
    "metrology_confirmation": {"level": ["2", "3", "other", None], "expiry_date": DATES, "holder": HOLDERS},
    "standard": {
        "level": ["national", "industry", "local", "group", "enterprise", None],
        "publish_date": DATES,
        "drafting_units": [[HOLDERS[0]], [HOLDERS[1]], []],
        "standard_no": ["GB/T 1-2020", "QB/T 2-2019", "T/A 3-2021"],
    },
    "secretariat": {"level": ["national", "provincial", "other", None], "joint": [True, False, None], "holder": HOLDERS},
    "patent": {
        "kind": ["invention", "utility_model", "design", None],
        "jurisdiction": ["CN", "US", "TW", None],
        "patent_no": ["A1", "A2", "A3", "A4", None],
        "grant_date": DATES,
        "title": ["甲", "乙", None],
        "patentees": [[HOLDERS[0]], [HOLDERS[1]], []],
    },
    "trademark": {"jurisdiction": ["CN", "US", None], "registration_date": DATES, "registration_no": ["1", "2"], "holder": HOLDERS},
    "award": {"name": ["江门市政府质量奖", "开平市政府质量奖", "科技进步奖", None], "level": ["municipal", "county", "other", None]},
    "inspection_report": {
        "date": DATES,
        "kind": ["supervision", "entrusted", "type", None],
        "conclusion": ["pass", "pass", "pass", "fail", None],
        "level": ["provincial", "county", None],
        "report_no": ["R1", "R2", "R3", "R4", "R5"],
    },
    "project": {"stage": ["approval", "acceptance"], "date": DATES, "level": ["municipal", "county", None]},
    "credential": {"person": ["张三", "李四", "王五", None], "speciality": ["质量", "计量", "机械", None], "level": ["intermediate", "assistant", None]},
    "social_security": {"persons": [["张三"], ["张三", "李四", "王五"], []], "to_month": ["2022-05", "2022-04", "2022-02", None]},
    "cqo_certificate": {"person": ["张三", "李四", None]},
    "appointment": {"person": ["张三", "李四", None], "date": DATES},
    "excellence_model": {"proof": ["评价证书", "培训通知", "工作报告"]},
    "export_certificate": {"scheme": ["UL", "CE", "SASO", "CB", None], "expiry_date": DATES, "holder": HOLDERS},
    "organisation_document": {"kind": ["org_chart", "quality_system", "lab_summary"], "year": ["2021", "2019", None]},
    "high_tech_enterprise": {"issue_date": DATES, "expiry_date": DATES, "holder": HOLDERS},
    "laboratory": {"kind": ["cnas", "cma", None], "expiry_date": DATES, "holder": HOLDERS},
}  # fmt: skip
RANK = {"rejected": 0, "questioned": 1, "accepted": 2}


@st.composite
def papers(draw: st.DrawFn, types: tuple[str, ...] = tuple(sorted(CHOICES))) -> Evidence:
    type_ = draw(st.sampled_from(types))
    values = {
        name: draw(st.sampled_from(options))
        for name, options in CHOICES[type_].items()
        if draw(st.booleans())
    }  # fmt: skip
    marks = draw(st.sampled_from([(), (), (), ("list_row",), ("application",), ("draft_standard",)]))
    reasons = draw(st.sampled_from([(), (), (), ("NUMBER_INVALID",), ("NOT_GRANTED",), ("DERIVED_DATE",)]))
    confidence = draw(st.sampled_from([0.98, 0.98, 0.95, 0.8, 0.5]))
    file = f"{draw(st.integers(0, 10**6))}.pdf"
    return evidence(type_, file=file, marks=marks, reasons=reasons, confidence=confidence, **values)


def draft(pile: list[Evidence]) -> Draft:
    return draft_dossier(dossier(pile, documents=()), RUBRIC, AS_OF)


def scores(made: Draft) -> list[tuple[object, ...]]:
    return [(x.id, x.draft_score, x.lowest, x.highest, x.confidence) for x in made.lines]


piles = st.lists(papers(), max_size=12)


@settings(max_examples=120, deadline=None)
@given(piles)
def test_lowest_draft_highest_and_cap(pile: list[Evidence]) -> None:
    made = draft(pile)
    for line in made.lines:
        assert 0 <= line.lowest <= line.draft_score <= line.highest <= line.max_score, line
        if line.confidence == "high":
            assert line.lowest == line.draft_score == line.highest, line
    assert made.total_lowest <= made.total <= made.total_highest <= made.total_max == 100


@settings(max_examples=60, deadline=None)
@given(piles, st.randoms())
def test_the_order_of_papers_never_matters(pile: list[Evidence], random: Any) -> None:
    shuffled = list(pile)
    random.shuffle(shuffled)
    one, other = draft(pile), draft(shuffled)
    assert scores(one) == scores(other)
    assert [(m.code, m.severity, m.message) for m in one.mismatches] == [
        (m.code, m.severity, m.message) for m in other.mismatches
    ]


@settings(max_examples=60, deadline=None)
@given(piles, st.randoms())
def test_the_order_of_files_never_changes_a_score(pile: list[Evidence], random: Any) -> None:
    shuffled = list(pile)
    random.shuffle(shuffled)
    one, other = (draft_dossier(dossier(papers), RUBRIC, AS_OF) for papers in (pile, shuffled))
    assert scores(one) == scores(other)


@settings(max_examples=60, deadline=None)
@given(piles, st.integers(0, 11))
def test_a_copy_never_adds_points(pile: list[Evidence], which: int) -> None:
    if not pile:
        return
    paper = pile[which % len(pile)]
    numbered = {
        "management_certificate",
        "patent",
        "trademark",
        "inspection_report",
        "standard",
        "high_tech_enterprise",
    }
    if paper.type not in numbered:
        return
    before, after = draft(pile), draft([*pile, paper])
    for old, new in zip(before.lines, after.lines, strict=True):
        assert new.draft_score <= old.draft_score


@settings(max_examples=60, deadline=None)
@given(piles)
def test_counted_points_are_the_draft_score(pile: list[Evidence]) -> None:
    made = draft(pile)
    for line in made.lines:
        assert sum(i.counted.get(line.id, 0) for i in made.items) == line.draft_score, line
        for item in made.items:
            assert item.counted.get(line.id, 0) == 0 or item.status != "rejected"


@settings(max_examples=60, deadline=None)
@given(piles)
def test_questioned_papers_never_raise_the_lowest_score(pile: list[Evidence]) -> None:
    made = draft(pile)
    doubted = {
        i.id
        for i in made.items
        if i.status == "questioned" and i.evidence.type not in {"credential", "social_security"}
    }
    kept = [i.evidence for i in made.items if i.id not in doubted]
    for with_doubt, without in zip(made.lines, draft(kept).lines, strict=True):
        assert with_doubt.lowest <= without.lowest, with_doubt


ADDING = (
    "award", "export_certificate", "laboratory", "management_certificate", "metrology_confirmation", "patent", "project",
    "secretariat", "standard", "trademark",
)  # fmt: skip
"""Papers that can only add points: a failed report takes some away, papers about staff are joined to one another."""


@settings(max_examples=80, deadline=None)
@given(st.lists(papers(ADDING), min_size=1, max_size=10), st.integers(0, 9))
def test_a_paper_taken_away_never_raises_a_score(pile: list[Evidence], which: int) -> None:
    away = which % len(pile)
    whole, fewer = draft(pile), draft(pile[:away] + pile[away + 1 :])
    contradicting = any(m.code == "PAPERS_CONFLICT" for m in whole.mismatches)  # asked about, not counted meanwhile
    for before, after in zip(whole.lines, fewer.lines, strict=True):
        assert after.draft_score <= before.draft_score or contradicting, (before.id, pile[away])
        assert after.highest <= before.highest, (before.id, pile[away])


def test_two_papers_that_contradict_each_other_are_asked_about_whichever_is_right() -> None:
    expired, valid = (
        evidence("export_certificate", file=f"{day}.pdf", scheme="UL", expiry_date=day)
        for day in ("2022-01-01", "2025-01-01")
    )
    line = next(x for x in draft([expired, valid]).lines if x.id == "9.2")
    assert [line.draft_score, line.lowest, line.highest] == [0, 0, 1]
    assert line.confidence == "low"


@settings(max_examples=50, deadline=None)
@given(piles, st.data())
def test_no_decision_of_a_reviewer_leaves_the_bounds_of_a_line(pile: list[Evidence], data: st.DataObject) -> None:
    for line in draft(pile).lines:
        if line.choices is None:
            continue
        assert points_of(line.choices, {}, line.max_score) == line.draft_score, line.id
        decisions = {stake.paper: data.draw(st.booleans()) for stake in line.choices.stakes}
        assert 0 <= points_of(line.choices, decisions, line.max_score) <= line.max_score, line.id


@settings(max_examples=40, deadline=None)
@given(piles)
def test_messages_name_the_paper_and_say_what_to_do(pile: list[Evidence]) -> None:
    for mismatch in draft(pile).mismatches:
        assert mismatch.message.endswith("。")
        assert mismatch.severity in {"error", "warning", "info"}
        assert "None" not in mismatch.message


def test_every_default_paper_type_exists() -> None:
    assert set(CHOICES) <= set(DEFAULTS)
