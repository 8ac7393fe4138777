"""Numbers of Chinese standards (标准编号) and their level (标准化法 2017; GB/T 1.1; 团体标准管理规定).

GB, GB/T, GB/Z national; two or three letters of `industry_codes.csv` with or without /T, /Z industry; DB + two digits
(province) or four (city) local; T/ group; Q/ enterprise. Then the serial with parts, a dash and the year (two digits
before 1996). What is met beside these (ISO, JJF, JJG, TSG, plan numbers) is found with a problem.

Repair: GB read as G8, 6B, 68; /T read as /I, /1. CB is shipbuilding and stays: the cover's class line must settle it.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.folding import FOLDED
from extractors.parsers.found import Found, InvalidNumber
from extractors.parsers.tables import PROVINCE_CODES, industry_codes

_DASHES: Final = re.compile(r"[‐‑‒–—―－一ー_]{1,2}")
_SERIAL: Final = r"(?P<serial>\d+(?:\.\d+){0,3}) ?- ?(?P<year>\d{4}|\d{2})"
_PUBLIC: Final = re.compile(rf"(?P<code>GB|DB\d{{2}}(?:\d{{2}})?|[A-Z]{{2,3}}?)(?: ?/? ?(?P<nature>[TZ]))? ?{_SERIAL}")
_PRIVATE: Final = re.compile(
    r"(?P<code>T/[A-Z]{2,9}(?:-[A-Z]+)?|Q/[A-Z0-9()]{2,14}) ?(?P<serial>\d+(?:\.\d+){0,2}) ?- ?(?P<year>20\d{2})"
)
_DAMAGED_CODE: Final = re.compile(r"^(?:G8|6[B8])(?=[/TZ \d汀丁I])")
_DAMAGED_NATURE: Final = re.compile(r"(?<=^[A-Z]{2})(?: ?/ ?I ?| ?/1 | ?汀 ?| ?/?丁 ?|IT ?)(?=\d)")
_OTHER: Final = re.compile(
    r"(?P<code>ISO(?:/IEC|/TS|/TR)?|IEC|EN|ASTM|JJF|JJG|TSG|GJB|DBJ/T) ?[A-Z]?\d[\dA-Z.\-]*?(?:[:-]\d{4})?(?: ?\(E\))?"
)
_PLAN: Final = re.compile(r"20\d{6}-[TQZ]-\d{3}")
_FIND: Final = re.compile(
    r"(?<![0-9A-Za-z/])(?:(?:GB|DB\d{4}|DB\d\d|G8|6[B8]|[A-Z]{2,3})"
    r" ?(?:/ ?(?:[TZI]|1 )|[TZ](?= ?\d)|汀|/?丁|(?<=[A-Z]{2})IT)?"
    r"|T ?/ ?[A-Z]{2,9}(?:-[A-Z]+)?|Q ?/ ?[A-Z0-9()]{2,14}) ?\d{1,6}(?:\.\d{1,3}){0,3}"
    r" ?[-‐–—一_] ?(?:(?:19|20)\d\d|\d\d)"
    r"(?![0-9A-Za-z])|(?<!\d)20\d{6}-[TQZ]-\d{3}(?!\d)"
)
_OTHER_WORDS: Final = {
    "JJF": "计量技术规范",
    "JJG": "计量检定规程",
    "TSG": "特种设备安全技术规范",
    "GJB": "国家军用标准",
}


def compact(number: str) -> str:
    """Half-width, upper case, one form of dash and slash, single blanks."""
    text = re.sub(r"[∕⁄]", "/", number.translate(FOLDED))
    return _DASHES.sub("-", re.sub(r"\s+", " ", text).strip()).upper()


def level(number: str) -> str:
    """The level of a normalised number: national, industry, local, group, enterprise or other.

    >>> [level(n) for n in ("GB/T 1-2020", "JB/T 2-2018", "DB4407/T 70-2021", "T/GDAQI 062-2021", "Q/JM 1-2020")]
    ['national', 'industry', 'local', 'group', 'enterprise']
    """
    code = re.match(r"[A-Z]+", number)
    if number.startswith("T/"):
        return "group"
    if number.startswith("Q/"):
        return "enterprise"
    if number.startswith(("GB/", "GB ")):
        return "national"
    if re.match(r"DB\d\d", number):
        return "local"
    return "industry" if code and code.group() in industry_codes() else "other"


def read(text: str) -> Found:
    """The standard that a text names; `hint` is its level.

    >>> read("GBT19001—2016").value, read("JTT 794-2019").value, read("JB/T 5000-85").value
    ('GB/T 19001-2016', 'JT/T 794-2019', 'JB/T 5000-1985')
    >>> read("G8/T 19001-2016").repaired, read("20201234-T-604").problem
    ('G8按GB读', '计划号，标准未发布')
    """
    number, length = compact(text), len(text)
    m = _PRIVATE.fullmatch(re.sub(r"(?<=^[TQ]) ?/ ?", "/", number))
    if m:
        return _judged(m["code"], m["serial"], m["year"], length, None)
    m = _PUBLIC.fullmatch(number)
    if m and (m["code"] in industry_codes() or m["code"] == "GB" or m["code"].startswith("DB")):
        code = m["code"] + (f"/{m['nature']}" if m["nature"] else "")
        if m["code"].startswith("DB") and m["code"][2:4] not in PROVINCE_CODES and len(m["code"]) > 2:
            return Found(f"{code} {m['serial']}-{m['year']}", 0, length, problem=f"没有代码为{m['code'][2:4]}的省份")
        return _judged(code, m["serial"], m["year"], length, None)
    mended, told = _mended(number)
    if told and (d := _PUBLIC.fullmatch(mended)) and (d["code"] == "GB" or d["code"] in industry_codes()):
        code = d["code"] + (f"/{d['nature']}" if d["nature"] else "")
        return _judged(code, d["serial"], d["year"], length, told)
    if _PLAN.fullmatch(number):
        return Found(number, 0, length, problem="计划号，标准未发布", hint="plan")
    if o := _OTHER.fullmatch(number):
        word = _OTHER_WORDS.get(o["code"], "不属国家、行业、地方、团体标准")
        return Found(number, 0, length, problem=f"{o['code']}：{word}", hint="other")
    if m:
        return Found(number, 0, length, problem=f"行业代号{m['code']}不存在", hint="other")
    return Found(None, 0, length, problem=f"不是标准编号：{text.strip()[:24]}")


def _mended(number: str) -> tuple[str, str | None]:
    """The number with GB and /T mended by rule, and what was done."""
    notes = []
    if m := _DAMAGED_CODE.match(number):
        notes.append(f"{m.group()}按GB读")
        number = "GB" + number[2:]
    if m := _DAMAGED_NATURE.search(number):
        notes.append(f"{m.group().strip()}按/T读")
        number = f"{number[: m.start()]}/T {number[m.end() :]}"
    return number, "、".join(notes) or None


def _judged(code: str, serial: str, year: str, length: int, repaired: str | None) -> Found:
    full = year if len(year) == 4 else f"19{year}"
    value = f"{code} {serial}-{full}"
    problem = None if 1950 <= int(full) <= 2049 else f"年份{full}不可能"
    return Found(value, 0, length, repaired=repaired, problem=problem, hint=level(value))


def find(text: str) -> list[Found]:
    """Standards named in a view: those of the rubric's levels and plan numbers.

    >>> [(f.value, f.hint) for f in find("符合GB/T 19001-2016 / ISO 9001:2015，代替 JB/T 8826-2008")]
    [('GB/T 19001-2016', 'national'), ('JB/T 8826-2008', 'industry')]
    """
    found = []
    for m in _FIND.finditer(text):
        one = read(m.group())
        if one.value is not None and one.hint is not None and (one.hint != "other" or "/" in one.value):
            found.append(Found(one.value, *m.span(), repaired=one.repaired, problem=one.problem, hint=one.hint))
    return found


def validate(number: str) -> str:
    """The normalised number, unrepaired and of a level that the rubric counts or names."""
    found = read(number)
    if found.value is None or found.problem or found.repaired:
        raise InvalidNumber(found.problem or found.repaired)
    return found.value


def is_valid(number: str) -> bool:
    """True where the number is clean."""
    found = read(number)
    return found.value is not None and not found.problem and not found.repaired


def format(number: str) -> str:
    """The normalised form, which is also the printed one."""
    return validate(number)
