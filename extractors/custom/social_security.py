"""Social security papers (社保证明, handbook 11.3): who was insured, by whom, in which months.

Forms: a person's certificate with its table of periods or months, a firm's list, the monthly 申报表, the tax office's
缴费证明, prose. One item a paper; where rows name other employers, or persons whose insurance is doubtful (stopped,
paid later, work injury alone), those are items of their own, because employer and marks belong to the whole item.
"""

from __future__ import annotations

import re

from extractors.columns import Columns
from extractors.custom.insured import Insured, groups_of, months_text
from extractors.custom.insured_rows import people_in_rows, people_in_text
from extractors.custom.insured_text import SocialLabels
from extractors.custom.list_pages import rows_go_on
from extractors.custom.making import item, load_data
from extractors.document import Span
from extractors.evidence import Evidence, Field, Reading
from extractors.papers import SIGNS, TITLE, WEAK, Match, Paper, Spread
from extractors.tables import read_rows

KIND = "social_security"
SPREAD: Spread = "page"

_DATA = load_data("social_security.yaml")
PEOPLE = Columns(_DATA["people"]["columns"], _DATA["people"]["needed"], _DATA["people"]["keys"])
PERIODS = Columns(_DATA["periods"]["columns"], _DATA["periods"]["needed"], _DATA["periods"]["keys"])
LABELS = SocialLabels(_DATA["labels"], glued=("person",))

_WORDS = re.compile(r"社会保险|社保|参保|养老保险|缴费")
_TITLE = re.compile(
    r"(?:社会保险费?|社保费?|养老保险|参保|缴费|参保缴费|保险费)[^\n。,:]{0,18}?"
    r"(?:证\s?明|清\s?单|名\s?册|花名册|申报表|明细表?|凭证|情况表|记录单?|对账单|汇总表|查询单|权益单|证明表|登记表|缴纳表)"
)
_LABELS = re.compile(
    r"姓\s{0,4}名|证件号码|身份证|单位名称|参保单位|缴费单位|缴费人名称|纳税人名称|险种|费款所属期|社会保障号"
)
_NOT = re.compile(
    r"评审标准|评审指标|自评分|自评得分|评分标准|社会保险登记证|补贴|劳动合同书|招聘|目\s{0,6}录\n|证明材料清单|佐证材料清单|申报得分"
)
_DATE = re.compile(r"20\d\d\s?[年.\-/]?\s?\d{1,2}")


def recognise(paper: Paper) -> Match | None:
    """The title of such a paper and what stands on it; without a title the header of its list."""
    text = paper.text
    if not _WORDS.search(text) or _NOT.search(text):
        return None
    title = _TITLE.search(text[:600])
    signs = len({re.sub(r"\s", "", m) for m in _LABELS.findall(text)})
    if title is not None and signs >= 2 and _DATE.search(text):
        return Match(KIND, TITLE, paper.span(*title.span()), starts=True)
    if title is not None and re.search(r"证\s?明.{0,200}(?:参加|缴纳|参保)", text, re.S) and _DATE.search(text):
        return Match(KIND, TITLE, paper.span(*title.span()), starts=True)
    if signs >= 2 and "险" in text and (rows := read_rows(paper.pages, PEOPLE) or read_rows(paper.pages, PERIODS)):
        strength = SIGNS if {"insurance", "pension", "period", "from"} & set(rows[0].cells) else WEAK
        return Match(KIND, strength, rows[0].span, starts=title is not None)
    return None


def continues(paper: Paper, page: Paper) -> bool | None:
    """Rows go on; a page with a title and persons of its own is a new paper unless it says that it is a later page."""
    text = page.text
    if re.search(r"第\s?([2-9]|\d\d)\s?页|续\s?[表页]", text):
        return True if _WORDS.search(text) or rows_go_on(paper, page, PEOPLE) else None
    if _TITLE.search(text[:300]):
        return None
    return True if rows_go_on(paper, page, PEOPLE) or rows_go_on(paper, page, PERIODS) else None


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One item for each employer (and for persons whose insurance is doubtful)."""
    holder, uscc, period = LABELS.holder(paper), LABELS.uscc(paper), LABELS.period(paper)
    found = people_in_rows(paper, PEOPLE, period) or people_in_text(paper, PERIODS, LABELS, period)
    anchor = match.anchor or _anchor(paper)
    if not found:
        return [_item(paper, [], holder, uscc, period, anchor, frozenset())]
    return [
        _item(paper, people, employer or holder, uscc if employer is None else None, period, anchor, marks)
        for (employer, marks), people in groups_of(found)
    ]


def _item(
    paper: Paper,
    people: list[Insured],
    holder: Field | None,
    uscc: Field | None,
    period: Field | None,
    anchor: Span | None,
    marks: frozenset[str],
) -> Evidence:
    fields: dict[str, Field] = {}
    extras: dict[str, Field] = {}
    if holder is not None:
        fields["holder"] = holder
    if uscc is not None:
        extras["uscc"] = uscc
    if people:
        reading = _worst([p.name_field.reading for p in people])
        first = people[0].name_field
        fields["persons"] = Field(tuple(p.name for p in people), first.raw, first.span, reading)
        extras["identities"] = Field(tuple(p.identity or "" for p in people))
        extras["months"] = Field(tuple(months_text(p.months) for p in people))
        extras["insurances"] = Field(tuple("、".join(sorted(p.insurances)) for p in people))
        extras["statuses"] = Field(tuple(p.status or "" for p in people))
    months = sorted({m for p in people for m in p.months})
    places = [p.month_field for p in people if p.month_field is not None]
    if months and places:
        worst = min(places, key=lambda f: f.reading.score)
        fields["from_month"] = Field(months[0], worst.raw, worst.span, worst.reading)
        fields["to_month"] = Field(months[-1], worst.raw, worst.span, worst.reading)
    elif period is not None and isinstance(period.value, str):
        first_month, _, last_month = period.value.partition("/")
        fields["from_month"] = Field(first_month, period.raw, period.span, period.reading)
        fields["to_month"] = Field(last_month or first_month, period.raw, period.span, period.reading)
    return item("social_security", KIND, paper, fields, anchor=anchor, extras=extras, marks=marks)


def _worst(readings: list[Reading]) -> Reading:
    return min(readings, key=lambda r: (r.via == "text", r.score))


def _anchor(paper: Paper) -> Span | None:
    title = _TITLE.search(paper.text)
    return paper.span(*title.span()) if title else None
