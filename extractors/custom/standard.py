"""Standards (标准文本): cover and foreword as one item; papers that only tell of them as items that prove nothing.

Cover and foreword may stand far apart, on pictures of their own, or one of them may be missing: what is missing is told
by a mark (`foreword_missing`, `cover_missing`).
"""

from __future__ import annotations

import re

from extractors.custom.drafting_units import find_units
from extractors.custom.flow import Flow, flow_of
from extractors.custom.making import item, read_field
from extractors.custom.standard_cover import Cover, Located, find_numbers, is_cover, read_cover
from extractors.custom.standard_proof import read_proof, recognise_proof
from extractors.document import Span
from extractors.evidence import Evidence, Field
from extractors.papers import SIGNS, TITLE, Match, Paper, Spread
from extractors.parsers import standard_number

KIND = "standard"
SPREAD: Spread = "run"

_THIS = r"本(?:文件|标准|部分|规范|规程|指导性技术文件|指南|导则|规则)"
_FOREWORD = re.compile(rf"前\s{{0,6}}言|{_THIS}按照|{_THIS}.{{0,40}}(?:提出|归口)|{_THIS}.{{0,300}}起草", re.S)
_DRAFTED = re.compile(r"起草单位|主编单位|参编单位|编制单位|起草人|负责起草|归口|修订单位")
_INNER = re.compile(
    r"(?:^|\n)\s*(?:目\s{0,6}[次录]|引\s{0,4}言|前\s{0,6}言|附\s{0,3}录\s{0,2}[A-Z]|1\s{0,3}范\s{0,3}围|2\s{0,3}规范性引用文件"
    r"|3\s{0,3}术语和定义|参考文献)\s*(?:\n|$|[(（])"
)
_CLAUSE = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d{1,2}){1,3}|[A-Z]\.\d{1,2}(?:\.\d{1,2})*|表\s?[A-Z]?\.?\d|图\s?[A-Z]?\.?\d)\s?[\u4e00-\u9fffA-Z]",
    re.M,
)


def recognise(paper: Paper) -> Match | None:
    """A cover starts a standard; foreword and inner pages join it."""
    text = paper.text
    if "标准" not in text and "起草" not in text and "编单位" not in text and "ICS" not in text and "前" not in text:
        return _inner(paper)
    proof = recognise_proof(paper)
    if proof is not None:
        return Match(KIND, TITLE, proof, starts=True)
    flow = flow_of(paper)
    if is_cover(flow, text):
        return Match(KIND, TITLE, _number_span(paper), starts=True)
    if _is_foreword(text, flow):
        return Match(KIND, TITLE, _number_span(paper), starts=False)
    return _inner(paper)


def continues(paper: Paper, page: Paper) -> bool | None:
    """Pages that bear the open standard's number, or a part that only standards have, go on with it."""
    numbers = {f.value for f in find_numbers(paper.parts[0].text)}
    head = page.text[:160]
    if any(f.value in numbers for f in find_numbers(head)):
        return True
    if len(_CLAUSE.findall(page.text)) >= 2 or _INNER.search(page.text) or _is_foreword(page.text, flow_of(page)):
        return True
    if not any(_DRAFTED.search(p.text) for p in paper.parts):
        return None
    return None if not page.text.strip() else False


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One item for the standard."""
    if recognise_proof(paper) is not None:
        return read_proof(paper)
    flows = [flow_of(paper, i, i + 1) for i in range(len(paper.parts))]
    at = next((i for i, flow in enumerate(flows) if is_cover(flow, paper.parts[i].text)), None)
    cover = read_cover(paper, at, flows[at]) if at is not None else Cover()
    marks = set()
    whole = flow_of(paper)
    found = find_units(whole)
    if not found.units and not any(_is_foreword(p.text, f) for p, f in zip(paper.parts, flows, strict=True)):
        marks.add("foreword_missing")
    elif not found.units:
        marks.add("units_missing")
    if not found.complete:
        marks.add("units_incomplete")
    if at is None:
        marks.add("cover_missing")
    if cover.draft is not None:
        marks.add("draft_standard")
    number = cover.number or _from_head(paper)
    fields: dict[str, Field] = {}
    extras: dict[str, Field] = {}
    if number is not None:
        again = _stands_again(paper, number, at)
        fields["standard_no"] = read_field(
            paper,
            number.value,
            number.start,
            number.end,
            labelled=at is not None,
            agreed=again,
            repaired=number.repaired,
        )
        fields["level"] = _level(paper, number, cover)
    elif cover.class_level is not None:
        fields["level"] = _at(paper, cover.class_level)
    if cover.title is not None:
        fields["title"] = _at(paper, cover.title)
    if cover.published is not None:
        day = cover.published
        fields["publish_date"] = read_field(
            paper, day.value, day.start, day.end, labelled=day.sure, repaired=day.repaired
        )
    if found.units:
        first, last = found.units[0], found.units[-1]
        fields["drafting_units"] = read_field(paper, found.names, *whole.place(first.start, last.end))
    if cover.draft is not None:
        extras["status"] = _at(paper, cover.draft)
    if cover.others:
        extras["other_numbers"] = read_field(
            paper, tuple(n.value for n in cover.others), cover.others[0].start, cover.others[0].end
        )
    anchor = paper.span(number.start, number.end) if number is not None else match.anchor
    return [item("standard", KIND, paper, fields, anchor=anchor, extras=extras, marks=marks)]


def _at(paper: Paper, found: Located) -> Field:
    return read_field(paper, found.value, found.start, found.end, labelled=found.sure, repaired=found.repaired)


def _level(paper: Paper, number: Located, cover: Cover) -> Field:
    """The class line decides; the number agrees with it or disputes it."""
    by_number = standard_number.level(number.value)
    if cover.class_level is None:
        return read_field(paper, by_number, number.start, number.end)
    seen = cover.class_level
    agreed = seen.value == by_number
    return read_field(paper, seen.value, seen.start, seen.end, agreed=agreed, disputed=not agreed)


def _from_head(paper: Paper) -> Located | None:
    """Without a cover: the number in the head of the pages."""
    for part, base in zip(paper.parts, paper.starts, strict=True):
        for found in find_numbers(part.text[:80]):
            if (
                found.value is not None
                and found.hint != "plan"
                and not part.text[: found.start].strip(" \nIVX0123456789")
            ):
                return Located(found.value, base + found.start, base + found.end, repaired=found.repaired)
    return None


def _stands_again(paper: Paper, number: Located, cover: int | None) -> bool:
    """The number is read the same on another page (the head of the foreword)."""
    return any(
        found.value == number.value
        for index, part in enumerate(paper.parts)
        if index != (paper.part_at(number.start) if cover is None else cover)
        for found in find_numbers(part.text[:160])
    )


def _is_foreword(text: str, flow: Flow) -> bool:
    if not _FOREWORD.search(text):
        return False
    if "前言" in flow.text[:200] and _DRAFTED.search(flow.text):
        return True
    return bool(
        re.search(
            rf"{_THIS}.{{0,12}}(?:起草单位|编制单位|修订单位)|{_THIS}由.{{2,300}}起草|主编单位.{{2,300}}参编单位",
            flow.text,
        )
    )


def _inner(paper: Paper) -> Match | None:
    """A page of a standard's text: its number stands alone in the head."""
    text = paper.text
    for found in find_numbers(text[:60]):
        line_end = text.find("\n", found.end)
        rest = text[found.end : line_end if line_end >= 0 else None]
        if not text[: found.start].strip(" \nIVX0123456789") and not rest.strip(" \n.IVX0123456789"):
            return Match(KIND, SIGNS, paper.span(found.start, found.end), starts=False)
    return None


def _number_span(paper: Paper) -> Span | None:
    found = find_numbers(paper.text)
    return paper.span(found[0].start, found[0].end) if found else None
