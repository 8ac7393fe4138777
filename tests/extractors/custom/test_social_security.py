"""Social security papers in the forms of handbook 11.3."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors.custom import social_security
from extractors.document import Page
from extractors.evidence import Evidence
from extractors.papers import Match, Paper

Maker = Callable[..., Page]
ID = "110105194912310021"


def read(*pages: Page) -> list[Evidence]:
    match = social_security.recognise(Paper.of(pages[:1]))
    assert match is not None
    paper = Paper.of(pages)
    for index in range(1, len(pages)):
        assert social_security.continues(Paper.of(pages[:index]), Paper.of(pages[index : index + 1]))
    return social_security.extract(paper, match)


def only(found: list[Evidence]) -> Evidence:
    assert len(found) == 1
    return found[0]


def test_个人参保证明的起止时间表(ruled: Maker) -> None:
    page = ruled(
        [
            ["参保起止时间", None, "单位", "参保险种", None, None],
            ["^", "^", "^", "养老", "工伤", "失业"],
            ["202112", "202205", "江门市:江门市恒晟电器有限公司", "6", "6", "6"],
            ["截止", None, "2022-06-02 10:20", "实缴6个月", "6", "6"],
        ],
        before=f"广东省社会保险个人参保证明\n该参保人在江门市参加社会保险情况如下：\n姓名 张 三 证件号码 {ID}",
    )
    one = only(read(page))
    assert one.names("persons") == ("张三",)
    assert one.text("holder") == "江门市恒晟电器有限公司"
    assert (one.text("from_month"), one.text("to_month")) == ("2021-12", "2022-05")
    assert one.names("months") == ("2021-12/2022-05",)
    assert one.names("identities") == ("1101**********0021",)
    assert one.confidence >= 0.9


def test_一个格子里的起止时间(ruled: Maker) -> None:
    page = ruled(
        [
            ["参保起止时间", "单位", "养老", "工伤", "失业"],
            ["202109-202205", "江门市：江门市恒晟电器有限公司", "9", "9", "9"],
        ],
        before="社会保险个人参保证明\n姓名：李四  证件号码：4407**********1234",
    )
    one = only(read(page))
    assert one.names("persons") == ("李四",)
    assert one.names("months") == ("2021-09/2022-05",)


def test_姓名与证件号码一行不是表头(ruled: Maker) -> None:
    page = ruled(
        [
            ["姓名", "缪清越", "证件号码", "4407**********1234", None],
            ["参保险种情况", None, None, None, None],
            ["参保起止时间", "单位", "养老", "工伤", "失业"],
            ["202112 - 202205", "江门市:江门市汇澜人力资源服务有限\n公司", "6", "6", "6"],
            ["截止", "2022.06.02，该参保人累计月数合计", "6", "6", "6"],
            ["缴费年月", "单位编号", "缴费工资", "养老单位缴费", "备注"],
            ["202112", "110710965", "4500", "630.00", "已参保"],
            ["202201", "110710965", "4500", "630.00", "已参保"],
        ],
        before="广东省社会保险个人参保证明\n该参保人在江门市参加社会保险情况如下：",
    )
    one = only(read(page))
    assert one.names("persons") == ("缪清越",)
    assert one.text("holder") == "江门市汇澜人力资源服务有限公司"
    assert one.names("months") == ("2021-12/2022-05",)
    assert not one.marks


def test_单位清单按险种分行_跨页(aligned: Maker) -> None:
    xs = [30, 70, 140, 280, 380, 470]
    head = ["序号", "姓名", "证件号码", "险种", "缴费开始年月", "缴费终止年月"]
    first = aligned(
        [
            ["社会保险单位参保证明"],
            ["单位名称：江门市恒晟电器有限公司"],
            head,
            ["1", "张三", "4407**********1234", "企业职工基本养老保险", "202112", "202205"],
            ["2", "张三", "4407**********1234", "工伤保险", "202101", "202205"],
        ],
        xs,
    )
    second = aligned(
        [["3", "欧阳小明", "4407**********5678", "企业职工基本养老保险", "202201", "202205"]], xs, number=2
    )
    one = only(read(first, second))
    assert one.names("persons") == ("张三", "欧阳小明")
    assert one.names("months") == ("2021-12/2022-05", "2022-01/2022-05")
    assert [p.number for p in one.pages] == [1, 2]


def test_每月申报表的所属期在表头(ruled: Maker) -> None:
    page = ruled(
        [
            ["序号", "姓名", "证件号码", "缴费工资", "参保状态"],
            ["1", "王五", ID, "5000", "正常参保"],
            ["合计", None, "", "5000", ""],
        ],
        before="社会保险费申报表\n缴费单位名称：江门市恒晟电器有限公司\n费款所属期：2022年5月",
    )
    one = only(read(page))
    assert one.names("persons") == ("王五",)
    assert one.names("months") == ("2022-05/2022-05",)
    assert one.text("holder") == "江门市恒晟电器有限公司"


def test_税务局缴费证明(ruled: Maker) -> None:
    page = ruled(
        [
            ["姓名", "身份证号码", "征收品目", "费款所属期起", "费款所属期止", "实缴金额"],
            ["赵六", ID, "企业职工基本养老保险费", "2021-12-01", "2022-05-31", "3000.00"],
            ["赵六", ID, "工伤保险费", "2021-12-01", "2022-05-31", "30.00"],
        ],
        before="国家税务总局江门市税务局 社会保险费缴费证明\n缴费人名称：江门市恒晟电器有限公司 "
        "纳税人识别号：91440703617700015J",
    )
    one = only(read(page))
    assert one.names("persons") == ("赵六",)
    assert one.names("months") == ("2021-12/2022-05",)
    assert one.text("uscc") == "91440703617700015J"
    assert not one.marks


def test_按月打勾的名册(ruled: Maker) -> None:
    page = ruled(
        [
            ["序号", "姓名", "身份证号", "2021年12月", "2022年1月", "2022年2月", "2022年3月"],
            ["1", "张三", ID, "√", "√", "√", "√"],
            ["2", "李四", ID, "", "√", "-", "√"],
        ],
        before="员工社保缴费名册\n单位：江门市恒晟电器有限公司",
    )
    one = only(read(page))
    assert one.names("months") == ("2021-12/2022-03", "2022-01/2022-01,2022-03/2022-03")


def test_各行单位不同分成两项(ruled: Maker) -> None:
    page = ruled(
        [
            ["姓名", "证件号码", "单位名称", "缴费起止时间", "险种"],
            ["张三", "", "江门市恒晟电器有限公司", "2021.12-2022.05", "养老"],
            ["李四", "", "江门市众信人力资源有限公司", "2021.12-2022.05", "养老"],
        ],
        before="参保人员缴费明细",
    )
    first, second = read(page)
    assert (first.text("holder"), first.names("persons")) == ("江门市恒晟电器有限公司", ("张三",))
    assert (second.text("holder"), second.names("persons")) == ("江门市众信人力资源有限公司", ("李四",))


def test_停保和只有工伤的人单列并加标记(ruled: Maker) -> None:
    page = ruled(
        [
            ["姓名", "证件号码", "险种", "缴费起止", "参保状态"],
            ["张三", "", "养老保险", "202112-202205", "参保缴费"],
            ["李四", "", "工伤保险", "202112-202205", "参保缴费"],
            ["王五", "", "养老保险", "202101-202110", "暂停参保"],
        ],
        before="社保参保人员名册 单位名称：江门市恒晟电器有限公司",
    )
    marks = {e.names("persons"): set(e.marks) for e in read(page)}
    assert marks == {("张三",): set(), ("李四",): {"work_injury_only"}, ("王五",): {"suspended"}}


def test_文字证明(plain: Maker) -> None:
    page = plain(
        "社会保险参保缴费证明\n兹证明 张三（身份证号：4407**********1234）系我市参保人员，"
        "自2021年12月至2022年5月由江门市恒晟电器\n有限公司为其缴纳养老保险。\n江门市社会保险基金管理局\n2022年6月1日"
    )
    one = only(read(page))
    assert one.names("persons") == ("张三",)
    assert one.text("holder") == "江门市恒晟电器有限公司"
    assert one.names("months") == ("2021-12/2022-05",)


@pytest.mark.parametrize(
    "text",
    [
        "佐证材料之十：社保证明",
        "企业社会责任管理体系认证证书 证书编号 123 单位名称：江门市恒晟电器有限公司 2021年1月",
        "江门市企业质量提升创新中心申报表\n10、专职质量管理人员 评审标准 自评分 4 社保证明 姓名 证件号码 2022年5月",
        "劳动合同书 甲方依法为乙方缴纳社会保险 姓名 张三 身份证 2021年5月",
    ],
)
def test_不是社保证明(plain: Maker, text: str) -> None:
    assert social_security.recognise(Paper.of([plain(text)])) is None


def test_识别差的一页不算可靠(aligned: Maker) -> None:
    page = aligned(
        [
            ["社会保险单位参保证明"],
            ["单位名称：江门市恒晟电器有限公司"],
            ["序号", "姓名", "险种", "缴费起止"],
            ["1", "张三", "养老保险", "202112-202205"],
        ],
        [30, 90, 180, 300],
        via="ocr",
        score=0.8,
    )
    one = only(read(page))
    assert one.via == "ocr"
    assert one.confidence < 0.9


def test_match_has_kind(plain: Maker) -> None:
    found = social_security.recognise(Paper.of([plain("社会保险参保证明 姓名 张三 单位名称 甲公司 2022年5月")]))
    assert isinstance(found, Match)
    assert found.kind == "social_security"
