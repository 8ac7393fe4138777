"""Certificates in layouts that differ from the examples of the kinds: columns, stacked labels, sentences, registers."""

from __future__ import annotations

from extractors.document import Document, PageId, text_page
from extractors.evidence import Evidence
from extractors.extraction import extract_evidence


def read(*pages: str) -> list[Evidence]:
    """The evidence of one file with these pages."""
    made = tuple(text_page(PageId("材料.docx", n), text) for n, text in enumerate(pages, start=1))
    return list(extract_evidence([Document("材料.docx", "0", "read", made)]).evidence)


def test_dates_below_several_labels_stand_in_the_labels_turn() -> None:
    (one,) = read(
        "质量管理体系认证证书\n证书编号:\n00121Q30215R2M/4400\n兹证明\n江门市恒晟电器有限公司\n质量管理体系符合\n"
        "GB/T19001-2016/ISO9001:2015\n发证日期:\n初次获证日期:\n证书有效期至:\n2021年1月15日\n2012年1月20日\n2024年1月14日"
    )
    assert (one.value("issue_date"), one.value("expiry_date")) == ("2021-01-15", "2024-01-14")


def test_fewer_dates_than_labels_are_nobody_s() -> None:
    (one,) = read(
        "质量管理体系认证证书\n证书编号:00121Q30215R2M\n兹证明\n江门市恒晟电器有限公司\n质量管理体系符合\n"
        "GB/T19001-2016/ISO9001:2015\n发证日期:\n初次获证日期:\n证书有效期至:\n2021年1月15日\n2012年1月20日"
    )
    assert one.value("expiry_date") is None
    assert one.confidence < 0.9


def test_chinese_and_english_side_by_side() -> None:
    (one,) = read(
        "环境管理体系认证证书\n证书编号 Certificate No.: 117 22 EU 0345-08 R1M\n兹 证 明    This is to certify that\n"
        "台山市富诚铝业有限公司    Taishan Fucheng Aluminium Co., Ltd.\n环境管理体系符合 conforms to\n"
        "GB/T 24001-2016 idt ISO 14001:2015\n发证日期    Date of issue\n2021年11月25日    November 25, 2021\n"
        "有效期至    Valid until\n2024年11月24日    November 24, 2024"
    )
    assert one.value("holder") == "台山市富诚铝业有限公司"
    assert one.value("certificate_no") == "11722EU0345-08R1M"
    assert one.value("expiry_date") == "2024-11-24"


def test_validity_in_a_sentence_tells_both_ends() -> None:
    (one,) = read(
        "Certificate CN16/20789.01\nThe management system of\nTaishan Fucheng Aluminium Co., Ltd.\n"
        "has been assessed and certified as meeting the requirements of\nISO 14001:2015\n"
        "This certificate is valid from 15 March 2022 until 14 March 2025\nand remains valid subject to audits."
    )
    assert (one.value("issue_date"), one.value("expiry_date")) == ("2022-03-15", "2025-03-14")


def test_a_standard_alone_in_its_line_makes_a_bare_certificate_one_of_a_system() -> None:
    (one,) = read(
        "TÜVRheinland\nCertificate\nStandard: ISO 9001:2015\nCertificate Registr. No.: 01 100 1834567\n"
        "Certificate Holder: Guangdong Keda Sanitary Ware Technology Co., Ltd.\nScope: Manufacture of faucets\n"
        "Validity: The certificate is valid from 2021-08-20 until 2024-08-19."
    )
    assert (one.type, one.value("kind"), one.value("expiry_date")) == ("management_certificate", "qms", "2024-08-19")


def test_register_page_without_the_word_certificate_in_its_title() -> None:
    (one,) = read(
        "证书详情\n证书编号    18122E0456R1M\n认证项目/产品类别    环境管理体系认证\n证书状态    暂停\n"
        "获证组织名称    江门市恒晟电器有限公司\n认证依据    GB/T 24001-2016/ISO 14001:2015\n"
        "颁证日期    2022-04-02\n证书到期日期    2025-04-09"
    )
    assert one.value("holder") == "江门市恒晟电器有限公司"
    assert "suspended" in one.marks


def test_year_last_dates_follow_the_one_that_leaves_no_choice() -> None:
    text = (
        "CERTIFICATE\nof Social Accountability\nThis is to certify that the management system of\n"
        "JIANGMEN HENGSHENG ELECTRIC APPLIANCE CO., LTD.\nIS IN COMPLIANCE WITH THE STANDARD SA8000:2014\n"
        "Certificate No.: SA-1234\n{first}Current Issue: 10.09.2021\nExpiry Date: 31 December 2024"
    )
    assert read(text.format(first="First Issue: 14.09.2018\n"))[0].value("issue_date") == "2021-09-10"
    assert read(text.format(first=""))[0].value("issue_date") is None


def test_the_giver_of_a_notice_is_no_part_of_the_committee() -> None:
    (one,) = read(
        "广东省市场监督管理局关于批准成立广东省家用通风电器标准化技术委员会的通知\n江门市恒晟电器有限公司:\n"
        "经研究,批准成立广东省家用通风电器标准化技术委员会(编号为GD/TC 145),秘书处由江门市恒晟电器有限公司承担。\n"
        "广东省市场监督管理局\n2020年8月21日"
    )
    assert one.value("committee") == "广东省家用通风电器标准化技术委员会"
    assert one.value("level") == "provincial"


def test_transfer_names_the_new_owner_and_a_grant_notice_is_no_grant() -> None:
    (one,) = read(
        "核准商标转让证明\n兹核准第 8765432 号商标转让注册\n类别:第6类\n转让人名义:佛山市某铝材厂\n"
        "受让人名义:台山市富诚铝业有限公司\n国家知识产权局"
    )
    assert one.value("holder") == "台山市富诚铝业有限公司"
    (notice,) = read(
        "国家知识产权局\n申请号或专利号:202010012345.X 发文日:2022年04月11日\n申请人或专利权人:江门市恒晟电器有限公司\n"
        "发明创造名称:一种无叶风扇\n授予发明专利权通知书\n作出授予专利权的通知。"
    )
    assert "grant_notice" in notice.marks


def test_a_notice_and_its_annex_are_one_paper_with_the_notice_s_date() -> None:
    items = read(
        "江门市科学技术局文件\n江科〔2019〕123号\n关于下达2019年江门市科技计划项目的通知\n各有关单位:\n请按规定组织实施。\n"
        "附件:2019年江门市科技计划项目表\n江门市科学技术局\n2019年8月6日",
        "2019年江门市科技计划项目表\n序号\t项目编号\t项目名称\t承担单位\t起止时间\n"
        "1\t2019JC01011\t新型电池隔膜研发\t江门市甲乙新材料有限公司\t2019.1-2020.12\n"
        "2\t2019JC01012\t低噪声风扇电机研究\t江门市恒晟电器有限公司\t2019.6-2021.6",
    )
    own = next(i for i in items if i.value("holder") == "江门市恒晟电器有限公司")
    assert (own.value("project_no"), own.value("date")) == ("2019JC01012", "2019-08-06")


def test_a_gloss_below_the_label_is_no_part_of_the_value_and_traditional_labels_are_found() -> None:
    (one,) = read(
        "特許証\n特許番号 特許第6789012号\n発明の名称 扇風機の羽根構造\n(TITLE OF THE INVENTION)\n"
        "特許権者 江門市恒晟電器有限公司\n出願日 平成30年6月28日\n登録日 令和2年11月6日"
    )
    assert one.value("title") == "扇風機の羽根構造"
    (mark,) = read(
        "商標登録証\n登録番号 第6123456号\n商標 KEDA\n第11類 水栓\n商標権者 Keda Sanitary Ware Co., Ltd.\n"
        "登録日 平成31年2月22日\n特許庁長官"
    )
    assert mark.value("holder") == "Keda Sanitary Ware Co., Ltd."


def test_front_page_of_a_granted_specification_does_not_take_a_cited_number() -> None:
    (one,) = read(
        "(19)国家知识产权局\n(12)实用新型专利\n(10)授权公告号 CN 209123456 U\n(45)授权公告日 2019.07.12\n"
        "(21)申请号 201821234567.5\n(22)申请日 2018.08.01\n(73)专利权人 鹤山市雅洁五金制品厂\n(72)发明人 吴勇\n"
        "(54)实用新型名称\n一种快开水龙头\n(57)摘要\n背景技术:专利号ZL 2017 1 0601862.3公开了一种阀芯。"
    )
    assert (one.value("patent_no"), one.value("patentees")) == ("ZL201821234567.5", ("鹤山市雅洁五金制品厂",))
    assert one.value("title") == "一种快开水龙头"


def test_a_range_broken_within_its_second_date_keeps_its_end() -> None:
    (one,) = read(
        "CERTIFICATE\nCertificate no.: 10000345678-MSC-RvA-CHN\nThis is to certify that the management system of\n"
        "Taishan Fucheng Aluminium Co., Ltd.\nconforms to the Quality Management System standard:\nISO 9001:2015\n"
        "Valid: 07 November, 2020 - 06\nNovember, 2023"
    )
    assert one.value("expiry_date") == "2023-11-06"


def test_a_range_without_a_readable_end_has_no_end() -> None:
    (one,) = read(
        "质量管理体系认证证书\n证书编号:00121Q30215R2M\n兹证明\n江门市恒晟电器有限公司\n质量体系符合GB/T 19001\n"
        "发证日期:2021年9月30日\n有效期:2021年9月30日至\n中国质量认证中心"
    )
    assert one.value("expiry_date") is None


def test_a_stretch_of_an_english_sentence_is_no_holder() -> None:
    (one,) = read(
        "Bureau Veritas Certification\nGuangdong Keda Sanitary Ware Technology Co., Ltd.\nNo. 18 Qibao, Jiangmen\n"
        "Bureau Veritas Certification Holding SAS certifies that the Management System of the above organisation has\n"
        "been audited and found to be in accordance with the requirements of the management system standard below\n"
        "ISO 9001:2015\nOriginal cycle start date: 12 March 2016\nthis certificate expires on: 11 March 2025\n"
        "Certificate No. CNBJ345678-UK Revision date: 12 March 2022"
    )
    assert one.value("holder") == "Guangdong Keda Sanitary Ware Technology Co., Ltd."


def test_a_holder_that_does_not_end_like_a_firm_is_never_certain() -> None:
    (one,) = read(
        "质量管理体系认证证书\n证书编号:00121Q30215R2M\n获证组织:江门市恒晟电器生产基地二期\n"
        "质量管理体系符合GB/T 19001-2016\n发证日期:2021年9月30日\n有效期至:2024年9月29日"
    )
    assert one.confidence < 0.9


def test_a_number_that_a_line_end_cuts_in_two_is_whole() -> None:
    (one,) = read(
        "关于同意“低噪声风扇电机研究”项目结题的通知\n江门市恒晟电器有限公司:\n"
        "你单位承担的江门市科技计划项目“低噪声风扇电机研究”(项目编号:2019JC0101\n2),经审查,同意结题。\n"
        "江门市科学技术局\n2021年10月11日"
    )
    assert one.value("project_no") == "2019JC01012"


def test_an_unknown_label_that_ends_like_a_known_one_is_another() -> None:
    (one,) = read(
        "职业健康安全管理体系认证证书\n证书号:01221S20567R1M\n获证方:广东科达卫浴科技有限公司\n"
        "认证依据:GB/T 45001-2020\n本证书有效期:2021年04月09日至2024年04月08日\n再认证审核完成日期:2021年03月20日"
    )
    assert one.value("issue_date") == "2021-04-09"


def test_traditional_characters() -> None:
    (one,) = read(
        "環境管理體系認證證書\n證書編號:CC 5678\n茲證明\n江門市恒晟電器有限公司\n之環境管理體系符合\nISO 14001:2015\n"
        "認證範圍:電風扇的製造\n發證日期:2021年10月20日\n有效期至:2024年10月21日"
    )
    assert (one.value("kind"), one.value("expiry_date")) == ("ems", "2024-10-21")
