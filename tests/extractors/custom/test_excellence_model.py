"""Proofs of performance excellence: what they are in words that tell a third party's verdict from own papers."""

from __future__ import annotations

import datetime as dt

import pytest

from extractors.custom import excellence_model
from extractors.document import PageId, text_page
from extractors.evidence import Evidence
from extractors.papers import Paper
from matchers.paper_checks import strong_proof

FIRM = "江门市恒晟电器有限公司"


def read(text: str, *, ocr: bool = False) -> Evidence | None:
    page = text_page(PageId("a.pdf", 1), text, via="ocr" if ocr else "text", score=0.97 if ocr else None)
    paper = Paper.of([page])
    match = excellence_model.recognise(paper)
    return excellence_model.extract(paper, match)[0] if match is not None else None


def verdict(one: Evidence) -> str:
    """strong, propose (own papers) or question (training), as the matchers take it."""
    found = list(strong_proof(one, None, None))  # type: ignore[arg-type]
    return found[0].effect if found else "strong"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"卓越绩效管理体系认证证书\n证书编号：ZY2021001\n兹证明\n{FIRM}\n发证日期：2021年3月4日", "strong"),
        (
            f"卓越绩效模式评价证书（四星级）\n受评组织\t{FIRM}\n评价依据\tGB/T 19580-2012\n颁证日期：2021年3月4日",
            "strong",
        ),
        (
            f"卓越绩效模式导入项目验收证明\n被评价组织\t{FIRM}\n第三方评价机构\t广东省某质量技术咨询服务中心\n"
            "评价结论\t经现场评审，成功导入，同意验收。\n评价日期\t2021年3月4日",
            "strong",
        ),
        (
            f"卓越绩效评价报告\n受评单位：{FIRM}\n评审机构：广东省质量协会\n评审结论：达到成熟度四级\n2021年3月4日",
            "strong",
        ),
        (f"{FIRM}\n卓越绩效成熟度评价报告\n本公司对照标准逐条打分。\n2021年3月4日", "propose"),
        (f"{FIRM}\n卓越绩效自我评价报告\n2021年3月4日", "propose"),
        (f"{FIRM}\n政府质量奖申报 卓越绩效自评报告\n2021年3月4日", "propose"),
        (f"{FIRM}文件\n关于导入《卓越绩效评价准则》的决定\n各部门：\n{FIRM}\n2021年3月4日", "propose"),
        (f"卓越绩效评价服务合同\n甲方：{FIRM}\n乙方：广东某管理咨询有限公司\n2021年3月4日", "propose"),
        (f"《卓越绩效评价准则》培训签到表\n{FIRM}\n2021年3月4日\n姓名 部门", "question"),
        (f"关于开展卓越绩效管理培训的通知\n各部门：\n{FIRM}\n2021年3月4日", "question"),
        (f"卓越绩效管理培训合格证书\n张三\n{FIRM}\n2021年3月4日", "question"),
    ],
)
def test_第三方的结论与企业自己的文件(text: str, wanted: str) -> None:
    for ocr in (False, True):
        one = read(text, ocr=ocr)
        assert one is not None
        assert verdict(one) == wanted, one.text("proof")
        assert one.text("date") == dt.date(2021, 3, 4).isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "中华人民共和国国家标准\nGB/T 19580-2012\n卓越绩效评价准则\n2012-03-09发布 2012-08-01实施",
        f"荣誉证书\n{FIRM}：\n实施卓越绩效，荣获2020年度江门市政府质量奖。\n江门市人民政府\n2021年3月4日",
        f"{FIRM}\n2021年度检验室工作总结\n公司导入卓越绩效模式，检验室完成检测任务1200批次。",
        "佐证材料九之二：卓越绩效管理模式相关证明",
        "质量管理体系认证证书\n证书编号：00121Q30215R2M\n" + FIRM,
    ],
)
def test_提到卓越绩效而不是证明(text: str) -> None:
    assert read(text) is None
