"""Is this paper the applicant's? Five answers out of the ordered levels of `matchers.organisation`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Holding(Enum):
    """What a printed holder means for counting."""

    UNREAD = "unread"
    SAME = "same"
    UNCERTAIN = "uncertain"
    DIFFERENT = "different"
    NO_APPLICANT = "no applicant"


@dataclass(frozen=True)
class Identity:
    """The applicant as names are compared with: name, code, proved former names, English name, branch of whom."""

    name: str | None
    uscc: str | None = None
    former: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    settled: bool = True
    """False where only the papers' majority tells who applies."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer and what to tell the reviewer about it (empty: nothing)."""

    holding: Holding
    detail: str = ""


def _folded(name: str) -> str:
    return re.sub(r"[\s().,，·（）]", "", unicodedata.normalize("NFKC", name)).casefold()


def _one(printed: str, identity: Identity) -> Verdict:
    name = _folded(printed)
    own = _folded(identity.name or "")
    if name == own:
        return Verdict(Holding.SAME)
    if name in {_folded(f) for f in identity.former}:
        return Verdict(Holding.SAME, f"持有人“{printed}”是申报单位的曾用名，有更名证明")
    if name in {_folded(e) for e in identity.english}:
        return Verdict(Holding.SAME, f"持有人“{printed}”是申报单位的英文名称，由双语材料证明")
    if not re.search(r"[\u4e00-\u9fff]", name):
        return Verdict(Holding.UNCERTAIN, "只有外文名称，没有双语材料证明与申报单位是同一单位")
    if name.startswith(own) or own.startswith(name):
        return Verdict(Holding.UNCERTAIN, "可能是申报单位的分支机构、所属总公司或名称不全")
    return Verdict(Holding.DIFFERENT)


_ORDER = (Holding.SAME, Holding.UNCERTAIN, Holding.DIFFERENT)


def holding_of(printed: Sequence[str], uscc: str | None, identity: Identity) -> Verdict:
    """The best answer that any of the printed holders gives (co-owners; manufacturer beside holder)."""
    if identity.name is None and identity.uscc is None:
        return Verdict(Holding.NO_APPLICANT if printed else Holding.UNREAD)
    if uscc and identity.uscc and uscc == identity.uscc:
        return Verdict(Holding.SAME)
    if not printed:
        return Verdict(Holding.UNREAD)
    return min((_one(name, identity) for name in printed), key=lambda v: _ORDER.index(v.holding))
