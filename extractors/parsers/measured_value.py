"""Measured values in statistics and reports: a number with its unit, as printed (GB/T 15835-2011 for numerals).

The value is the printed decimal without thousands separators (`97.8`, `1234`), the unit the printed one (`%`, `‰`,
`家`, `万元`); 万 and 亿 belong to the unit: nothing is multiplied. A place in a ranking (第12位, 排名第三) has the unit
`名` and the hint `rank`; 个百分点 is a difference and never a value of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from extractors.parsers import numerals
from extractors.parsers.found import InvalidNumber
from extractors.text import View

Bound = Literal["", "at_least", "more_than", "at_most", "less_than", "about"]

UNITS: Final = (
    "平方公里|平方千米|平方米|立方米|公里|千米|公顷|千瓦时|微克/立方米|毫克/升|标准煤|美元|元|吨|亩|家次|人次|批次|台次|架次|户次"
    "|家|个|件|名|位|人|项|批|次|场|期|宗|起|份|条|台|所|户|册|支|座|间|处|辆|块|组|类|种|篇|张|枚|只|头|款|幅|套|站|例|分|倍|天"
)
_NUMBER: Final = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<=[\u4e00-\u9fff])\d{1,3}(?: \d{3})+(?=[\u4e00-\u9fff%])|\d+(?: ?\. ?\d+)?"
)
_LONGER: Final = (
    r"(?!(?<=组)织|(?<=支)[持付撑]|(?<=分)[别区行类布为级管]|(?<=项)目|(?<=家)[庭用具电]|(?<=名)[牌称单优]|(?<=场)所|(?<=期)间|(?<=批)[准筹复]"
    r"|(?<=台)[山账]|(?<=人)[民员大才均力]|(?<=条)[例件]|(?<=类)型|(?<=例)如|(?<=份)额|(?<=户)外|(?<=个)[人百]|(?<=元)素|(?<=起)[来到]|(?<=次)[日数])"
)
_UNIT: Final = rf"个?百分点|%[o0OＯ](?![0-9A-Za-z])|%|‰|[十百千]?[万亿]{{0,2}}(?:{UNITS})|万|亿"
_AMOUNT: Final = re.compile(
    r"(?<![\dA-Za-z.·〔\[/-])(?<!\d )(?<!\d,)"
    rf"(?P<first>{_NUMBER})"
    rf"(?:(?P<unit1>%|‰|{UNITS})?(?:-{{1,2}}|~|—{{1,2}}|至)第?(?P<second>{_NUMBER}))?"
    rf"(?P<more>[余多])?(?P<unit>(?:{_UNIT}){_LONGER})?(?P<more2>[余多](?!媒体|元|种|样|边|层|方|部门|年))?"
)
_PERCENT: Final = re.compile(
    r"(?P<base>百|千)分之(?P<digits>百|[〇零一二三四五六七八九十两]+(?:点[〇零一二三四五六七八九]+)?)"
)
_RANK_WORD: Final = re.compile(
    r"第(?P<n>[一二三四五六七八九十]{1,3})(?:名|位)|(?:排名?|[位名]?列|居)第(?P<m>\d{1,3}|[一二三四五六七八九十]{1,3})(?![\d名位年届])"
)
_NO_MORE: Final = re.compile(r"^[\dA-Za-z年月日号度届版次级]")
"""What follows a number that measures nothing: a year, a number of a document, a code."""

_BEFORE: Final[tuple[tuple[str, Bound], ...]] = (
    (r"(?:不低于|不少于|至少|不小于)$", "at_least"),
    (r"(?:不超过|不高于|不多于|至多|最多|控制在|以内)$", "at_most"),
    (r"(?:超过|超|突破|逾|大于|多于|超出)$", "more_than"),
    (r"(?:低于|小于|少于|不足|不到|不满)$", "less_than"),
    (r"(?:大约|约|近|将近|接近|左右)$", "about"),
)
_AFTER: Final[tuple[tuple[str, Bound], ...]] = (
    (r"^(?:及|或)?以上", "at_least"),
    (r"^(?:及|或)?以[内下]", "at_most"),
    (r"^左右|^上下", "about"),
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit in text[start:end].

    value: the printed decimal, of a range the upper end of places in a ranking and the lower end of anything else;
    low, high: the ends of a range; bound: what the words beside it make of it (以上, 近); repaired: what was replaced.
    """

    value: str
    unit: str
    start: int
    end: int
    bound: Bound = ""
    rank: bool = False
    low: str | None = None
    high: str | None = None
    repaired: str | None = None

    @property
    def is_difference(self) -> bool:
        return self.unit.endswith("百分点")

    @property
    def is_range(self) -> bool:
        return self.high is not None


def compact(text: str) -> str:
    """Half-width, without blanks and thousands separators."""
    return re.sub(r"(?<=\d),(?=\d{3})|\s", "", View.of(text).text)


def find(text: str) -> list[Amount]:
    """Every number with or without unit in a view, in order; years, days, codes and numbers of papers are none.

    >>> [(a.value, a.unit, a.bound) for a in find("合格率为97.8%,比上年提高2.1个百分点,1.36‰以上")]
    [('97.8', '%', ''), ('2.1', '个百分点', ''), ('1.36', '‰', 'at_least')]
    >>> [(a.value, a.unit, a.bound) for a in find("培训1,250余人次,近50家")]
    [('1250', '人次', 'at_least'), ('50', '家', 'about')]
    >>> [(a.value, a.unit, a.low) for a in find("月度排名5-45名")]
    [('45', '名', '5')]
    >>> [(a.value, a.rank) for a in find("位居全国第12位、第三位")]
    [('12', True), ('3', True)]
    >>> find("6.7组织培训,14.11支持企业,居前10位")[0].unit
    ''
    >>> find("2019年9月10日印发江府〔2019〕12号,GB/T 19001-2016,3·15晚会,第2届,比重8.1:43.0:48.9")
    []
    >>> [(a.value, a.unit) for a in find("达到百分之九十七点八")]
    [('97.8', '%')]
    >>> [(a.value, a.unit) for a in find("排名第5,张贴海报5 200张")]
    [('5', '名'), ('5200', '张')]
    """
    found = [a for m in _AMOUNT.finditer(text) if (a := _amount(text, m)) is not None]
    found += [a for m in _PERCENT.finditer(text) if (a := _spoken(m)) is not None]
    for m in _RANK_WORD.finditer(text):
        digits = m["n"] or m["m"]
        place = int(digits) if digits.isdigit() else numerals.number(digits)
        start = m.start("n") if m["n"] else m.start("m")
        if place is not None:
            found.append(Amount(str(place), "名", start, m.end(), rank=True))
    return sorted(found, key=lambda a: a.start)


def _amount(text: str, m: re.Match[str]) -> Amount | None:
    unit = m["unit"] or m["unit1"] or ""
    first, second = (compact(v) if v else None for v in (m["first"], m["second"]))
    if first is None or (not unit and _NO_MORE.match(text[m.end() :])):
        return None
    if re.match(r":\d", text[m.end() :]) or re.search(r"\d:$", text[: m.start()]):
        return None  # a ratio, 8.1:43.0:48.9
    before, after = text[max(m.start() - 4, 0) : m.start()], text[m.end() : m.end() + 4]
    if (unit == "次" and before.endswith("第")) or (unit in {"名", "位", "家"} and before.endswith("前")):
        return None  # 第3次, 居前10位
    ranked = unit in {"名", "位"} and re.search(r"第$|排名?(?:全[国省市])?$|列$|居$|名次为?$", before) is not None
    ranked = ranked or (unit in {"名", "位"} and second is not None)
    if before.endswith("第") and not ranked:
        return None  # 第5 without 名 is found as a rank where 排名 stands before it
    repaired = None
    if unit.startswith("%") and len(unit) > 1:
        unit, repaired = "‰", f"“{m['unit']}”按‰读"
    bound = _bound(before, after, more=bool(m["more"] or m["more2"]))
    unit = "名" if ranked else unit
    if second is None:
        return Amount(first, unit, m.start(), m.end(), bound, ranked, repaired=repaired)
    if not unit or float(second) < float(first):
        return None
    value = second if ranked else first
    return Amount(value, unit, m.start(), m.end(), bound, ranked, first, second, repaired)


def _bound(before: str, after: str, *, more: bool) -> Bound:
    for pattern, bound in _BEFORE:
        if re.search(pattern, before):
            return bound
    for pattern, bound in _AFTER:
        if re.search(pattern, after):
            return bound
    return "at_least" if more else ""


def _spoken(m: re.Match[str]) -> Amount | None:
    whole, _, part = m["digits"].partition("点")
    value = 100 if whole == "百" else numerals.number(whole)
    if value is None:
        return None
    digits = "".join(str(numerals.number(c)) for c in part)
    unit = "%" if m["base"] == "百" else "‰"
    return Amount(f"{value}.{digits}" if digits else str(value), unit, m.start(), m.end())


def read(text: str) -> Amount | None:
    """The amount that a whole text is (a cell), with words of bounds; None where it says more or nothing.

    >>> read("97.8％").value, read("≥96").bound, read("1 200"), read("——"), read("10家以上").bound
    ('97.8', 'at_least', None, None, 'at_least')
    """
    tight = View.of(text).text.strip().strip("。;,").replace("\n", "")
    sign: Bound = ""
    for mark, bound in (
        ("≥", "at_least"),
        (">=", "at_least"),
        ("≤", "at_most"),
        (">", "more_than"),
        ("<", "less_than"),
    ):
        if tight.startswith(mark):
            tight, sign = tight[len(mark) :].strip(), bound  # type: ignore[assignment]
            break
    found = find(tight)
    if len(found) != 1:
        return None
    rest = tight[: found[0].start] + tight[found[0].end :]
    if not re.fullmatch(
        r"\s*(?:第|约|近|超过?|突破|达到?|为|不低于|不少于|至少|低于|不足|(?:及)?以[上内下]|左右)*\s*", rest
    ):
        return None
    one = found[0]
    return one if not sign else Amount(one.value, one.unit, one.start, one.end, sign, one.rank, one.low, one.high)


def validate(text: str) -> str:
    """The value with its unit (`97.8%`) where the text is one amount and nothing else."""
    found = read(text)
    if found is None or found.repaired:
        raise InvalidNumber(found.repaired if found else f"不是一个数值：{text.strip()[:20]}")
    return found.value + found.unit


def is_valid(text: str) -> bool:
    """True where the text is one amount that needs no repair."""
    try:
        validate(text)
    except InvalidNumber:
        return False
    return True


def format(text: str) -> str:
    """The amount as written in a report."""
    return validate(text)
