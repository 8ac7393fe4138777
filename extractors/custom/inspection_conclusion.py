"""Did the product pass: the conclusion of an inspection report (handbook 8, traps).

不合格 contains 合格, 不符合 contains 符合, and 未发现不合格 contains 不合格 and passes; 不作合格判定 decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.custom.labelled import Labels
from extractors.custom.making import read_field
from extractors.evidence import Field
from extractors.papers import Paper
from extractors.wording import mend_words

_CLEAN = re.compile(
    r"(?:均)?(?:未|没有|无)(?:发现|检出|出现)?(?:有)?不合格(?:项目?|情况|品)?|不合格(?:项目?(?:数)?|数|率)?\s?[:：]?\s?(?:0|无|零)(?:项|%)?(?!\d)"
)
_OPEN = re.compile(
    r"(?:仅|只)提供[^。,;]{0,16}|不[作做予](?:合格|出|任何|符合性|结果)?[^。,;]{0,4}判[定断]|不下结论|不[作做]结论|不[作做]评[价定]|不[进予]行?判定|见(?:检验|检测|附|下|后)[^。,;]{0,8}"
)
_FAIL = re.compile(
    r"不\s?合\s?格|不\s?符\s?合|未\s?达\s?到|不\s?满\s?足|不\s?达\s?标|\bFAIL(?:ED)?\b|\bNON-?COMPLIAN|劣质", re.I
)
_PASS = re.compile(r"合\s?格|符\s?合|满\s?足|达\s?到|达\s?标|\bPASS(?:ED)?\b|\bCOMPL(?:Y|IES|IANT)\b", re.I)
_SENTENCE = re.compile(
    r"(?:经|依据|根据|按照?|本次|所检|该批|该样品|样品经)[^。\n;]{0,80}?"
    r"(?:均?符合[^。;\n]{0,60}(?:要求|规定|标准)|不符合[^。;\n]{0,60}(?:要求|规定|标准)|(?:不)?合格|未发现不合格)"
)


def verdict(text: str) -> str | None:
    """pass, fail, or None where the text decides nothing.

    >>> [verdict(t) for t in ("合格", "不合格", "未发现不合格", "所检项目不符合GB 4706.1-2005标准要求。")]
    ['pass', 'fail', 'pass', 'fail']
    >>> [verdict(t) for t in ("仅提供实测数据", "不作合格判定", "—", "经检验，所检项目符合标准要求。")]
    [None, None, None, 'pass']
    """
    clean, count = _CLEAN.subn(" 合格 ", mend_words(text))
    decided = _OPEN.sub(" ", clean)
    if _FAIL.search(decided):
        return "fail"
    if _PASS.search(decided) or (count and "合格" in decided):
        return "pass"
    return None


def read_conclusion(paper: Paper, labels: Labels) -> Field | None:
    """The verdict of the conclusion cell; two that differ dispute each other, and the failing one stands."""
    found: list[tuple[str, int, int]] = []
    open_end = False
    for start, end in labels.blocks(paper, "conclusion", 260):
        if end <= start:
            continue
        text = paper.text[start:end]
        if _is_column(paper, start):
            continue
        decision = verdict(text)
        if decision is not None:
            found.append((decision, start, end))
        else:
            open_end = open_end or bool(_OPEN.search(text)) or not text.strip(" -—/")
    if not found and not open_end:
        for match in _SENTENCE.finditer(mend_words(paper.text)):
            decision = verdict(match.group())
            if decision is not None:
                return read_field(paper, decision, *match.span(), labelled=False)
    if not found:
        return None
    worst = next((f for f in found if f[0] == "fail"), found[0])
    decision, start, end = worst
    both = len({d for d, _, _ in found}) > 1
    low, high = deciding(paper.text[start:end])
    field = read_field(paper, decision, start, min(end, start + 120), disputed=both)
    # Of a long sentence only the deciding words have to be read well.
    return replace(field, reading=replace(field.reading, score=paper.score(start + low, start + high)))


def deciding(text: str) -> tuple[int, int]:
    """The words that decide, with the two characters before them (where a 不 would stand).

    >>> text = "经检验，所检项目符合标准要求"
    >>> text[slice(*deciding(text))]
    '项目符合'
    """
    words = mend_words(text)
    for pattern in (_CLEAN, _FAIL, _PASS):
        if match := pattern.search(words):
            return max(match.start() - 2, 0), match.end()
    return 0, len(text)


def _is_column(paper: Paper, start: int) -> bool:
    """A column heading 判定 / 结论 of the table of results: single verdicts, not the conclusion."""
    before = paper.text[max(start - 24, 0) : start]
    return (
        re.search(r"单\s?项[^\n]{0,6}$|(?:实测值|检[验测]结果|技术要求|标准要求)[\t ][^\n\t]{0,8}[\t ]?$", before)
        is not None
    )
