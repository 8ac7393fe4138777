"""What collecting has to tell: one clear Chinese line each, with file, sheet and cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.masking import mask

Level = Literal["fault", "note"]
"""fault: something that a person entered could not be taken; note: taken or of no effect, but worth knowing."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line: where, and what; `sheet` and `cell` are empty where it is about the whole file."""

    level: Level
    file: str
    text: str
    sheet: str = ""
    cell: str = ""

    @property
    def place(self) -> str:
        """`甲/draft.xlsx〔评分表〕L12`."""
        return self.file + (f"〔{self.sheet}〕" if self.sheet else "") + self.cell

    def __str__(self) -> str:
        return mask(f"{self.place}：{self.text}")
