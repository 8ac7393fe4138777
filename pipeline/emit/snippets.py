"""Small pictures of the decisive places of a paper, for the reviewer's sheet (first: the type)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG and its size in pixels."""

    content: bytes
    width: int
    height: int
