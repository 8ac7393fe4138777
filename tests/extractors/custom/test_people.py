"""Titles, chief quality officers, appointments."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from extractors.custom import appointment, cqo, credential
from extractors.document import Page
from extractors.evidence import Evidence
from extractors.papers import Paper

Maker = Callable[..., Page]
FIRM = "江门市恒晟电器有限公司"


def read(module: ModuleType, page: Page) -> list[Evidence]:
    paper = Paper.of([page])
    match = module.recognise(paper)
    assert match is not None
    found: list[Evidence] = module.extract(paper, match)
    return found


def test_广东省职称证书(ruled: Maker) -> None:
    (one,) = read(
        credential,
        ruled(
            [
                ["姓名", "张 三", "证件号码", "4407**********1234"],
                ["职称名称", "工程师", "级别", "中级"],
                ["专业", "质量工程", "取得方式", "评审"],
                ["取得时间", "2019年12月20日", "评审组织", "江门市工程系列质量专业中级职称评审委员会"],
                ["证书编号", "2007003000001", "发证单位", "江门市人力资源和社会保障局"],
            ],
            before="广东省职称证书",
        ),
    )
    assert {n: one.text(n) for n in one.fields} == {
        "person": "张三",
        "title": "工程师",
        "speciality": "质量工程",
        "level": "intermediate",
        "issue_date": "2019-12-20",
        "issuer": "江门市人力资源和社会保障局",
    }
    assert one.text("identity") == "4407**********1234"
    assert one.confidence >= 0.9
    assert not one.marks


@pytest.mark.parametrize(
    ("text", "person", "title", "level", "day"),
    [
        (
            "专业技术资格证书\n粤中取证字第0700102012345号\n姓 名：李四 性别：男\n"
            "资格名称：质量工程师\n专业：质量管理\n"
            "批准时间：2010年5月\n评审委员会：江门市工程技术中级专业技术资格评审委员会\n发证机关：江门市人力资源和社会保障局",
            "李四",
            "质量工程师",
            "intermediate",
            "2010-05",
        ),
        (
            "中华人民共和国专业技术人员\n职业资格证书\n一级注册计量师\n姓名：王五\n证件号码：4407**********5678\n"
            "批准日期：2021年06月20日\n管理号：202106044440000012\n人力资源和社会保障部 国家市场监督管理总局",
            "王五",
            "一级注册计量师",
            "intermediate",
            "2021-06-20",
        ),
        (
            "职 称 证 书\n姓名 赵六\n职称 助理工程师\n专业 标准化\n取得时间 2018-11-30\n发证单位 江门市人社局",
            "赵六",
            "助理工程师",
            "assistant",
            "2018-11-30",
        ),
        (
            "高级工程师资格证书\n姓名：欧阳明\n身份证号：4407**********5678\n"
            "专业名称：计量测试技术\n资格级别：高级工程师\n"
            "授予时间：2015年3月1日\n广东省人力资源和社会保障厅",
            "欧阳明",
            "高级工程师",
            "associate_senior",
            "2015-03-01",
        ),
    ],
)
def test_各种证书(plain: Maker, text: str, person: str, title: str, level: str, day: str) -> None:
    (one,) = read(credential, plain(text))
    assert (one.text("person"), one.text("title"), one.text("level"), one.text("issue_date")) == (
        person,
        title,
        level,
        day,
    )
    assert one.text("issuer")


def test_识别丢了冒号(plain: Maker) -> None:
    (one,) = read(
        credential,
        plain(
            "职称证书\n姓名郤怀安\n职称工程师\n专业：质量管理\n取得时间：2014年6月30日\n发证单位：江门市人力资源和社会保障局"
        ),
    )
    assert (one.text("person"), one.text("title")) == ("郤怀安", "工程师")


def test_聘书只是企业聘任(plain: Maker) -> None:
    (one,) = read(credential, plain(f"聘 书\n兹聘任 张三 同志为本公司质量工程师，聘期三年。\n{FIRM}\n2020年1月1日"))
    assert one.text("person") == "张三"
    assert "firm_appointment" in one.marks
    assert one.text("issuer") == FIRM


def test_一页两张证书(plain: Maker) -> None:
    found = read(
        credential,
        plain(
            "职称证书\n姓名：张三\n职称：工程师\n专业：质量工程\n取得时间：2019-12-20\n发证单位：江门市人力资源和社会保障局\n"
            "职称证书\n姓名：李四\n职称：高级工程师\n专业：标准化\n取得时间：2018-12-20\n发证单位：广东省人力资源和社会保障厅"
        ),
    )
    assert [(e.text("person"), e.text("level")) for e in found] == [
        ("张三", "intermediate"),
        ("李四", "associate_senior"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "质量管理体系内审员培训证书\n姓名：张三\n证书编号：123456",
        "序号 姓名 职称 专业\n1 张三 工程师 质量",
        "特种设备作业人员证\n姓名：张三\n作业项目：叉车",
        "社会保险参保证明 姓名 张三 单位名称",
    ],
)
def test_不是职称证书(plain: Maker, text: str) -> None:
    assert credential.recognise(Paper.of([plain(text)])) is None


@pytest.mark.parametrize(
    "text",
    [
        "企业首席质量官任职培训合格证书\n姓名：张三\n身份证号：4407**********1234\n证书编号：GDCQO20210012\n"
        "发证日期：2021年7月9日\n广东省质量检验协会",
        "证 书\n张三 同志：\n于2021年7月5日至2021年7月9日参加企业首席质量官任职培训，"
        "考核合格，特发此证。\n"
        "编号：GDCQO20210012\n广东省市场监督管理局\n2021年7月9日",
        "首席质量官培训结业证\nChief Quality Officer Certificate\n学员姓名 张三\n"
        "证书号 GDCQO20210012\n颁发日期 2021-07-09",
    ],
)
def test_首席质量官证书(plain: Maker, text: str) -> None:
    (one,) = read(cqo, plain(text))
    assert one.text("person") == "张三"
    assert one.text("certificate_no") == "GDCQO20210012"
    assert one.text("issue_date") == "2021-07-09"
    assert appointment.recognise(Paper.of([plain(text)])) is None


def test_身份证号不是证书编号(plain: Maker) -> None:
    (one,) = read(
        cqo,
        plain(
            "证书\n(首席质量官任职培训)\n戴望岳同志：\n成绩合格，准予结业。\n身份证号：110105194912310021\n"
            "发证编号：GDCQ02019-0441\n二〇一九年八月九日"
        ),
    )
    assert one.text("certificate_no") == "GDCQO2019-0441"
    assert one.fields["certificate_no"].reading.repaired
    assert one.text("identity") == "1101**********0021"
    assert "110105194912310021" not in repr(one)


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRM}文件\n恒晟〔2021〕5号\n关于任命张三为首席质量官的通知\n"
        f"各部门：\n经研究决定，任命张三同志为公司首席质量官。\n{FIRM}\n2021年8月1日",
        f"任 命 书\n兹任命 张三 先生担任{FIRM}首席质量官，全面负责质量工作。\n{FIRM}（盖章）\n2021年8月1日",
        f"授权书\n经研究，聘任张三同志为本公司首席质\n量官。\n法定代表人：李某\n{FIRM}\n2021年8月1日",
    ],
)
def test_任命文件(plain: Maker, text: str) -> None:
    (one,) = read(appointment, plain(text))
    assert {n: one.text(n) for n in one.fields} == {
        "person": "张三",
        "post": "首席质量官",
        "holder": FIRM,
        "date": "2021-08-01",
    }
    assert cqo.recognise(Paper.of([plain(text)])) is None


def test_别的职务保留原名(plain: Maker) -> None:
    (one,) = read(appointment, plain(f"任命书\n任命王五为公司质量负责人。\n{FIRM}\n2021年8月1日"))
    assert one.text("post") == "质量负责人"


@pytest.mark.parametrize(
    "text", ["任命王五为销售部经理", "首席质量官岗位职责说明\n负责质量工作", "评审标准 被公司任命首席质量官得2分"]
)
def test_不是任命(plain: Maker, text: str) -> None:
    assert appointment.recognise(Paper.of([plain(text)])) is None
