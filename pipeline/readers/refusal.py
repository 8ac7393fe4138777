"""What is said of a file, or of a part of it, that was not read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not read: a code of the contract, and the rest of a sentence that begins with its name."""

    code: str
    message: str
