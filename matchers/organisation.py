"""Is this holder the applicant? Ordered levels, by parts of the name; no fuzzy score ever accepts (handbook 14).

Same code first; same name; same after folding; former name with proof; branch; group; perhaps (one look-alike
character, a cut-off name, a foreign name); different. The edit distance is a signal within one part of the name only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Protocol

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractors.parsers import uscc as uscc_number
from matchers.name_parts import Parts, branch_word, brand_of, look_alike, parts_of, tidy


class Level(IntEnum):
    """How close a printed holder is to the applicant, closest first after UNREAD."""

    UNREAD = 0
    SAME_USCC = 1
    SAME = 2
    SAME_NORMALISED = 3
    FORMER_WITH_PROOF = 4
    BRANCH = 5
    GROUP = 6
    PERHAPS = 7
    DIFFERENT = 8

    @property
    def accepted(self) -> bool:
        """True where the paper is the applicant's without a question."""
        return Level.SAME_USCC <= self <= Level.FORMER_WITH_PROOF

    @property
    def uncertain(self) -> bool:
        """True where a person has to decide."""
        return Level.BRANCH <= self <= Level.PERHAPS


@dataclass(frozen=True, slots=True)
class Comparison:
    """The level and, in words for the reviewer, why (empty where nothing is to be told)."""

    level: Level
    detail: str = ""


class Names(Protocol):
    """What is known of the applicant: name, code, former names with proof, English names from bilingual papers."""

    @property
    def name(self) -> str | None: ...
    @property
    def uscc(self) -> str | None: ...
    @property
    def former(self) -> Sequence[str]: ...
    @property
    def english(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Organisation:
    """The plain form of `Names`."""

    name: str | None
    uscc: str | None = None
    former: tuple[str, ...] = ()
    english: tuple[str, ...] = ()


_NO_HAN: Final = re.compile(r"[^\u3400-\u9fff]*")
_PERSON: Final = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_GENERIC_ENGLISH: Final = frozenset(
    {"co", "ltd", "company", "limited", "corporation", "corp", "inc", "llc", "gmbh", "the", "and", "of", "group"}
)
_ENGLISH_PLACES: Final = (("kong moon", "jiangmen"), ("kongmoon", "jiangmen"), ("kwangtung", "guangdong"))
_UNLIKE: Final = 50.0
"""Below this token similarity (0-100) a foreign name is another than the applicant's own known English name."""


def compare(printed: str | None, applicant: Names, uscc: str | None = None) -> Comparison:
    """How the printed holder (with the code printed beside it) relates to the applicant.

    >>> own = Organisation("江门市恒晟电器有限公司", "91440703617700015J", former=("江门市恒光电器有限公司",))
    >>> compare("江門市恆晟電器有限公司", own).level.name, compare("江门市恒展电器有限公司", own).level.name
    ('SAME_NORMALISED', 'PERHAPS')
    >>> compare("江门市恒晟电器制造有限公司", own).level.name, compare("江门市恒光电器有限公司", own).level.name
    ('DIFFERENT', 'FORMER_WITH_PROOF')
    """
    codes_differ = False
    if uscc and applicant.uscc and uscc_number.is_valid(uscc) and uscc_number.is_valid(applicant.uscc):
        if uscc_number.compact(uscc) == uscc_number.compact(applicant.uscc):
            return Comparison(Level.SAME_USCC)
        codes_differ = True
    if not printed or not printed.strip() or not applicant.name:
        return Comparison(Level.UNREAD)
    found = _by_name(printed, applicant)
    if codes_differ and found.level.accepted and found.level is not Level.FORMER_WITH_PROOF:
        return Comparison(Level.PERHAPS, "名称相同而统一社会信用代码不同，请核对")
    if codes_differ and found.level is Level.PERHAPS:
        return Comparison(Level.DIFFERENT, "统一社会信用代码不同")
    return found


def best(printed: Sequence[str], applicant: Names, uscc: str | None = None) -> Comparison:
    """The closest of several printed holders (co-owners, manufacturer beside holder)."""
    found = [compare(name, applicant, uscc) for name in printed] or [compare(None, applicant, uscc)]
    return min(found, key=lambda c: (c.level is Level.UNREAD, c.level))


def _by_name(printed: str, applicant: Names) -> Comparison:
    own_name = applicant.name or ""
    if _NO_HAN.fullmatch(printed):
        return _foreign(printed, applicant.english)
    if tidy(printed) == tidy(own_name):
        return Comparison(Level.SAME)
    theirs, own = parts_of(printed), parts_of(own_name)
    if theirs.whole == own.whole:
        detail = "" if not (theirs.mended or own.mended) else f"“{printed}”按“{own_name}”读（组织形式或地名误读）"
        return Comparison(Level.SAME_NORMALISED, detail)
    for former in applicant.former:
        if theirs.whole == parts_of(former).whole:
            return Comparison(Level.FORMER_WITH_PROOF, f"“{printed}”是申报单位的曾用名，有更名证明")
    if _PERSON.fullmatch(tidy(printed)) and not theirs.form:
        return Comparison(Level.DIFFERENT, "持有人是个人")
    return _by_parts(theirs, own)


def _by_parts(theirs: Parts, own: Parts) -> Comparison:
    if word := branch_word(theirs.whole, own.whole):
        return Comparison(Level.BRANCH, f"是申报单位的“{word}”")
    if branch_word(own.whole, theirs.whole):
        return Comparison(Level.BRANCH, "是申报单位所属的总公司")
    if _cut_off(theirs.whole, own.whole):
        return Comparison(Level.PERHAPS, "名称不全，可能是申报单位")
    places = _places(theirs, own)
    if theirs.core == own.core:
        return _same_core(theirs, own, places)
    if theirs.group != own.group and brand_of(theirs.core) == brand_of(own.core):
        return Comparison(Level.GROUP, "字号相同，一方为集团或控股公司，可能是同一集团")
    one = _one_character(theirs.core, own.core)
    if one and theirs.form == own.form and places in ("same", "less"):
        return Comparison(Level.PERHAPS, one)
    part = "行业" if brand_of(theirs.core) == brand_of(own.core) else "字号"
    return Comparison(Level.DIFFERENT, f"{part}不同")


def _same_core(theirs: Parts, own: Parts, places: str) -> Comparison:
    if theirs.group != own.group:
        return Comparison(Level.GROUP, "字号相同，一方为集团或控股公司，可能是同一集团")
    if places == "different":
        return Comparison(Level.DIFFERENT, f"行政区划不同（{'、'.join(theirs.places) or '无'}）")
    if theirs.form == own.form:
        return Comparison(Level.PERHAPS, "行政区划写法不同，可能是同一单位")
    if theirs.form == "" or {theirs.form, own.form} <= {"有限公司", "有限责任公司", "公司"}:
        return Comparison(Level.PERHAPS, "组织形式写法不同，可能是同一单位")
    if {theirs.form, own.form} <= {"有限公司", "有限责任公司", "股份有限公司"}:
        return Comparison(Level.PERHAPS, "组织形式不同（有限与股份），可能是改制前后，须有变更证明")
    return Comparison(Level.DIFFERENT, "组织形式不同")


def _places(theirs: Parts, own: Parts) -> str:
    """same, less (one only leaves out 市, a province or every place), or different.

    A district that only one of the names has makes another company, as does another city.
    """
    a, b = ([p.rstrip("省市区县") for p in parts.places] for parts in (theirs, own))
    if a == b:
        return "same"
    if sorted(a) == sorted(b) or not a:
        return "less"
    province = {"广东"}
    return "less" if [p for p in a if p not in province] == [p for p in b if p not in province] else "different"


def _cut_off(theirs: str, own: str) -> bool:
    """The printed name is the beginning of the applicant's, broken off at a line end."""
    return len(theirs) >= 6 and own.startswith(theirs) and theirs != own


def _one_character(theirs: str, own: str) -> str | None:
    """The doubt where 字号 and 行业 differ by one character that looks alike or was lost; None where by more."""
    if len(theirs) == len(own):
        pairs = [(a, b) for a, b in zip(theirs, own, strict=True) if a != b]
        if len(pairs) == 1 and look_alike(*pairs[0]):
            return f"“{pairs[0][0]}”与“{pairs[0][1]}”形近，可能误读"
        return None
    if min(len(theirs), len(own)) >= 3 and Levenshtein.distance(theirs, own, score_cutoff=1) == 1:
        return "名称相差一字，可能漏读" if len(theirs) < len(own) else None
    return None


def _foreign(printed: str, english: Sequence[str]) -> Comparison:
    """A foreign name matches only the applicant's own one, known from a bilingual paper."""
    theirs = _english(printed)
    known = [_english(name) for name in english]
    if theirs in known:
        return Comparison(Level.SAME_NORMALISED, f"“{printed}”与双语材料上申报单位的英文名称一致")
    if not theirs:
        return Comparison(Level.UNREAD)
    words = set(theirs.split()) - _GENERIC_ENGLISH
    if known and all(fuzz.token_sort_ratio(theirs, name) < _UNLIKE or not words & set(name.split()) for name in known):
        return Comparison(Level.DIFFERENT, "与申报单位的英文名称不同")
    return Comparison(Level.PERHAPS, "只有外文名称，没有双语材料证明与申报单位是同一单位")


def _english(name: str) -> str:
    """A foreign name folded: case, punctuation, spelling of places and of the legal form."""
    text = re.sub(r"[^a-z0-9& ]+", " ", tidy_words(name).casefold())
    text = " ".join(text.split())
    for old, new in _ENGLISH_PLACES:
        text = text.replace(old, new)
    return re.sub(r"\b(?:co ltd|company limited|co limited|company ltd|limited|ltd)$", "co ltd", text)


def tidy_words(name: str) -> str:
    """A name in Latin letters in one width, words kept apart."""
    return " ".join(name.replace("，", ",").replace("（", "(").replace("）", ")").split())
