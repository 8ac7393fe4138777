"""Layouts of papers other than certificates that nobody had drawn before: each broke a class of reading once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from extractors.document import Document, Page, PageId, text_page
from extractors.evidence import Evidence
from extractors.extraction import Extraction, extract_evidence
from matchers.claims import line_claims

Maker = Callable[..., Page]
FIRM = "江门市恒晟电器有限公司"


def extraction(*pages: Page) -> Extraction:
    return extract_evidence([Document("a.pdf", "0" * 64, "read", tuple(pages))])


def plain(*texts: str) -> Sequence[Page]:
    return [text_page(PageId("a.pdf", n), text) for n, text in enumerate(texts, 1)]


def only(*pages: Page) -> Evidence:
    (one,) = extraction(*pages).evidence
    return one


def scores(*pages: Page) -> dict[str, Decimal]:
    found = line_claims(extraction(*pages).forms)
    return {line: claim.score for line, claim in found.items() if claim.score}


def test_身份证号不是证书编号() -> None:
    one = only(
        *plain(
            "企业首席质量官任职培训合格证书\n姓名：黄志明\n身份证号：4407021980****1234\n培训时间：2020年9月14日—9月18日\n"
            "证书编号：粤CQO2020-0456\n经考核合格，特发此证。\n广东省市场监督管理局\n2020年9月25日"
        )
    )
    assert one.text("certificate_no") == "粤CQO2020-0456"
    masked = only(*plain("首席质量官任职培训证书\n姓名：陈刚\n身份证号：440781********3317\n颁证日期：2021年12月3日"))
    assert masked.text("certificate_no") is None


def test_任命句不是单位名称() -> None:
    one = only(
        *plain(
            f"{FIRM}文件\n骏驰字〔2021〕15号\n关于任命黄志明同志为公司首席质量官的通知\n各部门：\n"
            f"经研究决定，任命黄志明同志为公司首席质量官。\n{FIRM}\n2021年4月6日"
        )
    )
    assert (one.text("person"), one.text("holder")) == ("黄志明", FIRM)


def test_授权我公司某人为首席质量官() -> None:
    text = f"授权书\n本人陈国强，系{FIRM}法定代表人，现授权我公司陈刚为企业首席质量官。\n{FIRM}\n2021年12月28日"
    assert only(*plain(text)).text("person") == "陈刚"
    text = f"任命书\n兹任命质量部经理黄志明同志为首席质量官。\n{FIRM}\n2021年12月28日"
    assert only(*plain(text)).text("person") == "黄志明"


def test_证明末行的截止和合计不是缴费月份(ruled: Maker) -> None:
    page = ruled(
        [
            ["姓名", "黄志明", None, "证件号码", "4407**********1234", None],
            ["参保起止时间", None, "单位", "参保险种", None, None],
            ["^", "^", "^", "养老", "工伤", "失业"],
            ["202112", "202205", f"江门市:{FIRM}", "6", "6", "6"],
            ["截止", "2022-06-02 14:23", "该参保人累计月数合计", "实际缴费6个月", "实际缴费6个月", "实际缴费6个月"],
        ],
        before="广东省社会保险个人参保证明",
    )
    one = only(page)
    assert (one.text("holder"), one.text("from_month"), one.text("to_month")) == (FIRM, "2021-12", "2022-05")


def test_质量专业技术人员职业资格证书_中英标签() -> None:
    one = only(
        *plain(
            "中华人民共和国职业资格证书\n质量专业技术人员\n管理号 File No.：0844112345678\n姓名 Full Name  欧阳慧敏\n"
            "专业类别 Professional Type  质量工程\n级别 Qualification Level  中级\n"
            "批准日期 Approval Date  2008年06月22日\n"
            "签发单位盖章 Issued by  广东省人事厅"
        )
    )
    assert (one.text("person"), one.text("speciality")) == ("欧阳慧敏", "质量工程")
    assert (one.text("title"), one.text("level")) == ("质量专业技术人员职业资格(中级)", "intermediate")


def test_复检的监督抽查仍是监督抽查(ruled: Maker) -> None:
    page = ruled(
        [
            ["产品名称", "电热水壶", "受检单位", FIRM],
            ["检验类别", "广东省监督抽查复检", "任务来源", "广东省市场监督管理局"],
            ["抽样日期", "2020-06-10", "签发日期", "2020-07-22"],
            ["检验结论", "所检项目中1项不符合GB 4706.19-2008要求，判定为不合格。", None, None],
        ],
        before="检验报告\nNo. FJ2020-033",
    )
    one = only(page)
    assert (one.text("kind"), one.text("level"), one.text("conclusion")) == ("supervision", "provincial", "fail")


def test_商业机构的客户名称是委托单位() -> None:
    one = only(
        *plain(
            f"检测报告 Test Report\nNo. CANEC2104567801    日期 Date: 2021-04-19\n客户名称 Client Name: {FIRM}\n"
            "样品名称 Sample Name: 不锈钢餐具\n样品接收日期 Date of Receipt: 2021-04-12\n"
            "检测要求 Test Requested: 根据客户要求检测\n"
            "结论 Conclusion: GB 4806.9-2016 符合 Pass\n通标标准技术服务有限公司广州分公司"
        )
    )
    assert (one.type, one.text("holder"), one.text("kind")) == ("inspection_report", FIRM, "entrusted")
    assert one.text("date") == "2021-04-19"


def test_清单标题不并入表头(aligned: Maker) -> None:
    page = aligned(
        [
            ["", "附件4", "知识产权明细情况一览", "", ""],
            ["序号", "专利（申请）号", "专利名称", "种类", "授权日"],
            ["1", "ZL202010430096.0", "一种节能换气扇", "发明", "2022.05.10"],
            ["2", "ZL201821234567.5", "一种风机叶轮", "实用新型", "2019.03.22"],
        ],
        [50, 100, 290, 364, 430],
    )
    found = extraction(page).evidence
    assert [e.text("title") for e in found] == ["一种节能换气扇", "一种风机叶轮"]
    assert [e.text("kind") for e in found] == ["invention", "utility_model"]


def test_知识产权汇总表的授权号(ruled: Maker) -> None:
    page = ruled(
        [
            ["类别", "序号", "知识产权名称", "授权号", "取得时间", "权利人"],
            ["发明专利", "1", "一种换气扇", "ZL202010430096.0", "2022-05-10", FIRM],
            ["软件著作权", "1", "风机控制软件", "2020SR0123456", "2020-02-10", FIRM],
        ],
        before="企业自主知识产权汇总表",
    )
    assert only(page).text("patent_no") == "ZL202010430096.0"


def test_表外写明的注册人是各行的持有人(ruled: Maker) -> None:
    page = ruled(
        [["商标", "商标号", "获得日期", "地区"], ["骏驰", "9988776", "2012-11-21", "国内"]],
        before=f"多个商标列表\n商标注册人：{FIRM}",
    )
    assert only(page).text("holder") == FIRM


def test_申报表引用其他材料的名称仍是申报表(ruled: Maker) -> None:
    page = ruled(
        [
            ["序号", "申报得分", "项目", "满分", "证明材料清单"],
            ["1", "5", "质量检测能力", "5分", "CNAS证书"],
            ["2", "4", "专职质量管理人员", "4分", "职称证书、社保证明"],
            ["3", "2", "首席质量官", "2分", "首席质量官任职培训证书及任命文件"],
            ["4", "2", "导入卓越绩效管理模式", "2分", "卓越绩效评价证书"],
            ["5", "4", "环境/社会责任/职业健康/知识产权体系/出口认证", "5分", "证书4张"],
        ],
        before=f"2022年江门市企业质量提升创新中心评审申请表\n企业名称（盖章）：{FIRM}\n填报日期：2022年6月2日",
    )
    found = extraction(page)
    assert [e.type for e in found.evidence] == ["application_form"]
    assert scores(page) == {"3": 5, "10.1": 4, "10.2": 2, "9.1": 2, "9.2": 4}


def test_一行代表整组时不归入其中一行(ruled: Maker) -> None:
    page = ruled(
        [
            ["评审项目", "评审内容", "分值", "自评得分"],
            ["3质量检测能力", "独立检验室", "5", "5"],
            ["9质量管理体系建设", "体系认证、卓越绩效、环境等", "15", "11"],
            ["10专职质量管理人员", "专职人员、首席质量官", "6", "4"],
        ],
        before=f"江门市企业质量提升创新中心申报表\n申报单位：{FIRM}",
    )
    assert scores(page) == {"3": 5}


def test_申报表自己的清单不是证据(ruled: Maker) -> None:
    cover = plain(f"江门市企业质量提升创新中心\n申报书\n申报企业：{FIRM}\n填表时间：2022年5月30日")[0]
    second = ruled(
        [
            ["指标", "完成情况", "自评得分"],
            ["质量检测能力", "具备独立的检验室，面积200平方米，检测设备46台，检测人员8人", "5"],
            ["知识产权保护", "拥有中国发明专利2项，均与主导产品相关，已在生产中应用", "4"],
        ],
        before="二、指标完成情况",
        number=2,
    )
    third = ruled(
        [
            ["序号", "专利名称", "专利号", "类型", "授权日期"],
            ["1", "一种换气扇", "ZL202010430096.0", "发明", "2022-03-06"],
        ],
        before="三、专利清单",
        number=3,
    )
    found = extraction(cover, second, third)
    assert [e.type for e in found.evidence] == ["application_form"]
    items = [i.number for c in found.forms[0].claims for i in c.items]
    assert "ZL202010430096.0" in items


def test_窄格里断行的统一社会信用代码(ruled: Maker) -> None:
    page = ruled(
        [
            ["申报单位", FIRM, "统一社会信用代\n码", "9144070361770001\n5J"],
            ["注册地址", "江门市", "成立时间", "1998年6月18日"],
        ],
        before="江门市企业质量提升创新中心申报表",
    )
    assert extraction(page).forms[0].uscc.value == "91440703617700015J"


def test_查询页的标准名称() -> None:
    one = only(
        *plain(
            "全国标准信息公共服务平台\n标准号\tGB/T 38752-2020\n中文标准名称\t智能坐便器\n标准状态\t现行\n"
            f"发布日期\t2020-04-28\n主要起草单位\t中国建筑材料联合会 、 {FIRM}"
        )
    )
    assert one.text("title") == "智能坐便器"


def test_部门名称不是单位名称() -> None:
    one = only(
        *plain(
            f"2021年度检测中心工作总结\n{FIRM}检测中心为公司独立设置的检验部门，现有检测人员8人。\n"
            f"一、主要工作\n二、存在问题\n{FIRM}检测中心\n2022年1月10日"
        )
    )
    assert one.text("holder") == FIRM


def test_封面下方的单位名称是手册的单位() -> None:
    one = only(
        *plain(
            "质量手册\n文件编号：JC-QM-01\n依据GB/T 19001-2016\n编制：质量部  批准：陈国强\n"
            f"发布日期：2021-03-01\n{FIRM}",
            "0.1 颁布令\n本公司编制了《质量手册》，现予批准颁布实施。\n总经理：陈国强\n2021年3月1日",
        )
    )
    assert one.text("holder") == FIRM


def test_自评报告的目录在标题之下() -> None:
    text = f"卓越绩效自评报告\n{FIRM}\n2021年12月\n目录\n1 组织概述\n4.1 领导\n公司高层领导确定使命、愿景和价值观"
    assert only(*plain(text)).type == "excellence_model"
    contents = "佐证材料目录\n1 卓越绩效自评报告\n2 首席质量官任职培训证书及任命文件\n3 社保证明"
    assert extraction(*plain(contents)).evidence == ()


def test_参保起始时间不是缴费月份(ruled: Maker) -> None:
    page = ruled(
        [
            ["险种类型", "参保状态", "首次参保时间", "本单位参保起始时间", "累计缴费月数"],
            ["企业职工基本养老保险", "参保缴费", "2008-07", "2015-03", "160"],
        ],
        before=f"社会保险个人参保缴费凭证\n姓    名：罗 健      性别：男\n现参保单位：{FIRM}\n"
        "缴费期间：2021年12月至2022年5月",
    )
    one = only(page)
    assert (one.text("from_month"), one.text("to_month")) == ("2021-12", "2022-05")


def test_标签格里的英文不是内容(ruled: Maker) -> None:
    page = ruled(
        [
            ["委 托 单 位\nClient", FIRM],
            ["样 品 名 称\nSample", "卫浴五金挂件"],
            ["检 验 类 别\nTest Type", "委托检验"],
            ["检 验 结 论\nConclusion", "经检验，送检样品所检项目符合 QB/T 1560-2017 的规定。"],
        ],
        before="广东省某某检验研究院\n检 测 报 告\nNO. 21WK012345",
    )
    one = only(page)
    assert (one.text("holder"), one.text("product")) == (FIRM, "卫浴五金挂件")


def test_窄格里断行的申报单位是整个名称(ruled: Maker) -> None:
    page = ruled(
        [["企业名称：", "开平市岭南恒泰五金\n制造有限公司", "信用代码：", "91440705MA4W00070N"]],
        before="江门市企业质量提升创新中心申报表",
    )
    assert extraction(page).forms[0].applicant.value == "开平市岭南恒泰五金制造有限公司"


def test_申报表里写到职称仍是申报表(ruled: Maker) -> None:
    page = ruled(
        [
            ["序号", "评审指标", "具体内容", "数量", "自评分"],
            ["1", "中国发明专利", "见清单", "3", "6"],
            ["2", "知识产权管理体系认证", "有", "1", "1"],
            ["3", "中级以上职称人员", "见附表", "6", "4"],
        ],
        before=f"企业质量提升创新中心申报表\n申报单位：{FIRM}",
    )
    assert scores(page) == {"4": 6, "9.2": 1, "11": 4}


def test_二级指标简称由评审要点和满分分行(ruled: Maker) -> None:
    page = ruled(
        [
            ["二级指标", "评审要点", "满分值", "企业得分"],
            ["质量检测", "独立检验室", "5", "5"],
            ["质量管理组织", "组织架构图", "2", "2"],
            ["技术创新", "高新技术企业", "5", "5"],
            ["专职质量人员", "2人以上中级", "4", "4"],
            ["^", "首席质量官", "2", "2"],
        ],
        before=f"江门市企业质量提升创新中心评审申报表\n申报单位：{FIRM}",
    )
    assert scores(page) == {"3": 5, "6.1": 2, "8.2": 5, "10.1": 4, "10.2": 2}


def test_证书正文里的姓名和落款() -> None:
    one = only(
        *plain(
            "广东省职称电子证书\n专业技术资格证书\n罗健  身份证号码 440783********1234\n"
            "于2018年12月，经江门市质量技术中级评审委员会评审通过，\n具备  质量管理工程师  资格\n（中级）\n"
            "证书编号：1900103111222\n发证单位：江门市人力资源和社会保障局\n二〇一九年四月八日"
        )
    )
    assert (one.text("person"), one.text("issuer")) == ("罗健", "江门市人力资源和社会保障局")


def test_识别丢了专字的专业() -> None:
    one = only(
        *plain(
            "专业技术资格证书\n姓名：谢怀安\n资格名称：工程师\n业：质量管理\n批准时间：2014年6月30日\n"
            "发证机关：江门市人力资源和社会保障局"
        )
    )
    assert one.text("speciality") == "质量管理"


def test_市检测所的委托报告是市级() -> None:
    one = only(
        *plain(
            f"广东省江门市质量计量监督检测所\n检验报告\n报告编号：WJ20210987\n样品名称：橱柜铰链\n委托单位：{FIRM}\n"
            "检验类别：委托检验\n检验依据：QB/T 2189-2013\n检验结论：所检项目符合标准要求\n签发日期：2021-05-19"
        )
    )
    assert one.text("level") == "municipal"


def test_协会证明和培训名单() -> None:
    letter = only(
        *plain(
            f"证    明\n兹证明{FIRM}作为主要起草单位参与了团体标准T/GDHA 008-2020《智能门锁》的起草工作。\n"
            "特此证明\n广东省五金行业协会\n2020年10月9日"
        )
    )
    assert "association_letter" in letter.marks
    roster = "首席质量官任职培训合格人员名单（证书领取）\n序号\t姓名\t单位\t证书编号\n1\t甘露\t某厂\tCQO20210301"
    assert extraction(*plain(roster)).evidence == ()


def test_该同志不是姓名() -> None:
    one = only(
        *plain(
            "专业技术资格证书\n资格名称：工程师\n专业：质量管理\n该同志经江门市工程技术中级评审委员会评审通过。\n"
            "批准时间：2014年6月30日\n发证机关：江门市人力资源和社会保障局"
        )
    )
    assert one.text("person") is None
    assert one.confidence < 0.9


def test_年份被截断的标准号不认() -> None:
    one = only(
        *plain(
            "ICS 23.060\nJ 16\n中华人民共和国机械行业标准\nJB/T 13601—20\n低压电动调节阀\n"
            "2018-12-21 发布  2019-10-01 实施\n"
            "中华人民共和国工业和信息化部  发布",
            "前  言\n本标准由全国阀门标准化技术委员会归口。\n"
            f"本标准起草单位：{FIRM}、浙江力诺流体控制科技股份有限公司。",
        )
    )
    assert one.text("standard_no") is None
    assert one.confidence < 0.9
