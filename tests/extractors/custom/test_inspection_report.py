"""Inspection reports: kind, level, holder, conclusion."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors.custom import inspection_report
from extractors.custom.inspection_conclusion import verdict
from extractors.document import Page
from extractors.evidence import Evidence
from extractors.papers import Paper

Maker = Callable[..., Page]
FIRM = "江门市恒晟电器有限公司"


def read(*pages: Page) -> Evidence:
    match = inspection_report.recognise(Paper.of(pages[:1]))
    assert match is not None
    (one,) = inspection_report.extract(Paper.of(pages), match)
    return one


def test_监督抽查报告(ruled: Maker, plain: Maker) -> None:
    cover = plain(
        "CMA 201919120123\n检 验 报 告\nTEST REPORT\nNo：GDZJ2021-05678\n产品名称：电饭锅\n"
        "受检单位：江门市恒晟电器有限公司\n"
        "检验类别：监督抽查\n广东产品质量监督检验研究院"
    )
    page = ruled(
        [
            ["样品名称", "电饭锅", "规格型号", "CFXB40"],
            ["受检单位", FIRM, "生产单位", FIRM],
            ["抽样日期", "2021-03-10", "任务来源", "广东省市场\n监督管理局"],
            ["检验依据", "GB 4706.1-2005", "检验类别", "监督抽查"],
            ["检验结论", "经抽样检验，所检项目符合GB 4706.1-2005标准要求。\n签发日期：2021年4月20日", None, None],
        ],
        before="检验报告 No：GDZJ2021-05678 第1页 共3页",
        number=2,
    )
    one = read(cover, page)
    assert one.text("report_no") == "GDZJ2021-05678"
    assert one.text("kind") == "supervision"
    assert one.text("level") == "provincial"
    assert one.text("holder") == FIRM
    assert one.text("producer") == FIRM
    assert one.text("product") == "电饭锅"
    assert one.text("conclusion") == "pass"
    assert one.text("date") == "2021-03-10"
    assert one.confidence >= 0.9


def test_委托检验报告看机构(plain: Maker) -> None:
    one = read(
        plain(
            "检测报告\n报告编号：WT2020123456\n国家家用电器质量检验检测中心\n委托单位：江门市恒晟电器有限公司\n样品名称：电饭煲\n"
            "检测类别：委托检验\n"
            "检测结论：所检项目合格\n批准日期：2020年6月8日"
        )
    )
    assert (one.text("kind"), one.text("level")) == ("entrusted", "national")
    assert one.text("conclusion") == "pass"
    assert one.text("date") == "2020-06-08"


def test_市级抽查_不合格(plain: Maker) -> None:
    one = read(
        plain(
            "产品质量监督抽查检验报告\n编号:JC-2021-0088\n被抽查单位 江门市恒晟电器有限公司\n产品名称 电饭锅\n"
            "检验类别 市级监督抽查\n抽样日期 2021.06.01\n"
            "检验结论 不合格\n检验项目 单位 标准要求 实测值 单项判定\n标志 / 符合 符合 合格\n结构 / 符合 不符合 不合格"
        )
    )
    assert (one.text("kind"), one.text("level"), one.text("conclusion")) == ("supervision", "municipal", "fail")


@pytest.mark.parametrize(
    ("authority", "level"),
    [
        ("国家市场监督管理总局", "national"),
        ("江门市新会区市场监督管理局", "county"),
        ("开平市市场监督管理局", "county"),
    ],
)
def test_任务来源定级别(plain: Maker, authority: str, level: str) -> None:
    one = read(
        plain(
            f"检验报告\n报告编号：A20210001\n受检单位：{FIRM}\n样品名称：锅\n检验类别：监督抽查\n任务来源：{authority}\n检验结论：合格"
        )
    )
    assert one.text("level") == level


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("本次抽查检验项目合格", "pass"),
        ("综合判定：合格", "pass"),
        ("依据CCGF 305-2020检验，所检项目符合要求，判定为合格。", "pass"),
        ("所检项目中1项不符合标准要求", "fail"),
        ("综合判定：不合格", "fail"),
        ("本次检验未发现不合格项", "pass"),
        ("检脸台格", None),
        ("本报告仅提供实测数据，不作合格判定", None),
        ("见检验结果", None),
        ("/", None),
        ("PASS", "pass"),
        ("不合格项目数：0", "pass"),
    ],
)
def test_结论的各种写法(words: str, expected: str | None) -> None:
    assert verdict(words) == expected


def test_型式检验与风险监测不是抽查(plain: Maker) -> None:
    base = f"检验报告\n报告编号：A20210001\n委托单位：{FIRM}\n样品名称：锅\n检验结论：合格\n检验类别："
    assert read(plain(base + "型式试验")).text("kind") == "type"
    assert read(plain(base + "风险监测")).text("kind") == "other"


@pytest.mark.parametrize(
    "text",
    [
        "校准证书\n证书编号 J2021\n委托单位 甲\n样品名称 卡尺 检测报告",
        "出厂检验报告\n产品名称：锅 规格型号 检验项目 检验结论：合格",
        "佐证材料：检验报告",
        "检验管理制度\n检验报告 产品名称 检验项目 检验依据",
    ],
)
def test_不是检验报告(plain: Maker, text: str) -> None:
    assert inspection_report.recognise(Paper.of([plain(text)])) is None
