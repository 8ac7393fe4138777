"""The firm's own papers (制度文件, 台账, 组织架构图, 检验室总结): presence counts for 3 and 6.1-6.7, people judge.

The kind follows from the title in the first lines. Change-of-name papers are in `name_change`.
"""

from __future__ import annotations

import re

from extractors.columns import fold
from extractors.custom import persons
from extractors.custom.making import item, load_data, read_field
from extractors.evidence import Evidence, Field
from extractors.papers import SIGNS, WEAK, Match, Paper, Spread
from extractors.wording import mend_words

KIND = "organisation_document"
SPREAD: Spread = "run"

_TITLES: dict[str, list[str]] = load_data("organisation_document.yaml")["titles"]
WORDS = sorted(((word, kind) for kind, words in _TITLES.items() for word in words), key=lambda p: -len(p[0]))
_ANY = re.compile("|".join(re.escape(w) for w, _ in WORDS))
_SUMMARY = re.compile(
    r"(?:检验室|实验室|检测中心|化验室|检测室|检验中心|理化室|测试中心)[^\n。]{0,16}(?:总\s?结|报\s?告)"
)
_DIVIDER = re.compile(
    r"佐证材料|证明材料|附件[一二三四五六七八九十\d]|材料之|指标\d|评审标准|自评分|自评得分|申报表|目\s{0,6}录"
)
_OTHER_PAPER = re.compile(
    r"证\s?书\s?编\s?号|认证证书|兹证明|授权公告|检验结论|参保|营业执照|专利权人|本(?:标准|文件)起草单位|发票|合同编号|任命|聘任|职称|起草人"
)
_YEAR = re.compile(r"(?P<year>20[12]\d)\s?年(?:\s?度)?(?!\s?\d{1,2}\s?月)|(?P<plain>20[12]\d)\s?年度")
_ISSUE_YEAR = re.compile(r"(20[12]\d)\s?[年.\-/]\s?\d{1,2}")
HEAD_LINES = 7
LONGEST_HEADING = 42
PHOTO_TEXT = 120
"""A page with a picture and at most so many characters shows photos."""


def recognise(paper: Paper) -> Match | None:
    """A heading in the first lines that names such a paper."""
    text = paper.text
    if not _ANY.search(fold(text[:900])) and not _SUMMARY.search(text[:400]):
        return None
    if _DIVIDER.search(text[:300]) or _OTHER_PAPER.search(text[:600]):
        return None
    found = _heading(paper)
    if found is None:
        return None
    _, start, end, firm = found
    if len(fold(text)) < 24 and not paper.parts[0].page.has_picture:
        return None
    return Match(KIND, SIGNS if firm else WEAK, paper.span(start, end), starts=True)


def continues(paper: Paper, page: Paper) -> bool | None:
    """A page with a heading of another kind is another paper; one that names the open title goes on."""
    mine, other = _heading(paper), _heading(page)
    if mine is not None and other is not None and mine[0] != other[0]:
        title = fold(paper.text[mine[1] : mine[2]])
        return title in fold(page.text[:240])
    if _OTHER_PAPER.search(page.text[:600]) or _DIVIDER.search(page.text[:300]):
        return None
    return True if other is not None else None


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One item: kind, holder, year."""
    found = _heading(paper)
    if found is None:
        return []
    kind, start, end, _ = found
    fields: dict[str, Field] = {"kind": read_field(paper, kind, start, end)}
    firms = persons.firms(paper)
    if firms:
        names = [str(f.value) for f in firms]
        most = max(names, key=names.count)
        fields["holder"] = next(f for f in firms if f.value == most)
    if (year := _year(paper, start, end)) is not None:
        fields["year"] = year
    marks = set()
    pictures = any(p.has_picture for p in paper.pages)
    if pictures and len(fold(paper.text)) <= PHOTO_TEXT * len(paper.parts):
        marks.add("photo_only")
    elif pictures:
        marks.add("with_photo")
    extras = {"title": read_field(paper, fold(paper.text[start:end]), start, end)}
    return [
        item("organisation_document", KIND, paper, fields, anchor=paper.span(start, end), extras=extras, marks=marks)
    ]


def _heading(paper: Paper) -> tuple[str, int, int, bool] | None:
    """Kind and place of the heading; last value: it stands as a heading (short line), not within a sentence."""
    text = mend_words(paper.parts[0].text)
    lines = [m for m in re.finditer(r"[^\n\t]+", text) if m.group().strip()][: HEAD_LINES * 2]
    best: tuple[int, int, str, int, int, bool] | None = None
    for index, line in enumerate(lines[:HEAD_LINES]):
        words = fold(line.group())
        if len(words) > LONGEST_HEADING or words.endswith(("。", "；", ";", ",")):
            continue
        if summary := _SUMMARY.search(words):
            return "lab_summary", line.start(), line.end(), bool(summary)
        for word, kind in WORDS:
            if word in words:
                firm = len(words) <= len(word) + 20
                key = (index if firm else index + 10, -len(word))
                if best is None or key < (best[0], best[1]):
                    best = (*key, kind, line.start(), line.end(), firm)
                break
    if best is None:
        return None
    return best[2], best[3], best[4], best[5]


def _year(paper: Paper, start: int, end: int) -> Field | None:
    """The year of the heading (2021年度), else of the text, else of the first date."""
    for low, high in ((start, end), (0, min(len(paper.text), 1500))):
        if match := _YEAR.search(paper.text, low, high):
            year = match["year"] or match["plain"]
            return read_field(paper, year, match.start(), match.start() + 4)
    match = _ISSUE_YEAR.search(paper.text)
    return read_field(paper, match[1], *match.span(1), labelled=False) if match else None
