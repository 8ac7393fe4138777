"""Letters to applicants: what is told, what never is, whose template."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from county import drafted, handed_out, papers

from extractors.evidence import Evidence
from matchers import cases
from matchers.codes import codes
from pipeline import cli
from pipeline.follow_up.letter import without
from pipeline.follow_up.letter_words import known_codes, words_of
from pipeline.follow_up.letters import LetterRequest, write_letters
from pipeline.follow_up.open_items import open_items
from pipeline.follow_up.round_folder import read_round
from pipeline.review.drafted import read_drafted
from pipeline.review.entries import Entries

OTHER = "江门市霁光电器有限公司"


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A run of two applicants: 甲 with a group's certificate and an expired one, 乙 with a wrong file."""
    expired = cases.evidence(
        "metrology_confirmation", holder=cases.APPLICANT, certificate_no="计保字090", expiry_date="2021-01-01",
        file="旧计量.pdf",
    )  # fmt: skip
    strange = cases.evidence(
        "management_certificate", kind="ohsms", standard="GB/T 45001-2020", certificate_no="00122S30344R0M",
        holder=OTHER, file=f"职安（{OTHER}）.pdf",
    )  # fmt: skip
    rest = [paper for paper in papers() if paper.type != "metrology_confirmation"]
    handed_out(drafted("甲", found=[*rest, expired, strange]), tmp_path)
    handed_out(drafted("乙", OTHER, papers(OTHER, 2)), tmp_path)
    return tmp_path


def letters(out: Path, **more: object) -> dict[str, Path]:
    request = LetterRequest(out / "信", **more)  # type: ignore[arg-type]
    return {letter.dossier: path for letter, path in write_letters(read_round(out), request).written}


def test_every_code_has_words_or_a_reason_to_keep_it() -> None:
    assert set(codes()) - known_codes() == set()
    for code in known_codes():
        words = words_of(code)
        assert words.never or (words.say and words.hand_in), code


def test_a_code_that_nobody_wrote_words_for_is_told_as_such() -> None:
    assert not words_of("NEW_CODE").own
    assert words_of("NEW_CODE").is_told


def test_the_letter_names_paper_reason_quotation_and_day(out: Path) -> None:
    text = text_of(letters(out, until=dt.date(2022, 6, 30), number_prefix="江补〔2022〕")["甲"])
    assert cases.APPLICANT in text
    assert "2022年6月30日前" in text
    assert re.search(r"江补〔2022〕\d号", text)
    assert "旧计量.pdf" in text
    assert "企业通过测量管理体系认证并在有效期内的，得5分" in text
    assert "在申报截止日仍有效的证书" in text
    assert "江门市企业质量提升创新中心”的材料" in text


def test_nothing_about_other_applicants_nor_internal(out: Path) -> None:
    for dossier, path in letters(out).items():
        text = text_of(path)
        mine, theirs = (cases.APPLICANT, OTHER) if dossier == "甲" else (OTHER, cases.APPLICANT)
        assert mine in text
        assert theirs not in text
        for code in codes():
            assert code not in text
        for word in ("把握", "预评", "待核", "采信", "复核", "识别", "区间"):
            assert word not in text, word


def test_a_shared_number_does_not_name_the_other_company(tmp_path: Path) -> None:
    folder = handed_out(drafted("甲"), tmp_path)
    content = json.loads((folder / "draft.json").read_text("utf-8"))
    paper = next(item for item in content["evidence"] if item["type"] == "patent")
    file = paper["source"]["file"]
    content["mismatches"].append(
        {
            "code": "SHARED_NUMBER",
            "severity": "error",
            "message": f"《发明专利》{paper['fields']['patent_no']}（{file} 第1页）：同一编号也用于乙厂的申报材料。"
            "请比对两家单位的原件。",
            "indicator": "4",
            "evidence": [paper["id"]],
            "file": file,
            "page": 1,
        }
    )
    (folder / "draft.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    text = text_of(letters(tmp_path)["甲"])
    assert paper["fields"]["patent_no"] in text
    assert "权属须进一步核实" in text
    assert "乙厂" not in text
    assert "同一编号" not in text


def test_own_name_stays_where_anothers_is_part_of_it() -> None:
    assert without("甲厂东分厂不是甲厂", ["甲厂"], "甲厂东分厂") == "甲厂东分厂不是其他单位"


def test_a_reviewers_word_goes_before_the_drafts(out: Path) -> None:
    draft = read_drafted(out / "甲" / "draft.json")
    expired = next(doubt for doubt in draft.doubts if doubt.code == "EXPIRED")
    assert "EXPIRED" in {item.code for item in open_items(draft)}
    closed = Entries(settled={expired.number: "已核实"})
    assert "EXPIRED" not in {item.code for item in open_items(draft, [closed])}
    asked = Entries(settled={expired.number: "需补正"})
    assert "EXPIRED" in {item.code for item in open_items(draft, [closed, asked])}
    taken = Entries(decisions=dict.fromkeys(expired.evidence, True))
    refused = Entries(decisions=dict.fromkeys(expired.evidence, False))
    assert "EXPIRED" not in {item.code for item in open_items(draft, [taken])}
    assert "EXPIRED" in {item.code for item in open_items(draft, [refused])}


def test_a_letter_that_the_office_changed_is_kept(out: Path) -> None:
    path = letters(out)["甲"]
    letters(out)
    assert not (path.parent / "历次").exists()
    book = docx.Document(str(path))
    book.add_paragraph("附：联系电话 0750")
    book.save(str(path))
    letters(out)
    kept = list((path.parent / "历次").iterdir())
    assert len(kept) == 1
    assert "附：联系电话" in text_of(kept[0])
    assert "附：联系电话" not in text_of(path)


def template(tmp_path: Path, *lines: str) -> Path:
    book = docx.Document()
    for line in lines:
        book.add_paragraph(line)
    path = tmp_path / "本局模板.docx"
    book.save(str(path))
    return path


LOOP = ("{%p for 组 in 分组 %}", "{%p for 行 in 组.事项 %}", "{{ 行.问题 }}", "{%p endfor %}", "{%p endfor %}")


def test_the_offices_own_template(out: Path, tmp_path: Path) -> None:
    own = template(tmp_path, "蓬江区市场监管局", "{{ 申报单位 }}", *LOOP)
    text = text_of(letters(out, template=own)["甲"])
    assert "蓬江区市场监管局" in text
    assert "旧计量.pdf" in text


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("{{ 单位名 }}", *LOOP), "单位名"),
        (("{{ 申报单位 }",), "本局模板.docx"),
        (("{{ 申报单位 }}", *LOOP[:-1]), "本局模板.docx"),
        (("{{ 申报单位 }}",), "分组"),
        (("{{ 申报单位 }}", *(line.replace("问题", "毛病") for line in LOOP)), "毛病"),
        (("{{ 申报单位.__class__.__mro__ }}", *LOOP), "本局模板.docx"),
    ],
)
def test_a_broken_template_is_told_in_one_line(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: tuple[str, ...], told: str
) -> None:
    own = template(tmp_path, *lines)
    with pytest.raises(SystemExit) as ended:
        cli.main(["letters", str(out), "--template", str(own)])
    error = capsys.readouterr().err
    assert ended.value.code == 2
    assert told in error
    assert "Traceback" not in error
    assert not list((out / "补正通知书").glob("*.docx"))


def test_a_template_that_is_no_word_file(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "模板.docx"
    bad.write_bytes(b"PK\x03\x04 not a document")
    with pytest.raises(SystemExit) as ended:
        cli.main(["letters", str(out), "--template", str(bad)])
    assert ended.value.code == 2
    assert "不是完好的 Word 文件" in capsys.readouterr().err


def test_the_packages_template_can_be_saved_and_used(out: Path, tmp_path: Path) -> None:
    own = tmp_path / "自带.docx"
    with pytest.raises(SystemExit) as ended:
        cli.main(["letters", str(out), "--save-template", str(own)])
    assert ended.value.code == 0
    assert "旧计量.pdf" in text_of(letters(out, template=own)["甲"])


@pytest.mark.parametrize("arguments", [["--until", "六月底"], ["--until", "2022-06-01", "--date", "2022-06-02"]])
def test_days_that_cannot_be(out: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["letters", str(out), *arguments])
    assert ended.value.code == 2
    assert "错误" in capsys.readouterr().err


def test_a_folder_without_drafts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["letters", str(tmp_path)])
    assert ended.value.code == 2
    assert "没有可用的草稿" in capsys.readouterr().err


def codes_of(tmp_path: Path, *more: Evidence) -> list[str]:
    rest = [paper for paper in papers() if paper.type != "metrology_confirmation"]
    handed_out(drafted("丙", found=[*rest, *more]), tmp_path)
    return [item.code for item in open_items(read_drafted(tmp_path / "丙" / "draft.json"))]


def certificate(**fields: Any) -> Evidence:
    return cases.evidence("management_certificate", holder=cases.APPLICANT, **fields)


def test_an_expired_paper_is_no_matter_beside_its_renewal_but_beside_another_kind_it_is(tmp_path: Path) -> None:
    old = certificate(
        kind="ohsms",
        standard="GB/T 45001-2020",
        certificate_no="00119S30344R0M",
        expiry_date="2021-01-01",
        file="旧.pdf",
    )
    new = certificate(kind="ohsms", standard="GB/T 45001-2020", certificate_no="00122S30344R1M", file="补正材料/新.pdf")
    other = certificate(
        kind="ipms", standard="GB/T 29490-2013", certificate_no="165IP200001R0S", file="补正材料/他.pdf"
    )
    assert "EXPIRED" in codes_of(tmp_path, old)
    assert "EXPIRED" not in codes_of(tmp_path, old, new)
    assert "EXPIRED" in codes_of(tmp_path, old, other)


def test_one_patent_does_not_stand_for_another(tmp_path: Path) -> None:
    def patent(number: str, file: str, **more: Any) -> Evidence:
        return cases.evidence(
            "patent", patent_no=number, patentees=[cases.APPLICANT], file=file, title="一种装置", **more
        )

    few = [paper for paper in papers(inventions=1) if paper.type in {"patent", "business_licence"}]
    applied = patent("202111990588.6", "受理.pdf", grant_date=None).with_reason("NOT_GRANTED", "受理通知书")

    def told(*more: Evidence) -> bool:
        handed_out(drafted("丁", found=[*few, applied, *more]), tmp_path)
        return "NOT_GRANTED" in {item.code for item in open_items(read_drafted(tmp_path / "丁" / "draft.json"))}

    assert told()
    assert told(patent("ZL202010990001.2", "补正材料/别的.pdf"))
    assert not told(patent("ZL202111990588.6", "补正材料/证书.pdf"))


def test_without_days_there_are_blanks_to_fill_in(out: Path) -> None:
    text = text_of(letters(out)["甲"])
    assert "请于＿＿＿＿年＿＿月＿＿日前" in text
    assert "＿＿＿＿〔＿＿＿＿〕＿＿号" in text


def test_of_two_alike_matters_the_second_keeps_its_key_when_the_first_is_closed(out: Path) -> None:
    path = out / "甲" / "draft.json"
    content = json.loads(path.read_text("utf-8"))
    alike = next(m for m in content["mismatches"] if m["code"] == "EXPIRED")
    content["mismatches"].append({**alike, "message": alike["message"] + "又。"})
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    draft = read_drafted(path)
    first, second = (doubt for doubt in draft.doubts if doubt.code == "EXPIRED")
    keys = [item.key for item in open_items(draft) if item.code == "EXPIRED"]
    closed = open_items(draft, [Entries(settled={first.number: "已核实"})])
    assert len(set(keys)) == 2
    assert [item.key for item in closed if item.code == "EXPIRED"] == keys[1:]
    assert second.number > first.number


def test_a_letter_whose_matters_are_settled_stays_and_is_told(out: Path) -> None:
    path = letters(out)["甲"]
    new = [cases.evidence("business_licence", name=cases.APPLICANT, file="执照.pdf")]
    content = json.loads((handed_out(drafted("甲", found=new), out) / "draft.json").read_text("utf-8"))
    content["mismatches"] = []
    (out / "甲" / "draft.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    found = write_letters(read_round(out), LetterRequest(out / "信"))
    assert path.exists()
    assert any("已没有未决事项" in told for told in found.told)


def test_what_only_reviewers_can_judge_is_asked_when_they_say_so(out: Path) -> None:
    path = out / "甲" / "draft.json"
    content = json.loads(path.read_text("utf-8"))
    paper = content["evidence"][0]["id"]
    about = {"code": "LEVEL_UNKNOWN", "severity": "warning", "indicator": "10.1", "evidence": [paper]}
    place = {"file": "张三.pdf", "page": 1}
    unsure = "《职称（资格）证书》张三（张三.pdf 第1页）：材料的种类或级别识别把握低。请人工判断。"
    unread = "《职称（资格）证书》张三（张三.pdf 第1页）：未能识别“工程”的级别。请人工判断。"
    content["mismatches"] = [{**about, **place, "message": message} for message in (unsure, unread)]
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    draft = read_drafted(path)
    assert [item.said for item in open_items(draft)] == [
        "《职称（资格）证书》张三（张三.pdf 第1页）看不出级别、种类或出具单位的级别。"
    ]
    number = next(doubt.number for doubt in draft.doubts if "把握低" in doubt.message)
    asked = open_items(draft, [Entries(settled={number: "需补正"})])
    assert len(asked) == 2
    assert not any("把握" in item.said for item in asked)


def test_words_of_our_own_work_are_not_told(out: Path) -> None:
    path = out / "甲" / "draft.json"
    content = json.loads(path.read_text("utf-8"))
    for mismatch in content["mismatches"]:
        if mismatch["code"] == "EXPIRED":
            mismatch["message"] = mismatch["message"].replace("有效期至", "OCR把握低，有效期至")
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    (item,) = (item for item in open_items(read_drafted(path)) if item.code == "EXPIRED")
    assert "旧计量.pdf" in item.said
    assert "须进一步核对" in item.said
    assert "OCR" not in item.said
    assert "把握" not in item.said
