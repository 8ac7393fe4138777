"""The forms in which one day or month stands on a paper (handbook 13), each as a pattern and a reading.

Seven forms: 2021年9月30日 in Arabic or Chinese numerals; 2021-09-30 with - . / ·; 30/09/2021 day or month first;
Sep. 30, 2021; 30 Sep 2021; Japanese and Taiwan eras; 20210930. A month alone stays a month (`2021-09`). An impossible
day is refused, never moved to a neighbour; letters among digits are read by rule and told.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from typing import Final

from extractors.parsers.found import Found
from extractors.parsers.numerals import letters_to_digits, number, told

_D: Final = r"[0-9OoIl|]"
_HAN: Final = r"〇零○◯Oo0一二三四五六七八九"
_MONTHS: Final = {name.lower(): at for at, name in enumerate(calendar.month_abbr) if name}
_MONTH: Final = (
    r"(?P<m>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_ERAS: Final = {"民国": 1911, "民國": 1911, "平成": 1988, "令和": 2018, "昭和": 1925}
_ORDINAL: Final = r"(?:st|nd|rd|th)?"

CHINESE: Final = re.compile(
    rf"(?<![0-9{_HAN}])(?P<y>[0-9OoIl|BSZ]{{4}}|[{_HAN}]{{4}}|\d\d)[年牟][ \n]{{0,2}}"
    rf"(?P<m>[0-9OoIl|]{{1,2}}|[正元一二三四五六七八九十]{{1,3}})[月用]"
    rf"(?:[ \n]{{0,2}}(?P<d>[0-9OoIl|BSZ]{{1,2}}|[一二三四五六七八九十廿卅〇]{{1,3}})?(?P<sun>[日曰目号])"
    rf"|[ \n]?(?P<dd>\d{{1,2}})(?=[\s至到~)、，。;-]|$))?(?!份)"
)
_ISO: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?P<y>[12Il]{_D}{{3}}) ?(?P<sep>[-./·]) ?(?P<m>{_D}{{1,2}}) ?(?P=sep) ?(?P<d>{_D}{{1,2}})"
    r"(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])(?P<yt>[12]\d{3})(?P<sept>[-./])(?P<mt>\d\d)(?P=sept)(?P<dt>\d\d)(?=T?\d\d:\d\d)"
)
_YEAR_LAST: Final = re.compile(
    r"(?<![0-9A-Za-z])(?P<a>\d{1,2}) ?(?P<sep>[-./]) ?(?P<b>\d{1,2}) ?(?P=sep) ?(?P<y>(?:19|20)\d\d)(?![0-9A-Za-z])"
)
_MONTH_ONLY: Final = re.compile(
    r"(?<![0-9A-Za-z])(?P<y>(?:19|20)\d\d)(?P<sep>[-./])(?P<m>0[1-9]|1[0-2])(?![0-9A-Za-z%号万元]|[-./][0-9])"
)
_MONTH_FIRST: Final = re.compile(
    rf"(?<![A-Za-z]){_MONTH}[.,]? ?(?P<d>\d{{1,2}}){_ORDINAL}(?:, ?|\. ?| |/|-)(?P<y>(?:19|20)\d\d)(?!\d)", re.I
)
_DAY_FIRST: Final = re.compile(
    rf"(?<![0-9A-Za-z.])(?P<d>\d{{1,2}}) ?{_ORDINAL}(?: of)?[ ./,-]{{0,2}}{_MONTH}[ .,/-]{{0,3}}"
    r"(?P<y>(?:19|20)\d\d)(?!\d)",
    re.I,
)
_YEAR_FIRST: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?P<y>(?:19|20)\d\d)[ .,/-]{{0,2}}{_MONTH}[ .,/-]{{1,2}}(?P<d>\d{{1,2}}){_ORDINAL}(?![0-9])",
    re.I,
)
_ENGLISH_MONTH: Final = re.compile(rf"(?<![A-Za-z]){_MONTH}[.,]? ?(?P<y>(?:19|20)\d\d)(?!\d)", re.I)
_ERA: Final = re.compile(
    r"(?P<era>民国|民國|平成|令和|昭和)(?P<y>\d{1,3}|元)年[ ]?(?P<m>\d{1,2})月[ ]?(?P<d>\d{1,2})日"
)
_KOREAN: Final = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)년 ?(?P<m>\d{1,2})월 ?(?P<d>\d{1,2})일")
_EIGHT: Final = re.compile(r"(?<![0-9A-Za-z])(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?![0-9A-Za-z])")
_BEFORE_EIGHT: Final = re.compile(
    r"(?:日期?|时间|年月日|[Dd]ate|至|自|到|[Uu]ntil|[Ff]rom|(?<!\d)\d{8} ?[~-])[)）]?[ :\t\n]{0,3}$"
)
_AFTER_EIGHT: Final = re.compile(r" ?[-~至到] ?(?:19|20)\d{6}(?!\d)")
_SIX: Final = re.compile(r"(?<![0-9A-Za-z])(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?![0-9A-Za-z])")


def make(year: int, month: int, day: int | None, start: int, end: int, repaired: str | None = None) -> Found:
    """The day (or month) as Found; refused with a reason where the calendar has no such day."""
    if 1949 <= year <= 2099 and 1 <= month <= 12:
        if day is None:
            return Found(f"{year:04}-{month:02}", start, end, repaired=repaired, hint="month")
        if 1 <= day <= calendar.monthrange(year, month)[1]:
            return Found(f"{year:04}-{month:02}-{day:02}", start, end, repaired=repaired, hint="day")
    shown = f"{year}年{month}月" + ("" if day is None else f"{day}日")
    return Found(None, start, end, problem=f"历法中没有这一天：{shown}")


def chinese(text: str) -> Iterator[Found]:
    """2021年9月30日, 二○二一年九月三十日, 2021年9月; a two-digit year or an empty day is refused."""
    for m in CHINESE.finditer(text):
        start, end = m.span()
        day_word = m["d"] or m["dd"]
        if len(m["y"]) == 2:
            if m["sun"] or m["dd"]:
                yield Found(None, start, end, problem=f"年份只有两位：{m.group()}")
            continue
        if m["sun"] and not day_word:
            yield Found(None, start, end, problem=f"未填日：{m.group()}")
            continue
        words = [_arabic(m["y"]), _arabic(m["m"].replace("正", "一")), _arabic(day_word) if day_word else None]
        values = [None if word is None else number(word) for word in words]
        if values[0] is None or values[1] is None or (day_word and values[2] is None):
            yield Found(None, start, end, problem=f"日期读不出：{m.group()}")
            continue
        before = m.group().replace("○", "〇")
        notes = [told(before, "".join(_arabic(part) for part in re.split(r"([年月日])", before)))]
        notes += [f"{char}按{right}读" for char, right in ("牟年", "用月", "曰日", "目日") if char in before]
        notes += ["缺“日”字"] if m["dd"] else []
        repaired = "、".join(note for note in notes if note) or None
        yield make(values[0], values[1], values[2], start, end, repaired)


def _arabic(word: str) -> str:
    """Letters read as digits where the word is in Arabic numerals; Chinese numerals stay (there O is zero anyway)."""
    return word if any("\u3007" <= c <= "\u9fff" for c in word) else letters_to_digits(word)


def korean(text: str) -> Iterator[Found]:
    """2020년 06월 10일."""
    for m in _KOREAN.finditer(text):
        yield make(int(m["y"]), int(m["m"]), int(m["d"]), *m.span())


_GERMAN: Final = re.compile(r"G[üu]ltig bis|Ausstellungsdatum|Zertifikat Nr|Pr[üu]fzeichen|M[üu]nchen|Urkunde")
"""German papers write the day first."""


def day_goes_first(text: str) -> bool | None:
    """Whether year-last dates of this text put the day first, where one of them leaves no choice; else None.

    >>> day_goes_first("14.09.2018 10.09.2021"), day_goes_first("08/19/2021"), day_goes_first("10.09.2021")
    (True, False, None)
    """
    pairs = [(int(m["a"]), int(m["b"])) for m in _YEAR_LAST.finditer(text)]
    day, month = any(a > 12 >= b for a, b in pairs), any(b > 12 >= a for a, b in pairs)
    if day == month and not day and "." in text and _GERMAN.search(text):
        return True
    return day if day != month else None


def in_order(raw: str, *, day_first: bool) -> Found | None:
    """A year-last date read in the order that another date of the same paper shows."""
    m = _YEAR_LAST.search(raw)
    if m is None:
        return None
    day, month = (m["a"], m["b"]) if day_first else (m["b"], m["a"])
    return make(int(m["y"]), int(month), int(day), *m.span())


def numeric(text: str) -> Iterator[Found]:
    """2021-09-30, 2021.9.30, 2021/9/30, and year-last forms, of which day and month may be undecidable."""
    for m in _ISO.finditer(text):
        raw = (m["y"], m["m"], m["d"]) if m["y"] else (m["yt"], m["mt"], m["dt"])
        digits = [letters_to_digits(part) for part in raw]
        yield make(int(digits[0]), int(digits[1]), int(digits[2]), *m.span(), told("".join(raw), "".join(digits)))
    for m in _YEAR_LAST.finditer(text):
        a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
        if a <= 12 and b <= 12 and a != b:
            both = f"{year}-{a:02}-{b:02}或{year}-{b:02}-{a:02}"
            yield Found(None, *m.span(), problem=f"日月次序不明：{m.group()}可读作{both}", hint="ambiguous")
        else:
            yield make(year, b if a > 12 or a == b else a, a if a > 12 or a == b else b, *m.span())
    for m in _MONTH_ONLY.finditer(text):
        yield make(int(m["y"]), int(m["m"]), None, *m.span())


def eight_digits(text: str, *, anywhere: bool = False) -> Iterator[Found]:
    """20210930, only where a date must stand (behind 日期, 时间, 至 …) unless `anywhere`."""
    for m in _EIGHT.finditer(text):
        labelled = _BEFORE_EIGHT.search(text[max(m.start() - 11, 0) : m.start()])
        if anywhere or labelled or _AFTER_EIGHT.match(text, m.end()):
            yield make(int(m["y"]), int(m["m"]), int(m["d"]), *m.span())


def six_digits(text: str) -> Iterator[Found]:
    """202112 as a month: for columns of months (social security), never in running text."""
    for m in _SIX.finditer(text):
        yield make(int(m["y"]), int(m["m"]), None, *m.span())


def english(text: str) -> Iterator[Found]:
    """Sep. 30, 2021; September 30th, 2021; 30 Sep 2021; 30-SEP-2021; 2021-Sep-30; Sep 2021."""
    for pattern in (_MONTH_FIRST, _DAY_FIRST, _YEAR_FIRST):
        for m in pattern.finditer(text):
            yield make(int(m["y"]), _MONTHS[m["m"][:3].lower()], int(m["d"]), *m.span())
    for m in _ENGLISH_MONTH.finditer(text):
        yield make(int(m["y"]), _MONTHS[m["m"][:3].lower()], None, *m.span())


def eras(text: str) -> Iterator[Found]:
    """令和3年9月30日, 民國110年9月30日."""
    for m in _ERA.finditer(text):
        year = _ERAS[m["era"]] + (1 if m["y"] == "元" else int(m["y"]))
        yield make(year, int(m["m"]), int(m["d"]), *m.span())
