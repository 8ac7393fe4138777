"""Lists of patents and trademarks; reading of tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractors.custom import patent_list, trademark_list
from extractors.document import Page
from extractors.evidence import Evidence
from extractors.papers import Match, Paper

Maker = Callable[..., Page]
FIRM = "江门市恒晟电器有限公司"


def patents(*pages: Page) -> list[Evidence]:
    match = patent_list.recognise(Paper.of(pages[:1]))
    assert isinstance(match, Match)
    for index in range(1, len(pages)):
        assert patent_list.continues(Paper.of(pages[:index]), Paper.of(pages[index : index + 1]))
    return patent_list.extract(Paper.of(pages), match)


def test_有线表格_续页无表头_行被分页切开(ruled: Maker) -> None:
    first = ruled(
        [
            ["序号", "专利名称", "专利号", "专利类型", "获得日期"],
            ["1", "一种电饭煲内胆", "ZL 2020 1 0430096.0", "发明专利", "2022年1月14日"],
            ["2", "一种电饭煲的", "ZL201821234567.5", "实用新型", "2019-01-02"],
        ],
        before="专利一览表",
    )
    second = ruled(
        [["", "锅盖结构", "", "", ""], ["3", "电饭煲", "ZL202130456789.2", "外观设计", "2021.12.31"]], number=2
    )
    found = patents(first, second)
    assert [e.text("patent_no") for e in found] == ["ZL202010430096.0", "ZL201821234567.5", "ZL202130456789.2"]
    assert [e.text("kind") for e in found] == ["invention", "utility_model", "design"]
    assert found[1].text("title") == "一种电饭煲的锅盖结构"
    assert [e.text("grant_date") for e in found] == ["2022-01-14", "2019-01-02", "2021-12-31"]
    assert all("list_row" in e.marks and e.confidence >= 0.9 for e in found)
    page = {p.id: p for p in (first, second)}
    for one in found:
        field = one.fields["patent_no"]
        assert field.span is not None
        assert page[field.span.page].text[field.span.start : field.span.end] == field.raw


def test_两行表头与合并的权利人(ruled: Maker) -> None:
    page = ruled(
        [
            ["序号", "专利信息", None, None, "专利权人", "法律状态"],
            ["^", "发明名称", "申请号/专利号", "授权公告日", "^", "^"],
            ["1", "甲", "202010430096.0", "2022/1/14", FIRM, "有权"],
            ["2", "乙", "201821234567.5", "", "^", "实质审查"],
        ],
        before="知识产权清单",
    )
    first, second = patents(page)
    assert first.names("patentees") == second.names("patentees") == (FIRM,)
    assert (first.text("patent_no"), first.text("kind")) == ("ZL202010430096.0", "invention")
    assert second.marks >= {"application"}
    assert second.value("grant_date") is None


def test_无线表格按列对齐(aligned: Maker) -> None:
    xs = [30, 80, 230, 360, 450]
    page = aligned(
        [
            ["", "授权专利明细表"],
            ["序号", "名称", "专利号", "类别", "授权公告日"],
            ["1", "一种电饭煲", "ZL202010430096.0", "发明", "20220114"],
            ["2", "一种锅盖", "ZL201821234567.5", "实用新型", "20190102"],
        ],
        xs,
    )
    found = patents(page)
    assert [e.text("title") for e in found] == ["一种电饭煲", "一种锅盖"]
    assert [e.text("grant_date") for e in found] == ["2022-01-14", "2019-01-02"]


def test_识别的校验位错误要标出(aligned: Maker) -> None:
    page = aligned(
        [["序号", "专利名称", "专利号", "授权日"], ["1", "一种锅", "ZL202010430096.1", "2022-01-14"]],
        [30, 80, 230, 400],
        via="ocr",
        score=0.99,
    )
    (one,) = patents(page)
    assert one.fields["patent_no"].reading.check == "failed"
    assert one.confidence <= 0.5


def test_国外专利与国别(ruled: Maker) -> None:
    page = ruled(
        [
            ["序号", "专利名称", "中国或国外专利号", "国别", "专利类型", "获得日期"],
            ["1", "Rice cooker", "US 10,123,456 B2", "美国", "发明", "2018-11-13"],
        ],
        before="专利清单",
    )
    (one,) = patents(page)
    assert one.text("jurisdiction") == "US"
    assert one.text("kind") == "invention"


def test_左右两栏的清单(ruled: Maker) -> None:
    page = ruled(
        [
            ["专利名称", "专利号", "专利名称", "专利号"],
            ["甲", "ZL202010430096.0", "乙", "ZL201821234567.5"],
        ],
        before="专利清单",
    )
    assert {e.text("title"): e.text("patent_no") for e in patents(page)} == {
        "甲": "ZL202010430096.0",
        "乙": "ZL201821234567.5",
    }


def test_商标清单(ruled: Maker) -> None:
    page = ruled(
        [
            ["序号", "商标名称", "注册号", "国际分类", "注册日期", "有效期限", "注册人", "国家/地区", "状态"],
            [
                "1",
                "恒晟",
                "第12345678号",
                "第9、11类",
                "2014年03月07日",
                "2014.03.07至2024.03.06",
                FIRM,
                "中国",
                "已注册",
            ],
            ["2", "HENGSHENG", "018123456", "11", "2019-05-06", "2029-05-06", FIRM, "欧盟", "已注册"],
            ["3", "恒", "55512345", "11", "", "", FIRM, "中国", "等待实质审查"],
        ],
        before="商标注册情况一览表",
    )
    paper = Paper.of([page])
    match = trademark_list.recognise(paper)
    assert match is not None
    first, second, third = trademark_list.extract(paper, match)
    assert first.text("registration_no") == "12345678"
    assert first.names("classes") == ("9", "11")
    assert first.text("registration_date") == "2014-03-07"
    assert first.text("expiry_date") == "2024-03-06"
    assert second.text("jurisdiction") == "EU"
    assert "application" in third.marks


@pytest.mark.parametrize(
    "rows",
    [
        [["序号", "设备名称", "出厂编号", "校准日期"], ["1", "卡尺", "A001", "2021-01-01"]],
        [["序号", "评审指标", "分值", "自评分"], ["4", "知识产权保护 专利号 ZL202010430096.0", "10", "4"]],
    ],
)
def test_别的表格(ruled: Maker, rows: list[list[str]]) -> None:
    paper = Paper.of([ruled(rows, before="情况表")])
    assert patent_list.recognise(paper) is None
    assert trademark_list.recognise(paper) is None
