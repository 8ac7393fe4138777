"""What a stretch of text says as a value of some sort: one reader for each `parse:` of a kind's YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from extractors.evidence import Check
from extractors.holders import first_named, has_legal_form, holder_in, holders_in
from extractors.parsers import (
    certificate_number,
    cma_number,
    cnas_number,
    dates,
    foreign_patent,
    high_tech_number,
    measurement_number,
    organisation,
    organisation_list,
    patent_number,
    trademark_number,
    uscc,
)
from extractors.parsers.found import Found

_HAN: Final = r"\u3400-\u9fff"


@dataclass(frozen=True, slots=True)
class Value:
    """A value and the stretch [start, end) that says it; `value` None: something stands there that cannot be used."""

    value: str | tuple[str, ...] | None
    start: int
    end: int
    check: Check = "none"
    repaired: str | None = None
    problem: str | None = None
    hint: str | None = None


Reader = Callable[[str, bool], list[Value]]
"""(text of a stretch, it stood beside a label) -> values in order."""


def _of(found: Found) -> Value:
    return Value(found.value, found.start, found.end, found.check, found.repaired, found.problem, found.hint)


def _dates(text: str, labelled: bool) -> list[Value]:
    found = dates.find(text)
    if not found and labelled:
        found = [f for f in (dates.read(text[:40]),) if f.value is not None]
    return _joined_ranges(text, [_of(f) for f in found])


_TO: Final = re.compile(r"\s*[,，]?\s*(?:起|始|开始|日起)?\s*(?:至|到|止|-|~|—|to|until|till)\s*", re.IGNORECASE)


def _joined_ranges(text: str, found: list[Value]) -> list[Value]:
    """Two days with 起 至 between them, however set apart, are one range: its beginning is never its end."""
    result: list[Value] = []
    for one in found:
        last = result[-1] if result else None
        days = last is not None and isinstance(last.value, str) and "/" not in last.value and isinstance(one.value, str)
        if last is not None and days and "/" not in str(one.value) and _TO.fullmatch(text, last.end, one.start):
            repaired = "、".join(n for n in (last.repaired, one.repaired) if n) or None
            result[-1] = Value(f"{last.value}/{one.value}", last.start, one.end, repaired=repaired)
        else:
            result.append(one)
    return result


_NUMBER: Final = re.compile(
    r"[A-Z0-9\u4e00-\u9fff][A-Z0-9\u4e00-\u9fff()\[\]〔〕/.:_#&+-]*"
    r"(?: (?=[A-Z0-9]*\d)[A-Z0-9][A-Z0-9()/.-]*){0,4}",
    re.IGNORECASE,
)
_NO_PREFIX: Final = re.compile(r"(?:No|NO|Nr|编号|号)[.:°º ]{1,3}", re.I)
_DATE_LIKE: Final = re.compile(r"\d{4}年|\d{4}-\d\d?-\d\d?$|20\d\d\.\d\d?\.\d\d?$")


def _number(text: str, labelled: bool) -> list[Value]:
    """An opaque number: letters, digits and signs, with at least two digits; blanks only between digit groups."""
    first_line = text.split("\n")[0] if text.strip(" \n").find("\n") >= 0 else text
    offset = 0
    if (m := _NO_PREFIX.match(first_line.lstrip())) is not None:
        offset = len(first_line) - len(first_line.lstrip()) + m.end()
    for m in _NUMBER.finditer(first_line, offset):
        raw = m.group().rstrip(".:_-/(&+# ")
        if sum(c.isdigit() for c in raw) < 2 or _DATE_LIKE.search(raw):
            continue
        raw = _balanced(raw)
        value = raw.replace(" ", "")
        if len(re.findall(f"[{_HAN}]", value)) > max(8, len(value) // 2):
            continue
        return [Value(value, m.start(), m.start() + len(raw))]
    return []


def _balanced(raw: str) -> str:
    """Without a bracket that has no partner."""
    if raw.count("(") > raw.count(")"):
        return raw[: raw.rfind("(")]
    return raw.rstrip(")") if "(" not in raw else raw


def _certificate_number(text: str, labelled: bool) -> list[Value]:
    """The numbers of Chinese bodies by their grammar; others, beside a label only, as they stand."""
    found = [_of(f) for f in certificate_number.find(text) if f.value is not None]
    if not found and labelled:
        found = _spread_number(text)
    return found or (_number(text, labelled) if labelled else [])


def _spread_number(text: str) -> list[Value]:
    """A number of a Chinese body printed with blanks between its characters."""
    line = text.split("\n")[0]
    places = [at for at, c in enumerate(line) if c != " "]
    if len(places) == len(line):
        return []
    found = certificate_number.find("".join(line[at] for at in places))
    if not found or found[0].value is None or found[0].start > 2:
        return []
    one = _of(found[0])
    return [replace(one, start=places[one.start], end=places[one.end - 1] + 1)]


def _patent(text: str, labelled: bool) -> list[Value]:
    return [_of(f) for f in patent_number.find(text)]


_APPLICATION: Final = re.compile(
    r"(?<![\dA-Z])(?:CN ?|ZL ?)?(?P<n>(?:(?:19|20)\d\d ?[12389] ?\d{7}|[890]\d ?[1-3] ?\d{5}) ?[.·] ?[\dX])(?!\d)"
)


def _application(text: str, labelled: bool) -> list[Value]:
    """A Chinese application number, written without ZL."""
    return [
        Value(m["n"].replace(" ", "").replace("·", "."), m.start(), m.end(), _check_of(m["n"]))
        for m in _APPLICATION.finditer(text)
    ]


def _check_of(number: str) -> Check:
    return "passed" if patent_number.is_valid("ZL" + re.sub(r"[ ]", "", number).replace("·", ".")) else "failed"


_BARE_CMA: Final = re.compile(r"(?<!\d)\d{11,12}(?!\d)")


def _laboratory_number(text: str, labelled: bool) -> list[Value]:
    """CNAS L… or the digits of a CMA certificate (those beside a label only)."""
    found = [_of(f) for f in cnas_number.find(text) if f.value is not None and f.problem is None]
    found = found or [_of(f) for f in cma_number.find(text)]
    if found or not labelled:
        return found
    m = _BARE_CMA.search(text)
    return [Value(m.group(), m.start(), m.end())] if m else []


_BARE_TRADEMARK: Final = re.compile(r"(?<![\dA-Z/-])(?:No\.? ?|UK)?(?P<n>G?\d(?:[ ,]?\d){4,10}[A-Z]?)(?![\d/-])")


def _trademark(text: str, labelled: bool) -> list[Value]:
    """第…号; beside a label (注册号) also the bare number."""
    found = [_of(f) for f in trademark_number.find(text)]
    if found or not labelled:
        return found
    m = _BARE_TRADEMARK.search(text)
    return [Value(re.sub(r"[ ,]", "", m["n"]), m.start("n"), m.end("n"))] if m else []


_BARE_FOREIGN: Final = re.compile(r"(?:US|EP|JP|KR|DE|TW|HK|I|M|D)?[ ]?\d[\d,./ -]{4,16}\d(?: ?[A-Z]\d?)?")


def _foreign_patent(text: str, labelled: bool) -> list[Value]:
    """A number in an office's own form; beside a label as it stands, without blanks and commas."""
    found = [_of(f) for f in foreign_patent.find(text) if f.value is not None]
    if found or not labelled:
        return found
    m = _BARE_FOREIGN.search(text.split("\n")[0])
    return [Value(re.sub(r"[ ,]", "", m.group()), m.start(), m.end())] if m else []


_STANDARD: Final = re.compile(
    r"(?P<gb>(?:G[B8]|YY|RB|JJF|CTS|CNCA)(?:/?[T1I]|/Z)?[ -]*\d{4,5}(?:\.\d+)?)(?: ?- ?(?P<gy>(?:19|20)\d\d))?"
    r"|(?P<word>(?:[I1l|]?[S5][O0Q]|IOS)(?:/TS|/IEC)?|IATF|SA|OHSAS|IEC|AS|"
    r"EN)[ -]*(?P<n>\d{4,5}(?:-\d{1,2})?)(?: ?[:.-] ?(?P<iy>(?:19|20)\d\d))?"
)


def _standard(text: str, labelled: bool) -> list[Value]:
    """The standards that a system is certified to, `GB/T 19001-2016` or `ISO 9001:2015`; a misread ISO is told."""
    result = []
    for m in _STANDARD.finditer(text):
        if m["gb"]:
            number = re.search(r"\d{4,5}(?:\.\d+)?$", m["gb"])
            if number is None:
                continue
            head = m["gb"][: number.start()].strip(" -").replace("G8", "GB")
            head = re.sub(r"(?<=^GB)/?[T1I]$", "/T", head)
            value = f"{head} {number.group()}" + (f"-{m['gy']}" if m["gy"] else "")
        else:
            word = m["word"]
            head = re.sub(r"^(?:[I1l|]?[S5][O0Q]|IOS)(?=$|/)", "ISO", word)
            value = f"{head} {m['n']}" + (f":{m['iy']}" if m["iy"] else "")
        result.append(Value(value, m.start(), m.end()))
    return result


_CLASS: Final = re.compile(r"(?<!\d)(?:第 ?)?(\d{1,2})(?: ?类)?(?!\d)")


def _classes(text: str, labelled: bool) -> list[Value]:
    found = [m for m in _CLASS.finditer(text) if 1 <= int(m[1]) <= 45]
    if not found:
        return []
    values = tuple(dict.fromkeys(str(int(m[1])) for m in found))
    return [Value(values, found[0].start(), found[-1].end())]


def _text(text: str, labelled: bool) -> list[Value]:
    """What stands there, lines joined (without a blank between hanzi)."""
    stripped = text.strip(" \t\n:;,，。_-")
    if not stripped:
        return []
    start = text.index(stripped)
    return [Value(joined_lines(stripped), start, start + len(stripped))]


def joined_lines(text: str) -> str:
    r"""Lines and cells as one line; no blank where either side is a hanzi.

    >>> joined_lines("一种包装袋\n生产装置"), joined_lines("Co.,\nLtd.")
    ('一种包装袋生产装置', 'Co., Ltd.')
    """
    text = re.sub(rf"(?<=[{_HAN}、()])[ \t]*\n\s*|[ \t]*\n\s*(?=[{_HAN}、,;()])", "", text)
    return re.sub(r"\s+", " ", text).strip()


def _organisation(text: str, labelled: bool) -> list[Value]:
    found = holder_in(text, labelled=labelled)
    if labelled and (found is None or not has_legal_form(found.name)):
        found = first_named(text) or found
    return [Value(found.name, found.start, found.end, repaired=found.repaired)] if found else []


def _named(text: str, labelled: bool) -> list[Value]:
    """All names of organisations in a running text (the winners that a decision lists)."""
    found = [f for f in organisation.find(text) if f.value is not None]
    names = tuple(dict.fromkeys(str(f.value) for f in found))
    return [Value(names, found[0].start, found[-1].end)] if found else []


_LIST_STOP: Final = re.compile(
    r"(?:联合|共同)(?:承担|负责)|等\d*家|等单位|等企业|等$|(?:(?<=公司)|(?<=[院所厂校])|(?<=中心)|(?<=大学)|"
    r"(?<=协会)|(?<=集团))[ \t]*\n(?![ \t]*[、,;和与及])"
)


def _organisation_list(text: str, labelled: bool) -> list[Value]:
    """Names of a list in running text, also parted by 和 and 与; without the word that follows them (A、B联合承担)."""
    stop = _LIST_STOP.search(text)
    found = [f for f in organisation_list.split(text[: stop.start()] if stop else text) if f.value]
    names = [n for f in found if has_legal_form(n := _to_legal_form(str(f.value))) and len(n) > 3]
    return [Value(tuple(dict.fromkeys(names)), found[0].start, found[-1].end)] if names else []


def _to_legal_form(name: str) -> str:
    """A name without the words that run on behind its legal form."""
    if has_legal_form(name):
        return name
    cut = holder_in(name, labelled=True)
    return cut.name if cut is not None else name


def _organisations(text: str, labelled: bool) -> list[Value]:
    found = holders_in(text)
    return [Value(tuple(h.name for h in found), found[0].start, found[-1].end)] if found else []


READERS: Final[dict[str, Reader]] = {
    "date": _dates,
    "month": lambda text, labelled: [_of(f) for f in dates.find_months(text)],
    "number": _number,
    "certificate_number": _certificate_number,
    "measurement_number": lambda text, labelled: [_of(f) for f in measurement_number.find(text)],
    "uscc": lambda text, labelled: [_of(f) for f in uscc.find(text)],
    "patent_number": _patent,
    "application_number": _application,
    "trademark_number": _trademark,
    "foreign_patent": _foreign_patent,
    "standard": _standard,
    "high_tech_number": lambda text, labelled: [_of(f) for f in high_tech_number.find(text)],
    "cnas_number": _laboratory_number,
    "organisation": _organisation,
    "organisations": _organisations,
    "organisation_list": _organisation_list,
    "named": _named,
    "text": _text,
    "classes": _classes,
}
