"""The numbers that stand on papers, out of a stretch of text: by a parser's grammar, or as they stand at a label."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from extractors.evidence import Check
from extractors.parsers import (
    certificate_number,
    cma_number,
    cnas_number,
    foreign_patent,
    patent_number,
    standard_number,
    trademark_number,
)
from extractors.value import Value, value_of

_HAN: Final = r"\u3400-\u9fff"
_NUMBER: Final = re.compile(
    r"[A-Z0-9\u4e00-\u9fff][A-Z0-9\u4e00-\u9fff()\[\]〔〕/.:_#&+-]*"
    r"(?: (?=[A-Z0-9]*\d)[A-Z0-9][A-Z0-9()/.-]*"
    # 117 22 EU 0345-08 R1M, 12 100 54321 TMS: capitals between or behind groups of digits, no name of a standard.
    r"|(?<=\d) (?-i:(?!ISO|IEC|GB|EN |UL |IATF|SA )[A-Z]{1,4})(?=(?-i: [A-Z]{0,2}\d)|[. ]*$)){0,6}",
    re.IGNORECASE,
)
_BREAK: Final = "\u3400"
_NO_PREFIX: Final = re.compile(r"(?:No|NO|Nr|编号|号)[.:°º ]{1,3}", re.I)
_DATE_LIKE: Final = re.compile(r"\d{4}年|\d{4}-\d\d?-\d\d?$|20\d\d\.\d\d?\.\d\d?$")


def opaque_number(text: str, labelled: bool) -> list[Value]:
    """An opaque number: letters, digits and signs, with at least two digits; blanks only between digit groups."""
    # In a narrow cell a number goes on below its dash or stroke.
    text = re.sub(r"(?<=[A-Z0-9][-/])\n(?=[A-Z0-9])", _BREAK, text)
    first_line = text.split("\n")[0] if text.strip(" \n").find("\n") >= 0 else text
    offset = 0
    if (m := _NO_PREFIX.match(first_line.lstrip())) is not None:
        offset = len(first_line) - len(first_line.lstrip()) + m.end()
    for m in _NUMBER.finditer(first_line, offset):
        raw = m.group().rstrip(".:_-/(&+# ")
        if sum(c.isdigit() for c in raw) < 2 or _DATE_LIKE.search(raw):
            continue
        raw = _balanced(raw)
        value = raw.replace(" ", "").replace(_BREAK, "")
        if len(re.findall(f"[{_HAN}]", value)) > max(8, len(value) // 2):
            continue
        return [Value(value, m.start(), m.start() + len(raw))]
    return []


def _balanced(raw: str) -> str:
    """Without a bracket that has no partner."""
    if raw.count("(") > raw.count(")"):
        return raw[: raw.rfind("(")]
    return raw.rstrip(")") if "(" not in raw else raw


def certificate_number_of(text: str, labelled: bool) -> list[Value]:
    """The numbers of Chinese bodies by their grammar; others, beside a label only, as they stand."""
    found = [value_of(f) for f in certificate_number.find(text) if f.value is not None]
    if not found and labelled:
        found = _spread_number(text)
    if found or not labelled:
        return found
    return [value for value in opaque_number(text, labelled) if not _is_standard(str(value.value))]


_OF_STANDARD: Final = re.compile(r"(?:GB(?:/T)?|RB/T|(?:ISO|IEC)(?:/[A-Z]{2,4})?|IATF|OHSAS)\d{3,5}(?!\d)")


def _is_standard(number: str) -> bool:
    """What stands in the line below an empty 证书编号 is no number of a certificate: GB/T19001-2016, ISO9001:2015."""
    return standard_number.is_valid(number) or _OF_STANDARD.match(number) is not None


def _spread_number(text: str) -> list[Value]:
    """A number of a Chinese body printed with blanks between its characters."""
    line = text.split("\n")[0]
    places = [at for at, c in enumerate(line) if c != " "]
    if len(places) == len(line):
        return []
    found = certificate_number.find("".join(line[at] for at in places))
    if not found or found[0].value is None or found[0].start > 2:
        return []
    one = value_of(found[0])
    return [replace(one, start=places[one.start], end=places[one.end - 1] + 1)]


def chinese_patent(text: str, labelled: bool) -> list[Value]:
    """ZL numbers with their check digit."""
    return [value_of(f) for f in patent_number.find(text)]


_APPLICATION: Final = re.compile(
    r"(?<![\dA-Z])(?:CN ?|ZL ?)?(?P<n>(?:(?:19|20)\d\d ?[12389] ?\d{7}|[890]\d ?[1-3] ?\d{5}) ?[.·] ?[\dX])(?!\d)"
)


def chinese_application(text: str, labelled: bool) -> list[Value]:
    """A Chinese application number, written without ZL."""
    return [
        Value(m["n"].replace(" ", "").replace("·", "."), m.start(), m.end(), _check_of(m["n"]))
        for m in _APPLICATION.finditer(text)
    ]


def _check_of(number: str) -> Check:
    return "passed" if patent_number.is_valid("ZL" + re.sub(r"[ ]", "", number).replace("·", ".")) else "failed"


_BARE_CMA: Final = re.compile(r"(?<!\d)\d{11,12}(?!\d)")


def laboratory_number(text: str, labelled: bool) -> list[Value]:
    """CNAS L… or the digits of a CMA certificate (those beside a label only)."""
    found = [value_of(f) for f in cnas_number.find(text) if f.value is not None and f.problem is None]
    found = found or [value_of(f) for f in cma_number.find(text)]
    if found or not labelled:
        return found
    m = _BARE_CMA.search(text)
    return [Value(m.group(), m.start(), m.end())] if m else []


_BARE_TRADEMARK: Final = re.compile(
    r"(?<![\dA-Z/-])(?:No\.? ?)?(?P<n>(?:UK(?=0))?G?\d(?:[ ,]?\d){4,10}[A-Z]?)(?![\d/-])"
)


def trademark_number_of(text: str, labelled: bool) -> list[Value]:
    """第…号; beside a label (注册号) also the bare number."""
    found = [value_of(f) for f in trademark_number.find(text)]
    if found or not labelled:
        return found
    m = _BARE_TRADEMARK.search(text)
    return [Value(re.sub(r"[ ,]", "", m["n"]), m.start("n"), m.end("n"))] if m else []


_BARE_FOREIGN: Final = re.compile(r"(?:US|EP|JP|KR|DE|TW|HK|I|M|D)?[ ]?\d[\d,./ -]{4,16}\d(?: ?[A-Z]\d?)?")


def foreign_patent_of(text: str, labelled: bool) -> list[Value]:
    """A number in an office's own form; beside a label as it stands, without blanks and commas."""
    found = [value_of(f) for f in foreign_patent.find(text) if f.value is not None]
    if found or not labelled:
        return found
    m = _BARE_FOREIGN.search(text.split("\n")[0])
    return [Value(re.sub(r"[ ,]", "", m.group()), m.start(), m.end())] if m else []


_STANDARD: Final = re.compile(
    r"(?P<gb>(?:G[B8]|YY|RB|JJF|CTS|CNCA)(?:/?[T1I]|/Z)?[ -]*\d{4,5}(?:\.\d+)?)(?: ?- ?(?P<gy>(?:19|20)\d\d))?"
    r"|(?P<word>(?:[I1l|]?[S5][O0Q]|IOS)(?:/TS|/IEC)?|IATF|SA|OHSAS|IEC|AS|"
    r"EN)[ -]*(?P<n>\d{4,5}(?:-\d{1,2})?)(?: ?[:.-] ?(?P<iy>(?:19|20)\d\d))?"
)


def standard_certified(text: str, labelled: bool) -> list[Value]:
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


def nice_classes(text: str, labelled: bool) -> list[Value]:
    """Classes of goods and services (Nice), 1 to 45, as one list."""
    found = [m for m in _CLASS.finditer(text) if 1 <= int(m[1]) <= 45]
    if not found:
        return []
    values = tuple(dict.fromkeys(str(int(m[1])) for m in found))
    return [Value(values, found[0].start(), found[-1].end())]
