"""Certificates in layouts that no example in a kind's YAML has: the same facts, printed otherwise."""

from __future__ import annotations

import pytest

from extractors.document import Document, PageId, text_page
from extractors.evidence import Evidence
from extractors.extraction import extract_evidence

QMS = {"kind": "qms", "certificate_no": "00121Q30215R2M", "holder": "江门市恒晟电器有限公司"}
DATES = {"issue_date": "2021-09-30", "expiry_date": "2024-09-29"}

LAYOUTS = {
    "表格，单元格隔以制表符": (
        "质量管理体系认证证书\n证书编号\t00121Q30215R2M\n获证组织\t江门市恒晟电器有限公司\n"
        "注册地址\t江门市建设路1号\n"
        "首次发证日期\t2012-05-20\n发证日期\t2021-09-30\n有效期至\t2024-09-29\n认证范围\t塑料制品的生产",
        QMS | DATES,
    ),
    "字间都有空格": (
        "质 量 管 理 体 系 认 证 证 书\n证 书 编 号 ： 0 0 1 2 1 Q 3 0 2 1 5 R 2 M\n兹 证 明\n"
        "江 门 市 恒 晟 电 器 有 限 公 司\n"
        "质 量 管 理 体 系 符 合 GB/T 19001-2016\n发 证 日 期 ： 2021 年 9 月 30 日\n"
        "有 效 期 至 ： 2024 年 9 月 29 日",
        QMS | DATES,
    ),
    "一句话里的有效期，名称后跟地址": (
        "质量管理体系认证证书\n注册号：00121Q30215R2M\n"
        "兹证明江门市恒晟电器有限公司（地址：江门市建设路1号，邮编529000）"
        "的质量管理体系符合GB/T19001-2016标准\n本证书有效期自2021年9月30日至2024年9月29日",
        QMS | DATES,
    ),
    "双语标签在上，值在下": (
        "MANAGEMENT SYSTEM CERTIFICATE\n证书号/Certificate No.:\n1235-1998-AE-RGC-RVA\n"
        "首次认证日期/Initial certification date:\n"
        "05 July 1998\n有效期/Valid:\n30 September 2021 - 29 September 2024\n"
        "兹证明/This is to certify that the management system of\n江门市恒晟电器有限公司\n"
        "Jiangmen Hengsheng Electric Co., Ltd.\n"
        "符合质量管理体系标准/has been found to conform to the Quality Management System standard:\nISO 9001:2015",
        QMS | DATES | {"certificate_no": "1235-1998-AE-RGC-RVA", "first_issue": "1998-07-05"},
    ),
    "起字与至字隔开": (
        "ZERTIFIKAT CERTIFICATE\n证 书\n证书登记号 01 100 1534567\n"
        "证书持有者: 江门市恒晟电器有限公司\n应用范围: 家电制造\n"
        "审核报告证实,该组织的质量管理体系满足 ISO 9001:2015 的要求\n"
        "有效期: 本证书自 2021-09-30 起至 2024-09-29 有效。\n"
        "首次认证 2015-05-05\nTÜV Rheinland Cert GmbH",
        QMS | DATES | {"certificate_no": "011001534567"},
    ),
    "标题旁就是编号": (
        "Certificate CN21/10456\n证书 CN21/10456\n江门市恒晟电器有限公司\n广东省江门市建设路1号\n"
        "的管理体系已通过审核,证实符合以下标准的要求\nISO 45001:2018\n职业健康安全管理体系\n"
        "本证书有效期从2021年09月30日至2024年09月29日\n第3次签发,自2015年06月起认证",
        {**QMS, **DATES, "kind": "ohsms", "certificate_no": "CN21/10456"},
    ),
    "只印有效期三年": (
        "质量管理体系认证证书\n证书号：00121Q30215R2M\n江门市恒晟电器有限公司\n统一社会信用代码：91440703617700015J\n"
        "质量管理体系符合GB/T 19001-2016\n发证日期：2021年9月30日\n本证书有效期三年",
        {**QMS, "issue_date": "2021-09-30", "expiry_date": "2024-09-30", "uscc": "91440703617700015J"},
    ),
    "下次审核日期和上一周期不是有效期": (
        "质量管理体系认证证书\n证书号：00121Q30215R2M\n兹证明：江门市恒晟电器有限公司\n首次发证日期：2019年5月6日 "
        "本次发证日期：2021年9月30日\n有效期至：2024年9月29日\n上一认证周期截止日期：2021年9月29日\n"
        "下次年度监督审核日期：2026年5月4日之前",
        QMS | DATES,
    ),
}


def read(text: str, score: float | None = None) -> list[Evidence]:
    page = text_page(PageId("证书.pdf", 1), text, via="text" if score is None else "ocr", score=score)
    return list(extract_evidence([Document("证书.pdf", "0", "read", (page,))]).evidence)


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name: str) -> None:
    text, wanted = LAYOUTS[name]
    items = read(text)
    assert len(items) == 1
    assert {field: items[0].value(field) for field in wanted} == wanted


def test_both_languages_agree_and_raise_certainty() -> None:
    chinese = (
        "质量管理体系认证证书\n证书编号：00121Q30215R2M\n兹证明\n江门市恒晟电器有限公司\n"
        "发证日期：2021年9月30日 有效期至：2024年9月29日"
    )
    english = (
        "\nQUALITY MANAGEMENT SYSTEM CERTIFICATE\nCertificate No.: 00121Q30215R2M\n"
        "Issue date: Sep. 30, 2021 Valid until: Sep. 29, {}"
    )
    item = read(chinese + english.format(2024), score=0.9)[0]
    assert item.fields["expiry_date"].reading.agreed
    assert item.fields["certificate_no"].reading.agreed
    differing = read(chinese + english.format(2023), score=0.9)[0]
    assert differing.fields["expiry_date"].reading.disputed
    assert differing.confidence <= 0.5


def test_values_above_their_labels_are_never_certain() -> None:
    text = (
        "认证证书\n00121Q30215R2M\n证书编号\n兹证明\n江门市恒晟电器有限公司\n"
        "质量管理体系符合GB/T 19001-2016\n2021年9月30日\n发证日期\n2024年9月29日\n有效期至"
    )
    item = read(text)[0]
    right = (item.value("issue_date"), item.value("expiry_date")) == ("2021-09-30", "2024-09-29")
    assert right or item.confidence <= 0.5


def test_impossible_day_is_no_date() -> None:
    text = (
        "质量管理体系认证证书\n证书编号：00121Q30215R2M\n兹证明\n江门市恒晟电器有限公司\n"
        "发证日期：2021年9月30日\n有效期至：2024年2月30日"
    )
    item = read(text)[0]
    assert item.value("expiry_date") is None
    assert item.confidence <= 0.5


def test_two_certificates_on_one_page() -> None:
    text = (
        "实用新型专利证书\n实用新型名称：一种电热盘\n专利号：ZL 2018 2 1234567.5\n专利权人：江门市恒晟电器有限公司\n"
        "专利申请日：2018年08月02日\n授权公告日：2019年05月07日\n发明专利证书\n发明名称：一种电器外壳的成型方法\n"
        "专利号：ZL 2020 1 0430096.0\n专利权人：江门市恒晟电器有限公司\n专利申请日：2020年05月20日\n"
        "授权公告日：2021年01月14日"
    )
    items = read(text)
    assert [i.value("patent_no") for i in items] == ["ZL201821234567.5", "ZL202010430096.0"]
    assert [i.value("kind") for i in items] == ["utility_model", "invention"]
    assert [i.value("grant_date") for i in items] == ["2019-05-07", "2021-01-14"]


@pytest.mark.parametrize("misread", ["IS0 9001:2015", "1SO 9001:2015", "1S0 9001:2015", "SO 9001:2015", "IOS9001:2015"])
def test_misread_iso_is_recognised(misread: str) -> None:
    text = (
        f"Certificate of Registration\nThis is to certify that the Management System of\n"
        f"HENGSHENG CO., LTD.\ncomplies with {misread}\nCertificate No. 123456\nValid until 2024-05-02"
    )
    assert [i.value("kind") for i in read(text)] == ["qms"]


NOTHING = {
    "企业简介里提到证书": "企业简介\n"
    "我公司于2020年取得质量管理体系认证证书，编号00121Q30215R2M，有效期至2024年9月29日。\n"
    "拥有专利号ZL 2020 1 0430096.0等发明专利。",
    "内审员证书": "培训证书\n张三参加质量管理体系内审员培训，考试合格。\n证书编号：NS2021001\n有效期：三年",
    "信用等级": "企业信用等级证书\n江门市恒晟电器有限公司\n信用等级：AAA\n证书编号：201611611113284\n"
    "有效期至2019年6月19日",
    "软件著作权": "计算机软件著作权登记证书\n证书号：软著登字第14952119号\n"
    "著作权人：江门市恒晟电器有限公司\n登记号：2025SR0295921",
    "能源三级计量": "能源计量器具配备率\n一级计量 二级计量 三级计量\n电能表 100% 95% 90%",
    "检定证书": "检定证书\n证书编号：JD20210001\n计量器具名称：电子秤\n"
    "送检单位：江门市恒晟电器有限公司\n有效期至2022年5月1日",
}


@pytest.mark.parametrize("name", NOTHING)
def test_look_alikes_earn_nothing(name: str) -> None:
    counted = {"organisation_document"}
    assert [i.type for i in read(NOTHING[name]) if i.type not in counted] == []
