"""Earlier versions of a dossier's files (first: the folder's name)."""

from __future__ import annotations

from typing import Final

EARLIER: Final = "历次"
