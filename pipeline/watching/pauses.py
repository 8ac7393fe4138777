"""How long is waited after a failure before the next attempt: longer each time, up to an hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

RETRY_SECONDS: Final = (60, 300, 900, 3600)
"""Until the next attempt where the place of the results was at fault: full, away, or a file open in Excel."""


def retry_after(failures: int) -> float:
    """Seconds to wait after so many failures before this one.

    >>> retry_after(0), retry_after(9)
    (60, 3600)
    """
    return RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)]


@dataclass
class Pause:
    """Between rounds that fail: the first is tried again at once, the others wait. Times are those of one clock."""

    failures: int = 0
    until: float = 0.0

    def begin(self, now: float) -> None:
        """One more failure."""
        self.until = now + (retry_after(self.failures) if self.failures else 1)
        self.failures += 1

    def end(self) -> None:
        """A round succeeded."""
        self.failures = 0

    def is_over(self, now: float) -> bool:
        return now >= self.until
