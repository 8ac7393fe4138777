"""How much one dossier may still unpack: its archives, and the pictures of its office files, all together."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace

from pipeline.limits import ArchiveLimits, size_text
from pipeline.readers.refusal import Refusal
from pipeline.reading_file import FileReading
from pipeline.reading_tasks import OfficeAnswer, PictureOrder


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
            most = f"{self.limits.entries} 个或 {size_text(self.limits.total_bytes)}"
            return Refusal("LIMIT_EXCEEDED", f"未解压：这份材料解压出的文件已达 {most}；请拆分后提交")
        return None

    def pictures(self, answer: OfficeAnswer, file: FileReading) -> tuple[PictureOrder, ...]:
        """The pictures that an office file has put aside; none, told and deleted, where they are beyond the limits."""
        pictures = answer.pictures
        if not pictures or self.admits(answer.written, 0):
            self.use(answer.written, 0)
            return pictures
        shutil.rmtree(pictures[0].disk.parent, ignore_errors=True)
        file.leave_pictures(pictures[0].page_id, len(pictures), size_text(self.limits.total_bytes))
        return ()

    def use(self, written: int, entries: int) -> None:
        """An archive was unpacked."""
        self.written += written
        self.entries += entries

    def admits(self, written: int, entries: int) -> bool:
        """Whether so much more stays within the limits."""
        left = self.left()
        return written <= left.total_bytes and entries <= left.entries
