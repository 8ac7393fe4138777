"""Several counties' results joined: who is ranked by what, what two dossiers share, what could not be taken."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from county import drafted, fill, handed_out, papers
from PIL import Image

from matchers import cases
from matchers.rubric import load_rubric
from pipeline import cli
from pipeline.merging.city import City
from pipeline.merging.merge import MergeRequest, merge, named
from pipeline.merging.publicity import Publicity, proposed, publicity_of

A, B, C = "江门市恒晟电器有限公司", "江门市霁光电器有限公司", "鹤山市禾丰五金有限公司"
CODES = {A: "91440703617700015J", B: "91440703MA4W00001A", C: "91440784MA4W00002B"}


def own(name: str, **changes: Any) -> list[Any]:
    """A dossier in the applicant's own name, with numbers of its own."""
    mark = str(sorted(CODES).index(name) + 1)
    found = []
    for paper in papers(name, **changes):
        if paper.type == "business_licence":
            paper = cases.evidence("business_licence", name=name, uscc=CODES[name], file="执照.pdf")
        if paper.type in {"credential", "social_security"}:
            continue
        found.append(_renumbered(paper, mark))
    return found


def _renumbered(paper: Any, mark: str) -> Any:
    from dataclasses import replace

    fields = dict(paper.fields)
    for name in ("certificate_no", "registration_no", "report_no", "patent_no"):
        if name in fields and isinstance(fields[name].value, str):
            fields[name] = replace(fields[name], value=f"{fields[name].value[:-1]}{mark}{mark}")
    return replace(paper, fields=fields)


def county(folder: Path, dossiers: dict[str, list[Any]], names: dict[str, str] | None = None) -> Path:
    for dossier, found in dossiers.items():
        handed_out(drafted(dossier, (names or {}).get(dossier, dossier), found), folder)
    return folder


def collected(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["collect", str(folder)])
    capsys.readouterr()
    assert (folder / "results.xlsx").exists()


def merged(tmp_path: Path, *folders: Path, **more: Any) -> City:
    return merge(MergeRequest(tuple(str(folder) for folder in folders), tmp_path / "全市", **more)).city


def rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    grid = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    at = next(n for n, row in enumerate(grid) if sum(cell is not None for cell in row) > 2)
    heads = ["".join(str(cell).split()) for cell in grid[at]]
    return [dict(zip(heads, row, strict=True)) for row in grid[at + 1 :]]


def test_final_scores_where_reviewed_else_drafts_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = county(tmp_path / "蓬江区", {A: own(A)})
    second = county(tmp_path / "鹤山市", {C: own(C, inventions=2)})
    fill(first / A / "draft.xlsx", 得分={"4": 1}, 意见={"4": "只认一件"})
    collected(first, capsys)
    city = merged(tmp_path, first, second)
    by_name = {one.entrant.name: one for one in city.ranked}
    assert by_name[A].entrant.reviewed
    assert by_name[A].entrant.total == by_name[A].entrant.drafted.total - 9
    assert not by_name[C].entrant.reviewed
    assert by_name[C].entrant.total == by_name[C].entrant.drafted.total
    assert not city.is_final
    shown = {row["企业名称"]: row for row in rows(tmp_path / "全市" / "全市汇总.xlsx", "全市排名")}
    assert (shown[A]["性质"], shown[C]["性质"]) == ("复核", "草稿")
    assert shown[A]["得分"] == float(by_name[A].entrant.total)
    assert [row["企业名称"] for row in rows(tmp_path / "全市" / "全市汇总.xlsx", "推荐 鹤山市")] == [C]
    assert any("鹤山市：没有 results.xlsx" in line for line in city.told)


def test_ties_share_a_place_and_nobody_chooses_between_them(tmp_path: Path) -> None:
    first = county(tmp_path / "蓬江区", {A: own(A), B: own(B)})
    second = county(tmp_path / "鹤山市", {C: own(C)})
    city = merged(tmp_path, first, second, quota=2)
    assert [(one.place, one.tied, one.choice) for one in city.ranked] == [(1, True, "tied")] * 3
    assert proposed(city) == []
    text = "\n".join(p.text for p in docx.Document(str(tmp_path / "全市" / "公示名单.docx")).paragraphs)
    assert "须定夺" in text
    assert "不得公示" in text


def test_an_excluded_applicant_has_no_place_and_is_not_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = county(tmp_path / "蓬江区", {A: own(A), B: own(B, inventions=1)})
    fill(first / A / "draft.xlsx", 结论={"6.(八)": "不符合"})
    fill(first / B / "draft.xlsx", 得分={"4": 2})
    collected(first, capsys)
    city = merged(tmp_path, first)
    assert [(one.entrant.name, one.place, one.choice) for one in city.ranked] == [
        (B, 1, "shortlisted"),
        (A, None, "excluded"),
    ]
    assert [name for name, _ in proposed(city)] == [B]
    assert city.is_final


def test_the_same_applicant_in_two_counties_is_shown(tmp_path: Path) -> None:
    first = county(tmp_path / "蓬江区", {"01_恒晟": own(A)}, {"01_恒晟": A})
    second = county(tmp_path / "江海区", {"恒晟电器": own(A)}, {"恒晟电器": A})
    city = merged(tmp_path, first, second)
    same = [common for common in city.common if common.kind == "同一申报单位"]
    assert [(place.county, place.dossier) for common in same for place in common.places] == [
        ("蓬江区", "01_恒晟"),
        ("江海区", "恒晟电器"),
    ]
    assert same[0].across
    assert not [common for common in city.common if "编号" in common.kind], "one applicant shares nothing with itself"


def test_a_patent_and_a_person_in_two_counties_are_shown_but_no_standard(tmp_path: Path) -> None:
    taken = cases.evidence("patent", patent_no="ZL201810123456.7", patentees=[A], file="专利/共.pdf")
    standard = cases.evidence("standard", standard_no="GB/T 77-2021", drafting_units=[A, C], file="标准.pdf")
    officer = cases.evidence("cqo_certificate", person="张三", certificate_no="GDCQO2021-1", file="质量官.pdf")
    first = county(tmp_path / "蓬江区", {A: [*own(A), taken, standard, officer]})
    second = county(tmp_path / "鹤山市", {C: [*own(C), taken, standard, officer]})
    city = merged(tmp_path, first, second)
    found = {common.what.split()[0]: common for common in city.common}
    assert found["ZL201810123456.7"].across
    assert {place.file for place in found["ZL201810123456.7"].places} == {"专利/共.pdf"}
    assert any("张三" in what for what in found)
    assert not any("77" in what for what in found)
    listed = rows(tmp_path / "全市" / "全市汇总.xlsx", "重复")
    assert any("ZL201810123456.7" in row["内容"] and row["跨县区"] == "是" for row in listed)


def test_a_patent_that_prints_both_owners_is_shared_by_right(tmp_path: Path) -> None:
    both = cases.evidence("patent", patent_no="ZL201810123456.7", patentees=[A, C], file="共有.pdf")
    city = merged(
        tmp_path, county(tmp_path / "蓬江区", {A: [*own(A), both]}), county(tmp_path / "鹤山市", {C: [*own(C), both]})
    )
    assert not [common for common in city.common if "专利" in common.kind]


def test_what_cannot_be_taken_is_one_line_each_and_the_rest_is_merged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = county(tmp_path / "蓬江区", {A: own(A), B: own(B)})
    (good / B / "draft.json").write_text('{"schema": "yushen/draft/1", ', "utf-8")
    other_day = tmp_path / "江海区"
    handed_out(_on(dt.date(2024, 6, 7)), other_day)
    other_rubric = county(tmp_path / "新会区", {C: own(C)})
    content = json.loads((other_rubric / C / "draft.json").read_text("utf-8"))
    content["rubric"]["id"] = "qingyuan"
    (other_rubric / C / "draft.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    (tmp_path / "台山市").mkdir()
    folders = [good, other_day, other_rubric, tmp_path / "台山市", tmp_path / "没有"]
    with pytest.raises(SystemExit) as ended:
        cli.main(["merge", *map(str, folders), "--out", str(tmp_path / "全市"), "--quota", "5"])
    error = capsys.readouterr().err
    assert ended.value.code == 1
    for told in ("已损坏", "基准日是 2024-06-07", "另一个办法", "台山市：", "找不到文件夹"):
        assert sum(told in line for line in error.splitlines()) == 1, told
    assert [row["企业名称"] for row in rows(tmp_path / "全市" / "全市汇总.xlsx", "全市排名")] == [A]


def _on(day: dt.date) -> Any:
    from matchers.draft_dossier import draft_dossier

    dossier = cases.dossier(own(B), [cases.form({"4": 10}, B)], name=B)
    return draft_dossier(dossier, load_rubric("jiangmen-qic-2022"), day)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken"])
def test_damaged_results_leave_the_drafts(tmp_path: Path, content: bytes) -> None:
    first = county(tmp_path / "蓬江区", {A: own(A)})
    (first / "results.xlsx").write_bytes(content)
    city = merged(tmp_path, first)
    assert not city.ranked[0].entrant.reviewed
    assert any("results.xlsx" in line and "草稿" in line for line in city.told)


def test_results_of_another_run_are_not_believed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = county(tmp_path / "蓬江区", {A: own(A)})
    fill(first / A / "draft.xlsx", 得分={"4": 1})
    collected(first, capsys)
    handed_out(drafted(A, A, own(A)[:3]), first)
    city = merged(tmp_path, first)
    assert not city.ranked[0].entrant.reviewed
    assert any("不符" in line for line in city.told)


def test_nothing_to_merge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "蓬江区").mkdir()
    with pytest.raises(SystemExit) as ended:
        cli.main(["merge", str(tmp_path / "蓬江区"), "--out", str(tmp_path / "全市")])
    assert ended.value.code == 2
    assert "没有可以汇总的结果" in capsys.readouterr().err


def test_the_output_may_not_lie_in_a_county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = county(tmp_path / "蓬江区", {A: own(A)})
    with pytest.raises(SystemExit) as ended:
        cli.main(["merge", str(first), "--out", str(first / "全市")])
    assert ended.value.code == 2
    assert not (first / "全市").exists()


def test_counties_are_named_by_folder_or_as_told(tmp_path: Path) -> None:
    (tmp_path / "a" / "out").mkdir(parents=True)
    (tmp_path / "b" / "out").mkdir(parents=True)
    found = named([str(tmp_path / "a" / "out"), str(tmp_path / "b" / "out"), f"蓬江区={tmp_path / 'a' / 'out'}"])
    assert [name for name, _ in found] == ["out", "out (2)", "蓬江区"]
    assert found[2][1] == tmp_path / "a" / "out"


def test_the_days_of_publication_are_the_texts(tmp_path: Path) -> None:
    known = publicity_of("jiangmen-qic-2022")
    assert known is not None
    text = (Path(cli.__file__).parents[1] / "matchers/rubrics/jiangmen-qic-2022/text/measures-2022-1.txt").read_text(
        "utf-8"
    )
    assert "".join(known.quote.split()) in "".join(text.split())
    merged_ = merged(tmp_path, county(tmp_path / "蓬江区", {A: own(A)}), first_day=dt.date(2022, 7, 1))
    assert merged_.quota == 5
    body = "\n".join(p.text for p in docx.Document(str(tmp_path / "全市" / "公示名单.docx")).paragraphs)
    assert "公示期为10天，自2022年7月1日至2022年7月11日" in body


@pytest.mark.parametrize(
    ("rubric", "file"),
    [("qingyuan-award-organisation-2025", "notice.txt"), ("jiangmen-qic-2022", "measures-2022-1.txt")],
)
def test_every_quotation_about_publication_stands_in_the_text(rubric: str, file: str) -> None:
    known = publicity_of(rubric)
    text = (Path(cli.__file__).parents[1] / "matchers/rubrics" / rubric / "text" / file).read_text("utf-8")
    assert known is not None
    assert "".join(known.quote.split()) in "".join(text.split())


def test_working_days_leave_out_holidays() -> None:
    five = Publicity(5, "working_days", "", "", "")
    assert five.last_day(dt.date(2025, 9, 26)) == dt.date(2025, 10, 10), "28 September is worked, 1 to 8 October not"
    assert five.last_day(dt.date(2041, 1, 2)) is None


def test_the_picture_is_whole_and_says_every_figure_in_the_font(tmp_path: Path, recwarn: Any) -> None:
    merged(tmp_path, county(tmp_path / "蓬江区", {A: own(A), B: own(B)}))
    with Image.open(tmp_path / "全市" / "一览.png") as picture:
        assert picture.width > 1500
        assert len(picture.convert("L").getcolors(256) or []) > 20
    assert not [warning for warning in recwarn if "missing from font" in str(warning.message)]
    book = openpyxl.load_workbook(tmp_path / "全市" / "全市汇总.xlsx")
    assert book["一览"]._images


def test_a_scheme_without_points_is_listed_without_places(tmp_path: Path) -> None:
    first = county(tmp_path / "蓬江区", {A: own(A)})
    content = json.loads((first / A / "draft.json").read_text("utf-8"))
    content["total"] = {"draft_score": 0, "max_score": 0, "score_range": [0, 0], "confidence": "medium"}
    (first / A / "draft.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    city = merged(tmp_path, first)
    assert [(one.place, one.choice) for one in city.ranked] == [(None, "no_quota")]
    assert not (tmp_path / "全市" / "公示名单.docx").exists()


def test_earlier_versions_are_no_dossiers(tmp_path: Path) -> None:
    first = county(tmp_path / "蓬江区", {A: own(A)})
    shutil.copytree(first / A, first / A / "历次" / "1")
    assert len(merged(tmp_path, first).ranked) == 1
