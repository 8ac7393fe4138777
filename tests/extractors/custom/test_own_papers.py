"""The firm's own papers, change of name, performance excellence."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from extractors.custom import excellence_model, name_change, organisation_document
from extractors.document import Page
from extractors.evidence import Evidence
from extractors.papers import Paper

Maker = Callable[..., Page]
FIRM = "江门市恒晟电器有限公司"


def read(module: ModuleType, page: Page) -> Evidence:
    paper = Paper.of([page])
    match = module.recognise(paper)
    assert match is not None
    found: list[Evidence] = module.extract(paper, match)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{FIRM}\n质量管理组织架构图\n总经理 陈某\n品质部 经理 张三\n检验室 主任 李四", "org_chart"),
        (f"{FIRM}\n质量手册\n文件编号：HS-QM-01\n版本：A/0\n发布日期：2021年1月1日", "quality_system"),
        ("生产服务过程信息台账\n序号 日期 产品 批号 数量 检验员\n1 2021-05-01 电饭煲 A01 100 张", "process_ledger"),
        ("产品质量追溯系统截图\n批次号 20210501 产品 电饭煲 工序 装配 操作员 张", "traceability"),
        ("装配工序作业指导书\n文件编号 HS-WI-003 步骤一 检查物料 步骤二 安装", "work_instruction"),
        ("不合格品控制程序\n1 目的 对不合格品进行识别和控制 2 范围 适用于本公司", "inspection_rules"),
        ("企业风险管理制度\n第一章 总则 第一条 为加强风险管理，制定本制度。", "risk_management"),
        (f"{FIRM}\n2021年度检验室工作总结\n一年来，检验室共完成检测任务1200批次。", "lab_summary"),
        ("关于实验室2021年运作情况的工作总结\n本实验室隶属品质部，独立开展检测。", "lab_summary"),
    ],
)
def test_种类看标题(plain: Maker, text: str, kind: str) -> None:
    one = read(organisation_document, plain(text))
    assert one.text("kind") == kind
    if FIRM in text:
        assert one.text("holder") == FIRM


def test_总结的年度(plain: Maker) -> None:
    one = read(organisation_document, plain("2021年度检验室工作总结\n一年来完成检测任务1200批次，2022年1月10日"))
    assert one.text("year") == "2021"


@pytest.mark.parametrize(
    "text",
    [
        "佐证材料六：质量管理组织架构图",
        "评审标准 企业具有固定的质量管理组织架构的，得2分",
        "质量管理体系认证证书\n证书编号：00121Q30215R2M\n兹证明",
        "本公司严格执行质量管理制度，产品质量稳定，获得广大客户的一致好评，特此说明，请各部门遵照执行，并长期坚持下去。",
    ],
)
def test_不是制度文件(plain: Maker, text: str) -> None:
    assert organisation_document.recognise(Paper.of([plain(text)])) is None


@pytest.mark.parametrize(
    "text",
    [
        f"准予变更登记通知书\n粤江核变通内字〔2020〕第123号\n原名称：江门市恒盛电器厂\n现名称：{FIRM}\n2020年5月6日",
        f"变更登记通知书\n变更事项\t变更前内容\t变更后内容\n名称\t江门市恒盛电器厂\t{FIRM}\n2020年5月6日",
        f"证 明\n兹有我单位名称由“江门市恒盛电器厂”变更为“{FIRM}”，特此证明。\n2020年5月6日",
    ],
)
def test_名称变更(plain: Maker, text: str) -> None:
    one = read(name_change, plain(text))
    assert one.text("kind") == "name_change"
    assert one.names("former_names") == ("江门市恒盛电器厂",)
    assert one.text("new_name") == FIRM


@pytest.mark.parametrize(
    ("text", "proof"),
    [
        (
            f"卓越绩效管理体系认证证书\n证书编号：ZY2021001\n兹证明\n{FIRM}\n发证日期：2021年3月4日",
            "卓越绩效管理体系认证证书",
        ),
        (
            f"{FIRM}文件\n关于导入卓越绩效管理模式的决定\n各部门：\n经研究，决定导入卓越绩效管理模式。\n{FIRM}\n2021年3月4日",
            "关于导入卓越绩效管理模式的决定",
        ),
        (f"卓越绩效模式培训签到表\n{FIRM}\n2021年3月4日\n姓名 部门", "卓越绩效模式培训签到表"),
        (f"{FIRM}\n卓越绩效自评报告\n2021年3月4日", "卓越绩效自评报告"),
    ],
)
def test_卓越绩效(plain: Maker, text: str, proof: str) -> None:
    one = read(excellence_model, plain(text))
    assert one.text("proof") == proof
    assert one.text("holder") == FIRM
    assert one.text("date") == "2021-03-04"


def test_卓越绩效准则不是佐证(plain: Maker) -> None:
    page = plain("中华人民共和国国家标准\nGB/T 19580-2012\n卓越绩效评价准则\n2012-03-09发布 2012-08-01实施")
    assert excellence_model.recognise(Paper.of([page])) is None
