"""ZIP archives as Chinese tools write them: names in GBK, UTF-8 with or without the flag, or mixed; AES; Deflate64."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from pathlib import Path

from pipeline.names import decode_name
from pipeline.readers.archive import DAMAGED, LINK, LOCKED, ArchiveRefused, Intake, Member, MemberRefused, Refusal

UTF8_FLAG = 0x800
ENCRYPTED_FLAG = 0x1
UNICODE_PATH_FIELD = 0x7075
METHOD = Refusal("UNSUPPORTED_FORMAT", "用了少见的压缩方式，无法解压；请用标准 ZIP 重新打包后再交")


def expand_zip(path: Path, intake: Intake) -> None:
    """Take every member of a ZIP."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError, NotImplementedError, struct.error):
        raise ArchiveRefused(DAMAGED.code, DAMAGED.message) from None
    with archive:
        for info in archive.infolist():
            name = entry_name(info)
            if name.replace("\\", "/").endswith("/") and info.file_size == 0:
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
