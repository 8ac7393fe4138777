"""Archives besides ZIP: 7z (py7zr), RAR (rarfile, where a tool to unpack is installed), TAR and GZ."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import tarfile
import zlib
from pathlib import Path
from typing import IO, Any, cast

from pipeline.readers.archive_intake import (
    CHUNK,
    DAMAGED,
    DISK_FULL,
    LINK,
    LOCKED,
    ArchiveRefused,
    Intake,
    Member,
    MemberRefused,
    is_disk_full,
)
from pipeline.readers.refusal import Refusal

NO_RAR_TOOL = Refusal(
    "UNSUPPORTED_FORMAT",
    "是 RAR 压缩包，本机没有解压 RAR 的程序；请解压成文件夹或改为 ZIP 后重新提交，或在本机安装 unrar 或 unar",
)
MORE = Refusal("UNREADABLE_FILE", "在结尾之后还有内容，这些内容未读；请申报单位解压核对，重新打包后再交")
PADDING_CHUNKS = 16
"""Zeros after the end of a TAR that are taken for padding, in MB; writers pad to 10 kB."""
METHOD_7Z = Refusal("UNSUPPORTED_FORMAT", "用了少见的 7z 压缩方式，无法解压；请改为 ZIP 后重新提交")


class _Sink(io.RawIOBase):
    """Where py7zr writes one member: a file that counts, and that stops taking once the member is too large."""

    def __init__(self, slot: Member, intake: Intake, packed: int | None) -> None:
        super().__init__()
        self.slot, self.intake, self.packed = slot, intake, packed
        self.file: IO[bytes] | None = None
        self.length = 0
        self.refusal: Refusal | None = None

    def write(self, data: Any) -> int:
        if self.refusal is None and self.file is not None:
            self.length += len(data)
            try:
                self.intake.count(len(data), self.length, self.packed)
                self.file.write(data)
            except ArchiveRefused:
                raise
            except OSError as error:
                if is_disk_full(error):
                    raise ArchiveRefused(DISK_FULL.code, DISK_FULL.message) from None
                raise
            except MemberRefused as refused:
                self.refusal = refused.refusal
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def size(self) -> int:
        return self.length

    def start(self) -> None:
        assert self.slot.disk is not None
        self.file = self.slot.disk.open("wb")

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
        super().close()


class _Sinks:
    """py7zr's factory of writers; the "file name" that it passes back is the member's number."""

    def __init__(self) -> None:
        self.sinks: dict[str, _Sink] = {}
        self.last: _Sink | None = None

    def create(self, filename: str) -> _Sink:
        self.last = self.sinks[filename]
        self.last.start()
        return self.last


def expand_7z(path: Path, intake: Intake) -> None:
    """Take every member of a 7z archive, in one pass (solid archives unpack only in order)."""
    import py7zr
    from py7zr import exceptions
    from py7zr.io import MemIO

    # py7zr asserts what a sound header says, and trips over what an unsound one does not.
    unsound = (AssertionError, ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)
    damaged = (
        exceptions.Bad7zFile,
        exceptions.ArchiveError,
        lzma.LZMAError,
        zlib.error,
        struct.error,
        EOFError,
        *unsound,
    )
    try:
        archive = py7zr.SevenZipFile(path)
    except exceptions.PasswordRequired:
        raise ArchiveRefused(LOCKED.code, LOCKED.message) from None
    except exceptions.UnsupportedCompressionMethodError:
        raise ArchiveRefused(METHOD_7Z.code, METHOD_7Z.message) from None
    except damaged:
        raise ArchiveRefused(DAMAGED.code, DAMAGED.message) from None
    with archive:
        locked = archive.needs_password()
        packed_size = path.stat().st_size
        sinks, stop = _Sinks(), None
        for entry in archive.files:
            archive.worker.register_filelike(entry.id, None)
            if entry.is_directory or stop:
                continue
            try:
                slot = intake.open_slot(entry.filename)
            except ArchiveRefused as full:
                stop = full
                continue
            except MemberRefused:
                continue
            if entry.is_symlink or entry.is_junction or entry.is_socket or locked:
                intake.refuse(slot, LOCKED if locked else LINK)
                continue
            # Members of a solid block have no packed size of their own: the whole archive's bounds the ratio.
            sinks.sinks[str(entry.id)] = _Sink(slot, intake, packed_size)
            intake.members.append(slot)
            archive.worker.register_filelike(entry.id, MemIO(str(entry.id), cast("Any", sinks)))
        if locked:
            return
        failed: Refusal | None = None
        try:
            archive.worker.extract(archive.fp, None, parallel=False)
        except ArchiveRefused as full:
            stop = full
        except exceptions.UnsupportedCompressionMethodError:
            failed = METHOD_7Z
        except exceptions.PasswordRequired:
            failed = LOCKED
        except damaged:
            failed = DAMAGED
        _settle_7z(archive, sinks, intake, failed, stop)
        if stop:
            raise stop


def _settle_7z(archive: Any, sinks: _Sinks, intake: Intake, failed: Refusal | None, stop: MemberRefused | None) -> None:
    """Refuse the members that came out short, and the one whose checksum failed: py7zr stops at the first bad one."""
    sizes = {str(entry.id): entry.uncompressed for entry in archive.files}
    for number, sink in sinks.sinks.items():
        if not sink.closed:
            sink.close()
        short = sink.file is None or sink is sinks.last or sink.length < (sizes[number] or 0)
        refusal = sink.refusal or (failed if failed and short else None) or (stop.refusal if stop and short else None)
        if refusal is not None:
            intake.members.remove(sink.slot)
            intake.refuse(sink.slot, refusal)


def expand_rar(path: Path, intake: Intake) -> None:
    """Take every member of a RAR archive; packed ones need unrar, unar, 7z or bsdtar on the machine."""
    import rarfile

    try:
        archive = rarfile.RarFile(path)
    except rarfile.NeedFirstVolume:
        raise ArchiveRefused(
            "UNSUPPORTED_FORMAT", "是分卷压缩包的后续分卷，未读；请合并解压后以文件夹或单个 ZIP 提交"
        ) from None
    except (rarfile.PasswordRequired, rarfile.RarWrongPassword):
        raise ArchiveRefused(LOCKED.code, LOCKED.message) from None
    except rarfile.Error:
        raise ArchiveRefused(DAMAGED.code, DAMAGED.message) from None
    with archive:
        if archive.needs_password() and not archive.infolist():
            raise ArchiveRefused(LOCKED.code, LOCKED.message)
        for info in archive.infolist():
            if info.is_dir():
                continue
            try:
                slot = intake.open_slot(info.filename)
            except ArchiveRefused:
                raise
            except MemberRefused:
                continue
            refusal = _take_rar(archive, info, slot, intake)
            if refusal is NO_RAR_TOOL:
                raise ArchiveRefused(refusal.code, refusal.message)
            if refusal is not None:
                intake.refuse(slot, refusal)


def _take_rar(archive: Any, info: Any, slot: Member, intake: Intake) -> Refusal | None:
    import rarfile

    if info.needs_password():
        return LOCKED
    if info.is_symlink():
        return LINK
    try:
        with archive.open(info) as stream:
            intake.store(slot, stream, info.compress_size)
    except ArchiveRefused:
        raise
    except MemberRefused as refused:
        return refused.refusal
    except rarfile.RarCannotExec:
        return NO_RAR_TOOL
    except (rarfile.PasswordRequired, rarfile.RarWrongPassword):
        return LOCKED
    except (rarfile.Error, EOFError, ValueError):
        return DAMAGED
    return None


def expand_tar(path: Path, intake: Intake) -> None:
    """Take every member of a TAR, packed or not."""
    try:
        with tarfile.open(path, "r:*", encoding="utf-8", errors="surrogateescape") as archive:
            for info in archive:
                if info.isdir():
                    continue
                try:
                    slot = intake.open_slot(info.name)
                except ArchiveRefused:
                    raise
                except MemberRefused:
                    continue
                stream = archive.extractfile(info) if info.isreg() else None
                if stream is None:
                    intake.refuse(slot, LINK)
                    continue
                _store_in_stream(slot, stream, intake, path)
            if _goes_on(archive):
                raise ArchiveRefused(MORE.code, MORE.message)
    except (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, ValueError, gzip.BadGzipFile):
        raise ArchiveRefused(DAMAGED.code, DAMAGED.message) from None


def _goes_on(archive: tarfile.TarFile) -> bool:
    """Is there anything but padding after the archive's end, as where two archives were joined?"""
    for _ in range(PADDING_CHUNKS):
        chunk = archive.fileobj.read(CHUNK) if archive.fileobj is not None else b""
        if not chunk:
            return False
        if chunk.count(0) < len(chunk):
            return True
    return True


def expand_gz(path: Path, intake: Intake, name: str) -> None:
    """Take the one file in a GZ; it is called as the archive without `.gz`."""
    slot = intake.open_slot(name[:-3] if name.lower().endswith(".gz") else name)
    try:
        with gzip.open(path) as stream:
            _store_in_stream(slot, cast("IO[bytes]", stream), intake, path)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        intake.refuse(slot, DAMAGED)


def _store_in_stream(slot: Member, stream: IO[bytes], intake: Intake, path: Path) -> None:
    """One member out of a packed stream: beyond a member that is too large nothing can be reached cheaply."""
    try:
        intake.store(slot, stream, path.stat().st_size)
    except ArchiveRefused:
        raise
    except MemberRefused as refused:
        intake.refuse(slot, refused.refusal)
        raise ArchiveRefused(refused.refusal.code, refused.refusal.message) from None
