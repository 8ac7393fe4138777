"""Does this title (职称) or qualification count: level, speciality, who issued it (rubric 10.1 and 11).

Levels: 员级 < 助理级 (both 初级) < 中级 < 副高级 < 正高级; 中级或以上 are the last three (handbook 11.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from extractors.evidence import Evidence
from extractors.parsers.person_title import Title, resolve
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


def _facts(evidence: Evidence) -> Title | None:
    title = evidence.text("title")
    if title is None:
        return None
    level = LEVEL_NAMES.get(evidence.text("level") or "")
    return resolve(title, evidence.text("speciality"), level, evidence.text("issuer"))


def _level(evidence: Evidence) -> Iterator[Finding]:
    level = evidence.text("level")
    title = evidence.text("title") or "职称"
    if level is None:
        yield Finding("LEVEL_UNKNOWN", f"未能识别“{title}”的级别", "question", broken=True)
    elif level in {"assistant", "other"}:
        told = LEVEL_NAMES[level]
        detail = f"“{title}”属{told}，不是中级或以上职称"
        yield refusal(evidence, "LEVEL_TOO_LOW", detail, fields=("level",))


def _counts(evidence: Evidence, wanted: str) -> Iterator[Finding]:
    """The table of titles (extractors/data/title_levels.csv): yes, no, or review with a proposal."""
    facts = _facts(evidence)
    shown = evidence.text("speciality") or evidence.text("title") or "未识别"
    unread = evidence.text("speciality") is None and facts is not None and facts.field == "unspecified"
    told = "质量专业" if wanted == "quality" else "标准化、计量、质量、特种设备等专业职称"
    if facts is None:
        yield Finding("LEVEL_UNKNOWN", f"“{shown}”是否属{told}待核", "question", broken=True)
        return
    counts = facts.counts_10_1 if wanted == "quality" else facts.counts_11
    detail = f"“{shown}”是否属{told}待核"
    match counts:
        case "no":
            yield refusal(evidence, "LEVEL_TOO_LOW", f"“{shown}”不属{told}", fields=("title", "speciality"))
        case "review-":
            yield Finding("LEVEL_UNKNOWN", detail, "question", broken=unread)
        case "review+":
            yield Finding("LEVEL_UNKNOWN", detail, "propose")


def _issuer(evidence: Evidence, case: Case) -> Iterator[Finding]:
    issuer = evidence.text("issuer")
    if "firm_appointment" in evidence.marks or (
        issuer and holding_of((issuer,), None, case.identity).holding is Holding.SAME
    ):
        read = () if "firm_appointment" in evidence.marks else ("issuer",)
        yield refusal(evidence, "WRONG_PROOF", "是企业自己的聘书，不是人事、劳动部门认可的证书", fields=read)
    elif issuer is None:
        yield Finding("LEVEL_UNKNOWN", "未能识别发证单位，是否人事、劳动部门认可待核", "propose")


def title_findings(evidence: Evidence, wanted: str, case: Case) -> list[Finding]:
    """What is found about one certificate of title for a line that wants `quality` or `listed` specialities."""
    found = list(_level(evidence))
    if not any(f.effect == "reject" for f in found):
        found += _counts(evidence, wanted)
    found += _issuer(evidence, case)
    if "list_row" in evidence.marks:
        found.append(Finding("WRONG_PROOF", "只有名单，没有职称证书", "question"))
    days = days_of(evidence.value("issue_date"))
    if days and days.first > case.as_of:
        told = f"{evidence.text('issue_date')}才取得，晚于{printed(case.as_of)}"
        found.append(refusal(evidence, "NOT_YET_VALID", told, fields=("issue_date",)))
    return found
