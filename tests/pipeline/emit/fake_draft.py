# ruff: noqa: E501
# mypy: disable-error-code="no-untyped-call"
"""A rich invented draft with real files on disk: certificates, a rotated page, a phone photo, a Word file, faults."""

from __future__ import annotations

import csv
import sys
from decimal import Decimal
from pathlib import Path
from typing import cast

import pymupdf

from extractors.document import Document, Page, PageId, Problem, Span, text_page
from extractors.evidence import ApplicationForm, Claim, ClaimItem, Evidence, Field, Reading, Reason
from extractors.fields import FIELDS
from matchers.draft import (
    Applicant,
    Condition,
    Confidence,
    Dossier,
    Draft,
    Item,
    Line,
    Mismatch,
    Person,
    Severity,
    Status,
    Step,
)

sys.path.insert(0, str(Path(__file__).parent))
from fake_files import pdf_page, photo, read

NAME = "江门市恒晟电器有限公司"
IDENTITY = "11010519491231002X"
PHONE = "13800138000"
D = Decimal


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this file."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def paper(
    id_: str,
    type_: str,
    page: Page,
    values: dict[str, str | tuple[str, ...] | None],
    *,
    reasons: tuple[Reason, ...] = (),
    confidence: float = 0.98,
) -> Evidence:
    """An item whose fields stand on the page wherever their raw text is found there."""
    fields = {}
    for name in FIELDS[type_]:
        value = values.get(name)
        raw = value if isinstance(value, str) else value[0] if value else ""
        at = page.text.find(raw) if raw else -1
        span = Span(page.id, at, at + len(raw)) if at >= 0 else None
        fields[name] = Field(value, raw, span, Reading(via=page.via))
    anchor = next((f.span for f in fields.values() if f.span), None)
    return Evidence(type_, type_, fields, (page.id,), page.via, anchor, reasons=reasons, confidence=confidence, id=id_)


def make(folder: Path, name: str = "恒晟电器") -> tuple[Draft, dict[str, Path]]:
    """The draft, and where each of its files lies on disk."""
    folder.mkdir(parents=True, exist_ok=True)
    certificate = [
        "认证证书",
        "证书编号：00121Q30215R2M",
        "兹证明",
        NAME,
        "质量管理体系符合 GB/T 19001-2016",
        "发证日期：2021-09-30",
        "有效期至：2024-09-29",
        f"联系电话：{PHONE}",
    ]
    (folder / "证书").mkdir(exist_ok=True)
    with pymupdf.open() as pdf:
        pdf_page(
            pdf, ["测量管理体系认证证书", "CMS粤[2020]AAA3125号", NAME, "颁证日期 2020-11-13", "有效期至 2025-11-12"]
        )
        pdf_page(pdf, certificate)
        pdf_page(
            pdf,
            ["环境管理体系认证证书", "00122E30344R0M", NAME, "2022-03-01", "2025-02-28"],
            rotate=90,
            size=(842, 595),
        )
        pdf_page(
            pdf,
            ["职业健康安全管理体系认证证书", "00122S30345R0M", "恒晟集团有限公司", "2022-03-01", "2025-02-28"],
            rotate=270,
        )
        pdf.save(folder / "证书" / "体系证书.pdf")
    with pymupdf.open() as pdf:
        pdf_page(pdf, ["发明专利证书", "专利号：ZL202010430096.0", f"专利权人：{NAME}", "授权公告日：2022-01-14"])
        pdf_page(pdf, ["实用新型专利证书", "专利号：ZL201821234567.5", f"专利权人：{NAME}", "授权公告日：2019-06-04"])
        pdf_page(pdf, ["受理通知书", "申请号：202110000001.1", NAME])
        pdf.save(folder / "专利.pdf")
    with pymupdf.open() as pdf:
        pdf_page(pdf, ["高新技术企业证书", "GR202144001234", NAME, "2021-12-20"])
        pdf_page(pdf, ["商标注册证", "第9988776号", NAME, "注册日期 2012-05-21", "有效期至 2032-05-20"])
        pdf_page(pdf, ["检验报告", "JD2021-0456", NAME, "监督抽查", "不合格", "2021-08-02"])
        pdf_page(pdf, ["社会保险参保证明", f"单位：{NAME}", f"张三 {IDENTITY} 202112-202205", "李四 202112-202205"])
        pdf.save(folder / "其他.pdf")
    systems, patents, other = (
        read(folder / "证书" / "体系证书.pdf", "证书/体系证书.pdf"),
        read(folder / "专利.pdf", "专利.pdf"),
        read(folder / "其他.pdf", "其他.pdf"),
    )
    title_a = photo(
        folder / "张三职称.jpg",
        [
            "广东省职称证书",
            "姓名：张三",
            f"身份证号：{IDENTITY}",
            "资格名称：工程师",
            "专业：质量管理",
            "取得时间：2018-11-30",
            "评审组织：江门市工程系列评审委员会",
        ],
        orientation=6,
    )
    title_b = photo(
        folder / "李四职称.jpg",
        ["广东省职称证书", "姓名：李四", "资格名称：高级工程师", "专业：计量", "取得时间：2016-12-01"],
        orientation=1,
        size=(1754, 1240),
    )
    summary = text_page(
        PageId("总结.docx"),
        f"检验室2021年度运作工作总结\n{NAME}检验室独立运作，全年检验样品 3200 批次。\n"
        + "\n".join(f"（{n}）各项工作按计划完成，设备完好率百分之百，人员培训到位。" for n in range(1, 30))
        + f"\n联系人电话：{PHONE}\n",
    )
    standard = text_page(
        PageId("标准.docx"),
        f"中华人民共和国机械行业标准\nJB/T 8826-2018\n电器附件通用要求\n2018-05-08 发布 2018-12-01 实施\n前言\n本标准起草单位：中国家用电器研究院、{NAME}、佛山市某某电器有限公司。\n",
    )
    for page in (summary, standard):
        (folder / page.id.file).write_bytes(b"not really a Word file")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7 broken")
    ghost = text_page(PageId("坏.pdf", 1), "首席质量官任职培训证书\n王五\n")
    form_page = text_page(PageId("申报表.docx"), "江门市企业质量提升创新中心申报表\n自评分\n")
    (folder / "申报表.docx").write_bytes(b"not really a Word file either")

    def cert(
        id_: str,
        page: Page,
        number: str,
        holder: str,
        issued: str,
        ends: str,
        kind: str,
        reasons: tuple[Reason, ...] = (),
    ) -> Evidence:
        return paper(
            id_,
            "management_certificate",
            page,
            {"kind": kind, "certificate_no": number, "holder": holder, "issue_date": issued, "expiry_date": ends},
            reasons=reasons,
        )

    e = {
        x.id: x
        for x in [
            paper("E01", "application_form", form_page, {}),
            cert("E02", systems[0], "CMS粤[2020]AAA3125号", NAME, "2020-11-13", "2025-11-12", "mms"),
            cert("E03", systems[1], "00121Q30215R2M", NAME, "2021-09-30", "2024-09-29", "qms"),
            cert("E04", systems[2], "00122E30344R0M", NAME, "2022-03-01", "2025-02-28", "ems"),
            cert(
                "E05",
                systems[3],
                "00122S30345R0M",
                "恒晟集团有限公司",
                "2022-03-01",
                "2025-02-28",
                "ohsms",
                reasons=(Reason("HOLDER_UNCERTAIN", "持有单位“恒晟集团有限公司”与申报单位字号相同，可能是集团公司。"),),
            ),
            paper(
                "E06",
                "patent",
                patents[0],
                {
                    "patent_no": "ZL202010430096.0",
                    "kind": "invention",
                    "jurisdiction": "CN",
                    "patentees": (NAME,),
                    "grant_date": "2022-01-14",
                },
            ),
            paper(
                "E07",
                "patent",
                patents[1],
                {
                    "patent_no": "ZL201821234567.5",
                    "kind": "utility_model",
                    "jurisdiction": "CN",
                    "patentees": (NAME,),
                    "grant_date": "2019-06-04",
                },
            ),
            paper(
                "E08",
                "patent",
                patents[2],
                {"patent_no": "202110000001.1", "kind": "invention", "jurisdiction": "CN", "patentees": (NAME,)},
                reasons=(Reason("NOT_GRANTED", "仅为受理通知书，尚未授权。"),),
            ),
            paper(
                "E09",
                "high_tech_enterprise",
                other[0],
                {
                    "certificate_no": "GR202144001234",
                    "holder": NAME,
                    "issue_date": "2021-12-20",
                    "expiry_date": "2024-12-20",
                },
                reasons=(Reason("DERIVED_DATE", "有效期由“三年”推算。"),),
            ),
            paper(
                "E10",
                "trademark",
                other[1],
                {
                    "registration_no": "9988776",
                    "jurisdiction": "CN",
                    "holder": NAME,
                    "classes": ("9", "11"),
                    "registration_date": "2012-05-21",
                    "expiry_date": "2032-05-20",
                },
            ),
            paper(
                "E11",
                "inspection_report",
                other[2],
                {
                    "report_no": "JD2021-0456",
                    "kind": "supervision",
                    "holder": NAME,
                    "conclusion": "fail",
                    "date": "2021-08-02",
                },
                reasons=(Reason("FAILED_INSPECTION", "结论为不合格。"),),
            ),
            paper(
                "E12",
                "social_security",
                other[3],
                {"holder": NAME, "persons": ("张三", "李四"), "from_month": "2021-12", "to_month": "2022-05"},
            ),
            paper(
                "E13",
                "credential",
                title_a,
                {
                    "person": "张三",
                    "title": "工程师",
                    "speciality": "质量管理",
                    "level": "intermediate",
                    "issue_date": "2018-11-30",
                },
                confidence=0.93,
            ),
            paper(
                "E14",
                "credential",
                title_b,
                {
                    "person": "李四",
                    "title": "高级工程师",
                    "speciality": "计量",
                    "level": "associate_senior",
                    "issue_date": "2016-12-01",
                },
                confidence=0.88,
            ),
            paper("E15", "organisation_document", summary, {"kind": "lab_summary", "holder": NAME, "year": "2021"}),
            paper(
                "E16",
                "standard",
                standard,
                {
                    "standard_no": "JB/T 8826-2018",
                    "level": "industry",
                    "title": "电器附件通用要求",
                    "publish_date": "2018-05-08",
                    "drafting_units": (NAME, "中国家用电器研究院", "佛山市某某电器有限公司"),
                },
            ),
            paper(
                "E17",
                "cqo_certificate",
                ghost,
                {"person": "王五"},
                reasons=(Reason("APPOINTMENT_MISSING", "未见任命文件。"),),
            ),
        ]
    }
    counted = {
        "E02": {"1": D(5)},
        "E03": {"9.1": D(8)},
        "E04": {"9.2": D(1)},
        "E06": {"4": D(2)},
        "E07": {"4": D(1)},
        "E09": {"8.2": D(5)},
        "E10": {"5": D(2)},
        "E13": {"10.1": D(2)},
        "E14": {"10.1": D(2)},
        "E15": {"3": D(5)},
        "E16": {"2.1": D(4)},
    }
    statuses: dict[str, Status] = {"E05": "questioned", "E08": "rejected", "E11": "rejected", "E17": "questioned"}
    of_line = {
        "1": ("E02",),
        "2.1": ("E16",),
        "3": ("E15",),
        "4": ("E06", "E07", "E08"),
        "5": ("E10",),
        "7": ("E11",),
        "8.2": ("E09",),
        "9.1": ("E03",),
        "9.2": ("E04", "E05"),
        "10.1": ("E13", "E14", "E12"),
        "10.2": ("E17",),
        "11": ("E13", "E14", "E12"),
    }
    flags = {
        "4": ("NOT_GRANTED", "CLAIM_COUNT_MISMATCH"),
        "9.2": ("HOLDER_UNCERTAIN",),
        "10.2": ("APPOINTMENT_MISSING",),
        "7": ("FAILED_INSPECTION",),
        "6.2": ("CLAIM_UNSUPPORTED",),
        "11": ("PERSON_COUNTED_TWICE",),
    }
    steps = {
        "4": (
            Step("第1件：发明专利 ZL202010430096.0，专利权人为申报单位，已授权", D(2), ("E06",)),
            Step("第2件：实用新型专利 ZL201821234567.5", D(1), ("E07",)),
            Step("不计：申请号 202110000001.1 仅为受理通知书", None, ("E08",)),
            Step("合计 3 分，上限 10 分", D(3)),
        )
    }
    lines = tuple(
        Line(
            row["id"],
            row["name"],
            row["group"],
            D(row["max"]),
            D(row["draft"]),
            D(row["lowest"]),
            D(row["highest"]),
            D(row["claimed"]) if row["claimed"] else None,
            cast("Confidence", row["confidence"]),
            row["basis"],
            flags.get(row["id"], ()),
            of_line.get(row["id"], ()),
            steps.get(row["id"], (Step("计分", D(row["draft"])),)),
        )
        for row in table("fake_lines.tsv")
    )
    mismatches = tuple(
        Mismatch(
            row["code"],
            cast("Severity", row["severity"]),
            row["message"].replace("138****8000", PHONE),
            row["indicator"] or None,
            tuple(row["evidence"].split()),
            row["file"] or None,
            int(row["page"]) if row["page"] else None,
        )
        for row in table("fake_mismatches.tsv")
    )
    documents = (
        Document("证书/体系证书.pdf", "a" * 64, "read", tuple(systems), 4),
        Document("专利.pdf", "b" * 64, "read", tuple(patents), 3),
        Document("其他.pdf", "c" * 64, "read", tuple(other), 4),
        Document("张三职称.jpg", "d" * 64, "read", (title_a,), 1),
        Document("李四职称.jpg", "e" * 64, "read", (title_b,), 1),
        Document("总结.docx", "f" * 64, "read", (summary,)),
        Document("标准.docx", "0" * 64, "read", (standard,)),
        Document("申报表.docx", "1" * 64, "read", (form_page,)),
        Document("坏.pdf", "2" * 64, "partly_read", (ghost,), 1, "第1页画面损坏"),
        Document(
            "台账.xlsx",
            "3" * 64,
            "password",
            (),
            None,
            "打开需要密码",
            (Problem("PASSWORD_PROTECTED", "台账.xlsx 有密码", "台账.xlsx"),),
        ),
        Document("Thumbs.db", "4" * 64, "skipped"),
    )
    form = ApplicationForm(
        e["E01"],
        Field(NAME),
        claims=(
            Claim(
                "4",
                "知识产权保护",
                D(6),
                4,
                items=(ClaimItem("ZL202010430096.0 一种电器", "ZL202010430096.0"), ClaimItem("实用新型两件")),
            ),
            Claim("1", "计量认证技术", D(5)),
            Claim(None, "其他"),
        ),
    )
    items = tuple(
        Item(x, statuses.get(k, "accepted"), tuple(r.code for r in x.reasons), counted.get(k, {})) for k, x in e.items()
    )
    total = sum((line.draft_score for line in lines), D(0))
    draft = Draft(
        Dossier(name, documents, tuple(e.values()), (form,)),
        "jiangmen-qic-2022",
        "江门市企业质量提升创新中心评审指标",
        "江监市规字〔2022〕1号",
        "2022-06-10",
        Applicant(NAME, "91440703617700015J", "江门市蓬江区", "2004-07-07"),
        (
            Condition("6.(一)", "依法在广东省江门市登记注册的制造业企业及其分支机构", "met", ("E03",), (), "营业执照"),
            Condition("6.(二)", "企业体系健全，运作管理规范", "unknown"),
            Condition(
                "6.(八)",
                "近一年内未发生重大质量事故、抽查不合格",
                "not_met",
                ("E11",),
                ("FAILED_INSPECTION",),
                "2021-08-02 监督抽查不合格",
            ),
        ),
        lines,
        items,
        mismatches,
        total,
        sum((line.max_score for line in lines), D(0)),
        sum((line.lowest for line in lines), D(0)),
        sum((line.highest for line in lines), D(0)),
        "low",
        (
            Person(
                "张三",
                "110105********002X",
                ("工程师",),
                "质量管理",
                tuple(f"2022-{m:02}" for m in range(1, 6)),
                NAME,
                False,
                ("E13", "E12"),
            ),
            Person("李四", None, ("高级工程师",), "计量", ("2021-12", "2022-01"), NAME, False, ("E14", "E12")),
            Person("王五", None, (), None, (), None, True, ("E17",)),
        ),
    )
    disk = {d.path: folder / d.path for d in documents if (folder / d.path).exists()}
    return draft, disk
