"""Is this paper the applicant's? What the ordered levels of `matchers.organisation` mean for counting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from matchers.organisation import Comparison, Level, best


class Holding(Enum):
    """What a printed holder means for counting."""

    UNREAD = "unread"
    SAME = "same"
    UNCERTAIN = "uncertain"
    DIFFERENT = "different"
    NO_APPLICANT = "no applicant"


@dataclass(frozen=True)
class Identity:
    """The applicant as holders are compared with it (`organisation.Names`).

    maybe_former: names that share the applicant's 字号 and stand on several papers of the dossier, without proof;
    settled: False where only the papers' majority tells who applies.
    """

    name: str | None
    uscc: str | None = None
    former: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    maybe_former: tuple[str, ...] = ()
    settled: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer and what to tell the reviewer about it (empty: nothing)."""

    holding: Holding
    detail: str = ""


def _verdict(found: Comparison, printed: Sequence[str], identity: Identity) -> Verdict:
    if found.level is Level.UNREAD:
        return Verdict(Holding.UNREAD)
    if found.level.accepted:
        return Verdict(Holding.SAME, found.detail)
    if found.level.uncertain:
        return Verdict(Holding.UNCERTAIN, found.detail)
    if set(printed) & set(identity.maybe_former):
        return Verdict(Holding.UNCERTAIN, "与申报单位字号相同，可能是曾用名或关联企业，未见更名证明")
    return Verdict(Holding.DIFFERENT, found.detail)


def holding_of(printed: Sequence[str], uscc: str | None, identity: Identity) -> Verdict:
    """The best answer that any of the printed holders gives (co-owners; manufacturer beside holder)."""
    if identity.name is None and identity.uscc is None:
        return Verdict(Holding.NO_APPLICANT if printed else Holding.UNREAD)
    return _verdict(best(printed, identity, uscc), printed, identity)
