"""Kinds of one's own: as strict as the built-in ones, active only where named, and every fault told at once."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

import extractors.custom
from extractors.custom.making import item, read_field
from extractors.document import Document, PageId, text_page
from extractors.evidence import Evidence
from extractors.extraction import extract_evidence
from extractors.fields import FIELDS
from extractors.papers import SIGNS, Match, Paper
from extractors.scheme_kinds import fields_of, load_kind_set
from extractors.strict_yaml import SpecError

TEA = """
kind: tea_certificate
type: tea_grade
type_fields: [grade, holder, issue_date]
title: 茶叶等级证书
recognise:
  titles: ['茶叶等级证书']
fields:
  grade: {labels: [等级], required: true}
  holder: {labels: [茶农, 单位名称], parse: organisation, required: true}
  issue_date: {labels: [发证日期], parse: date}
examples:
  - name: 一张证书
    text: |
      茶叶等级证书
      单位名称：新会云雾茶业有限公司
      等级：特级
      发证日期：2021年4月2日
    yields: {grade: 特级, holder: 新会云雾茶业有限公司, issue_date: '2021-04-02'}
  - {name: 质量管理体系证书不是, text: 质量管理体系认证证书, nothing: true}
"""
PAPER = "茶叶等级证书\n单位名称：台山古兜茶厂\n等级：一级\n发证日期：2022年5月6日\n"


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def read(text: str, kinds: list[Path]) -> list[Evidence]:
    page = text_page(PageId("a.pdf", 1), text)
    return list(extract_evidence([Document("a.pdf", "0", "read", (page,))], kinds).evidence)


def problem(folder: Path) -> str:
    with pytest.raises(SpecError) as error:
        load_kind_set([folder])
    return str(error.value)


def test_a_new_type_is_read_like_any_other(tmp_path: Path) -> None:
    (found,) = read(PAPER, [write(tmp_path, tea_certificate=TEA)])
    assert (found.type, found.kind) == ("tea_grade", "tea_certificate")
    assert {n: f.value for n, f in found.fields.items()} == {
        "grade": "一级",
        "holder": "台山古兜茶厂",
        "issue_date": "2022-05-06",
    }
    assert found.confidence >= 0.9


def test_it_is_active_only_where_named(tmp_path: Path) -> None:
    write(tmp_path, tea_certificate=TEA)
    assert read(PAPER, []) == []
    assert "tea_grade" not in load_kind_set().types


def test_the_rubric_loader_learns_types_fields_and_what_can_be_read(tmp_path: Path) -> None:
    tea = TEA.replace("type_fields: [grade,", "type_fields: [grade, region,")
    folder = write(tmp_path, tea_certificate=tea)
    known = load_kind_set([folder])
    assert known.types["tea_grade"] == ("grade", "region", "holder", "issue_date")
    assert fields_of("tea_grade", [folder]) == known.types["tea_grade"]
    assert fields_of("tea_grade") is None
    assert known.yielded["tea_grade"] == {"grade", "holder", "issue_date"}  # nobody reads the region
    assert {t: known.types[t] for t in FIELDS} == FIELDS


def test_every_contract_type_is_read_by_some_kind() -> None:
    known = load_kind_set()
    assert set(known.yielded) == set(FIELDS)
    assert all(known.yielded[t] <= set(FIELDS[t]) for t in FIELDS)


def test_two_files_share_a_type_that_one_declares(tmp_path: Path) -> None:
    other = TEA.replace("kind: tea_certificate", "kind: tea_list").replace("茶叶等级证书", "茶叶评级通知书")
    other = other.replace("type_fields: [grade, holder, issue_date]\n", "")
    known = load_kind_set([write(tmp_path, tea_certificate=TEA, tea_list=other)])
    assert known.kinds[-1].spec.names == ("grade", "holder", "issue_date")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("title: 茶叶等级证书", "titel: 茶叶"), ["titel", "type_fields"]),
        (("type: tea_grade", "type: award"), ["award", "type_fields"]),
        (("type_fields: [grade, holder, issue_date]\n", ""), ["tea_grade", "business_licence", "type_fields"]),
        (("  grade: {labels", "  grad: {labels"), ["grad", "grade、holder、issue_date"]),
        (("grade: 特级", "grade: 一级"), ["例子“一张证书”", "grade", "一级", "特级"]),
        (("text: 质量管理体系认证证书", "text: 茶叶等级证书"), ["例子“质量管理体系证书不是”"]),
        (("kind: tea_certificate", "kind: tea"), ["文件名"]),
        (("type_fields: [grade,", "reader: tea_table\ntype_fields: [grade,"), ["reader “tea_table”没有"]),
        (("  titles: ['茶叶等级证书']", "  need: [茶]"), ["titles 或 signs"]),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, change: tuple[str, str], told: list[str]) -> None:
    assert change[0] in TEA
    message = problem(write(tmp_path, tea_certificate=TEA.replace(*change)))
    assert all(words in message for words in ["tea_certificate.yaml", *told]), message


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    message = problem(write(tmp_path, one=TEA, two=TEA.replace("title:", "titel:")))
    assert "one.yaml" in message
    assert "two.yaml" in message


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, award=TEA.replace("kind: tea_certificate", "kind: award"))
    assert "award.yaml：kind “award”已被内置的材料种类占用" in problem(folder)


def test_a_name_given_twice_names_both_folders(tmp_path: Path) -> None:
    folders = [write(tmp_path / n, tea_certificate=TEA) for n in ("甲", "乙")]
    with pytest.raises(SpecError, match=r"甲/tea_certificate\.yaml占用"):
        load_kind_set(folders)


def test_two_kinds_that_claim_one_paper_are_told(tmp_path: Path) -> None:
    other = TEA.replace("kind: tea_certificate", "kind: tea_award")
    message = problem(write(tmp_path, tea_certificate=TEA, tea_award=other))
    assert "tea_award.yaml：例子“一张证书”也被“tea_certificate”（茶叶等级证书）认作" in message


def test_a_paper_that_a_built_in_kind_claims_is_told(tmp_path: Path) -> None:
    text = TEA.replace("茶叶等级证书", "荣誉证书").replace("等级：特级", "等级：特级\n      授予单位：某某协会")
    assert "“award”（奖励证书）" in problem(write(tmp_path, tea_certificate=text))


def test_two_sets_of_fields_for_one_type_are_refused(tmp_path: Path) -> None:
    other = TEA.replace("kind: tea_certificate", "kind: tea_two").replace("[grade, holder, ", "[grade, ")
    assert "type_fields 与 tea_certificate.yaml 不同" in problem(write(tmp_path, tea_certificate=TEA, tea_two=other))


def test_a_folder_that_is_missing_or_empty_is_told(tmp_path: Path) -> None:
    assert "没有这个材料种类文件夹" in problem(tmp_path / "no")
    assert "没有材料种类文件" in problem(tmp_path)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "tea_certificate.yaml").write_bytes("类".encode("gb18030"))
    assert "UTF-8" in problem(tmp_path)


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    folder = write(tmp_path, tea_certificate=TEA)
    assert load_kind_set([folder]) is load_kind_set([folder])
    write(tmp_path, tea_certificate=TEA.replace("title: 茶叶等级证书", "title: 茶叶等级证明书"))
    assert load_kind_set([folder]).kinds[-1].spec.title == "茶叶等级证明书"


class _Weights(ModuleType):
    """A reader for the tests: every number before 克 is an item, on whatever paper it stands."""

    KIND, TYPE, FIELDS, SPREAD = "weight", "weight", ("grams",), "run"

    @staticmethod
    def recognise(paper: Paper) -> Match:
        return Match("weight", SIGNS, starts=False)

    @staticmethod
    def extract(paper: Paper, match: Match) -> list[Evidence]:
        at = paper.text.find("克")
        field = read_field(paper, paper.text[at - 2 : at], at - 2, at)
        return [item("weight", "weight", paper, {"grams": field}, names=("grams",))] if at > 1 else []


WEIGHT = """
kind: printed_weight
type: weight
title: 克重
reader: weight
beside: true
examples:
  - {name: 有克重, text: 净重：50克, yields: {grams: '50'}}
  - {name: 没有, text: 净重不详, nothing: true}
"""


@pytest.fixture
def _weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractors.custom, "READERS", {"weight": _Weights("weight")})


@pytest.mark.usefixtures("_weights")
def test_a_reader_beside_reads_papers_of_other_kinds_too(tmp_path: Path) -> None:
    folder = write(tmp_path, tea_certificate=TEA, printed_weight=WEIGHT)
    found = read(PAPER + "净重：75克", [folder])
    assert [(f.type, f.kind) for f in found] == [("tea_grade", "tea_certificate"), ("weight", "printed_weight")]
    assert found[1].value("grams") == "75"


@pytest.mark.usefixtures("_weights")
def test_pages_that_only_a_kind_beside_reads_are_not_unclaimed(tmp_path: Path) -> None:
    folder = write(tmp_path, printed_weight=WEIGHT)
    texts = {"a": "本批样品经称量，每袋净重20克。", "b": "本批样品外观良好，没有发现受潮、破损等情况，同意入库。"}
    documents = [Document(n, "0", "read", (text_page(PageId(n, 1), t),)) for n, t in texts.items()]
    assert extract_evidence(documents, [folder]).unclaimed == (PageId("b", 1),)


@pytest.mark.usefixtures("_weights")
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("reader: weight", "reader: wait"), "reader “wait”没有；可用：weight"),
        (("type: weight", "type: award"), "读出的是 type “weight”，不是“award”"),
        (("reader: weight", "reader: weight\ntype_fields: [kilos]"), "缺 reader “weight”读出的字段：grams"),
        (("beside: true", "split: grams"), "“split”不起作用"),
        (("grams: '50'", "grams: '51'"), "应为 '51'，读成 '50'"),
    ],
)
def test_a_wrong_use_of_a_reader_is_refused(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    assert change[0] in WEIGHT
    assert told in problem(write(tmp_path, printed_weight=WEIGHT.replace(*change)))
