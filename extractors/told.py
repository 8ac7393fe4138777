"""What the reading of a number or date left open becomes a reason on the paper: nothing is repaired in silence.

Handbook section 17: "a repair is always told to the reviewer"; contract, "Confidence and the promise".
"""

from __future__ import annotations

from extractors.evidence import Evidence, Field

NAMES = {
    "patent_no": "专利号",
    "certificate_no": "证书编号",
    "registration_no": "注册号",
    "standard_no": "标准编号",
    "report_no": "报告编号",
    "project_no": "项目编号",
    "number": "编号",
    "uscc": "统一社会信用代码",
    "issue_date": "发证日期",
    "expiry_date": "有效期",
    "grant_date": "授权公告日",
    "filing_date": "申请日",
    "registration_date": "注册日期",
    "publish_date": "发布日期",
    "date": "日期",
    "established": "成立日期",
}


def tell_readings(evidence: Evidence) -> Evidence:
    """The paper with a reason for every number that fails its check, was repaired, or was read in two ways."""
    for name, field in (*evidence.fields.items(), *evidence.extras.items()):
        if name in NAMES and field.value:
            evidence = _tell(evidence, NAMES[name], field, deciding=name in evidence.fields)
    return evidence


def _tell(evidence: Evidence, label: str, field: Field, *, deciding: bool) -> Evidence:
    if field.reading.check == "failed" and deciding:
        evidence = evidence.with_reason("NUMBER_INVALID", f"{label}“{field.value}”未通过校验")
    if field.reading.disputed and deciding:
        evidence = evidence.with_reason("READINGS_DIFFER", f"{label}在同一材料上有两种读法，暂取“{field.value}”")
    if field.reading.repaired:
        detail = f"{label}原读作“{field.raw.strip()}”，按规则改为“{field.value}”（{field.reading.repaired}）"
        evidence = evidence.with_reason("NUMBER_REPAIRED", detail)
    return evidence
