"""Units of government: which of a plan's units a printed name means, and which rows a unit answers for.

A district's own bureaus act for the district (`新会区农业局` is 新会区政府); names of another city's bureaus are none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from matchers.rubric_model import ResponsibleUnit

CITY: Final = "江门"
SUPERIOR: Final = re.compile(
    r"国务院|中共中央|国家|全国|中华人民共和国|省|人民政府(?:办公室|办公厅)?$|^(?:江门)?市(?:人民)?政府(?:办公室)?$"
    r"|^(?:中共)?江门市委(?:员会)?(?:办公室)?$"
)
"""Bodies over the units of a plan: the city's government and party committee, the province, the country."""
LEADING: Final = "质量强市"
"""The leading group and its office act for every unit of the plan (领导小组各成员单位)."""
Cover = Literal["yes", "perhaps", "no"]


def folded(text: str) -> str:
    """A name without blanks and with one form of signs."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _stem(name: str) -> str:
    return folded(name).removeprefix("江门市") if CITY not in name[3:] else folded(name)


@dataclass(frozen=True)
class Plan:
    """The units that a plan names, and how they are found in print."""

    units: tuple[ResponsibleUnit, ...]

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        found = []
        for unit in self.units:
            if unit.place or unit.members or unit.collective:
                continue
            for name in (unit.name, *unit.also, *unit.successors):
                stem = re.escape(re.sub(r"^市(?!场)", "", _stem(name)))  # 市市场监督管理局
                lead = "" if CITY in stem else r"(?:江门市?|(?<![\u4e00-\u9fff])市?|(?<=[、和及与])市?|共)"
                found.append((re.compile(f"{lead}{stem}"), unit.name))
        return tuple(found)

    def district_in(self, text: str, *, short: bool = False) -> str | None:
        """The plan's name of the district that a text names; `short` takes 新会 for 新会区 too."""
        plain = folded(text)
        for unit in self.units:
            if unit.place and (unit.place in plain or (short and unit.place[:-1] in plain)):
                return unit.name
        return None

    def named(self, text: str | None, *, short: bool = False) -> frozenset[str]:
        """The plan's names of the units that a text names; a successor stands for all whose duties it took over."""
        if not text:
            return frozenset()
        if district := self.district_in(text, short=short):
            return frozenset({district})
        plain = folded(text)
        return frozenset(name for pattern, name in self._patterns if pattern.search(plain))

    def superior(self, text: str | None) -> bool:
        """Does the text name the city's government, the province or the country, and no unit of the plan?"""
        plain = folded(text or "")
        if LEADING in plain and not self.district_in(plain, short=True):
            return True
        return bool(plain) and not self.named(text) and SUPERIOR.search(plain) is not None

    def place_of(self, units: Iterable[str]) -> str:
        """The district that the units are of; empty for units of the city."""
        places = {unit.place for unit in self.units if unit.name in set(units)}
        return places.pop() if len(places) == 1 else ""

    def _unit(self, printed: str) -> ResponsibleUnit | None:
        return next((u for u in self.units if printed == u.name or printed in u.also), None)

    def members(self, printed: Sequence[str]) -> frozenset[str]:
        """Every unit that a row's cell names, collectives resolved as far as the text does."""
        found: set[str] = set()
        for name in printed:
            unit = self._unit(name)
            if unit is None:
                continue
            if "*" in unit.members:
                found |= {u.name for u in self.units if not u.members and not u.collective}
            else:
                found |= set(unit.members) or {unit.name}
        return frozenset(found)

    def covers(self, printed: Sequence[str], own: frozenset[str]) -> Cover:
        """Does a row's cell put one of these units in charge? perhaps: only as one of 各相关部门 and the like."""
        if own & self.members(printed):
            return "yes"
        return "perhaps" if any((unit := self._unit(name)) and unit.collective for name in printed) else "no"
