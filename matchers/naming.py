"""How a paper is named to a reviewer: kind, number, file and page."""

from __future__ import annotations

from typing import Final

from extractors.document import PageId
from extractors.evidence import Evidence

TYPE_NAMES: Final = {
    "business_licence": "营业执照",
    "application_form": "申报表",
    "management_certificate": "管理体系认证证书",
    "metrology_confirmation": "计量保证确认证书",
    "standard": "标准文本",
    "secretariat": "标委会秘书处文件",
    "laboratory": "检验室证明",
    "patent": "专利",
    "trademark": "商标",
    "award": "奖项证书",
    "inspection_report": "检验报告",
    "project": "科技项目文件",
    "high_tech_enterprise": "高新技术企业证书",
    "excellence_model": "卓越绩效证明",
    "export_certificate": "出口认证证书",
    "product_certificate": "产品认证证书",
    "credential": "职称（资格）证书",
    "cqo_certificate": "首席质量官任职培训证书",
    "appointment": "任命文件",
    "social_security": "社保证明",
    "organisation_document": "企业自有材料",
    # Kinds of single schemes (matchers/rubrics/kinds-*).
    "award_form": "政府质量奖申报表（推荐表）",
    "publication": "单位内部公示",
    "recommendation": "申报推荐意见",
    "record_report": "信用报告或证明",
    "employment_proof": "工作经历证明",
    "enrolment_form": "提升行动报名表",
    "enterprise_scale": "中小微企业证明",
    "will_letter": "意愿书（承诺书）",
    "statistic": "统计数值",
    "official_document": "公文",
    "event": "会议（活动）",
}
SYSTEM_NAMES: Final = {
    "qms": "质量管理体系认证证书",
    "ems": "环境管理体系认证证书",
    "ohsms": "职业健康安全管理体系认证证书",
    "ipms": "知识产权管理体系认证证书",
    "srms": "社会责任管理体系认证证书",
    "mms": "测量管理体系认证证书",
    "enms": "能源管理体系认证证书",
}
PATENT_NAMES: Final = {"invention": "发明专利", "utility_model": "实用新型专利", "design": "外观设计专利"}
DOCUMENT_NAMES: Final = {
    "org_chart": "组织架构图",
    "quality_system": "质量管理体系文件",
    "process_ledger": "生产服务过程台账",
    "traceability": "质量追溯材料",
    "work_instruction": "作业指导书",
    "inspection_rules": "质量检验制度",
    "risk_management": "风险管理制度",
    "lab_summary": "检验室工作总结或照片",
    "name_change": "名称变更证明",
}
NUMBER_FIELDS: Final = (
    "certificate_no",
    "patent_no",
    "standard_no",
    "registration_no",
    "report_no",
    "project_no",
    "number",
    "uscc",
)


def number_of(evidence: Evidence) -> str | None:
    """The number that identifies the paper, where one was read."""
    return next((n for name in NUMBER_FIELDS if name in evidence.fields and (n := evidence.text(name))), None)


def kind_name(evidence: Evidence) -> str:
    """The Chinese name of the kind of paper."""
    kind = evidence.text("kind") or ""
    match evidence.type:
        case "management_certificate":
            return SYSTEM_NAMES.get(kind, TYPE_NAMES[evidence.type])
        case "patent":
            return PATENT_NAMES.get(kind, "专利")
        case "organisation_document":
            return DOCUMENT_NAMES.get(kind, TYPE_NAMES[evidence.type])
        case _:
            return TYPE_NAMES.get(evidence.type, evidence.type)


def page_of(evidence: Evidence) -> PageId:
    """The page of the paper's number or title."""
    if evidence.anchor is not None:
        return evidence.anchor.page
    return evidence.pages[0] if evidence.pages else PageId("")


def place_of(evidence: Evidence) -> str:
    """`证书/a.pdf 第3页`."""
    page = page_of(evidence)
    return page.file + (f" 第{page.number}页" if page.number is not None else "")


def title_of(evidence: Evidence) -> str:
    """`《质量管理体系认证证书》00121Q30215R2M（证书/a.pdf 第3页）`."""
    if evidence.type == "statistic":
        value = f"{evidence.text('value') or '数值未识别'}{evidence.text('unit') or ''}"
        told = "，".join(t for t in (evidence.text("period"), evidence.text("place")) if t)
        return f"“{evidence.text('measure') or '未识别'}”{value}（{told + '，' if told else ''}{place_of(evidence)}）"
    if evidence.type in {"official_document", "event"} and (own := evidence.text("title")):
        return f"《{own}》{evidence.text('document_no') or ''}（{place_of(evidence)}）"
    named = number_of(evidence) or evidence.text("person") or evidence.text("committee") or ""
    if evidence.type in {"award", "project"} and (own := evidence.text("name")):
        return f"《{own}》{evidence.text('project_no') or ''}（{place_of(evidence)}）"
    return f"《{kind_name(evidence)}》{named}（{place_of(evidence)}）"
