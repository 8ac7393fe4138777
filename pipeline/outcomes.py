"""How a call to a worker process ended: with a value, or without one and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
FailureKind = Literal["timeout", "memory", "processes", "died", "error"]


@dataclass(frozen=True, slots=True)
class Success(Generic[T]):
    """A call that returned."""

    value: T


@dataclass(frozen=True, slots=True)
class Failure:
    """A call that did not return: out of time or memory, too many programs started, died, or raised (`detail`).

    beats: how many times the call had reported progress, which tells the page that it stumbled over.
    """

    kind: FailureKind
    detail: str = ""
    beats: int = 0


Outcome = Success[T] | Failure
