"""What the official text says of a line or a condition: clause, wording, the materials that it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matchers.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Quotation:
    """The wording for one line: `name` of the line, `clause`, the words, and the material column (may be empty)."""

    name: str
    clause: str
    words: str
    materials: str = ""

    @property
    def text(self) -> str:
        """`附件 1、计量认证技术：“……”。材料：“……”`."""
        told = f"{self.clause}：“{_joined(self.words)}”"
        return told + (f" 材料：“{_joined(self.materials)}”" if self.materials else "")


def quotations_of(rubric: Rubric) -> Mapping[str, Quotation]:
    """By the id of the line or the condition."""
    found = {
        line.id: Quotation(line.name, line.source.clause, line.source.quote, line.materials)
        for line in rubric.indicators
    }
    conditions = {c.id: Quotation(c.text, c.source.clause, c.source.quote) for c in rubric.eligibility}
    return {**conditions, **found}


def _joined(text: str) -> str:
    return " ".join(text.split())
