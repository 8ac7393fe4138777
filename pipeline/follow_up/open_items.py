"""What an applicant has to hand in or explain: the doubts of a draft that may be told to the applicant. Pure.

A reviewer's verdict on a doubt goes before the draft's: 需补正 opens it, 已核实 and the like close it; a doubt about
papers that a reviewer took is closed. What another paper of the dossier answers already is not asked for.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from matchers.codes import ADVICE
from matchers.draft import Severity
from pipeline.follow_up.answered import is_answered
from pipeline.follow_up.letter_words import Words, words_of
from pipeline.review.drafted import Drafted, DraftedDoubt, DraftedPaper
from pipeline.review.entries import SETTLED, Entries

WANTED: Final = "需补正"
_NUMBERS: Final = re.compile(r"[0-9]+")
_ADVICE: Final = re.compile(r"(?<=。)请[^。]*。?$")
"""What the message asks of the reviewer."""
_INTERNAL: Final = re.compile(r"识别|把握|人工|评审人员|采信|OCR", re.I)
"""Words of our own work; a finding that has them is told in general words."""
_CLAIMED: Final = re.compile(r"申报[0-9.]+分")


@dataclass(frozen=True)
class OpenItem:
    """One matter that is open with an applicant.

    key: the same in two runs for the same matter; lines: the rubric's lines that it may concern; paper: what it is
    about, with its place; detail: the finding's own words, where they are fit for the applicant; types: kinds of paper.
    """

    key: str
    dossier: str
    applicant: str
    code: str
    severity: Severity
    indicator: str | None
    lines: tuple[str, ...]
    paper: str
    detail: str
    files: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def words(self) -> Words:
        """How it is said to the applicant."""
        return words_of(self.code)

    @property
    def said(self) -> str:
        """What is missing or doubtful, in a sentence for the applicant."""
        words = words_of("其他") if self.words.detail and not self.detail else self.words
        return words.sentence(self.paper, self.detail)


def open_items(drafted: Drafted, entries: Sequence[Entries] = ()) -> tuple[OpenItem, ...]:
    """The open matters of one draft, gravest first; `entries`: what the reviewers of this draft wrote."""
    return tuple(item for doubt, item in _numbered(drafted) if _is_open(drafted, doubt, entries))


def settled_by_review(drafted: Drafted, entries: Sequence[Entries]) -> dict[str, str]:
    """Key → the reviewer's word, of the matters that a reviewer closed."""
    return {
        item.key: next((e.settled[doubt.number] for e in entries if doubt.number in e.settled), "采信")
        for doubt, item in _numbered(drafted)
        if _is_open(drafted, doubt, ()) and not _is_open(drafted, doubt, entries)
    }


def _is_open(drafted: Drafted, doubt: DraftedDoubt, entries: Sequence[Entries]) -> bool:
    if not words_of(doubt.code).is_told:
        return False
    verdicts = {e.settled[doubt.number].strip() for e in entries if doubt.number in e.settled}
    if WANTED in verdicts:
        return True
    if doubt.severity == "info" or (verdicts and verdicts <= set(SETTLED)) or is_answered(drafted, doubt):
        return False
    if any(word in doubt.message for word in words_of(doubt.code).unless):
        return False
    decided = [e.decisions[paper] for paper in doubt.evidence for e in entries if paper in e.decisions]
    papers = {paper for paper in doubt.evidence if any(paper in e.decisions for e in entries)}
    return not (doubt.evidence and all(decided) and papers == set(doubt.evidence))


def _numbered(drafted: Drafted) -> list[tuple[DraftedDoubt, OpenItem]]:
    """Every doubt with its matter; matters that no word tells apart are told apart by their order."""
    seen: Counter[str] = Counter()
    found = []
    for doubt in drafted.doubts:
        item = _item(drafted, doubt)
        seen[item.key] += 1
        nth = seen[item.key]
        found.append((doubt, item if nth == 1 else replace(item, key=f"{item.key}-{nth}")))
    return found


def _item(drafted: Drafted, doubt: DraftedDoubt) -> OpenItem:
    papers = [paper for i in doubt.evidence if (paper := drafted.paper(i)) is not None]
    named, detail = _parts(doubt, papers)
    files = tuple(dict.fromkeys(filter(None, (doubt.file, *(paper.file for paper in papers)))))
    return OpenItem(
        key=_key(drafted.dossier, doubt, papers),
        dossier=drafted.dossier,
        applicant=drafted.title,
        code=doubt.code,
        severity=doubt.severity,
        indicator=doubt.indicator,
        lines=_lines(drafted, doubt),
        paper=named,
        detail=detail if words_of(doubt.code).detail and not _INTERNAL.search(detail) else "",
        files=files,
        types=tuple(dict.fromkeys(paper.type for paper in papers)),
    )


def _lines(drafted: Drafted, doubt: DraftedDoubt) -> tuple[str, ...]:
    """The line of the doubt; for one that moves no points, the lines that looked at its papers."""
    if doubt.indicator is not None:
        return (doubt.indicator,)
    return tuple(line.id for line in drafted.lines if set(line.evidence) & set(doubt.evidence))


def _parts(doubt: DraftedDoubt, papers: Sequence[DraftedPaper]) -> tuple[str, str]:
    """The paper as the message names it, and what it says of it without the advice, which is for reviewers."""
    text = doubt.message.strip()
    advice = ADVICE.get(doubt.code)
    if advice and text.endswith(f"{advice}。"):
        text = text.removesuffix(f"{advice}。")
    text = _ADVICE.sub("", text).rstrip("。；")
    text = _CLAIMED.sub("作了申报", text).replace("没有本单位的", "没有贵单位的")
    place = (doubt.file or "") + (f" 第{doubt.page}页" if doubt.page is not None else "")
    end = f"（{place}）："
    if place and end in text:
        head, detail = text.split(end, 1)
        head = f"{head}（{place}）"
        return head, detail if "{paper}" in words_of(doubt.code).say else f"{head}：{detail}"
    named = papers[0].title if papers else ""
    if place:
        named = f"{named}（{place}）" if named else f"“{place}”"
    return named, text


def _key(dossier: str, doubt: DraftedDoubt, papers: Sequence[DraftedPaper]) -> str:
    """Dossier, code, line and paper: the paper by kind and number, else by its file; without paper, by the words.

    What was read otherwise meanwhile must not make it another matter, so that no digest of the paper's content is in
    it, and of words about amounts no figures.
    """
    if papers and doubt.code not in _ABOUT_FORM:
        about = sorted(f"{p.type} {p.title}" if " " in p.title else f"{p.type} {p.file}" for p in papers)
    elif doubt.file and not papers:
        about = [doubt.file, str(doubt.page or "")]
    else:
        about = [_NUMBERS.sub("#", doubt.message) if doubt.code in _COUNTED else doubt.message]
    said = "\n".join([dossier, doubt.code, doubt.indicator or "", *about])
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:20]


_ABOUT_FORM: Final = frozenset({"CLAIM_COUNT_MISMATCH", "CLAIM_UNSUPPORTED"})
_COUNTED: Final = frozenset({"CLAIM_COUNT_MISMATCH", "YEAR_GAP", "COUNT_SHORT"})
