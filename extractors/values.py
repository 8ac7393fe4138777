"""What a stretch of text says as a value of some sort: one reader for each `parse:` of a kind's YAML."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from extractors.holders import first_named, has_legal_form, holder_in, holders_in
from extractors.numbers import (
    certificate_number_of,
    chinese_application,
    chinese_patent,
    foreign_patent_of,
    laboratory_number,
    nice_classes,
    opaque_number,
    standard_certified,
    trademark_number_of,
)
from extractors.parsers import (
    dates,
    high_tech_number,
    measurement_number,
    organisation,
    organisation_list,
    uscc,
)
from extractors.value import Reader, Value, value_of

_HAN: Final = r"\u3400-\u9fff"


def _dates(text: str, labelled: bool) -> list[Value]:
    found = dates.find(text)
    if not found and labelled:
        found = [f for f in (dates.read(text[:40]),) if f.value is not None]
    return _joined_ranges(text, [value_of(f) for f in found])


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


_GLOSS_BELOW: Final = re.compile(
    r"\n[ \t]*\((?:[A-Z][A-Z .,'/&-]{4,60}|[A-Z][a-z]+(?: [A-Za-z]+){1,6})\)[ \t]*(?=\n|$)"
)
"""(TITLE OF THE INVENTION) in a line of its own: the English of the label above."""


def _text(text: str, labelled: bool) -> list[Value]:
    """What stands there, lines joined (without a blank between hanzi)."""
    gloss = _GLOSS_BELOW.search(text)
    stripped = (text[: gloss.start()] if gloss else text).strip(" \t\n:;,，。_-")
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


_GIVING: Final = re.compile(r"(?:决定|研究)[,，]?\s*(?:授予|表彰|给予)")


def _organisation_list(text: str, labelled: bool) -> list[Value]:
    """Names of a list in running text, also parted by 和 and 与; without the word that follows them (A、B联合承担)."""
    verbs = list(_GIVING.finditer(text))
    if verbs:  # 为表彰先进，市政府决定，授予A、B: the names stand behind the last verb
        lead = verbs[-1].end()
        return [replace(v, start=v.start + lead, end=v.end + lead) for v in _organisation_list(text[lead:], labelled)]
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
    "month": lambda text, labelled: [value_of(f) for f in dates.find_months(text)],
    "number": opaque_number,
    "certificate_number": certificate_number_of,
    "measurement_number": lambda text, labelled: [value_of(f) for f in measurement_number.find(text)],
    "uscc": lambda text, labelled: [value_of(f) for f in uscc.find(text)],
    "patent_number": chinese_patent,
    "application_number": chinese_application,
    "trademark_number": trademark_number_of,
    "foreign_patent": foreign_patent_of,
    "standard": standard_certified,
    "high_tech_number": lambda text, labelled: [value_of(f) for f in high_tech_number.find(text)],
    "cnas_number": laboratory_number,
    "organisation": _organisation,
    "organisations": _organisations,
    "organisation_list": _organisation_list,
    "named": _named,
    "text": _text,
    "classes": nice_classes,
}
