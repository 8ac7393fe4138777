"""Mismatch codes: the contract's (matchers/data/codes.csv) and the few of our own, with label, severity and advice."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from matchers.draft import Severity

OWN: Final[Mapping[str, tuple[Severity, str]]] = {
    "PAPERS_CONFLICT": ("warning", "材料互相矛盾"),
    "SAME_DAY_PAIR": ("warning", "同日申请"),
    "TRANSFERRED": ("warning", "受让取得"),
    "CONCLUSION_UNKNOWN": ("warning", "结论未识别"),
    "PAPER_UNRECOGNISED": ("warning", "疑似材料未识别"),
    "APPLICANT_UNKNOWN": ("error", "申报单位不明"),
    "LICENCE_REVOKED": ("error", "执照已吊销或注销"),
    "READINGS_DIFFER": ("warning", "两种读法"),
    "NUMBER_REPAIRED": ("info", "编号已按规则修正"),
    "HOLDER_NOTE": ("info", "持有人说明"),
    "CO_OWNER": ("info", "共有"),
    "EXPIRES_SOON": ("info", "即将到期"),
    "TASK_OVERDUE": ("warning", "任务逾期"),
    "TASK_UNCLEAR": ("warning", "任务待核"),
    "TARGET_NOT_MET": ("info", "指标未达到"),
    "MEASURE_UNCERTAIN": ("warning", "指标名称相近"),
    "MEASURE_SYNONYM": ("info", "指标名称同义"),
    "PERIOD_MISMATCH": ("warning", "数值期间待核"),
    "PERIOD_OTHER": ("info", "不是所要的期间"),
    "PLACE_MISMATCH": ("warning", "数值地域待核"),
    "PLACE_OTHER": ("info", "不是所要的地域"),
    "UNIT_MISMATCH": ("warning", "数值单位不符"),
    "VALUE_UNREAD": ("warning", "数值未识别"),
    "VALUE_INEXACT": ("warning", "数值不确切"),
    "ISSUER_MISMATCH": ("warning", "发文单位待核"),
    "DEED_UNCERTAIN": ("warning", "任务名称相近"),
    "DEED_UNPROVED": ("warning", "不能说明已完成"),
    "COUNT_SHORT": ("warning", "数量待核"),
    "DATE_UNREAD": ("warning", "日期未识别"),
    "PERIOD_TOO_SHORT": ("error", "天数不足"),
    "PERIOD_COUNTED": ("info", "天数核算"),
    "PERSON_MISMATCH": ("error", "人员不符"),
    "PERSON_UNCERTAIN": ("warning", "人员待核"),
    "RECORD_SEEN": ("error", "有不良记录"),
    "CONDITION_CONTRARY": ("error", "与条件不符"),
    "OBJECTION_RAISED": ("warning", "公示有异议"),
    "EARLIER_AWARD": ("error", "以往获奖"),
    "YEARS_SHORT": ("error", "年限不足"),
}
ADVICE: Final[Mapping[str, str]] = {
    "HOLDER_MISMATCH": "请确认是否误放他人材料",
    "HOLDER_UNCERTAIN": "请核对持有人，必要时请申报单位补充更名、分支机构或英文名称证明",
    "EXPIRED": "请查有无换证或续期后的新证",
    "NOT_YET_VALID": "截止日前尚未取得，不能计分",
    "VALIDITY_UNKNOWN": "请打开原件核对日期",
    "NUMBER_INVALID": "请对照原件核对编号",
    "READINGS_DIFFER": "请对照原件核对",
    "NUMBER_REPAIRED": "请对照原件确认",
    "OUT_OF_WINDOW": "请确认日期",
    "TOO_RECENT": "请确认注册日期",
    "LEVEL_UNKNOWN": "请人工判断",
    "LEVEL_TOO_LOW": "请确认级别",
    "NOT_GRANTED": "请查有无授权或注册证书",
    "NOT_NAMED": "请查前言起草单位名单",
    "WRONG_PROOF": "请申报单位补充规定形式的佐证",
    "JOINT_UNDERTAKING": "请确认是否联合承担",
    "FAILED_INSPECTION": "请查不合格处理情况",
    "SOCIAL_SECURITY_MISSING": "请补充近半年社保证明",
    "SOCIAL_SECURITY_GAP": "请补充缺少月份的社保证明",
    "SOCIAL_SECURITY_EMPLOYER": "请核实劳动关系",
    "APPOINTMENT_MISSING": "请补充任命文件",
    "MISSING_MATERIAL": "请补充材料",
    "LOW_OCR_QUALITY": "请打开原件阅读",
    "PAPERS_CONFLICT": "请以原件为准核对",
    "SAME_DAY_PAIR": "请确认实用新型是否已放弃",
    "TRANSFERRED": "请人工判断",
    "CONCLUSION_UNKNOWN": "请打开原件核对检验结论",
    "SHARED_NUMBER": "请比对两家单位的原件",
    "MEASURE_UNCERTAIN": "请确认是否本指标的数值",
    "PERIOD_MISMATCH": "请补充所要期间的数值",
    "PLACE_MISMATCH": "请确认是哪里的数值",
    "UNIT_MISMATCH": "请打开原件核对数值和单位",
    "VALUE_UNREAD": "请打开原件核对数值",
    "VALUE_INEXACT": "请补充确切的数值",
    "ISSUER_MISMATCH": "请核对发文（主办）单位",
    "DEED_UNCERTAIN": "请确认是否说明本任务完成",
    "DEED_UNPROVED": "请补充正式文件或开展情况的材料",
    "COUNT_SHORT": "请核对数量",
    "DATE_UNREAD": "请打开原件核对日期",
    "PERIOD_TOO_SHORT": "请查有无另一次公示，必要时重新公示",
    "RECORD_SEEN": "请核对记录的内容和时间，并征求主管部门意见",
    "OBJECTION_RAISED": "请查看核查结论",
    "PERSON_MISMATCH": "请确认是否误放他人材料",
    "PERSON_UNCERTAIN": "请核对姓名",
}


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its highest severity and its Chinese label."""

    code: str
    severity: Severity
    label: str


@cache
def codes() -> Mapping[str, Code]:
    """All codes by name."""
    known = {name: Code(name, severity, label) for name, (severity, label) in OWN.items()}
    with (Path(__file__).parent / "data" / "codes.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            severity: Severity = (
                "error" if row["severity"] == "error" else "info" if row["severity"] == "info" else "warning"
            )
            known[row["code"]] = Code(row["code"], severity, row["label"])
    return known


def severity_of(code: str) -> Severity:
    """The highest severity that the code may have; warning for a code that nobody listed."""
    known = codes().get(code)
    return known.severity if known else "warning"


def official(code: str) -> bool:
    """Is the code one of the contract's?"""
    return code in codes() and code not in OWN


def sentence(paper: str, detail: str, code: str) -> str:
    """The message: paper, what was found, what to do."""
    advice = ADVICE.get(code)
    return f"{paper}：{detail}。" + (f"{advice}。" if advice else "")
