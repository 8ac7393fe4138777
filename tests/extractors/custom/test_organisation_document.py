"""The firm's own papers over whole documents: kind by head noun, one item a document, whose it is, which year."""

from __future__ import annotations

import pytest

from extractors.custom.organisation_titles import headings_of, named_by
from extractors.document import Document, PageId, text_page
from extractors.evidence import Evidence
from extractors.extraction import extract_evidence

FIRM = "江门市恒晟电器有限公司"
BODY = "正文内容如下所示，共有三项内容需要说明"


def document(*texts: str, file: str = "a.pdf", ocr: bool = False) -> Document:
    via, score = ("ocr", 0.97) if ocr else ("text", None)
    pages = tuple(text_page(PageId(file, n), t, via=via, score=score) for n, t in enumerate(texts, 1))  # type: ignore[arg-type]
    return Document(file, "pdf", "read", pages)


def own(*documents: Document) -> list[Evidence]:
    found = extract_evidence(documents).evidence
    return [e for e in found if e.type == "organisation_document"]


def pages_of(one: Evidence) -> list[int | None]:
    return [p.number for p in one.pages]


# One title or more a kind, blanks between them; the wordings are those of management handbooks in general.
TITLES = {
    "org_chart": (
        "公司组织架构图 质量管理组织架构及人员职责 品质部组织架构图(2022年) 附件6.1：公司行政架构图 "
        "质量管理机构设置图 关于成立质量管理领导小组的通知"
    ),
    "quality_system": (
        "质量手册 质量、环境管理手册 程序文件汇编 质量管理制度 2021年质量目标分解表 "
        "质量方针和质量目标 文件控制程序 管理评审报告"
    ),
    "process_ledger": (
        "生产服务过程信息台账 2021年生产台账 生产日报表 产品生产流转卡 注塑车间生产记录表 "
        "售后服务记录表 出厂检验记录台账 质量信息台帐"
    ),
    "traceability": (
        "产品质量追溯系统 质量信息追溯体系截图 产品服务数据库 二维码追溯平台 产品标识和可追溯性控制程序 ERP追溯查询界面"
    ),
    "work_instruction": (
        "装配作业指导书 生产工艺流程图 注塑机操作规程 焊接工艺规程 SOP标准作业指导书 检验作业指导书 设备安全操作规程"
    ),
    "inspection_rules": (
        "质量检验制度 进料检验规程 不合格品控制程序 质量异常处理规程 成品检验标准 纠正和预防措施控制程序 质量异常处理单"
    ),
    "risk_management": (
        "企业风险管理制度 全面风险管理手册 风险和机遇控制程序 风险评估报告 风险识别与评价表 "
        "突发事件应急预案 内部控制制度"
    ),
    "lab_summary": (
        "2021年度检验室工作总结 检测中心2021年运行情况总结 实验室年度工作报告 检验室照片 "
        "检测设备照片 二〇二一年度化验室工作总结"
    ),
}


@pytest.mark.parametrize(("kind", "title"), [(k, t) for k, ts in TITLES.items() for t in ts.split(" ")])
@pytest.mark.parametrize(
    "layout",
    [
        "{t}\n" + BODY,
        FIRM + "\n文件编号：HS-WI-003\t版本：A/0\t第1页 共3页\n文件名称：{t}\n" + BODY,
        FIRM + "{t}\n" + BODY,
    ],
)
def test_标题的中心词定种类(kind: str, title: str, layout: str) -> None:
    found = headings_of(document(layout.format(t=title)).pages[0].text.replace("：", ":"))
    assert found
    assert found[0].kind == kind


@pytest.mark.parametrize(
    "title",
    [
        "内部审核员培训证书",
        "质量管理体系认证证书",
        "检验报告",
        "企业简介",
        "营业执照",
        "质量检测中心",
        "管理咨询合同",
        "首席质量官任命书",
        "员工花名册",
        "培训签到表",
        "办公室照片",
        "质量管理小组活动成果奖",
        "实验室认可证书",
        "安全生产管理制度",
        "财务管理制度",
        "项目验收报告",
        "质量监督抽查结果通知书",
        "高新技术企业认定管理办法",
        "客户名单",
        "检验室",
    ],
)
def test_相似而不是(title: str) -> None:
    assert not headings_of(f"{title}\n{BODY}")


def test_手册的章节不另成材料() -> None:
    found = own(
        document(
            f"{FIRM}\n质 量 手 册\n编号 HS/QM-2021 A/1\n编制 审核 批准\n2021年3月1日",
            "目 录\n0.1 颁布令 ........ 3\n0.2 企业概况 ........ 4\n8.7 不合格品控制 ........ 5\n6.1 风险 ....... 6",
            f"质量手册\n5.3 组织机构图\n总经理 品质部 生产部 {'职责' * 60}",
            f"质量手册\n8.7 不合格品控制程序\n由品质部负责，检验报告存档 {'职责' * 60}",
            f"质量手册\n第六章 风险管理\n按GB/T 19001-2016的要求，{'识别风险' * 40}",
            f"质量手册\n8.5.2 标识和可追溯性\n{'生产部负责产品标识' * 20}",
        )
    )
    assert [(e.text("kind"), pages_of(e)) for e in found] == [("quality_system", [1, 2, 3, 4, 5, 6])]


def test_程序文件汇编是一份_单独的程序各归其类() -> None:
    header = f"{FIRM} 程序文件"
    body = "1 目的\n对过程进行控制\n2 范围\n适用于本公司\n3 职责 品质部"
    book = document(
        f"{FIRM}\n程序文件汇编\n2021版", f"{header}\n文件控制程序\n{body}", f"{header}\n风险评估控制程序\n{body}"
    )
    assert [e.text("kind") for e in own(book)] == ["quality_system"]
    alone = document(f"{header}\n风险评估控制程序\n编号HS-CX-09\n{body}", file="b.pdf")
    assert [e.text("kind") for e in own(alone)] == ["risk_management"]


def test_没有分隔页的扫描件逐份分开() -> None:
    found = own(
        document(
            f"{FIRM}\n质量管理组织架构图\n总经理 陈某\n品质部经理 张三",
            "生产过程信息台账\n日期 产品 批号\n2021-5-1 锅 A1",
            "产品质量信息追溯系统\n批次查询 产品名称 电饭煲",
            f"{FIRM}\n装配作业指导书\n文件编号：HS-WI-01",
            f"2 操作步骤\n检查来料，{'装配并紧固' * 30}",
            f"{FIRM}\n产品质量检验制度\n第一条 为加强检验",
            f"{FIRM}\n全面风险管理制度\n第一条 目的",
            f"{FIRM}\n2021年度检验室工作总结\n一年来",
            f"二、存在的风险\n{'风险评估不足，质量异常处理慢。' * 12}",
            ocr=True,
        )
    )
    assert [(e.text("kind"), pages_of(e)) for e in found] == [
        ("org_chart", [1]),
        ("process_ledger", [2]),
        ("traceability", [3]),
        ("work_instruction", [4, 5]),
        ("inspection_rules", [6]),
        ("risk_management", [7]),
        ("lab_summary", [8, 9]),
    ]


def test_手册之后的分隔页仍是分隔页() -> None:
    found = own(
        document(
            f"{FIRM}\n质量手册\n版本A/0 {'说明' * 40}",
            "第一章 质量方针\n质量第一",
            f"第一章 质量方针\n{'质量第一，顾客至上。' * 20}",
            "6.6 质量检验制度",
            f"质量检验制度\n第一条 目的 {'为加强检验' * 30}",
        )
    )
    assert [(e.text("kind"), pages_of(e)) for e in found] == [("quality_system", [1, 2, 3]), ("inspection_rules", [5])]


def test_手册页眉止处即手册止处() -> None:
    def head(title: str, number: str) -> str:
        return f"{FIRM}\t{title}\t文件编号\tQU-50\n页次\t{number}\n第一条 {'检验员持证上岗，记录及时准确。' * 10}"

    found = own(
        document(
            head("质量手册", "1/3"),
            head("质量手册", "2/3"),
            head("质量手册", "3/3"),
            f"产品质量追溯平台-{FIRM}\n首页 追溯码：779210530033\n批次\t检验员\t去向\nP2110\t甘\t华南",
            head("检验规范与不合格处置办法", "1/1"),
            head("风险和机遇控制程序", "1/1"),
            ocr=True,
        )
    )
    assert [(e.text("kind"), pages_of(e)) for e in found] == [
        ("quality_system", [1, 2, 3]),
        ("traceability", [4]),
        ("inspection_rules", [5]),
        ("risk_management", [6]),
    ]


def test_台账里的客户不是持有人() -> None:
    rows = "\n".join(f"{n} 2021-05-{n:02d} 中山市华美电器有限公司 电饭煲 A{n} 100 张" for n in range(1, 20))
    (one,) = own(document(f"生产服务过程信息台账（2021年度）\n序号 日期 客户 产品 批号 数量 检验员\n{rows}"))
    assert one.value("holder") is None
    assert one.text("year") == "2021"
    head = f"{FIRM}\n生产服务过程信息台账\n序号 日期 客户 产品\n"
    (one,) = own(document(head + rows))
    assert one.text("holder") == FIRM


def test_本公司的检测中心就是本公司() -> None:
    (one,) = own(document(f"{FIRM}检测中心2021年度运行情况报告\n本中心共完成检测2000批次"))
    assert one.text("holder") == FIRM


@pytest.mark.parametrize("title", [f"产品质量追溯平台-{FIRM}", f"{FIRM} | 质量追溯系统 V2.0", f"产品追溯系统\n{FIRM}"])
def test_截图标题里的公司(title: str) -> None:
    (one,) = own(document(f"{title}\n批次 检验员 去向\nP2110 甘 华南\nP2111 佘 华东"))
    assert one.text("kind") == "traceability"
    assert one.text("holder") == FIRM


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (f"{FIRM}实验室2021年度工作总结及2022年工作计划\n在2020年的基础上", "2021"),
        (f"检验室年度工作总结\n2021年1月1日至2021年12月31日共检验\n{FIRM}\n2022年1月8日", "2021"),
        ("检验室工作总结\n一年来，检验室共检验产品\n品质部\n2022年1月8日", "2021"),
        ("二〇二〇年度化验室工作总结\n一年来共检验产品", "2020"),
        ("检验室工作总结\n检验室共检验产品\n2021年6月8日", None),
        ("品质部检测室\n2021年度工作总结\n一年来完成检测任务", "2021"),
    ],
)
def test_总结的是哪一年(text: str, year: str | None) -> None:
    (one,) = own(document(text))
    assert one.text("kind") == "lab_summary"
    assert one.text("year") == year


def test_没有标题时文件名只在内容相符时算() -> None:
    table = "序号 产品 批号 生产日期 操作员 检验员 数量\n1 锅 A1 2021-1-1 张 李 5"
    (one,) = own(document(table, file="6.3 生产服务过程信息台账/2021.xlsx"))
    assert one.text("kind") == "process_ledger"
    assert own(document("感谢贵公司一直以来的支持，谨致谢意。", file="6.3 生产服务过程信息台账/2021.xlsx")) == []
    assert named_by("证书/制度及台账和作业指导书.docx") is None


def test_短的一页也是材料() -> None:
    (one,) = own(document("装配作业指导书\n一、检查来料外观\n二、按图装配并紧固\n三、自检", ocr=True))
    assert one.text("kind") == "work_instruction"
    assert own(document("质量管理制度\n1、质量手册\n2、检验制度\n3、风险管理制度")) == []
    assert own(document("附件六：质量检验制度\n一、检验制度文件\n二、记录档案")) == []


def test_正文里的小标题不另起材料() -> None:
    section = f"三、存在问题与风险评估\n{'检验规程执行不到位，须加强。' * 12}"
    assert own(document(section)) == []
    (one,) = own(document(f"{FIRM}\n2021年度检验室工作总结\n一、基本情况 {'完成检测' * 40}", section))
    assert pages_of(one) == [1, 2]


def test_按评审指标编号的标题各是一份() -> None:
    body = "第一条 " + "按要求执行并保存记录。" * 15
    found = own(document(f"6.2 质量管理制度\n{body}", f"6.6 质量检验制度\n{body}", f"6.7 风险管理制度\n{body}"))
    assert [e.text("kind") for e in found] == ["quality_system", "inspection_rules", "risk_management"]


def test_标准文本和别的台账不是() -> None:
    assert own(document("广东省质量检验协会团体标准\n电饭煲检验规程\n2020-01-01发布")) == []
    assert own(document("计量器具台账\n序号 名称 编号 检定日期\n1 卡尺 A1 2021-01-01")) == []


def test_材料清单不是制度文件() -> None:
    listed = "附件清单\n1、组织架构图\n2、质量手册\n3、生产台账\n4、作业指导书\n5、风险管理制度"
    assert own(document(listed)) == []


@pytest.mark.parametrize(
    "noisy",
    ["质虽手册\n版本A/0", "装 配 作 业 指 导 书\n步骤一 检查", "产品检脸制度\n第一条 目的", "质量信息台帐\n序号 日期"],
)
def test_识别有误的标题(noisy: str) -> None:
    assert len(own(document(f"{FIRM}\n{noisy} 其余内容", ocr=True))) == 1
