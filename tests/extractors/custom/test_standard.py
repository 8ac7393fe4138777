"""Standards: cover, foreword, and papers that only tell of a standard."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors.custom import standard
from extractors.custom.drafting_units import find_units
from extractors.custom.flow import flow_of
from extractors.document import Page
from extractors.evidence import Evidence
from extractors.papers import Paper

Maker = Callable[..., Page]

A, B, C = "江门市恒晟电器有限公司", "中国家用电器研究院", "广东省质量监督检验中心（顺德）"

COVER = """ICS 97.040.20
CCS Y 68
中华人民共和国国家标准
GB/T 12345—2021
代替 GB/T 12345—2008
家用电饭锅
能效限定值及试验方法
Electric rice cookers for household
2021-05-21 发布 2021-12-01 实施
国家市场监督管理总局
国家标准化管理委员会 发布"""

FOREWORD = """GB/T 12345—2021
II
前 言
本文件按照GB/T 1.1—2020的规定起草。
本文件由全国家用电器标准化技术委员会（SAC/TC 46）提出并归口。
本文件起草单位：江门市恒晟电器
有限公司、中国家用电器研究院、广东省质量监督检验中心（顺德）。
本文件主要起草人：张三、李四。"""


def read(*pages: Page) -> Evidence:
    matches = [standard.recognise(Paper.of([p])) for p in pages]
    match = next(m for m in matches if m is not None)
    found = standard.extract(Paper.of(pages), match)
    assert len(found) == 1
    return found[0]


def units(text: str, plain: Maker) -> tuple[str, ...]:
    return find_units(flow_of(Paper.of([plain(text)]))).names


def test_封面与前言(plain: Maker) -> None:
    one = read(plain(COVER), plain("目 次\n前言 ……… II\n1 范围 ……… 1", number=2), plain(FOREWORD, number=3))
    assert one.text("standard_no") == "GB/T 12345-2021"
    assert one.text("level") == "national"
    assert one.text("title") == "家用电饭锅 能效限定值及试验方法"
    assert one.text("publish_date") == "2021-05-21"
    assert one.names("drafting_units") == (A, B, "广东省质量监督检验中心(顺德)")
    assert not one.marks
    assert one.confidence >= 0.9


@pytest.mark.parametrize(
    ("cover", "number", "level", "published"),
    [
        (
            "ICS 97.100\n团 体 标 准\nT/GDAQI 062—2021\n智能电饭煲\nIntelligent rice cooker\n"
            "2021 - 03 - 04发布2021 - 04 - 01实施\n广东省质量检验协会 发布",
            "T/GDAQI 062-2021",
            "group",
            "2021-03-04",
        ),
        (
            "ICS 03.120\nA 00\n备案号：\nDB44\n广\n东\n省\n地\n方\n标\n准\nDB44/T 2345—2021\n代替 DB44/T 2345—2015\n"
            "企业质量管理规范\n2021-09-15 发布\n2021-12-15 实施\n广东省市场监督管理局 发布",
            "DB44/T 2345-2021",
            "local",
            "2021-09-15",
        ),
        (
            "备案号：12345—2018\n中华人民共和国机械行业标准\nJB/T 8826—2018\n代替JB/T 8826—2008\n电动工具 通用要求\n"
            "实施日期：2018-12-01 发布日期：2018-07-04\n中华人民共和国工业和信息化部 发布",
            "JB/T 8826-2018",
            "industry",
            "2018-07-04",
        ),
        (
            "Q/JMHD\n江门市恒晟电器有限公司企业标准\nQ/JMHD 001—2020\n电饭煲\n2020-01-02发布 2020-02-02实施",
            "Q/JMHD 001-2020",
            "enterprise",
            "2020-01-02",
        ),
    ],
)
def test_各级标准的封面(plain: Maker, cover: str, number: str, level: str, published: str) -> None:
    one = read(plain(cover))
    assert one.text("standard_no") == number
    assert one.text("level") == level
    assert one.text("publish_date") == published
    assert "foreword_missing" in one.marks


def test_CB由封面的国家标准定为GB(plain: Maker) -> None:
    one = read(plain(COVER.replace("GB/T", "CB/T"), via="ocr", score=0.99))
    assert one.text("standard_no") == "GB/T 12345-2021"
    assert one.fields["standard_no"].reading.repaired


@pytest.mark.parametrize("word", ["报批稿", "送审稿", "征求意见稿"])
def test_未发布的稿子(plain: Maker, word: str) -> None:
    cover = COVER.replace("Electric", f"（{word}）\nElectric")
    assert "draft_standard" in read(plain(cover), plain(FOREWORD, number=2)).marks


def test_只有前言(plain: Maker) -> None:
    one = read(plain(FOREWORD))
    assert one.text("standard_no") == "GB/T 12345-2021"
    assert one.text("publish_date") is None
    assert "cover_missing" in one.marks


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (f"本文件起草单位：{A}、{B}。", (A, B)),
        (f"本标准主要起草单位:{A}、{B}。\n本标准主要起草人：张三。", (A, B)),
        (f"本标准负责起草单位：{A}。\n本标准参加起草单位：{B}。", (A, B)),
        (f"本标准由{A}、{B}负责起草，{C}参加起草。", (A, B, C)),
        (f"本标准由{A}起草。", (A,)),
        (f"本文件由{A}牵头起草。", (A,)),
        (f"本文件由{B}提出。\n本文件由全国家电标委会归口。\n本标准协助起草单位：{A}。", (A,)),
        (f"本标准修订单位：{A}。", (A,)),
        (f"主编单位：{A}\n参编单位：{B}\n{C}\n主要起草人：张三 李四", (A, B, C)),
        (f"主要起草单位、主要起草人：{A}（张三、李四）、{B}（王五）。", (A, B)),
        (f"本规范起草单位：{A}，{B}。", (A, B)),
        (f"本文件起草单位：{A}；{B}；广东恒晟（集团）有限公司。", (A, B, "广东恒晟(集团)有限公司")),
        (f"本文件起草单位：{A}新会分公司、{B}等。", (f"{A}新会分公司", B)),
        ("本标准起草单位：江门市恒晟电器有\n限公司、中国\n家用电器研究院。", (A, B)),
        ("本标准主要起草单位 江门市恒晟电器有限公司、中国家用电器研究院。", (A, B)),
    ],
)
def test_起草单位的各种句式(plain: Maker, text: str, names: tuple[str, ...]) -> None:
    folded = tuple(n.replace("（", "(").replace("）", ")") for n in names)
    assert units("前 言\n" + text, plain) == folded


@pytest.mark.parametrize(
    "text",
    [
        "本文件主要起草人：张三、李四。",
        "本文件由全国家用电器标准化技术委员会（SAC/TC 46）归口。",
        f"本文件由{A}提出。",
        f"本文件由{A}提出并归口。",
        f"首批承诺执行单位：{A}、{B}。",
        f"本标准由{A}组织制订。",
        "以标准文本中的起草单位名称为准",
    ],
)
def test_不是起草单位(plain: Maker, text: str) -> None:
    assert units("前 言\n" + text, plain) == ()


def test_名单跨页(plain: Maker) -> None:
    first = plain(f"前 言\n本文件起草单位：{A}、中国家用\nII")
    second = plain("T/GDAQI 062—2021\n电器研究院、五邑大学。\nIII", number=2)
    assert find_units(flow_of(Paper.of([first, second]))).names == (A, B, "五邑大学")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (
            f"标准起草单位证书\n{A}：\n贵单位参与起草的《智能电饭煲》T/GDAQI 062—2021 团体标准已发布。",
            "drafting_certificate",
        ),
        (f"参编单位证书\n兹证明{A}为团体标准T/GDAQI 062—2021参编单位", "drafting_certificate"),
        (
            f"证 明\n兹证明{A}参与了行业标准《电饭锅》JB/T 8826—2018的起草工作。\n广东省质量检验协会",
            "association_letter",
        ),
        ("关于批准《智能电饭煲》等3项团体标准立项的公告\n各有关单位：", "plan_notice"),
        (f"全国标准信息公共服务平台\n标准号 GB/T 12345-2021\n标准状态 现行\n起草单位 {A}、{B}", "query_page"),
    ],
)
def test_不是标准文本的佐证(plain: Maker, text: str, mark: str) -> None:
    assert read(plain(text)).marks == {mark}


@pytest.mark.parametrize(
    "text",
    [
        "质量管理体系认证证书\n证书编号 00121Q30215R2M\n符合 GB/T 19001-2016标准\n发证日期 2021-09-30",
        "佐证材料之二：标准文本首页及前言",
        "目录\n一、参与国家标准起草单位 1\n二、商标 5",
        "检验报告\n检验依据 GB 4706.1-2005 家用和类似用途电器的安全 检验结论 合格 2021-05-21",
    ],
)
def test_别的材料(plain: Maker, text: str) -> None:
    assert standard.recognise(Paper.of([plain(text)])) is None
