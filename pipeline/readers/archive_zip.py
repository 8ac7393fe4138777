"""ZIP archives as Chinese tools write them: names in GBK, UTF-8 with or without the flag, or mixed; AES; Deflate64."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from pathlib import Path

from pipeline.names import decode_name
from pipeline.readers.archive_intake import (
    CHUNK,
    DAMAGED,
    LINK,
    LOCKED,
    ArchiveRefused,
    Intake,
    Member,
    MemberRefused,
)
from pipeline.readers.refusal import Refusal

UTF8_FLAG = 0x800
ENCRYPTED_FLAG = 0x1
UNICODE_PATH_FIELD = 0x7075
OVERLAP = Refusal("LIMIT_EXCEEDED", "里的文件互相重叠（疑似压缩炸弹，或已损坏），未解压；请申报单位重新打包后再交")
UNLISTED = Refusal("UNREADABLE_FILE", "里有目录没有列出的文件，这些文件未读；请申报单位解压核对，重新打包后再交")
LOCAL_HEADER = b"PK\x03\x04"
EMPTY_PACKED = 2  # bytes that nothing deflates to
METHOD = Refusal("UNSUPPORTED_FORMAT", "用了少见的压缩方式，无法解压；请用标准 ZIP 重新打包后再交")


def expand_zip(path: Path, intake: Intake) -> None:
    """Take every member of a ZIP."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError, NotImplementedError, struct.error):
        raise ArchiveRefused(DAMAGED.code, DAMAGED.message) from None
    with archive:
        overlaps, unlisted = _laid_out(archive)
        if overlaps:
            raise ArchiveRefused(OVERLAP.code, OVERLAP.message)
        for info in archive.infolist():
            name = entry_name(info)
            if _is_folder(name, info):
                continue
            try:
                slot = intake.open_slot(name)
            except ArchiveRefused:
                raise
            except MemberRefused:
                continue
            refusal = _take(archive, info, slot, intake)
            if refusal is not None:
                intake.refuse(slot, refusal)
        if unlisted:
            raise ArchiveRefused(UNLISTED.code, UNLISTED.message)


def _is_folder(name: str, info: zipfile.ZipInfo) -> bool:
    """A folder's entry; one that has content is a file with an odd name."""
    return name.replace("\\", "/").endswith("/") and info.file_size == 0 and info.compress_size <= EMPTY_PACKED


def _laid_out(archive: zipfile.ZipFile) -> tuple[bool, bool]:
    """Do members overlap (one packed stretch unpacked many times, Fifield 2019)? Are there any outside the directory?

    Such are left by tools that delete from or update an archive in place, and where two archives are one file.
    """
    assert archive.fp is not None
    end, unlisted = 0, False
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < end:
            return True, unlisted
        unlisted = unlisted or _begins_a_member(archive, end, info.header_offset)
        archive.fp.seek(info.header_offset)
        header = archive.fp.read(30)
        if len(header) < 30 or not header.startswith(LOCAL_HEADER):
            return False, unlisted  # damaged: told of the member when it is taken
        end = info.header_offset + 30 + sum(struct.unpack_from("<HH", header, 26)) + info.compress_size
    return False, unlisted or _begins_a_member(archive, end, archive.start_dir)


def _begins_a_member(archive: zipfile.ZipFile, start: int, end: int) -> bool:
    """Is there a member's header between the two places? What follows a member itself (its sizes) is none."""
    assert archive.fp is not None
    if end - start < 30:
        return False
    archive.fp.seek(start)
    return LOCAL_HEADER in archive.fp.read(min(end - start, CHUNK))


def _take(archive: zipfile.ZipFile, info: zipfile.ZipInfo, slot: Member, intake: Intake) -> Refusal | None:
    if info.flag_bits & ENCRYPTED_FLAG:
        return LOCKED
    if stat.S_ISLNK(info.external_attr >> 16):
        return LINK
    try:
        try:
            stream = archive.open(info)
        except zipfile.BadZipFile as error:
            if "differ" not in str(error):
                raise
            info.orig_filename = _local_name(archive, info)
            stream = archive.open(info)
        with stream:
            intake.store(slot, stream, info.compress_size)
    except ArchiveRefused:
        raise
    except MemberRefused as refused:
        return refused.refusal
    except NotImplementedError:
        return METHOD
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, struct.error, UnicodeDecodeError):
        return DAMAGED
    return None


def _local_name(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    """The name in the member's own header, decoded as zipfile will: some tools flag only one of the two headers."""
    assert archive.fp is not None
    archive.fp.seek(info.header_offset)
    header = archive.fp.read(30)
    flags, length = struct.unpack_from("<H", header, 6)[0], struct.unpack_from("<H", header, 26)[0]
    return archive.fp.read(length).decode("utf-8" if flags & UTF8_FLAG else "cp437")


def entry_name(info: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: the flag, a Unicode path field that fits, else UTF-8, else GB 18030."""
    if info.flag_bits & UTF8_FLAG:
        return info.orig_filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    return _unicode_path(info.extra, raw) or decode_name(raw)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Info-ZIP's Unicode path field, if its checksum says that it belongs to this name."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        body = extra[at + 4 : at + 4 + length]
        if kind == UNICODE_PATH_FIELD and length > 5 and body[0] == 1:
            if struct.unpack_from("<I", body, 1)[0] != zlib.crc32(raw):
                return None
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
        at += 4 + length
    return None
