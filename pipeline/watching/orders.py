"""What a watcher has to know of its folders, and what it may do in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Orders:
    """Where dossiers come in and results go. move: what is done with is put away."""

    inbox: Path
    out: Path
    supplements: Path | None = None
    move: bool = False
