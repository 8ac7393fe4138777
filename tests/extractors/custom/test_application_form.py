"""Application forms of different years: applicant, claims by line, items, counts, ticks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from extractors.custom import application_form
from extractors.custom.form_indicators import indicators, lines_of
from extractors.document import Page
from extractors.evidence import ApplicationForm
from extractors.papers import Paper

Maker = Callable[..., Page]
FIRM = "江门市恒晟电器有限公司"
TITLE = "江门市企业质量提升创新中心申报表"


def read(*pages: Page) -> ApplicationForm:
    match = application_form.recognise(Paper.of(pages[:1]))
    assert match is not None
    for index in range(1, len(pages)):
        assert application_form.continues(Paper.of(pages[:index]), Paper.of(pages[index : index + 1]))
    (form,) = application_form.extract(Paper.of(pages), match)
    assert isinstance(form, ApplicationForm)
    return form


def scores(form: ApplicationForm) -> dict[str, Decimal]:
    total: dict[str, Decimal] = {}
    for claim in form.claims:
        if claim.indicator and claim.score is not None:
            total[claim.indicator] = total.get(claim.indicator, Decimal(0)) + claim.score
    return total


def test_指标用词都有出处() -> None:
    assert sum((i.highest for i in indicators().values()), Decimal(0)) == 100
    assert len(indicators()) == 21


@pytest.mark.parametrize(
    ("number", "name", "standard", "line"),
    [
        ("1", "计量认证技术", "企业通过测量管理体系认证并在有效期内的，得5分", "1"),
        ("", "2、标准研发情况", "2)企业承担专业标准化委员会工作的，承担国家TC/SC秘书处工作5分", "2.2"),
        ("2.1", "标准研发情况", "", "2.1"),
        ("3", "质量检测能力", "企业具备独立的检验室得5分", "3"),
        ("6", "质量管理组织架构及制度建设", "有成熟稳定的流程文件与作业指导书，体现明确的工作质量标准，得2分。", "6.5"),
        ("6", "质量管理组织架构及制度建设", "建立健全质量检验制度和质量异常处理规程与方法，得2分。", "6.6"),
        ("6", "质量管理组织架构及制度建设", "企业建立质量管理体系并运行规范的，得3分。", "6.2"),
        ("8", "技术创新能力", "企业获得国家高新技术企业，得5分。", "8.2"),
        ("9", "质量管理体系建设", "企业采用合适的质量管理体系，有效运行并取得实际效果的，得8分", "9.1"),
        ("9", "质量管理体系建设", "企业通过知识产权管理体系认证并在有效期内的，得1分", "9.2"),
        ("10", "专职质量管理人员", "企业拥有专职质量管理人员2人或以上，得4分。", "10.1"),
        ("10", "专职质量管理人员", "一人或以上拥有首席质量官任职培训证书，并被公司任命，得2分。", "10.2"),
        ("11", "专业人员数量", "企业拥有标准化、计量、质量、特种设备等中级或以上专业职称人员数量3名得1分", "11"),
        ("", "企业近五年以来承担过市级或以上科技项目", "", "8.1"),
        ("", "", "建立健全企业风险管理体系，得2分", "6.7"),
    ],
)
def test_一行说的是哪一项(number: str, name: str, standard: str, line: str) -> None:
    assert lines_of(number, name, standard) == (line,)


def test_合并单元格的评分表与基本情况表(ruled: Maker) -> None:
    basics = ruled(
        [
            ["企业名称", FIRM, "统一社会信用代码", "91440703617700015J"],
            ["注册地址", "江门市蓬江区建设路1号", "成立时间", "2003年5月12日"],
            ["主营业务", "电饭煲的研发、制造", "联系人", "陈某"],
        ],
        before=f"附件1\n{TITLE}\n（2022年度）",
    )
    table = ruled(
        [
            ["一级指标", "二级指标", "评审标准", "分值", "自评得分", "佐证材料", "页码"],
            [
                "一、质量技术基础",
                "1、计量认证技术",
                "企业通过测量管理体系认证得5分",
                "5",
                "5",
                "测量管理体系证书 CMS粤[2020]AAA3125号",
                "1-2",
            ],
            ["^", "2、标准研发情况", "1)参与国家标准起草单位，得5分", "5", "5", "GB/T 12345-2021《电饭锅》", "3"],
            ["^", "^", "2)企业承担专业标准化委员会工作的", "5", "/", "无", ""],
            ["^", "4、知识产权保护", "每获得一项中国发明专利，得2分", "10", "8分", "发明专利3项、实用新型2项", "9"],
            ["二、组织", "6、质量管理组织架构及制度建设", "企业具有固定的质量管理组织架构的，得2分", "2", "2", "", ""],
            ["^", "^", "企业建立质量管理体系并运行规范的，得3分", "3", "3", "", ""],
            ["合计", None, None, "100", "23", "", ""],
        ],
        number=2,
    )
    form = read(basics, table)
    assert form.applicant.value == FIRM
    assert form.uscc.value == "91440703617700015J"
    assert form.uscc.reading.check == "passed"
    assert form.address.value == "江门市蓬江区建设路1号"
    assert form.established.value == "2003-05-12"
    assert form.evidence.text("business") == "电饭煲的研发、制造"
    assert scores(form) == {"1": 5, "2.1": 5, "4": 8, "6.1": 2, "6.2": 3}
    by_line = {c.indicator: c for c in form.claims}
    assert by_line["1"].items[0].number == "CMS粤[2020]AAA3125号"
    assert by_line["2.1"].items[0].number == "GB/T 12345-2021"
    assert by_line["4"].count == 5
    assert "2.2" not in by_line


def test_打勾的表_没有分数(ruled: Maker) -> None:
    form = read(
        ruled(
            [
                ["序号", "指标名称", "是否具备", "情况说明"],
                ["5", "品牌建设：国内注册商标", "☑是 □否", "第12345678号"],
                ["7", "质量管控能力（连续三年监督抽查合格）", "□是 ☑否", ""],
                ["8", "国家高新技术企业", "√", "GR202144001234"],
                ["10", "首席质量官任职培训证书", "□", ""],
            ],
            before=f"{TITLE}\n申报单位（盖章）：{FIRM}____",
        )
    )
    assert form.applicant.value == FIRM
    claimed = {c.indicator: (c.ticked, [i.number for i in c.items]) for c in form.claims}
    assert claimed == {"5": (True, ["12345678"]), "8.2": (True, ["GR202144001234"])}


def test_一行里几个指标_分数分行写(ruled: Maker) -> None:
    form = read(
        ruled(
            [
                ["项目", "评分标准", "满分", "自评"],
                ["2 标准研发情况", "参与国家标准起草单位得5分\n承担国家TC/SC秘书处工作5分", "10", "4\n3"],
                ["8 技术创新能力", "市级或以上科技项目得5分；国家高新技术企业得5分", "10", "10"],
                ["9 质量管理体系建设", "质量管理体系认证 环境管理体系认证", "15", "12"],
                ["总分", "", "100", "29"],
            ],
            before=TITLE + "\n申报企业：" + FIRM,
        )
    )
    assert scores(form) == {"2.1": 4, "2.2": 3, "8.1": 5, "8.2": 5}
    assert [c.score for c in form.claims if c.indicator is None] == [12]


def test_第六项七行合并一个分数(ruled: Maker) -> None:
    rows = [["6", "组织架构", "固定的质量管理组织架构", "2", "15"]]
    words = ["质量管理体系并运行规范", "信息台账", "追溯体系", "作业指导书", "质量检验制度", "风险管理体系"]
    rows += [["^", "^", w, "2", "^"] for w in words]
    form = read(ruled([["序号", "二级指标", "评审标准", "分值", "自评分"], *rows], before=TITLE + "\n申报单位 " + FIRM))
    assert scores(form) == {"6.1": 2, "6.2": 3, "6.3": 2, "6.4": 2, "6.5": 2, "6.6": 2, "6.7": 2}


def test_表里的清单是申报内容(ruled: Maker) -> None:
    first = ruled([["企业名称", FIRM]], before=TITLE)
    patents = ruled(
        [
            ["序号", "专利名称", "专利号", "专利类型", "授权日期"],
            ["1", "一种锅", "ZL202010430096.0", "发明", "2022-01-14"],
        ],
        before="（四）知识产权情况 评审指标",
        number=2,
    )
    people = ruled(
        [
            ["序号", "姓名", "职称", "专业", "证书编号"],
            ["1", "张 三", "工程师", "质量工程", "粤中取证字第0700102012345号"],
        ],
        before="（十一）专业人员 评审指标",
        number=3,
    )
    form = read(first, patents, people)
    items = {c.indicator: c.items for c in form.claims}
    assert [(i.number, i.date, i.name) for i in items["4"]] == [("ZL202010430096.0", "2022-01-14", "一种锅")]
    assert [i.name for i in items["11"]] == ["张三"]


def test_扫描的表_没有线(aligned: Maker) -> None:
    xs = [30, 80, 200, 400, 450]
    form = read(
        aligned(
            [
                [TITLE],
                ["申报单位：" + FIRM],
                ["序号", "二级指标", "评审标准", "分值", "自评分"],
                ["", "", "企业通过测量管理体系", "", ""],
                ["1", "计量认证技术", "认证并在有效期内的，", "5", "5"],
                ["", "", "得5分", "", ""],
                ["3", "质量检测能力", "独立的检验室得5分", "5", "0"],
                ["7", "质量管控能力", "连续三年抽查中合格", "10", "10"],
            ],
            xs,
            via="ocr",
            score=0.99,
        )
    )
    assert scores(form) == {"1": 5, "7": 10}


def test_纯文字的表(plain: Maker) -> None:
    form = read(
        plain(
            f"{TITLE}\n企业名称：{FIRM}\n评审指标\t分值\t自评分\n企业通过测量管理体系认证，得5分\t5\t5\n"
            "企业获得国家高新技术企业，得5分\t5\t/\n企业具备独立的检验室得5分\t5\t5\t见附件3\n合计\t100\t10"
        )
    )
    assert scores(form) == {"1": 5, "3": 5}


@pytest.mark.parametrize(
    "text",
    [
        "社会保险费申报表\n缴费单位 甲公司 申报单位",
        "关于组织申报江门市企业质量提升创新中心的通知\n请各企业按要求报送材料",
        "江门市企业质量提升创新中心评审指标\n企业具备独立的检验室得5分",
        "佐证材料之一：营业执照",
    ],
)
def test_不是申报表(plain: Maker, text: str) -> None:
    assert application_form.recognise(Paper.of([plain(text)])) is None
