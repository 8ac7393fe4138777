"""A plan's draft as a whole: nothing that another unit, place, year or an unread page says is taken for the unit's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import Document, Page, PageId
from extractors.evidence import Evidence
from matchers.cases import dossier, evidence
from matchers.draft import Draft, Line
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric
from pipeline.emit import draft_json

FIELDS = {
    "statistic": ("measure", "value", "unit", "period", "place"),
    "official_document": ("document_no", "title", "issuer", "date"),
    "event": ("kind", "title", "organiser", "date", "count", "unit"),
}
TARGETS = load_rubric("jiangmen-city-targets-2019")
TASKS = load_rubric("jiangmen-city-tasks-2018")
DAY = dt.date(2019, 12, 31)


def paper(type_: str, **values: Any) -> Evidence:
    return evidence(type_, field_names=FIELDS[type_], **values)


def rate(value: str = "97.8", **values: Any) -> Evidence:
    return paper("statistic", measure="主要农产品质量安全抽检合格率", value=value, **values)


def plan() -> Evidence:
    return paper("official_document", title="江门市质量技术监督局关于印发江门市产品质量安全突发事件应急预案的通知",
                 issuer="江门市质量技术监督局", date="2018-11-01")  # fmt: skip


def targets(*papers: Evidence, unit: str = "市农业局", documents: tuple[Document, ...] | None = None) -> Draft:
    return draft_dossier(dossier(papers, documents=documents, name=unit), TARGETS, DAY)


def tasks(*papers: Evidence, unit: str = "市质监局", as_of: dt.date = DAY) -> Draft:
    return draft_dossier(dossier(papers, name=unit), TASKS, as_of)


def line(draft: Draft, number: str) -> Line:
    return next(one for one in draft.lines if one.id == number)


def test_a_unit_is_the_applicant_and_no_licence_is_asked_for() -> None:
    draft = targets(rate())
    assert (draft.applicant.name, draft.applicant.uscc) == ("市农业局", None)
    assert draft.eligibility == ()
    assert not any(m.severity == "error" for m in draft.mismatches)


def test_a_district_has_its_place() -> None:
    assert targets(unit="03 开平市人民政府（材料）").applicant.district == "开平市"


def test_drafts_of_plans_are_valid_json_with_status_and_tasks() -> None:
    told = draft_json.as_dict(tasks(plan()))
    item = next(one for one in told["indicators"] if one["id"] == "20")
    task = next(one for one in item["tasks"] if one["id"] == "20.9")
    assert (task["status"], task["deadline"], task["year"]) == ("done", "2018-12-31", None)
    assert task["evidence"] == ["E001"]
    other = next(one for one in item["tasks"] if one["id"] == "20.10")
    assert other["status"] is None
    told = draft_json.as_dict(targets(rate()))
    target = next(one for one in told["indicators"] if one["id"] == "16")
    assert (target["status"], target["value"], target["goal"]) == ("met", "97.8%（2019）", "96%以上")


def test_every_line_has_its_tasks_whoever_hands_in() -> None:
    for unit in ("市质监局", "新会区政府", "什么单位"):
        draft = tasks(unit=unit)
        found = [task.label for one in draft.lines for task in one.tasks]
        assert len(found) == len(set(found)) > 268


def test_a_line_of_another_unit_is_settled_and_says_so() -> None:
    one = line(targets(), "8")
    assert (one.status, one.confidence) == (None, "high")
    assert one.draft_score == one.highest == 0
    assert "不含本单位" in one.basis


def test_nothing_is_judged_where_nobody_knows_the_unit() -> None:
    draft = targets(rate(), unit="材料")
    assert {one.status for one in draft.lines} == {None}
    assert draft.confidence == "low"
    assert "APPLICANT_UNKNOWN" in {m.code for m in draft.mismatches}


def test_the_issuer_of_most_papers_tells_the_unit_but_not_for_sure() -> None:
    draft = targets(rate(issuer="江门市农业局"), unit="材料")
    assert draft.applicant.name == "市农业局"
    assert line(draft, "16").status == "met"
    assert line(draft, "16").confidence == "medium"


def test_an_unread_page_keeps_a_target_from_high_and_a_task_from_overdue() -> None:
    unread = Document("扫描.pdf", "0" * 64, "partly_read", (Page(PageId("扫描.pdf", 1), "", legibility="unread"),), 1)
    known = Document("statistic.pdf", "0" * 64, "read", (Page(PageId("statistic.pdf", 1), "x"),), 1)
    one = line(targets(rate(), documents=(known, unread)), "16")
    assert (one.status, one.confidence) == ("met", "medium")
    draft = draft_dossier(dossier([], documents=(unread,), name="市质监局"), TASKS, DAY)
    assert "overdue" not in {task.status for every in draft.lines for task in every.tasks}


def test_points_are_never_sure() -> None:
    for unit in ("市质监局", "新会区政府"):
        for one in tasks(plan(), unit=unit).lines:
            assert one.confidence != "high" or one.status is None
            assert one.lowest <= one.draft_score <= one.highest


@pytest.mark.parametrize(
    "wrong",
    [
        *({"place": place} for place in ("全国", "广东省", "佛山市", "台山市")),
        *({"period": period} for period in ("2017", "2018", "2019-Q1", None)),
        {"measure": "主要农产品质量安全监测合格率"},
        *({"unit": unit} for unit in ("个百分点", "批")),
        {"marks": ["about"], "value": "约97"},
        {"value": None},
    ],
)
def test_a_value_of_another_place_year_measure_or_unit_never_reaches_the_target(wrong: dict[str, Any]) -> None:
    made = paper("statistic", **{"measure": "主要农产品质量安全抽检合格率", "value": "97.8", **wrong})
    one = line(targets(made), "16")
    assert one.status == "unknown"
    assert one.confidence != "high"


def test_a_districts_own_value_goes_before_the_citys() -> None:
    draft = targets(rate("95", place="江门市"), rate("97", place="新会区"), unit="新会区政府")
    assert (line(draft, "16").status, line(draft, "16").value) == ("met", "97%（2019）")


def test_two_values_that_contradict_each_other_are_both_named() -> None:
    one = line(targets(rate("97.8", file="甲.pdf"), rate("95", file="乙.pdf")), "16")
    assert (one.status, one.confidence) == ("unknown", "low")
    assert "甲.pdf" in one.basis
    assert "乙.pdf" in one.basis


VALUES = st.tuples(
    st.sampled_from(["96", "97.8", "95.9", "12"]),
    st.sampled_from(["2017", "2018", "2019", "2019-H1", None]),
    st.sampled_from(["全市", "新会区", "全国", None]),
    st.sampled_from([0.98, 0.8, 0.3]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(VALUES, max_size=4), st.randoms())
def test_the_order_of_papers_never_matters_and_high_is_never_wrong(values: list[Any], random: Any) -> None:
    papers = [
        rate(v, period=period, place=place, confidence=sure, file=f"{n}.pdf")
        for n, (v, period, place, sure) in enumerate(values)
    ]
    first = line(targets(*papers), "16")
    random.shuffle(papers)
    again = line(targets(*papers), "16")
    assert (first.status, first.confidence, first.value) == (again.status, again.confidence, again.value)
    if first.confidence == "high":
        sure = {v for v, period, place, read in values if period == "2019" and place == "全市" and read > 0.9}
        assert len(sure) == 1
        assert first.status == ("met" if float(sure.pop()) >= 96 else "not_met")


def test_a_deed_done_late_says_so() -> None:
    late = replace(plan(), fields={**plan().fields, "date": replace(plan().fields["date"], value="2019-03-01")})
    task = next(t for t in line(tasks(late), "20").tasks if t.id == "20.9")
    assert task.status == "done"
    assert "晚于完成时限2018年12月31日" in task.basis


def test_a_briefing_is_not_the_document_that_was_to_be_issued() -> None:
    briefing = paper(
        "official_document",
        title="2018年全国质量月活动简报",
        issuer="江门市质量强市工作领导小组办公室",
        date="2018-09-13",
    )
    found = {t.label: t.status for t in line(tasks(briefing, unit="市质量强市办"), "9").tasks}
    assert found["9.1（2018年）"] == "unclear"
    assert found["9.3（2018年）"] == "done"


def test_three_files_of_another_unit_put_the_folders_name_in_doubt_but_one_long_report_does_not() -> None:
    whole = [
        rate(issuer="江门市商务局", file="一份报告.pdf"),
        *(rate(str(n), issuer="江门市商务局", file="一份报告.pdf") for n in range(4)),
    ]
    assert "APPLICANT_NAME_CONFLICT" not in {m.code for m in targets(*whole).mismatches}
    apart = [rate(issuer="江门市商务局", file=f"{n}.pdf") for n in range(3)]
    assert "APPLICANT_NAME_CONFLICT" in {m.code for m in targets(*apart).mismatches}
    assert line(targets(*apart), "16").confidence == "medium"
    led = [rate(issuer="江门市质量强市工作领导小组办公室", file=f"{n}.pdf") for n in range(3)]
    assert line(targets(*led), "16").confidence == "high"
