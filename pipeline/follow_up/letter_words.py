"""How each mismatch code is said to an applicant (`pipeline/emit/data/letter_words.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

_DEFAULT: Final = "其他"


@dataclass(frozen=True, slots=True)
class Words:
    """One code's words.

    say: what is missing or doubtful, with `{paper}` and `{detail}`; hand_in: what to hand in; never: why it is not
    told to applicants (empty: it is); detail: the finding's own words may be told; own: written for this code; unless:
    words by which a finding is for the reviewers first.
    """

    say: str
    hand_in: str
    never: str = ""
    detail: bool = False
    own: bool = True
    unless: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        """Is it for the applicant?"""
        return not self.never

    def sentence(self, paper: str, detail: str) -> str:
        """What is said of this paper."""
        shown = self.say.replace("{paper}", paper or "有关材料").replace("{detail}", detail)
        return shown.rstrip("。；") + "。"


@cache
def _all() -> dict[str, Words]:
    text = resources.files("pipeline.emit").joinpath("data", "letter_words.yaml").read_text("utf-8")
    loaded: dict[str, dict[str, dict[str, Any]]] = yaml.load(text, Loader=yaml.BaseLoader)  # strings only
    return {
        code: Words(
            row.get("say", ""),
            row.get("hand_in", ""),
            row.get("never", ""),
            "{detail}" in row.get("say", ""),
            unless=tuple(row.get("unless", ())),
        )
        for code, row in loaded["codes"].items()
    }


def words_of(code: str) -> Words:
    """The code's words; those of 其他 for a code that nobody wrote words for."""
    found = _all()
    if code in found:
        return found[code]
    default = found[_DEFAULT]
    return Words(default.say, default.hand_in, own=False)


def known_codes() -> frozenset[str]:
    """All codes that words were written for."""
    return frozenset(_all()) - {_DEFAULT}
