"""Papers of districts and bureaus: every measured value, document and event; no wish, no change, no other's figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.document import Cell, Document, Page, PageId, Table, text_page
from extractors.evidence import Evidence
from extractors.extraction import extract_evidence

KINDS = [Path(__file__).parents[3] / "matchers" / "rubrics" / "kinds-city"]


def read(text: str, type_: str = "statistic") -> list[Evidence]:
    pages = tuple(text_page(PageId("a.pdf", n), t) for n, t in enumerate(text.split("\f"), start=1))
    found = extract_evidence([Document("a.pdf", "0", "read", pages)], KINDS).evidence
    for field in (f for e in found for f in (*e.fields.values(), *e.extras.values())):
        if (span := field.span) is not None:
            page = next(p for p in pages if p.id == span.page)
            assert page.text[span.start : span.end] == field.raw
    return [e for e in found if e.type == type_]


def figures(text: str) -> set[tuple[str | None, ...]]:
    return {tuple(e.text(n) for n in ("measure", "value", "unit", "period")) for e in read(text)}


def test_a_districts_report() -> None:
    found = figures(
        """新会区人民政府关于2019年质量强区工作情况的报告
江门市质量强市工作领导小组：
一、强化组织领导
区财政全年投入质量强区专项经费5830万元，占一般公共预算收入42.9亿元的1.36%。
二、提升质量水平
1.产品质量。三级监督抽查我区生产企业产品712批次，合格678批次，批次合格率95.2%，比2018年提升1.3个百分点；\
CCC目录内产品认证证书覆盖率、工业产品生产许可证覆盖率均为100%。
2.工程质量。全区在建大中型工程项目46个，一次验收合格率保持100%；其他工程一次验收合格率98.9%，超过98%的考核目标。\
绿色建筑占新建建筑面积比重由去年的15.6%提高到22.4%。
3.环境质量。集中式饮用水水源水质达标率连续5年保持100%。
企业质量信用档案建档率由71.5%增至84.2%。
三、2020年打算
产品质量监督抽查合格率保持在95%以上。
新会区人民政府
2020年1月15日
"""
    )
    assert found == {
        ("质量强区专项经费", "5830", "万元", "2019"),
        ("质量强区专项经费占一般公共预算收入比例", "1.36", "%", "2019"),
        ("三级监督抽查我区生产企业产品", "712", "批次", "2019"),
        ("生产企业产品监督抽查批次合格率", "95.2", "%", "2019"),
        ("CCC目录内产品认证证书覆盖率", "100", "%", "2019"),
        ("工业产品生产许可证覆盖率", "100", "%", "2019"),
        ("在建大中型工程项目", "46", "个", "2019"),
        ("大中型工程一次验收合格率", "100", "%", "2019"),
        ("其他工程一次验收合格率", "98.9", "%", "2019"),
        ("绿色建筑占新建建筑面积比重", "15.6", "%", "2018"),
        ("绿色建筑占新建建筑面积比重", "22.4", "%", "2019"),
        ("集中式饮用水水源水质达标率", "100", "%", "2019"),
        ("企业质量信用档案建档率", "84.2", "%", "2019"),
    }


def test_a_statistical_bulletin() -> None:
    found = figures(
        """2019年江门市国民经济和社会发展统计公报
江门市统计局
2020年4月16日
初步核算，2019年全市实现地区生产总值3146.64亿元，比上年增长4.3%。其中，第一产业增加值253.96亿元，增长3.9%。\
三次产业结构比重为8.1:43.0:48.9。
年末全市常住人口463.03万人，城镇化率为67.37%，比上年末提高0.61个百分点。
全年专利申请量15,968件；其中，发明专利授权量638件，增长9.8%。
"""
    )
    assert found == {
        ("地区生产总值", "3146.64", "亿元", "2019"),
        ("第一产业增加值", "253.96", "亿元", "2019"),
        ("常住人口", "463.03", "万人", "2019"),
        ("城镇化率", "67.37", "%", "2019"),
        ("专利申请量", "15968", "件", "2019"),
        ("发明专利授权量", "638", "件", "2019"),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "力争到2020年底，重点食品监督抽查合格率达到98%以上。",
        "要确保农产品抽检合格率达到96%以上。",
        "建档率目标为80%。",
        "2019年，全市抽检合格率同比提高2.1个百分点，投诉量下降5.6%。",
        "城市产品质量监督抽查合格率高于全国平均水平2.1%。",
        "按照不低于96%的考核要求抓好落实。",
        "计划培训小微企业50家。",
    ],
)
def test_wishes_and_changes_are_no_values(sentence: str) -> None:
    assert figures(f"江门市农业局2019年工作总结\n{sentence}\n") == set()


def test_the_countrys_figure_is_told_apart() -> None:
    own, other = read("2019年，全市特种设备万台设备事故死亡率为0.28，低于全国平均水平（0.30）。\n")
    assert (own.text("value"), own.text("place")) == ("0.28", "全市")
    assert (other.text("value"), other.text("place"), other.text("measure")) == ("0.30", "全国", own.text("measure"))


def test_several_subjects_share_one_measure() -> None:
    found = figures("2019年，种植业、畜禽和水产品抽检合格率分别为97.8%、99.89%和99.3%。\n")
    assert {(m, v) for m, v, *_ in found} == {
        ("种植业产品抽检合格率", "97.8"),
        ("畜禽产品抽检合格率", "99.89"),
        ("水产品抽检合格率", "99.3"),
    }


def test_more_values_than_subjects_give_nothing() -> None:
    assert figures("2019年，畜禽和水产品抽检合格率分别为97.8%、99.89%和99.3%。\n") == set()


def test_a_government_report_names_its_year_in_a_heading() -> None:
    text = """政府工作报告
——2020年1月8日在江门市新会区第十五届人民代表大会第五次会议上
新会区人民政府区长　某某某
各位代表：
现在，我代表区人民政府向大会报告工作。
一、2019年工作回顾
全年实现地区生产总值768.9亿元，增长5.2%。新增高新技术企业86家，累计达316家。“新会陈皮”区域品牌价值达89.1亿元，\
比上年增加22.3亿元。
二、2020年工作安排
地区生产总值增长6%左右，主要农产品抽检合格率保持在98%以上。
"""
    assert figures(text) == {
        ("地区生产总值", "768.9", "亿元", "2019"),
        ("新增高新技术企业", "86", "家", "2019"),
        ("高新技术企业", "316", "家", "2019"),
        ("新会陈皮区域品牌价值", "89.1", "亿元", "2019"),
    }
    (found,) = read(text, "official_document")
    assert [found.text(n) for n in ("title", "issuer", "date")] == ["政府工作报告", "新会区人民政府", "2020-01-08"]


def test_years_and_their_values_stand_in_two_lists() -> None:
    assert figures("2017年、2018年、2019年建档率分别为61.4%、71.5%和84.2%。\n") == {
        ("建档率", "61.4", "%", "2017"),
        ("建档率", "71.5", "%", "2018"),
        ("建档率", "84.2", "%", "2019"),
    }
    assert figures("2018年、2019年建档率分别为61.4%、71.5%和84.2%。\n") == set()


def test_a_paper_of_january_does_not_say_of_which_year_it_tells() -> None:
    (found,) = read("质量工作总结\n全年，建档率达到84.2%。\n江门市某局\n2020年1月15日\n")
    assert found.value("period") is None


def test_a_month_before_the_papers_day_is_of_the_year_before() -> None:
    text = "质量工作总结\n各单位：\n12月20日，我局举办了质量管理培训班。\n江门市某局\n2020年1月15日\n"
    assert [e.text("date") for e in read(text, "event")] == ["2019-12-20"]


def test_trainings_of_two_days_have_counts_of_their_own() -> None:
    said = "2018年9月20日、2019年8月15日分别举办小微企业质量负责人培训班，参训企业52家、61家。\n"
    assert {(e.text("date"), e.text("count")) for e in read(said, "event")} == {
        ("2018-09-20", "52"),
        ("2019-08-15", "61"),
    }
    unclear = said.replace("52家、61家", "113家")
    assert {(e.text("date"), e.text("count")) for e in read(unclear, "event")} == {
        ("2018-09-20", None),
        ("2019-08-15", None),
    }
    assert figures(said) == set()


def test_an_earlier_value_without_a_year_is_left_out() -> None:
    assert figures("2019年，建档率由71.5%增至84.2%。\n") == {("建档率", "84.2", "%", "2019")}


def test_an_approximate_number_cannot_be_counted_with() -> None:
    (found,) = read("2019年，接受质量培训的小微企业近50家。\n")
    assert (found.text("value"), found.marks) == ("约50", frozenset({"about"}))


def test_figures_read_poorly_are_not_certain() -> None:
    page = text_page(PageId("a.jpg", 1), "2019年，全市农产品抽检合格率为97.8%。\n", via="ocr", score=0.9)
    found = extract_evidence([Document("a.jpg", "0", "read", (page,))], KINDS).evidence
    assert [e.text("value") for e in found if e.type == "statistic"] == ["97.8"]
    assert all(e.confidence < 0.9 for e in found)


def table_page(rows: list[list[str]], above: str = "") -> Page:
    text, cells = above, []
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            cells.append(Cell(r, c, len(text), len(text) + len(value)))
            text += value + ("\t" if c < len(row) - 1 else "\n")
    page = text_page(PageId("a.docx", None), text)
    return Page(page.id, text, page.words, (Table(tuple(cells)),))


def table(rows: list[list[str]], above: str = "") -> set[tuple[str | None, ...]]:
    found = extract_evidence([Document("a.docx", "0", "read", (table_page(rows, above),))], KINDS).evidence
    return {
        tuple(e.text(n) for n in ("measure", "value", "unit", "period", "place"))
        for e in found
        if e.type == "statistic"
    }


def test_columns_of_years_without_targets_and_changes() -> None:
    rows = [
        ["序号", "指标名称", "单位", "2018年", "2019年", "2019年目标", "同比（±）"],
        ["1", "主要农产品质量安全抽检合格率", "%", "97.2", "98.1", "96", "+0.9"],
        ["2", "其中：种植业产品", "%", "—", "97.9", "96", ""],
        ["3", "接受质量培训的小微企业", "家", "", "62", "50", ""],
    ]
    assert table(rows, "新会区质量工作指标完成情况表\n填报日期：2020年1月8日\n") == {
        ("主要农产品质量安全抽检合格率", "97.2", "%", "2018", "新会区"),
        ("主要农产品质量安全抽检合格率", "98.1", "%", "2019", "新会区"),
        ("种植业产品质量安全抽检合格率", "97.9", "%", "2019", "新会区"),
        ("接受质量培训的小微企业", "62", "家", "2019", "新会区"),
    }


def test_a_row_for_each_district() -> None:
    rows = [
        ["县（市、区）", "抽检批次（批次）", "合格率（%）", "备注"],
        ["新会区", "320", "99.4", ""],
        ["台山市", "150", "98.0", ""],
    ]
    assert table(rows, "2019年食用农产品抽检情况\n") == {
        ("抽检批次", "320", "批次", "2019", "新会区"),
        ("合格率", "99.4", "%", "2019", "新会区"),
        ("抽检批次", "150", "批次", "2019", "台山市"),
        ("合格率", "98.0", "%", "2019", "台山市"),
    }


def test_a_row_for_each_month() -> None:
    rows = [
        ["月份", "综合指数", "环境空气质量指数月度排名"],
        ["1月", "4.10", "第21名"],
        ["2月", "4.20", "22"],
        ["平均", "4.15", ""],
    ]
    assert table(rows, "2019年江门市环境空气质量状况\n") == {
        ("综合指数", "4.10", "", "2019-01", "江门市"),
        ("环境空气质量指数月度排名", "21", "名", "2019-01", "江门市"),
        ("综合指数", "4.20", "", "2019-02", "江门市"),
        ("环境空气质量指数月度排名", "22", "名", "2019-02", "江门市"),
    }


def test_what_the_unit_says_of_itself_is_read_without_its_targets() -> None:
    rows = [
        ["一级指标", "二级指标", "目标值", "完成值", "是否达标"],
        ["产品质量", "重点食品监督抽查合格率", "95%以上", "97.9%", "是"],
        ["质量培训", "培训小微企业质量负责人", "50家", "66家", "是"],
    ]
    assert table(rows, "台山市政府质量工作考核自评表（2019年度）\n") == {
        ("重点食品监督抽查合格率", "97.9", "%", "2019", "台山市"),
        ("培训小微企业质量负责人", "66", "家", "2019", "台山市"),
    }


def test_districts_that_are_listed_keep_their_figures_to_themselves() -> None:
    found = read(
        "2019年，分地区看，蓬江区合格率96.1%；新会区合格率93.2%；其余各市（区）合格率均在92%以上。全年总体合格率95.4%。\n"
    )
    assert [(e.text("value"), e.text("place")) for e in found] == [
        ("96.1", "蓬江区"),
        ("93.2", "新会区"),
        ("95.4", None),
    ]


def test_minutes_of_a_meeting_and_a_summary_of_a_training_have_counts() -> None:
    minutes = (
        "江门市质量工作会议记录\n时间：2018年3月29日上午9:30\n参会人员：各成员单位分管领导，共42人\n记录人：张某\n"
    )
    summary = (
        "2019年食品安全监管人员培训工作总结\n我局于2019年5月21日举办了食品安全监管业务培训班。\n参训人数：126人\n"
        "某某市市场监督管理局\n2019年5月30日\n"
    )
    told = [
        [e.text(n) for n in ("kind", "title", "date", "count", "unit")]
        for text in (minutes, summary)
        for e in read(text, "event")
    ]
    assert told == [
        ["meeting", "江门市质量工作会议", "2018-03-29", "42", "人"],
        ["training", "食品安全监管业务培训班", "2019-05-21", "126", "人"],
    ]


def test_the_unit_over_a_table_is_the_unit_of_its_values() -> None:
    rows = [["项目", "完成数"], ["质量工作专项经费总量", "1200"]]
    assert table(rows, "2019年度经费表\n单位：万元\n") == {("质量工作专项经费总量", "1200", "万元", "2019", None)}


def test_a_red_head_document() -> None:
    (found,) = read(
        """江门市质量强市活动领导小组文件
江质强〔2018〕3号
关于印发《江门市2018年“质量月”活动方案》
的通知
各市（区）人民政府，各成员单位：
现将《江门市2018年“质量月”活动方案》印发给你们，请认真组织实施。
江门市质量强市活动领导小组
2018年8月27日
公开方式：主动公开
江门市质量强市活动领导小组办公室　　2018年8月27日印发
""",
        "official_document",
    )
    assert {n: f.value for n, f in found.fields.items()} == {
        "document_no": "江质强〔2018〕3号",
        "title": "关于印发《江门市2018年“质量月”活动方案》的通知",
        "issuer": "江门市质量强市活动领导小组",
        "date": "2018-08-27",
    }
    assert "annexed" in found.marks
    assert found.confidence >= 0.9


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("关于公开征求《江门市产品质量安全事故应急预案（征求意见稿）》意见的通知", "draft"),
        ("江门市人民政府办公室转发广东省质量强省工作领导小组关于开展质量提升行动的通知", "forwarded"),
    ],
)
def test_drafts_and_forwarded_documents_say_so(title: str, mark: str) -> None:
    (found,) = read(f"{title}\n各有关单位：\n请遵照执行。\n江门市人民政府办公室\n2018年5月3日\n", "official_document")
    assert mark in found.marks


def test_a_cited_number_is_not_the_documents_own() -> None:
    (found,) = read(
        "关于反馈工作进展情况的复函\n市创建办：\n根据江府办〔2018〕29号文，现函复如下。\n"
        "江门市住房和城乡建设局\n2019年10月11日\n",
        "official_document",
    )
    assert found.value("document_no") is None


def test_two_documents_of_one_scan_are_two() -> None:
    one = (
        "江门市人民政府文件\n江府〔2018〕{}号\n江门市人民政府关于印发{}的通知\n各市（区）人民政府：\n"
        "现印发给你们。\n江门市人民政府\n2018年{}月1日\n"
    )
    found = read(
        one.format(1, "质量发展规划", 5) + "\f附件\n质量发展规划\n一、总则\n" + "\f" + one.format(2, "品牌提升方案", 6),
        "official_document",
    )
    assert [e.text("document_no") for e in found] == ["江府〔2018〕1号", "江府〔2018〕2号"]
    assert [len(e.pages) for e in found] == [2, 1]


def test_events_of_a_newsletter() -> None:
    found = read(
        """江门市质量强市工作领导小组办公室
工作简报
第7期
江门市质量强市工作领导小组办公室编　　　　　　2019年9月30日
今年9月是全国“质量月”。9月3日上午，市领导小组举行2019年江门市“质量月”活动启动仪式，企业代表、市民群众共600余人参加。
9月19日至20日，鹤山市市场监管局联合市质量协会举办企业首席质量官任职培训班，来自全市42家企业的学员参加培训。
""",
        "event",
    )
    told = {tuple(e.text(n) for n in ("kind", "title", "date", "count", "unit")) for e in found}
    assert told == {
        ("campaign", "2019年江门市质量月活动启动仪式", "2019-09-03", "600", "人"),
        ("training", "企业首席质量官任职培训班", "2019-09-19", "42", "家"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "关于印发《2018年“质量月”活动方案》的通知\n各单位：\n定于2018年9月在全市组织开展“质量月”活动。\n某某局\n2018年8月1日\n",
        "江门市2019年质量工作总结\n一、下一步工作打算\n举办首席质量官培训班2期。\n",
        "江门市2020年质量工作要点\n9月组织开展质量月活动。\n",
    ],
)
def test_what_is_still_to_come_is_no_event(text: str) -> None:
    assert read(text, "event") == []


def test_a_notice_of_a_training_only_announces_it() -> None:
    (found,) = read(
        "关于举办首席质量官培训班的通知\n各企业：\n定于9月20日举办。\n江门市质监局\n2018年9月3日\n", "event"
    )
    assert found.marks == frozenset({"announced"})
    assert found.value("date") is None


def test_a_sign_in_sheet_counts_its_rows() -> None:
    rows = "".join(f"{n}\t张某{n}\t某某厂{n}\t厂长\n" for n in range(1, 13))
    (found,) = read(f"小微企业质量负责人培训班签到表\n时间：2018年9月20日\n序号\t姓名\t单位\t职务\n{rows}", "event")
    assert {n: f.value for n, f in found.fields.items() if n != "organiser"} == {
        "kind": "training",
        "title": "小微企业质量负责人培训班",
        "date": "2018-09-20",
        "count": "12",
        "unit": "人",
    }


def test_a_title_that_begins_with_no_place_names_none() -> None:
    (found,) = read("关于质量强市专项经费安排情况的说明\n市质量强市办：\n2019年，安排质量强市专项经费583万元。\n")
    assert found.value("place") is None


def test_a_share_above_the_whole_is_not_believed() -> None:
    (found,) = read("2019年，全市农产品抽检合格率为978%。\n")
    assert found.fields["value"].reading.check == "failed"
    assert found.confidence < 0.5


def test_the_plan_itself_proves_nothing() -> None:
    plan = Path(__file__).parents[3] / "matchers" / "rubrics" / "jiangmen-city-targets-2019" / "text" / "plan.txt"
    text = plan.read_text("utf-8")
    assert [e for e in read(text) if e.value("period") is not None] == []
    assert read(text, "event") == []


@pytest.mark.parametrize("title", ["江门市2019年质量工作指标体系", "关于印发2019年质量工作任务分解表的通知"])
def test_a_list_of_targets_holds_no_values(title: str) -> None:
    assert figures(f"{title}\n重点食品监督抽查合格率达到95%。\n企业质量信用档案建档率80%以上。\n") == set()


def test_numbers_of_items_and_points_are_no_values() -> None:
    text = (
        "2019年工作总结\n6.7组织小微企业培训。\n建立健全质量安全事故报告制度（5分）。\n服务质量达到先进水平得20分。\n"
    )
    assert figures(text) == set()


def test_a_paragraph_without_end_is_read_in_pieces() -> None:
    found = figures("2019年全市抽检合格率为97.8%，" * 3000)
    assert found == {("抽检合格率", "97.8", "%", "2019")}


def test_a_letter_prints_its_office_over_the_number_and_need_not_be_signed() -> None:
    (notice,) = read(
        """江门市质量技术监督局办公室
江质监办〔2018〕56号
关于举办小微企业质量负责人培训班的通知
各有关企业：定于2018年6月20日至21日举办培训班。
2018年6月5日
""",
        "official_document",
    )
    assert (notice.text("issuer"), notice.text("date")) == ("江门市质量技术监督局办公室", "2018-06-05")
