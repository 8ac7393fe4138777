"""A scored line's criteria cut into clauses: what earns points, how many, and what is said about all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from matchers.drafting.folded import fold, plain
from matchers.drafting.mentions import Mention, find_mentions
from matchers.drafting.wording import wording

_NUMBERING: Final = re.compile(
    r"^(?:[\s,;。.、:)\]的]|[(\[]?(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[A-Ha-h])[)\].、](?!\d)|\d[、.](?!\d)|[①-⑩⑴-⑽]|其中(?=\s*\d?[、.:]))+"
)
_SENTENCE: Final = re.compile(r"[。;\n]")
_AT_START: Final = re.compile(r"^[\s(\[]*(?:[\d一二三四五六七八九十A-Z]{1,2}[)\].、:]|[①-⑩])?[\s(\[]*$")


@dataclass(frozen=True, slots=True)
class Clause:
    """What earns points: its own words (folded), the words before it in the same stretch, points (None: in full)."""

    words: str
    before: str
    points: Decimal | None
    start: int
    """Where its stretch of the criteria begins, and where the next begins."""
    end: int
    is_added: bool = False
    per_item: bool = False
    is_parallel: bool = False
    """Nothing but the points: the second and third number of 分别得5分、3分、1分."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """A cut text. `shared`: what the text says before 其中；`caps`: the upper limits that it states."""

    text: str
    folded: str
    shared: str
    clauses: tuple[Clause, ...]
    caps: tuple[Decimal, ...]
    kinds: frozenset[str]
    """Kinds of mention that occur: award, cap, deduct, range, zero, full."""


def cut(text: str) -> Criteria:
    """The clauses of a criteria text.

    >>> [(c.words, str(c.points)) for c in cut("国家级得5分，省级得3分；累计不超过8分。").clauses]
    [('国家级', '5'), ('省级', '3')]
    """
    folded = fold(text)
    mentions = find_mentions(text)
    awards = [m for m in mentions if m.kind in {"award", "full"}]
    ahead = bool(awards) and _stands_ahead(folded, awards)
    clauses: list[Clause] = []
    for at, mention in enumerate(awards):
        start, end = _stretch(folded, mentions, awards, at, ahead)
        clauses.append(_clause(folded, start, end, mention, clauses))
    shared = _shared(folded, clauses[0]) if clauses else ""
    if shared and wording().says("per_item", plain(shared)):
        clauses = [_with(c, per_item=True) for c in clauses]
    return Criteria(
        text,
        folded,
        shared,
        tuple(clauses),
        tuple(m.points for m in mentions if m.kind == "cap" and m.points is not None),
        frozenset(m.kind for m in mentions),
    )


def _stands_ahead(folded: str, awards: list[Mention]) -> bool:
    """True for `5分：……；3分：……`, where the points come before what earns them."""
    first = awards[0]
    behind = folded[first.end :].lstrip()
    return (_AT_START.match(folded[: first.start]) is not None and behind[:1] in {":", "-", "、"}) or (
        _AT_START.match(folded[: first.start]) is not None and len(behind) > 4 and behind[0] not in ",;。."
    )


def _stretch(folded: str, mentions: list[Mention], awards: list[Mention], at: int, ahead: bool) -> tuple[int, int]:
    mention = awards[at]
    if ahead:
        behind = [m.start for m in mentions if m.start >= mention.end]
        return mention.end, behind[0] if behind else len(folded)
    earlier = [m.end for m in mentions if m.end <= mention.start]
    return (earlier[-1] if earlier else 0), mention.start


def _clause(folded: str, start: int, end: int, mention: Mention, earlier: list[Clause]) -> Clause:
    stretch = folded[start:end]
    words = _trimmed(stretch)
    pieces = [piece for piece in _SENTENCE.split(words) if _trimmed(piece)]
    own = _trimmed(pieces[-1]) if pieces else ""
    before = "".join(pieces[:-1])
    known = wording()
    sentence = known.says("per_item", plain(own)) or known.says("per_item", folded[mention.start : mention.end + 4])
    carried = bool(earlier) and earlier[-1].per_item and not _SENTENCE.search(stretch)
    return Clause(
        words=own,
        before=before,
        points=mention.points,
        start=start,
        end=max(mention.end, end),
        is_added=mention.is_added,
        per_item=sentence or carried,
        is_parallel=bool(earlier) and re.fullmatch(r"[\s,、和及;]*", stretch) is not None,
    )


def _with(clause: Clause, *, per_item: bool) -> Clause:
    from dataclasses import replace

    return replace(clause, per_item=per_item)


def _trimmed(text: str) -> str:
    return _NUMBERING.sub("", text.strip()).strip(" ,;。、:的\n")


def _shared(folded: str, first: Clause) -> str:
    """What stands before 其中 or a colon in front of the first clause."""
    head = folded[first.start : first.end]
    found = None
    for match in wording()["preamble"].finditer(head):
        found = match
    return "" if found is None else head[: found.end()]
