"""Does this title (职称) or qualification count: level, speciality, who issued it (rubric 10.1 and 11).

Levels: 员级 < 助理级 (both 初级) < 中级 < 副高级 < 正高级; 中级或以上 are the last three (handbook 11.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractors.evidence import Evidence
from matchers.checks import Case, refusal
from matchers.days import days_of, printed
from matchers.holding import Holding, holding_of
from matchers.unit import Finding

LEVEL_NAMES: Final = {
    "assistant": "初级",
    "intermediate": "中级",
    "associate_senior": "副高级",
    "senior": "正高级",
    "other": "非职称等级",
}
QUALITY = "质量|品质"
LISTED = "质量|标准化|计量|特种设备|锅炉|压力容器|压力管道|电梯|起重机械"
QUALIFICATION = "职业资格|注册|专业技术人员资格考试"
PERSONNEL_OFFICE = "人力资源|人事|劳动|社会保障|职称|评审委员会|评委会|市场监督管理局|质量监督检验检疫|工业和信息化部"


def _level(evidence: Evidence) -> Iterator[Finding]:
    level = evidence.text("level")
    title = evidence.text("title") or "职称"
    if level is None:
        yield Finding("LEVEL_UNKNOWN", f"未能识别“{title}”的级别", "question", broken=True)
    elif level in {"assistant", "other"}:
        told = LEVEL_NAMES[level]
        yield refusal(evidence, "LEVEL_TOO_LOW", f"“{title}”属{told}，不是中级或以上职称")


def _speciality(evidence: Evidence, wanted: str) -> Iterator[Finding]:
    told = f"{evidence.text('speciality') or ''} {evidence.text('title') or ''}"
    shown = evidence.text("speciality") or evidence.text("title") or "未识别"
    qualification = re.search(QUALIFICATION, told) is not None
    if wanted == "quality":
        if not re.search(QUALITY, told):
            unread = evidence.text("speciality") is None
            yield Finding("LEVEL_UNKNOWN", f"专业“{shown}”是否属质量专业待核", "question", broken=unread)
    elif not re.search(LISTED, told):
        unread = evidence.text("speciality") is None
        detail = f"专业“{shown}”不在标准化、计量、质量、特种设备之列，“等”字是否包括待核"
        yield Finding("LEVEL_UNKNOWN", detail, "question", broken=unread)
    elif qualification:
        yield Finding("LEVEL_UNKNOWN", f"“{evidence.text('title')}”是职业资格，是否视为职称待核", "propose")


def _issuer(evidence: Evidence, case: Case) -> Iterator[Finding]:
    issuer = evidence.text("issuer")
    if "firm_appointment" in evidence.marks or (
        issuer and holding_of((issuer,), None, case.identity).holding is Holding.SAME
    ):
        yield refusal(evidence, "WRONG_PROOF", "是企业自己的聘书，不是人事、劳动部门认可的证书")
    elif issuer is None:
        yield Finding("LEVEL_UNKNOWN", "未能识别发证单位，是否人事、劳动部门认可待核", "propose")
    elif not re.search(PERSONNEL_OFFICE, issuer):
        if re.search("协会|学会|培训|促进会|公司|中心", issuer):
            yield Finding("LEVEL_TOO_LOW", f"发证单位“{issuer}”是否经人事、劳动部门授权待核", "question")
        else:
            yield Finding("LEVEL_UNKNOWN", f"发证单位“{issuer}”是否人事、劳动部门待核", "propose")


def title_findings(evidence: Evidence, wanted: str, case: Case) -> list[Finding]:
    """What is found about one certificate of title for a line that wants `quality` or `listed` specialities."""
    found = [*_level(evidence), *_speciality(evidence, wanted), *_issuer(evidence, case)]
    if "list_row" in evidence.marks:
        found.append(Finding("WRONG_PROOF", "只有名单，没有职称证书", "question"))
    days = days_of(evidence.value("issue_date"))
    if days and days.first > case.as_of:
        found.append(
            refusal(evidence, "NOT_YET_VALID", f"{evidence.text('issue_date')}才取得，晚于{printed(case.as_of)}")
        )
    return found
