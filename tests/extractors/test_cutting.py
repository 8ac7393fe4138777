"""A merged file is cut into papers; dividers and tables of contents are none of them."""

from __future__ import annotations

from extractors.document import Document, Page, PageId, text_page
from extractors.extraction import extract_evidence, sequences
from extractors.page_forms import PageNumber, divider_heading, is_contents, page_number

PATENT = (
    "证书号第{}号\n发明专利证书\n发明名称：一种电器外壳的成型方法\n专利号：ZL 2020 1 0430096.0\n"
    "专利权人：江门市恒晟电器有限公司\n"
    "专利申请日：2020年05月20日\n授权公告日：2021年01月14日\n第 1 页（共 2 页）\n其他事项参见续页"
)
PATENT_2 = (
    "证书号第{}号\n专利权人：江门市恒晟电器有限公司\n第 2 页（共 2 页）\n"
    "申请日时申请人：江门市恒晟电器有限公司\n申请日时发明人：张三"
)
QMS = (
    "质量管理体系认证证书\n证书编号：00121Q30215R2M\n兹证明\n江门市恒晟电器有限公司\n"
    "质量管理体系符合GB/T 19001-2016\n"
    "发证日期：2021年9月30日 有效期至：2024年9月29日"
)
QMS_EN = (
    "QUALITY MANAGEMENT SYSTEM CERTIFICATE\nCertificate No.: 00121Q30215R2M\nThis is to certify that\n"
    "JIANGMEN HENGSHENG ELECTRIC CO., LTD.\nIssue date: Sep. 30, 2021 Valid until: Sep. 29, 2024\nISO 9001:2015"
)
ANNEX = "证书附件\n证书编号：00121Q30215R2M\n多场所清单\n江门市恒晟电器有限公司 新会厂区"
CONTENTS = (
    "目 录\n一、营业执照 ........ 1\n二、质量管理体系认证证书 ........ 3\n三、发明专利证书 ........ 5\n"
    "四、商标注册证 ........ 9"
)
DIVIDER = "佐证材料之三\n质量管理体系认证证书"


def pages(*texts: str) -> tuple[Page, ...]:
    return tuple(text_page(PageId("合并.pdf", n), text) for n, text in enumerate(texts, start=1))


def cut(*texts: str) -> list[tuple[str, list[int | None]]]:
    found = extract_evidence([Document("合并.pdf", "0", "read", pages(*texts))])
    return [(item.type, [p.number for p in item.pages]) for item in found.evidence]


def test_merged_file() -> None:
    got = cut(CONTENTS, DIVIDER, QMS, QMS_EN, PATENT.format(1234567), PATENT_2.format(1234567))
    assert got == [("management_certificate", [3]), ("management_certificate", [4]), ("patent", [5, 6])]


def test_annex_joins_its_certificate() -> None:
    assert cut(QMS, ANNEX, PATENT.format(1)) == [("management_certificate", [1, 2]), ("patent", [3])]


def test_second_copy_is_a_paper_of_its_own() -> None:
    assert [p for _, p in cut(QMS, QMS)] == [[1], [2]]


def test_blank_page_between_two_pages_of_a_paper() -> None:
    assert cut(PATENT.format(1), "", PATENT_2.format(1)) == [("patent", [1, 3])]


def test_unknown_page_is_told_as_unclaimed() -> None:
    found = extract_evidence([Document("合并.pdf", "0", "read", pages(QMS, "食堂菜单\n红烧肉 12元\n青菜 5元"))])
    assert [p.number for p in found.unclaimed] == [2]


def test_pictures_of_one_folder_are_one_sequence_in_natural_order() -> None:
    documents = [
        Document(f"标准/{name}.jpg", "0", "read", (text_page(PageId(f"标准/{name}.jpg", 1), "字"),))
        for name in ("图10", "图2", "图1")
    ]
    other = Document("专利/图3.jpg", "0", "read", (text_page(PageId("专利/图3.jpg", 1), "字"),))
    runs = [[p.id.file for p in run] for run in sequences([*documents, other])]
    assert runs == [["标准/图1.jpg", "标准/图2.jpg", "标准/图10.jpg"], ["专利/图3.jpg"]]


def test_contents_and_dividers() -> None:
    assert is_contents(CONTENTS)
    assert not is_contents(QMS)
    assert divider_heading(DIVIDER) == "佐证材料之三 质量管理体系认证证书"
    assert divider_heading(QMS) is None


def test_page_numbers() -> None:
    assert page_number("正文\n第 2 页 共 3 页") == PageNumber(2, 3)
    assert page_number("共3页 第2页\n正文") == PageNumber(2, 3)
    assert page_number("Page 2 of 3") == PageNumber(2, 3)
    assert page_number("第五页 共十二页") == PageNumber(5, 12)
    assert page_number("第 7 页 共 3 页") is None
    assert page_number("没有页码") is None
