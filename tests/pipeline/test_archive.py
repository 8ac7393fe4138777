from __future__ import annotations

import gzip
import io
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import py7zr
import pytest

from pipeline.limits import ArchiveLimits
from pipeline.readers import archive_other
from pipeline.readers.archive import ArchiveFormat, expand_archive
from pipeline.readers.archive_intake import DISK_FULL, Expansion
from pipeline.readers.refusal import Refusal

SMALL = ArchiveLimits(entries=10, total_bytes=3_000_000, member_bytes=2_000_000, ratio=100, ratio_from=500_000)


def expand(path: Path, kind: ArchiveFormat = "zip", limits: ArchiveLimits | None = None) -> Expansion:
    return expand_archive(path, kind, path.name, path.parent / "unpacked", limits or ArchiveLimits())


def read(expansion: Expansion) -> dict[str, bytes | str]:
    """Path → content, or the code of its refusal."""
    return {
        m.path: m.disk.read_bytes() if m.disk else (m.refusal.code if m.refusal else "?") for m in expansion.members
    }


def zip_of(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def raw_zip(path: Path, names: list[tuple[bytes, int]], data: bytes = b"x") -> Path:
    """A ZIP whose names are given as bytes, with flags (0x800: said to be UTF-8)."""
    body, directory = b"", b""
    for name, flags in names:
        fields = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 0, zlib.crc32(data), len(data), len(data), len(name), 0)
        directory += (
            b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        )
        body += b"PK\x03\x04" + fields + name + data
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(names), len(names), len(directory), len(body), 0)
    path.write_bytes(body + directory + end)
    return path


def test_names_in_gbk_in_utf8_with_and_without_flag_and_mixed(tmp_path: Path) -> None:
    names = [
        ("证书/质量管理体系.pdf".encode("gbk"), 0),
        ("专利/发明.pdf".encode(), 0),
        ("商标/注册证.pdf".encode(), 0x800),
        ("联通.pdf".encode("gbk"), 0),
        (b"plain.pdf", 0),
        ("繁體喆堃.pdf".encode("gb18030"), 0),
    ]
    expansion = expand(raw_zip(tmp_path / "a.zip", names))
    assert [m.path for m in expansion.members] == [
        "证书/质量管理体系.pdf",
        "专利/发明.pdf",
        "商标/注册证.pdf",
        "联通.pdf",
        "plain.pdf",
        "繁體喆堃.pdf",
    ]
    assert all(m.disk and m.disk.read_bytes() == b"x" for m in expansion.members)


def test_decomposed_names_become_nfc(tmp_path: Path) -> None:
    assert list(read(expand(raw_zip(tmp_path / "a.zip", [("e\u0301.pdf".encode(), 0)])))) == ["\u00e9.pdf"]


def test_names_that_lead_outside_are_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    names = [(n, 0) for n in (b"../evil.pdf", b"a/../../evil.pdf", b"..\\..\\evil.exe", b"good.pdf", b"a/../b.pdf")]
    result = read(expand(raw_zip(tmp_path / "a.zip", names)))
    assert result["good.pdf"] == b"x"
    assert result["b.pdf"] == b"x"
    assert list(result.values()).count("UNREADABLE_FILE") == 3
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip", "unpacked"]
    assert not any(".." in name for name in result)


@pytest.mark.parametrize(
    ("raw", "listed"),
    [
        (b"/etc/passwd.pdf", "etc/passwd.pdf"),
        (b"C:\\Users\\a.pdf", "Users/a.pdf"),
        (b"\\\\server\\share\\a.pdf", "server/share/a.pdf"),
        (b"dir\\sub\\a.pdf", "dir/sub/a.pdf"),
        (b"a.pdf\x00.exe", "a.pdf"),
        (b"line\nbreak.pdf", "line_break.pdf"),
    ],
)
def test_absolute_and_odd_names_are_read_under_a_clean_path(tmp_path: Path, raw: bytes, listed: str) -> None:
    expansion = expand(raw_zip(tmp_path / "a.zip", [(raw, 0)]))
    assert read(expansion) == {listed: b"x"}


@pytest.mark.parametrize("raw", [b"CON", b"nul.pdf", b"a. ", b"x" * 300 + b".pdf", b"d/" * 800 + b"a.pdf"])
def test_names_no_file_system_takes_are_read_all_the_same(tmp_path: Path, raw: bytes) -> None:
    (member,) = expand(raw_zip(tmp_path / "a.zip", [(raw, 0)])).members
    assert member.disk is not None
    assert member.disk.read_bytes() == b"x"
    assert len(member.path) <= 1000


def test_duplicates_and_case_collisions_are_all_kept(tmp_path: Path) -> None:
    names = [(n, 0) for n in (b"a.pdf", b"a.pdf", b"A.PDF")]
    assert list(read(expand(raw_zip(tmp_path / "a.zip", names)))) == ["a.pdf", "a (2).pdf", "A (3).PDF"]


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        link = zipfile.ZipInfo("link.pdf")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("good.pdf", b"x")
    assert read(expand(tmp_path / "a.zip")) == {"link.pdf": "UNSUPPORTED_FORMAT", "good.pdf": b"x"}


def test_too_many_entries(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", [(f"{n}.txt".encode(), 0) for n in range(12)])
    expansion = expand(path, limits=SMALL)
    assert len(expansion.members) == 10
    assert expansion.refusal is not None
    assert expansion.refusal.code == "LIMIT_EXCEEDED"


def test_seventy_thousand_entries_end_soon(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", [(f"{n}.txt".encode(), 0) for n in range(60_000)])
    expansion = expand(path, limits=ArchiveLimits(entries=200))
    assert len(expansion.members) == 200
    assert expansion.refusal is not None


def test_a_bomb_is_stopped_and_the_others_are_read(tmp_path: Path) -> None:
    members = {"bomb.bmp": bytes(1_500_000), "good.pdf": b"good"}
    expansion = expand(zip_of(tmp_path / "a.zip", members), limits=SMALL)
    assert read(expansion) == {"bomb.bmp": "LIMIT_EXCEEDED", "good.pdf": b"good"}
    assert expansion.written < 1_500_000 + 10


def test_a_member_that_is_too_large(tmp_path: Path) -> None:
    members = {"large.bin": os.urandom(2_500_000), "good.pdf": b"good"}
    assert read(expand(zip_of(tmp_path / "a.zip", members), limits=SMALL))["large.bin"] == "LIMIT_EXCEEDED"


def test_too_much_in_all_keeps_what_was_read_so_far(tmp_path: Path) -> None:
    members = {f"{n}.bin": os.urandom(1_000_000) for n in range(5)}
    expansion = expand(zip_of(tmp_path / "a.zip", members), limits=SMALL)
    assert expansion.refusal is not None
    assert expansion.refusal.code == "LIMIT_EXCEEDED"
    assert sum(m.disk is not None for m in expansion.members) >= 2


def test_a_size_that_lies_is_no_way_round_the_limits(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"liar.bin": bytes(1_900_000)})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    path.write_bytes(data)
    assert read(expand(path, limits=SMALL)) == {"liar.bin": "UNREADABLE_FILE"}


def test_a_locked_zip_is_named_as_such(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", [(b"a.pdf", 1), (b"b.pdf", 1)])
    expansion = expand(path)
    assert set(read(expansion).values()) == {"PASSWORD_PROTECTED"}
    assert expansion.refusal is not None
    assert expansion.refusal.code == "PASSWORD_PROTECTED"


def test_one_locked_member_leaves_the_others(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", [(b"a.pdf", 1), (b"b.pdf", 0)])
    expansion = expand(path)
    assert read(expansion) == {"a.pdf": "PASSWORD_PROTECTED", "b.pdf": b"x"}
    assert expansion.refusal is None


def test_flags_that_differ_between_the_two_headers_do_no_harm(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "a.zip", [("证书.pdf".encode(), 0x800)])
    data = bytearray(path.read_bytes())
    data[6:8] = b"\0\0"  # the member's own header says nothing of UTF-8
    at = data.rindex(b"PK\x01\x02")
    assert data[at + 8 : at + 10] == b"\0\x08"
    path.write_bytes(data)
    assert read(expand(path)) == {"证书.pdf": b"x"}


def test_damage_inside_one_member(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"a.txt": b"a" * 1000, "b.txt": b"b"}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"a" * 1000, b"a" * 999 + b"X"))
    assert read(expand(path)) == {"a.txt": "UNREADABLE_FILE", "b.txt": b"b"}


@pytest.mark.parametrize("kind", ["zip", "7z", "tar", "rar", "gz"])
@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 cut", b"7z\xbc\xaf\x27\x1c cut", b"Rar!\x1a\x07\x01\x00 cut", b"\x1f\x8b"]
)
def test_broken_archives_are_named_as_such(tmp_path: Path, kind: ArchiveFormat, data: bytes) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    expansion = expand(path, kind)
    refusal = expansion.refusal or (expansion.members[0].refusal if expansion.members else None)
    if kind == "gz" and data == b"":
        assert read(expansion) == {"a.bin": b""}  # gzip takes nothing for an empty file
    else:
        assert refusal is not None
        assert refusal.code == "UNREADABLE_FILE"


@pytest.mark.parametrize("kind", ["zip", "7z", "tar"])
def test_a_truncated_archive(tmp_path: Path, kind: ArchiveFormat) -> None:
    path = tmp_path / "a"
    if kind == "zip":
        zip_of(path, {"a.bin": os.urandom(50_000), "b.bin": os.urandom(50_000)})
    elif kind == "7z":
        seven_of(path, {"a.bin": os.urandom(50_000), "b.bin": os.urandom(50_000)})
    else:
        with tarfile.open(path, "w:gz") as archive:
            for name in ("a.bin", "b.bin"):
                info = tarfile.TarInfo(name)
                info.size = 50_000
                archive.addfile(info, io.BytesIO(os.urandom(50_000)))
    path.write_bytes(path.read_bytes()[:60_000])
    expansion = expand(path, kind)
    assert expansion.refusal is not None
    assert expansion.refusal.code == "UNREADABLE_FILE"


def seven_of(path: Path, members: dict[str, bytes], password: str | None = None, hide: bool = False) -> Path:
    with py7zr.SevenZipFile(path, "w", password=password, header_encryption=hide) as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return path


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("kind", ["zip", "7z", "tar", "gz"])
def test_a_full_disk_is_not_the_archives_damage(kind: ArchiveFormat, tmp_path: Path) -> None:
    """What is written to /dev/full finds no room, as on a full disk."""
    members, path = {"a.pdf": os.urandom(300_000)}, tmp_path / f"a.{kind}"
    if kind == "zip":
        zip_of(path, members)
    elif kind == "7z":
        seven_of(path, members)
    elif kind == "tar":
        with tarfile.open(path, "w") as archive:
            info = tarfile.TarInfo("a.pdf")
            info.size = 300_000
            archive.addfile(info, io.BytesIO(members["a.pdf"]))
    else:
        path = tmp_path / "a.pdf.gz"
        path.write_bytes(gzip.compress(members["a.pdf"]))
    (tmp_path / "unpacked").mkdir()
    for number in range(1, 3):
        (tmp_path / f"unpacked/{number:06d}.pdf").symlink_to("/dev/full")
    assert expand(path, kind).refusal == DISK_FULL
    assert Path("/dev/full").exists()


def test_any_byte_of_a_seven_zips_directory_may_be_wrong(tmp_path: Path) -> None:
    """Its checksums are made to fit, so that the reader goes on to what the directory says."""
    path = tmp_path / "a.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.set_encoded_header_mode(False)
        archive.writestr(b"one" * 100, "a.pdf")
        archive.writestr(b"", "empty.pdf")
    whole = path.read_bytes()
    start = 32 + struct.unpack_from("<Q", whole, 12)[0]
    for at in range(start, len(whole)):
        for value in {0, 1, 0x7F, 0xFF, whole[at] ^ 0x10, whole[at] + 1 & 0xFF}:
            spoilt = bytearray(whole)
            spoilt[at] = value
            struct.pack_into("<I", spoilt, 28, zlib.crc32(spoilt[start:]))
            struct.pack_into("<I", spoilt, 8, zlib.crc32(spoilt[12:32]))
            path.write_bytes(spoilt)
            expansion = expand(path, "7z", SMALL)
            assert expansion.refusal or all(member.disk or member.refusal for member in expansion.members)


def test_seven_zip_with_chinese_names(tmp_path: Path) -> None:
    members: dict[str, bytes] = {"证书/a.pdf": b"a" * 5000, "b.pdf": b"b", "空.txt": b""}
    assert read(expand(seven_of(tmp_path / "a.7z", members), "7z")) == members


@pytest.mark.parametrize("hide", [False, True])
def test_a_locked_seven_zip(tmp_path: Path, hide: bool) -> None:
    path = seven_of(tmp_path / "a.7z", {"a.pdf": b"a"}, password="secret", hide=hide)
    refusal = expand(path, "7z").refusal
    assert refusal is not None
    assert refusal.code == "PASSWORD_PROTECTED"


def test_a_seven_zip_bomb(tmp_path: Path) -> None:
    path = seven_of(tmp_path / "a.7z", {"good.pdf": b"good", "bomb.bin": bytes(1_500_000)})
    assert read(expand(path, "7z", SMALL)) == {"good.pdf": b"good", "bomb.bin": "LIMIT_EXCEEDED"}


def test_a_seven_zip_that_is_too_large_in_all(tmp_path: Path) -> None:
    path = seven_of(tmp_path / "a.7z", {f"{n}.bin": os.urandom(1_000_000) for n in range(5)})
    expansion = expand(path, "7z", SMALL)
    assert expansion.refusal is not None
    assert expansion.refusal.code == "LIMIT_EXCEEDED"
    assert sum(m.disk is not None for m in expansion.members) >= 2


def test_a_damaged_seven_zip_keeps_what_is_whole(tmp_path: Path) -> None:
    path = seven_of(tmp_path / "a.7z", {"a.bin": os.urandom(60_000), "b.bin": os.urandom(60_000)})
    data = bytearray(path.read_bytes())
    data[100_000] ^= 0xFF
    path.write_bytes(data)
    result = read(expand(path, "7z"))
    assert "UNREADABLE_FILE" in result.values()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz"])
def test_tar_with_a_link_and_names_in_gbk(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, mode, encoding="gb18030", format=tarfile.GNU_FORMAT) as archive:  # type: ignore[call-overload]
        info = tarfile.TarInfo("证书/a.pdf")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        evil = tarfile.TarInfo("../evil")
        archive.addfile(evil)
        device = tarfile.TarInfo("fifo")
        device.type = tarfile.FIFOTYPE
        archive.addfile(device)
    assert read(expand(path, "tar")) == {
        "证书/a.pdf": b"x",
        "link": "UNSUPPORTED_FORMAT",
        "evil": "UNREADABLE_FILE",
        "fifo": "UNSUPPORTED_FORMAT",
    }


def test_a_gz_bomb_and_a_plain_gz(tmp_path: Path) -> None:
    plain = tmp_path / "说明.txt.gz"
    plain.write_bytes(gzip.compress(b"hello"))
    assert read(expand(plain, "gz")) == {"说明.txt": b"hello"}
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(bytes(1_900_000)))
    assert read(expand(bomb, "gz", SMALL)) == {"bomb": "LIMIT_EXCEEDED"}


def test_a_packed_rar_without_a_tool_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import rarfile

    def no_tool(*_: object) -> Refusal:
        return archive_other.NO_RAR_TOOL

    monkeypatch.setattr(archive_other, "_take_rar", no_tool)
    path = tmp_path / "a.rar"
    path.write_bytes(stored_rar("a.pdf", b"hello"))
    assert rarfile.is_rarfile(path)
    refusal = expand(path, "rar").refusal
    assert refusal is not None
    assert refusal.code == "UNSUPPORTED_FORMAT"
    assert "ZIP" in refusal.message


def test_a_rar_that_stores_without_packing_needs_no_tool(tmp_path: Path) -> None:
    path = tmp_path / "a.rar"
    path.write_bytes(stored_rar("证书/a.pdf", b"hello"))
    assert read(expand(path, "rar")) == {"证书/a.pdf": b"hello"}


def stored_rar(name: str, data: bytes) -> bytes:
    """A RAR 5 archive with one stored member, written by hand after the published format."""
    import zlib

    def vint(number: int) -> bytes:
        out = b""
        while True:
            number, low = number >> 7, number & 0x7F
            out += bytes([low | (0x80 if number else 0)])
            if not number:
                return out

    def block(fields: bytes) -> bytes:
        sized = vint(len(fields)) + fields
        return struct.pack("<I", zlib.crc32(sized)) + sized

    raw = name.encode()
    file_fields = vint(2) + vint(2) + vint(len(data)) + vint(4) + vint(len(data)) + vint(0o100644)
    file_fields += struct.pack("<I", zlib.crc32(data)) + vint(0) + vint(1) + vint(len(raw)) + raw
    main, end = block(vint(1) + vint(0) + vint(0)), block(vint(5) + vint(0) + vint(0))
    return b"Rar!\x1a\x07\x01\x00" + main + block(file_fields) + data + end
