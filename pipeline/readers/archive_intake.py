"""What is taken out of archives: members one by one into a folder of ours, under limits and with names made safe.

Members are stored under running numbers, so that no name of the archive ever becomes a path on disk. Names are cleaned
for the listing only. What cannot be taken is a `Refusal`; the other members are still unpacked.
"""

from __future__ import annotations

import errno
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO

from pipeline.limits import ArchiveLimits, size_text
from pipeline.names import readable_name, unique_path
from pipeline.readers.refusal import Refusal

CHUNK = 1 << 20
LONGEST_PART = 240
LONGEST_PATH = 1000


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its cleaned path, where it lies on disk (None: refused), and what was odd about it."""

    path: str
    disk: Path | None = None
    refusal: Refusal | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Expansion:
    """An archive unpacked: its members, bytes written, and what stopped it (members up to there are kept)."""

    members: tuple[Member, ...] = ()
    written: int = 0
    refusal: Refusal | None = None


BOMB = Refusal("LIMIT_EXCEEDED", "的压缩比异常（疑似压缩炸弹），未读；请申报单位核对后以原文件提交")


class MemberRefused(Exception):
    """Raised within one member: it is not taken, the next one is."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.refusal = Refusal(code, message)


class ArchiveRefused(MemberRefused):
    """Raised within an archive: nothing more is taken from it."""


class Intake:
    """Takes members one by one into a folder and holds the limits."""

    def __init__(self, folder: Path, limits: ArchiveLimits, packed: int | None = None) -> None:
        self.folder = folder
        self.limits = limits
        self.packed = packed
        """Size of the whole archive on disk."""
        self._kept = 0
        self.members: list[Member] = []
        self.written = 0
        self._taken: set[str] = set()

    def open_slot(self, raw_name: str, note: str | None = None) -> Member:
        """A place for the member of that name; raises `MemberRefused` for a name that leads out of the archive."""
        if len(self.members) >= self.limits.entries:
            raise ArchiveRefused(
                "LIMIT_EXCEEDED", f"里的文件超过 {self.limits.entries} 个，其余未读；请拆成几个压缩包或改交文件夹"
            )
        path, remark = clean_path(raw_name)
        if path is None:
            self.members.append(
                Member(
                    unique_path(_harmless(raw_name), self._taken),
                    refusal=Refusal(
                        "UNREADABLE_FILE", "在压缩包里的路径指向压缩包之外，为安全未解出；请申报单位重新打包后再交"
                    ),
                )
            )
            raise MemberRefused("UNREADABLE_FILE", "")
        unique = unique_path(path, self._taken)
        if unique != path:
            remark = "压缩包里有同名文件，已改名区分"
        suffix = re.sub(r"[^a-z0-9.]", "", PurePosixPath(path).suffix.lower())[:10]
        disk = self.folder / f"{len(self.members) + 1:06d}{suffix}"
        return Member(unique, disk, note="；".join(n for n in (note, remark) if n) or None)

    def store(self, slot: Member, stream: IO[bytes], packed: int | None = None) -> None:
        """Copy a member to disk, counting what really comes out."""
        assert slot.disk is not None
        size = 0
        with slot.disk.open("wb") as target:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                self.count(len(chunk), size, packed)
                target.write(chunk)
        self.members.append(slot)
        self._keep(size)

    def _keep(self, size: int) -> None:
        """Hold the ratio of all that was taken: many members may each stay below what is looked at."""
        self._kept += size
        if self.packed and self._kept > self.limits.ratio_from and self._kept > self.limits.ratio * self.packed:
            raise ArchiveRefused(BOMB.code, BOMB.message)

    def count(self, more: int, size: int, packed: int | None = None) -> None:
        """Hold the limits while a member grows: `more` bytes came, `size` so far, out of `packed` bytes."""
        self.written += more
        limits = self.limits
        if self.written > limits.total_bytes:
            raise ArchiveRefused(
                "LIMIT_EXCEEDED",
                f"解压后超过 {size_text(limits.total_bytes)}，其余未读；请拆成几个压缩包或改交文件夹",
            )
        if size > limits.member_bytes:
            raise MemberRefused(
                "LIMIT_EXCEEDED", f"解压后超过 {size_text(limits.member_bytes)}，未读；请压缩图片或拆分后再交"
            )
        if packed and size > limits.ratio_from and size > limits.ratio * packed:
            raise MemberRefused(BOMB.code, BOMB.message)

    def refuse(self, slot: Member, refusal: Refusal) -> None:
        """List a member that was not taken, and remove what was written of it."""
        if slot.disk is not None:
            slot.disk.unlink(missing_ok=True)
        self.members.append(replace(slot, disk=None, refusal=refusal))

    def expansion(self, refusal: Refusal | None = None) -> Expansion:
        return Expansion(tuple(self.members), self.written, refusal)


def is_disk_full(error: OSError) -> bool:
    """No room, or no more room for this user: the disk's fault, not the archive's."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}


DISK_FULL = Refusal("LIMIT_EXCEEDED", "解压时临时磁盘空间不足，其余未读；请清理磁盘后重新运行")
LOCKED = Refusal("PASSWORD_PROTECTED", "设有密码，无法读取；请申报单位去掉密码后重新提交")
DAMAGED = Refusal("UNREADABLE_FILE", "已损坏或不完整，无法解压；请申报单位重新打包后再交")
EMPTY = Refusal("UNREADABLE_FILE", "里没有任何文件；请申报单位核对后重新提交")
LINK = Refusal("UNSUPPORTED_FORMAT", "是链接而不是文件，未读取；请提交链接所指的文件本身")


def clean_path(raw: str) -> tuple[str | None, str | None]:
    """A member's path as listed (relative, `/`, NFC), and a note on what was changed; None if it leads outside.

    >>> clean_path("证书/./a.pdf"), clean_path("C:/x/../b.pdf")[0], clean_path("/etc/a")[0], clean_path("a/../../b")[0]
    (('证书/a.pdf', None), 'b.pdf', 'etc/a', None)
    """
    text = unicodedata.normalize("NFC", readable_name(raw)).replace("\\", "/")
    note = None
    if "\0" in text or re.match(r"^(?:[A-Za-z]:|/)", text):
        note = "压缩包里的路径不规范，已改写"
        text = re.sub(r"^(?:[A-Za-z]:)?/*", "", text.split("\0")[0])
    parts: list[str] = []
    for part in text.split("/"):
        if part in {"", "."}:
            continue
        if part == "..":
            if not parts:
                return None, note
            parts.pop()
            continue
        parts.append(part)
    if not parts:
        return None, note
    short = [_shorten(re.sub(r"[\x00-\x1f\x7f]", "_", part)) for part in parts]
    while len("/".join(short)) > LONGEST_PATH and len(short) > 1:
        short.pop(0)
    if short != parts:
        note = "压缩包里的路径过长或含控制字符，已改写"
    return "/".join(short), note


def _shorten(part: str) -> str:
    if len(part.encode("utf-8")) <= LONGEST_PART:
        return part
    suffix = PurePosixPath(part).suffix[:12]
    stem = part
    while len((stem + suffix).encode("utf-8")) > LONGEST_PART:
        stem = stem[:-1]
    return stem + suffix


def _harmless(raw: str) -> str:
    """How a name that leads outside is listed: without its way out."""
    parts = [p for p in readable_name(raw).replace("\\", "/").split("/") if p not in {"", ".", ".."}]
    return clean_path("/".join(parts))[0] or "（无名文件）"
