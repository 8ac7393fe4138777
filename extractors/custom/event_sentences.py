"""Events of which sentences tell: a deed (举办, 召开, 开展), what was held, when, and how many came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extractors.custom import clauses
from extractors.custom.document_head import Head
from extractors.custom.making import item, read_field
from extractors.custom.prose import Paragraph, sentences
from extractors.evidence import Evidence, Field
from extractors.papers import Paper
from extractors.parsers import dates, measured_value, periods

KIND: Final = "event"
TYPE: Final = "event"
FIELDS: Final = ("kind", "title", "organiser", "date", "count", "unit")

_KINDS: Final = (
    ("training", re.compile(r"培训|讲座|宣贯|授课|研修|学习班|辅导")),
    (
        "meeting",
        re.compile(
            r"会议|大会|座谈会|推进会|部署会|动员会|联席会|交流会|现场会|研讨会|论坛|专题会|发布会|评审会|常务会|会$"
        ),
    ),
    (
        "campaign",
        re.compile(r"质量月|宣传|活动|竞赛|咨询|开放日|启动仪式|志愿|行动|整治|检查|征集|比赛|展览|周$|日$|月$"),
    ),
)
HELD: Final = r"(?:举办|举行|召开|开展|组织开展|组织召开|组织举办|组织|承办|主办|启动|开办|召集)"
_NOUNS: Final = (
    r"(?:培训班|培训会|培训|讲座|宣贯会|宣贯|研修班|工作会议|联席会议|会议|大会|座谈会|推进会|部署会|动员会|交流会|现场会|观摩会|研讨会|论坛"
    r"|发布会|评审会|咨询活动|宣传活动|系列活动|活动|竞赛|比赛|启动仪式|开放日|专项整治行动|专项整治|专项行动|行动|执法检查|专项检查|宣传周|质量月)"
)
_WHAT: Final = re.compile(
    rf"(?P<deed>{HELD})(?:了|过)?(?P<what>[^,。;()]{{2,60}}?{_NOUNS}(?:[”》\"]?{_NOUNS})*)(?![\u4e00-\u9fff]{{0,3}}(?:方案|通知|制度|工作的))"
)
_STILL_TO_COME: Final = re.compile(
    r"(?:定于|拟于|将于|将在|请[^,]{0,12})[^。]*$|(?:将|拟|计划|应|须|不定期|定期|每年|每季度|要)$"
)
_ORDERS: Final = frozenset({"通知", "公告", "通告", "批复"})
"""Kinds of documents that say what is to be done: what was done they tell with a word of the past."""
_PAST: Final = re.compile(r"已(?!完成的)|了(?!解)|先后|累计|日前|近日|昨日|昨天")
_PEOPLE: Final = re.compile(
    r"参(?:加|会|训|与|赛)|培训|学员|代表|人员|群众|企业|负责人|到会|出席|受训|覆盖|市民|签到|吸引"
)
_COUNTED: Final = ("人", "人次", "名", "位", "家", "家次", "户")
_MONTH_DAY: Final = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日")
_THESE_DAYS: Final = re.compile(r"昨日|昨天|今日|今天|近日|日前|(?:^|[,)])(?:上午|下午)")
BY_YEAR: Final = "年份取自材料的标题或日期"


def kind_of(title: str) -> str:
    """meeting, training, campaign or other, by the last word of the title that tells.

    >>> kind_of("质量月启动仪式"), kind_of("小微企业质量管理培训班"), kind_of("质量工作部门联席会议"), kind_of("书法")
    ('campaign', 'training', 'meeting', 'other')
    """
    found = [(m.start(), name) for name, pattern in _KINDS for m in pattern.finditer(title)]
    return max(found)[1] if found else "other"


def told_in(paper: Paper, paragraph: Paragraph, head: Head) -> Iterator[Evidence]:
    """The events that the sentences of a paragraph tell of."""
    text = paragraph.text
    year = int(paragraph.period[:4]) if paragraph.period else head.year
    for start, stop in sentences(text, "。!?"):
        words = text[start:stop].rstrip("。!?")
        deeds = list(_WHAT.finditer(words))
        for index, m in enumerate(deeds):
            end = deeds[index + 1].start() if index + 1 < len(deeds) else len(words)
            if clauses.is_wish(words, m.start(), words[m.end() :], year) or _STILL_TO_COME.search(words[: m.start()]):
                continue
            days = _days_of(words[: m.end()], year, head)
            if not _PAST.search(words) and (
                head.kind in _ORDERS or not _dated(paragraph, head, words[: m.end()], days)
            ):
                continue
            one = _one(paper, paragraph, head, start, words, m, end, year)
            if len(days) > 1 and re.search(r"分别|先后", words[: m.start()]):
                yield from _each_day(paper, paragraph, start, words[m.end() : end], m.end(), one, days)
            else:
                yield one


Day = tuple[int, int, str, str | None]
"""Where a day stands in its sentence, its value, and how its year is known where it is not printed."""


def _dated(paragraph: Paragraph, head: Head, words: str, days: list[Day]) -> bool:
    """Does anything say when it was? 组织开展质量培训 alone may be an order."""
    named = any(f.hint == "named" for f in periods.find(words))
    return bool(days) or named or paragraph.period is not None or head.news


def _each_day(
    paper: Paper, paragraph: Paragraph, base: int, after: str, at: int, one: Evidence, days: list[Day]
) -> Iterator[Evidence]:
    """9月20日、8月15日分别举办培训班，参训企业52家、61家: an event a day; a count only where each has its own."""
    found = [a for a in measured_value.find(after) if a.unit.removeprefix("万") in _COUNTED]
    run = found[:1]
    for amount in found[1:]:
        if re.fullmatch(r"[、和及与,]{1,2}", after[run[-1].end : amount.start]):
            run.append(amount)
    for n, (start, end, value, derived) in enumerate(days):
        fields = {**one.fields, "count": Field(None), "unit": Field(None)}
        fields["date"] = read_field(paper, value, *paragraph.place(base + start, base + end), derived=derived)
        if len(run) == len(days):
            place = paragraph.place(base + at + run[n].start, base + at + run[n].end)
            fields["count"] = read_field(paper, run[n].value, *place)
            fields["unit"] = read_field(paper, run[n].unit, *place)
        given = {name: field for name, field in fields.items() if field.value is not None}
        yield item(TYPE, KIND, paper, given, anchor=one.anchor, extras=one.extras, marks=one.marks, names=FIELDS,
                   pages=one.pages)  # fmt: skip


def _days_of(words: str, year: int | None, head: Head) -> list[Day]:
    """The days that the words name, in order; those without a year are of the paper's."""
    found: list[Day] = []
    found += [(f.start, f.end, f.value, None) for f in dates.find_days(words) if f.value and len(f.value) == 10]
    for m in _MONTH_DAY.finditer(words):
        if any(a <= m.start() < b for a, b, _, _ in found):
            continue
        own = year
        if head.date is not None and head.named_year is None:
            later = f"{int(m[1]):02d}-{int(m[2]):02d}" > head.date.value[5:]
            own = int(head.date.value[:4]) - (1 if later else 0)  # told in January of what was in December
        if own is not None:
            found.append((*m.span(), f"{own}-{int(m[1]):02d}-{int(m[2]):02d}", BY_YEAR))
    return sorted(found)


def _one(
    paper: Paper, paragraph: Paragraph, head: Head, base: int, words: str, m: re.Match[str], end: int, year: int | None
) -> Evidence:
    what = re.sub(r"^(?:[一二三四五六七八九十\d]+[场次期个]|全[市区县]|的|各类|多[场次期])+", "", m["what"])
    what = re.sub(r"[“”\"《》]", "", what).strip("的")
    named = paragraph.place(base + m.start("what"), base + m.end("what"))
    fields = {
        "kind": read_field(paper, kind_of(what), *named),
        "title": read_field(paper, what, *named),
    }
    if (when := _when(paper, paragraph, head, base, words[: m.end()], year)) is not None:
        fields["date"] = when
    who = re.search(
        r"(?:^|[,，])(?P<who>[\u4e00-\u9fff]{2,20}?(?:局|政府|委|办|办公室|协会|中心|海关))(?:联合[\u4e00-\u9fff、]{2,30})?$",
        words[: m.start()],
    )
    if who is not None:
        place = paragraph.place(base + who.start("who"), base + who.end("who"))
        fields["organiser"] = read_field(paper, who["who"], *place)
    elif head.issuer is not None:
        fields["organiser"] = read_field(paper, head.issuer.value, head.issuer.start, head.issuer.end)
    counted = count_in(words, m.end(), end)
    if counted is not None:
        place = paragraph.place(base + counted.start, base + counted.end)
        rough = counted.bound == "about"
        fields["count"] = read_field(paper, ("约" if rough else "") + counted.value, *place)
        fields["unit"] = read_field(paper, counted.unit, *place)
    pages = (paper.page_at(named[0]).id,)
    extras = {"context": read_field(paper, words.strip(), *paragraph.place(base, base + len(words)))}
    return item(
        TYPE, KIND, paper, fields, anchor=paper.span(*named), extras=extras, marks={"mentioned"}, names=FIELDS,
        pages=pages,
    )  # fmt: skip


def _when(paper: Paper, paragraph: Paragraph, head: Head, base: int, words: str, year: int | None) -> Field | None:
    """The day or period that stands nearest before the event; of news, the day on which it was published."""
    found = _days_of(words, year, head)
    for f in periods.find(words, year):
        if f.value and not any(a < f.end and f.start < b for a, b, _, _ in found):
            found.append((f.start, f.end, f.value, BY_YEAR if f.hint == "relative" else None))
    if found:
        days = [one for one in found if len(one[2]) == len("2019-09-03")]
        start, end, value, derived = max(days or found)
        return read_field(paper, value, *paragraph.place(base + start, base + end), derived=derived)
    if head.news and head.date is not None and _THESE_DAYS.search(words):
        return read_field(paper, head.date.value, head.date.start, head.date.end, derived="取报道的发布日期")
    if head.title is None or (paragraph.period is None and head.year is None):
        return None
    value = paragraph.period or str(head.year)
    return read_field(paper, value, head.title.start, head.title.end, labelled=False, derived="年份取自材料的标题")


def count_in(words: str, start: int, end: int) -> measured_value.Amount | None:
    """Participants or enterprises in the words behind the event."""
    for amount in measured_value.find(words[:end]):
        unit = amount.unit.removeprefix("万")
        if amount.start >= start and unit in _COUNTED and not amount.rank:
            around = words[max(amount.start - 14, start) : min(amount.end + 14, end)]
            if _PEOPLE.search(around):
                return amount
    return None


def once(found: list[Evidence]) -> list[Evidence]:
    """The same event told twice in one paper is one: the telling with more read (2018 and 2018-09-20 may be one)."""
    kept: list[Evidence] = []
    for one in found:
        same = next(
            (n for n, k in enumerate(kept) if k.value("title") == one.value("title") and _one_day(k, one)), None
        )
        if same is None:
            kept.append(one)
        elif _read(one) > _read(kept[same]):
            kept[same] = one
    return kept


def _one_day(first: Evidence, second: Evidence) -> bool:
    days = sorted((str(first.value("date") or ""), str(second.value("date") or "")), key=len)
    return days[1].startswith(days[0])


def _read(one: Evidence) -> int:
    return len(str(one.value("date") or "")) + sum(f.value is not None for f in one.fields.values())
