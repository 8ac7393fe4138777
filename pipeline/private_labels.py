"""Words that say what a number is: before it, or over its column; and the shapes that several kinds of number share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

IDENTITY: Final = re.compile(
    r"(?:身\s*份\s*证|居住证|证件|公民身份|身份|社会?保障?|个人)(?:件)?\s*(?:号码|编号|号)?(?:\s*[\(（][^)）\n]{0,8}[\)）])?\s*[:：]?\s*$"
)
TRAVEL: Final = re.compile(
    r"(?:护\s*照|通行证|回乡证|台胞证|港澳证|永久居留[^0-9\n]{0,6}|军官证|士兵证|证件|香港身份证|澳门身份证|Passport)"
    r"(?:号码|编号|证号|号)?(?:\s*[\(（][^)）\n]{0,8}[\)）])?\s*(?:No\.?)?\s*[:：]?\s*$",
    re.IGNORECASE,
)
PHONE: Final = re.compile(
    r"(?:电\s*话|手\s*机|传\s*真|联系方式|热线|固话|座机|微信|Tel(?:ephone)?|Phone|Mobile|Mob|Fax|Cell)"
    r"(?:号码|号)?(?:\s*[\(（][^)）\n]{0,8}[\)）])?\s*[.:：/]?\s*$",
    re.IGNORECASE,
)
BANK: Final = re.compile(
    r"(?:银行卡|工资卡|储蓄卡|借记卡|信用卡|存折|账\s*[号户]|帐\s*[号户]|卡\s*号|开户行[^0-9\n]{0,20})(?:号码|号)?\s*[:：]?\s*$"
)
PAPER: Final = re.compile(
    r"(?:编\s*号|证\s*书\s*号|注\s*册\s*号|报\s*告\s*号|登\s*记\s*号|管\s*理\s*号|专\s*利\s*号|申\s*请\s*号|许可证号"
    r"|批\s*准\s*号|流水号|单\s*号|序列号|条\s*码|公告号|代码|文号|字?第|N[o0][.:：]|№|Number|Reg\.)\s*[:：]?\s*$",
    re.IGNORECASE,
)
"""What stands before the number of a paper."""
_PERSONAL: Final = re.compile(r"身\s*份\s*证|证件号|公民身份|身份号码")
_LABELS: Final = (IDENTITY, TRAVEL, PHONE, BANK, PAPER)

WIDE: Final = (
    {ord("０") + n: str(n) for n in range(10)}
    | {ord("Ｘ"): "X", ord("ｘ"): "x", ord("－"): "-", ord("／"): "/", ord("＋"): "+"}
    | dict.fromkeys(map(ord, "‐‑–—−"), "-")
)
ALIKE: Final = str.maketrans("OoQDIl|iZzSsBbGgq", "00001111225588699")
"""What OCR reads in place of a digit."""
LETTERS: Final = "OoQDIl|iZzSsBbGgq"
BEFORE: Final = r"(?<![0-9A-Za-z*])"
AFTER: Final = r"(?![0-9A-Za-z*])(?!\.\d)"


class Private(NamedTuple):
    """A private number in a text: [start, end), and how many of its digits may stay in front and at the end."""

    start: int
    end: int
    front: int
    back: int


@dataclass(frozen=True)
class Surroundings:
    """A text of half-width digits, and what stands around the numbers in it.

    context: further text that tells what the numbers are (the whole page, when `text` is one line of it).
    """

    text: str
    context: str = ""

    @cached_property
    def about_people(self) -> bool:
        """Are identity numbers spoken of?"""
        return bool(_PERSONAL.search(self.text) or _PERSONAL.search(self.context))

    def says(self, label: re.Pattern[str], start: int, reach: int = 24) -> bool:
        """Does this label stand right before the place, or head its column?"""
        if label.search(self.text, max(start - reach, 0), start):
            return True
        heading = self._heading(start)
        return bool(heading and label.search(heading))

    def _heading(self, start: int) -> str | None:
        if not self._headings:
            return None
        cell = max(self.text.rfind("\t", 0, start), self.text.rfind("\n", 0, start)) + 1
        return self._headings.get(cell) if len(self.text[cell:start].strip()) <= len("+86 (") else None

    @cached_property
    def _headings(self) -> Mapping[int, str]:
        """Where a cell begins → what stands over its column; for columns of a kind that is asked for."""
        if "\t" not in self.text or "\n" not in self.text:
            return {}
        found: dict[int, str] = {}
        heads: dict[int, str] = {}
        width = 0
        for cells in _rows(self.text):
            told = {
                n: cell for n, (_, cell) in enumerate(cells) if len(cell) <= 24 and any(p.search(cell) for p in _LABELS)
            }
            if told and len(cells) > 1 and not any(sum(map(str.isdigit, cell)) > 4 for _, cell in cells):
                heads, width = told, len(cells)
            elif heads and len(cells) == width:
                found |= {cells[n][0]: heading for n, heading in heads.items()}
        return found


def _rows(text: str) -> Iterator[list[tuple[int, str]]]:
    """The lines as cells, each with its offset."""
    at = 0
    for line in text.split("\n"):
        cells = []
        for cell in line.split("\t"):
            cells.append((at, cell.strip()))
            at += len(cell) + 1
        yield cells


def squeezed(text: str) -> str:
    """Without blanks."""
    return re.sub(r"[\s\u3000]", "", text)


def bare(text: str) -> str:
    """Without blanks and dashes."""
    return squeezed(text).replace("-", "")
