"""How much the archives of one dossier may still unpack, all together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.limits import ArchiveLimits
from pipeline.readers.archive import Refusal


@dataclass
class Allowance:
    """The limits of one dossier and what was used of them so far: bytes written, entries taken out."""

    limits: ArchiveLimits
    written: int = 0
    entries: int = 0

    def left(self) -> ArchiveLimits:
        """The limits for the next archive."""
        return replace(
            self.limits,
            total_bytes=self.limits.total_bytes - self.written,
            entries=self.limits.entries - self.entries,
        )

    def refusal(self, depth: int) -> Refusal | None:
        """Why an archive at that depth is not unpacked at all, if so."""
        if depth >= self.limits.depth:
            return Refusal("LIMIT_EXCEEDED", f"嵌套超过 {self.limits.depth} 层，未解压；请解压后以文件夹提交")
        left = self.left()
        if left.total_bytes <= 0 or left.entries <= 0:
            return Refusal("LIMIT_EXCEEDED", "未解压：这份材料解压后的文件过多或过大；请拆分后提交")
        return None

    def use(self, written: int, entries: int) -> None:
        """An archive was unpacked."""
        self.written += written
        self.entries += entries

    def admits(self, written: int, entries: int) -> bool:
        """Whether so much more stays within the limits."""
        left = self.left()
        return written <= left.total_bytes and entries <= left.entries
