"""What the notice says about itself: title, document number, dates."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from extractors.parsers import dates, document_number, durations
from matchers.drafting.folded import fold, plain

_SCORING_TITLE: Final = re.compile(
    r"(?:评审|评价|评分|评定|评估|考核|考评|认定|验收|计分|打分|赋分|指标)[^,。;:《》]{0,16}(?:指标|标准|细则|表|办法|体系|评分|指南)(?:体系|表)?(?:\([^)]{1,12}\))?$"
)
_DEADLINE: Final = re.compile(
    r"截止|截至|之前|日前|前(?:报送|提交|报|将|向|完成|送|把)|申报时间|受理时间|报送时间|时间为|以前|逾期"
)
_IN_FORCE: Final = re.compile(r"(?:施行|实施|执行|生效|有效期|试行)")
_NOTICE: Final = re.compile(r"(?:通知|公告|办法|细则|规定|方案|通告|指南)(?:\([^)]{1,10}\))?$")


@dataclass(frozen=True, slots=True)
class Facts:
    """Title, document number, deadline, the day of the document, the last day in force; None where not said."""

    title: str
    document: str
    deadline: dt.date | None
    dated: dt.date | None
    in_force_until: dt.date | None


def read_facts(lines: tuple[str, ...], lead: tuple[str, ...]) -> Facts:
    """From the text outside of the tables; `lead` are the lines in front of the first scoring table."""
    text = "\n".join(lines)
    folded = _tight(fold(text))
    numbers = document_number.find(folded)
    document = str(numbers[0].value) if numbers else ""
    days = [(f, dt.date.fromisoformat(f.value)) for f in dates.find_days(folded) if f.value and _is_day(f.value)]
    dated = [day for f, day in days if _stands_alone(folded, f.start, f.end)]
    issued = dated[0] if dated else (days[-1][1] if days else None)
    return Facts(
        _title(lines, lead),
        document,
        _deadline(folded, issued),
        issued,
        _in_force(folded),
    )


def _tight(text: str) -> str:
    """Without the blanks that typists put around digits: 自 2022 年 3 月 1 日起."""
    return re.sub(r"(?<=[\d\u4e00-\u9fff]) +(?=[\d\u4e00-\u9fff])", "", text)


def _is_day(value: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def _stands_alone(text: str, start: int, end: int) -> bool:
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) if "\n" in text[end:] else len(text))]
    return len(plain(line)) <= 18


def _title(lines: tuple[str, ...], lead: tuple[str, ...]) -> str:
    for line in reversed([line for line in lead if line.strip()][-6:]):
        words = plain(line)
        if _SCORING_TITLE.search(words) and 6 <= len(words) <= 60 and not re.search(r"[。;]|^附件\d*:", words):
            return _bare(line)
    for line in lines[:40]:
        words = _bare(line)
        if found := re.search(r"《([^《》]{6,60})》", words):
            return found[1]
        if _NOTICE.search(plain(words)) and 6 <= len(words) <= 60:
            return words.removeprefix("关于印发").removesuffix("的通知") or words
    first = next((_bare(line) for line in (*lead, *lines) if len(_bare(line)) >= 6), "")
    return first[:60] or "评分标准"


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"[。;\n]", text) if s.strip()]


def _deadline(text: str, dated: dt.date | None) -> dt.date | None:
    """The day by which applicants hand in: that of the first sentence which speaks of it and has a day."""
    for sentence in _sentences(text):
        if _IN_FORCE.search(sentence) and "申报" not in sentence:
            continue
        if not re.search(r"申报|申请|报送|提交|受理|材料|推荐|报名|自评", sentence):
            continue
        found = _last_day(sentence, dated)
        if found is None:
            continue
        day, end = found
        before = re.match(r"\s*(?:\(.{0,8}\))?\s*(?:\d+[:时点]\S*)?\s*(?:前|止|截止)", sentence[end : end + 12])
        span = any("/" in (f.value or "") for f in dates.find(sentence)) and len(plain(sentence)) < 60
        if _DEADLINE.search(sentence) or before or span:
            return day
    return None


def _last_day(sentence: str, dated: dt.date | None) -> tuple[dt.date, int] | None:
    """The last day of the sentence and where it ends; 7月底 ends the month, 12月20日 is of the notice's year."""
    found = [f for f in dates.find(sentence) if f.value and f.value != dates.LONG_TERM]
    days = [(f, f.value.rpartition("/")[2]) for f in found if f.value]
    whole = [(f, value) for f, value in days if _is_day(value)]
    if whole:
        return dt.date.fromisoformat(whole[-1][1]), whole[-1][0].end
    if month_end := re.search(r"((?:19|20)\d\d)年(\d{1,2})月底", sentence):
        year, month = int(month_end[1]), int(month_end[2])
        if 1 <= month <= 12:
            return dt.date(year, month, calendar.monthrange(year, month)[1]), month_end.end()
    short = re.search(r"(?<![\d年])(\d{1,2})月(\d{1,2})日", sentence)
    if short is None or dated is None:
        return None
    try:
        day = dt.date(dated.year, int(short[1]), int(short[2]))
        return (day if day >= dated else day.replace(year=day.year + 1)), short.end()
    except ValueError:
        return None


def _in_force(text: str) -> dt.date | None:
    """The last day of 自…起施行，有效期n年, or of 有效期至…."""
    for sentence in _sentences(text):
        if "有效期" not in sentence and "试行期" not in sentence and not re.search(r"施行.*(?:至|年)", sentence):
            continue
        days = [f for f in dates.find_days(sentence) if f.value and _is_day(f.value)]
        if not days or not re.search(r"施行|实施|执行|生效|本(?:办法|细则|通知|规定|标准)", sentence):
            continue
        if re.search(r"(?:至|到)\s*$", sentence[: days[-1].start]) or len(days) > 1:
            return dt.date.fromisoformat(days[-1].value or "")
        after = sentence[days[-1].end :]
        found = re.search(
            r"(?:有效期|试行期|试行)[^\d一二三四五六七八九十]{0,6}(\d{1,2}|[一二三四五六七八九十]{1,2})\s*年", after
        ) or re.search(
            r"(?:有效期|试行期)[^\d一二三四五六七八九十]{0,6}(\d{1,2}|[一二三四五六七八九十]{1,2})\s*年", sentence
        )
        terms = durations.find(found[0]) if found else []
        if found and terms and terms[0].value:
            start = dt.date.fromisoformat(days[-1].value or "")
            return durations.end_of(start, terms[0].value) - dt.timedelta(days=1)
    return None
