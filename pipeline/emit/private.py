"""Masks everything that one draft emits, knowing which numbers belong to its papers and stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from matchers.draft import Draft
from pipeline.masking import mask

_NUMBER_FIELDS: Final = (
    "certificate_no",
    "patent_no",
    "registration_no",
    "report_no",
    "project_no",
    "number",
    "standard_no",
    "uscc",
)


@dataclass(frozen=True, slots=True)
class Masker:
    """Masks strings of one draft; `keep` holds the digits of its papers' numbers."""

    keep: frozenset[str]

    @classmethod
    def of(cls, draft: Draft) -> Masker:
        """The masker that knows the numbers of all papers in the draft."""
        keep: set[str] = {draft.applicant.uscc or ""}
        for item in draft.items:
            for name in _NUMBER_FIELDS:
                field = item.evidence.fields.get(name)
                if field is not None:
                    keep |= {re.sub(r"\s", "", text) for text in (str(field.value or ""), field.raw)}
        return cls(frozenset(keep - {""}))

    def text(self, text: str, context: str = "") -> str:
        """The string without private numbers."""
        return mask(text, context=context, keep=self.keep)

    def value(self, value: Any) -> Any:
        """A nested value of lists and objects with every string masked; keys too (a key may be a person's)."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(key): self.value(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.value(part) for part in value]
        return value
