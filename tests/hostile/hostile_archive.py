"""Archives that lead outside, blow up, lie or are cut, each with one more patent of the applicant somewhere in it.

`CASES` tells for each how it must end: `read` (the patent counts: whatever is odd about the archive, nothing is lost),
`named` (it is not reached, and the draft says so), `either` (reached or named, as tools on the machine allow).
"""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import py7zr
from hostile_draft import SPARE_PATENT, text_pdf

Ending = Literal["read", "named", "either"]
UTF8 = 0x800
FILLER = "本单位对申报材料的真实性负责。".encode()


@dataclass(frozen=True)
class Entry:
    """A member of a ZIP, byte by byte: what the directory says of it, and its own header where that differs."""

    name: bytes
    data: bytes = FILLER
    flags: int = 0
    method: int = 0
    packed: bytes | None = None
    said_size: int | None = None
    said_packed: int | None = None
    local_name: bytes | None = None
    local_size: int | None = None
    extra: bytes = b""
    attributes: int = 0
    listed: bool = True
    at: int | None = None


@cache
def paper() -> bytes:
    """The patent that the archives hold."""
    return text_pdf(SPARE_PATENT)


def patent(name: str | bytes = "专利.pdf", **other: object) -> Entry:
    raw = name.encode() if isinstance(name, str) else name
    given = Entry(raw, paper(), UTF8 if isinstance(name, str) else 0)
    return replace(given, **other)  # type: ignore[arg-type]


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


def zip_bytes(entries: Sequence[Entry], comment: bytes = b"", body: bytes = b"") -> bytes:
    """A ZIP as the entries say, after `body`, in which entries with an `at` have their data already."""
    directory = b""
    for entry in entries:
        packed = entry.data if entry.packed is None else entry.packed
        checksum = zlib.crc32(entry.data)
        size = len(entry.data) if entry.said_size is None else entry.said_size
        length = len(packed) if entry.said_packed is None else entry.said_packed
        own_size = size if entry.local_size is None else entry.local_size
        name = entry.name if entry.local_name is None else entry.local_name
        offset = len(body) if entry.at is None else entry.at
        front = struct.pack("<HHHHHI", 20, entry.flags, entry.method, 0, 0x21, checksum)
        if entry.at is None:
            local = front + struct.pack("<IIHH", min(length, 0xFFFFFFFF), own_size, len(name), len(entry.extra))
            body += b"PK\x03\x04" + local + name + entry.extra + packed
        if entry.listed:
            sizes = struct.pack("<IIHHHHHII", length, size, len(entry.name), len(entry.extra), 0, 0, 0,
                                entry.attributes, offset)  # fmt: skip
            directory += b"PK\x01\x02" + struct.pack("<H", 0x0314) + front + sizes + entry.name + entry.extra
    count = min(sum(entry.listed for entry in entries), 0xFFFF)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), len(comment))
    return body + directory + end + comment


def plain_zip(**members: bytes) -> bytes:
    return zip_bytes([Entry(name.encode(), data, UTF8) for name, data in members.items()])


def link() -> bytes:
    target = b"../../\xe5\x9f\xba\xe5\x87\x86/1.pdf"
    return zip_bytes([Entry("链接.pdf".encode(), target, UTF8, attributes=0o120777 << 16), patent()])


def seventy_thousand() -> bytes:
    """The patent comes last, past every limit of entries."""
    return zip_bytes([*(Entry(b"%d.txt" % n, b"x") for n in range(70_000)), patent()])


def seventy_thousand_folders() -> bytes:
    """Folders are no files: they cost nothing of the limit, and the patent after them is read."""
    return zip_bytes([*(Entry(b"%d/" % n, b"") for n in range(70_000)), patent()])


def gigabyte() -> bytes:
    """1 GB of blanks in 1 MB: one deflated block, many times over."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * 1024 + packer.flush()
    bomb = Entry(b"bomb.txt", b"", method=8, packed=packed, said_size=1 << 30)
    return zip_bytes([bomb, patent()])


def small_said() -> bytes:
    """The directory says ten bytes, the member's own header a gigabyte, and 100 MB come out."""
    packed = deflated(bytes(100_000_000))
    return zip_bytes([Entry(b"a.txt", b"", method=8, packed=packed, said_size=10, local_size=1 << 30), patent()])


def large_said() -> bytes:
    """The patent's size is said to be 3.9 GB."""
    return zip_bytes([patent(said_size=3_900_000_000)])


def packed_past_the_end() -> bytes:
    return zip_bytes([patent(said_packed=0x7FFFFFF0)])


def zip64_lie() -> bytes:
    """Sizes and place of a second member in a ZIP64 field, all of them absurd."""
    field = struct.pack("<HHQQQ", 1, 24, 1 << 60, 1 << 60, 1 << 62)
    lie = Entry(b"b.txt", FILLER, said_size=0xFFFFFFFF, said_packed=0xFFFFFFFF, extra=field, at=0xFFFFFFFF)
    return zip_bytes([patent(), lie])


def overlapping() -> bytes:
    """After Fifield: 400 members, all of them the same 50 MB of one packed stretch; the patent comes last."""
    packed = deflated(bytes(50_000_000))
    first = Entry(b"000.txt", bytes(50_000_000), method=8, packed=packed)
    others = [replace(first, name=b"%03d.txt" % n, at=0) for n in range(1, 400)]
    return zip_bytes([first, *others, patent()])


def nested(depth: int, width: int = 1) -> bytes:
    """Archives within archives: the patent lies in the innermost."""
    made = zip_bytes([patent()])
    for level in range(depth - 1):
        made = zip_bytes([Entry(f"{level}-{n}.zip".encode(), made) for n in range(width)])
    return made


def unlisted() -> bytes:
    """The patent stands in the file, but the directory does not know of it."""
    return zip_bytes([patent(listed=False), Entry("说明.txt".encode(), FILLER, UTF8)])


def two_in_a_row() -> bytes:
    """Two archives one after the other: readers see the second, people have unpacked the first."""
    return zip_bytes([patent()]) + plain_zip(说明=FILLER)


def false_end() -> bytes:
    """A comment that holds the end of another, empty archive."""
    return zip_bytes([patent()], comment=struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0, 0, 0, 0, 0) + b" " * 300)


def cut(whole: bytes, share: float) -> bytes:
    return whole[: int(len(whole) * share)]


def seven(password: str | None = None, hide: bool = False) -> bytes:
    made = io.BytesIO()
    with py7zr.SevenZipFile(made, "w", password=password, header_encryption=hide) as archive:
        archive.writestr(paper(), "专利.pdf")
    return made.getvalue()


def rar_header() -> bytes:
    """RAR 5, cut within its first blocks."""
    return b"Rar!\x1a\x07\x01\x00" + bytes.fromhex("3392b5e50a01050600050101808000") + b"\x9d\x1a" * 40


def tar_bytes(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, to: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, to
    if kind in {tarfile.CHRTYPE, tarfile.BLKTYPE}:
        info.devmajor, info.devminor = 1, 5
    return info


def tar_links() -> bytes:
    links = [
        member("a.pdf", tarfile.SYMTYPE, "/etc/passwd"), member("b.pdf", tarfile.LNKTYPE, "../../b"),
        member("zero", tarfile.CHRTYPE), member("disk", tarfile.BLKTYPE), member("pipe", tarfile.FIFOTYPE),
    ]  # fmt: skip
    return tar_bytes(*((info, b"") for info in links), (member("专利.pdf"), paper()))


def tar_spoilt() -> bytes:
    """The second member's header is damaged: readers take that for the end."""
    first = tar_bytes((member("说明.txt"), FILLER))[:1024]
    second = bytearray(tar_bytes((member("zhuanli.pdf"), paper())))
    second[148:156] = b"777777\0 "
    return first + bytes(second)


def tar_cut_between() -> bytes:
    """Cut exactly where the second member would begin."""
    return tar_bytes((member("说明.txt"), FILLER))[:1024]


def tar_after_the_end() -> bytes:
    """Two archives one after the other."""
    return tar_bytes((member("说明.txt"), FILLER)) + tar_bytes((member("专利.pdf"), paper()))


def tar_huge_header() -> bytes:
    """A PAX header of 3 GB of zeros, packed; a reader that takes it whole runs out of memory."""
    info = member("././@PaxHeader", tarfile.XHDTYPE)
    info.size = 3 << 30
    packer = zlib.compressobj(9, wbits=31)
    made = packer.compress(info.tobuf(tarfile.GNU_FORMAT)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return made + block * 400


def tar_sparse() -> bytes:
    """A sparse file of a terabyte without any data, before the patent."""
    info = member("sparse.bin", tarfile.GNUTYPE_SPARSE)
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[386:398] = b"%011o\0" % 0
    header[398:410] = b"%011o\0" % 0
    header[483:495] = b"\x80" + (1 << 40).to_bytes(11, "big")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header[:512])
    return bytes(header) + tar_bytes((member("专利.pdf"), paper()))


def gz_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    made = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return made + block * 1000 + packer.flush()


def locked_zip() -> bytes:
    return zip_bytes([patent(flags=UTF8 | 1, data=b"\x9c\x11" * 900)])


def mixed_names() -> bytes:
    return zip_bytes(
        [
            Entry("证书/说明.txt".encode("gbk")), Entry("商标/注册证.txt".encode()),
            Entry("其他/说明.txt".encode(), flags=UTF8), patent("专利/发明.pdf".encode("gb18030")),
        ]
    )  # fmt: skip


def unicode_tricks() -> bytes:
    """Overrides of direction, marks of no width, control characters, lone surrogates as bytes."""
    return zip_bytes([Entry("合同\u202efdp.txt".encode(), flags=UTF8), patent("专\u200b利\u2066\x07.pdf")])


CASES: dict[str, tuple[str, Callable[[], bytes], Ending]] = {
    "路径向外": ("zip", lambda: zip_bytes([Entry(b"../../evil.txt"), patent()]), "either"),
    "路径向外的是专利": ("zip", lambda: zip_bytes([Entry(b"a.txt"), patent("../../专利.pdf")]), "named"),
    "绝对路径": ("zip", lambda: zip_bytes([Entry(b"/etc/cron.d/a.txt"), patent("/tmp/专利.pdf")]), "read"),
    "盘符路径": ("zip", lambda: zip_bytes([patent(b"C:\\Windows\\zhuanli.pdf")]), "read"),
    "网络路径": ("zip", lambda: zip_bytes([patent(b"\\\\server\\share\\zhuanli.pdf")]), "read"),
    "链接条目": ("zip", link, "named"),
    "名字含零字节": ("zip", lambda: zip_bytes([patent(b"zhuanli.pdf\x00.exe")]), "read"),
    "名字过长": ("zip", lambda: zip_bytes([patent("专" * 300 + ".pdf"), patent(b"d/" * 900 + b"a.pdf")]), "read"),
    "设备名与尾点": ("zip", lambda: zip_bytes([Entry(b"CON"), Entry(b"a. "), patent(b"NUL.pdf")]), "either"),
    "国标码名字": ("zip", lambda: zip_bytes([patent("专利/发明.pdf".encode("gbk"))]), "read"),
    "无标志的UTF8名字": ("zip", lambda: zip_bytes([patent("专利/发明.pdf".encode())]), "read"),
    "混合编码名字": ("zip", mixed_names, "read"),
    "名字里的方向符": ("zip", unicode_tricks, "read"),
    "七万个文件夹": ("zip", seventy_thousand_folders, "read"),
    "一兆解出一吉": ("zip", gigabyte, "named"),
    "目录把大小说小": ("zip", small_said, "named"),
    "目录把大小说大": ("zip", large_said, "either"),
    "压缩长度过尾": ("zip", packed_past_the_end, "either"),
    "ZIP64说谎": ("zip", zip64_lie, "named"),
    "条目重叠": ("zip", overlapping, "named"),
    "嵌套十二层": ("zip", lambda: nested(12), "named"),
    "嵌套五层": ("zip", lambda: nested(5), "read"),
    "目录漏列": ("zip", unlisted, "named"),
    "两个首尾相接": ("zip", two_in_a_row, "named"),
    "前面接了别的内容": ("zip", lambda: b"PK\x03\x04 nothing \r\n" * 9 + zip_bytes([patent()]), "either"),
    "后面接了别的内容": ("zip", lambda: zip_bytes([patent()]) + b"\0" * 100_000, "either"),
    "注释里的假结尾": ("zip", false_end, "either"),
    "文件夹条目带内容": ("zip", lambda: zip_bytes([patent("专利.pdf/", said_size=0), Entry(b"a.txt")]), "named"),
    "两处名字不同": ("zip", lambda: zip_bytes([patent(local_name=b"a.txt")]), "either"),
    "少见的压缩方式": ("zip", lambda: zip_bytes([Entry(b"a.txt"), patent(method=97)]), "named"),
    "加密的ZIP": ("zip", locked_zip, "named"),
    "截断的ZIP": ("zip", lambda: cut(zip_bytes([Entry(b"a.txt"), patent()]), 0.6), "named"),
    "重名": ("zip", lambda: zip_bytes([Entry(b"a.pdf"), Entry(b"a.pdf"), patent(b"a.pdf")]), "either"),
    "大小写相同": ("zip", lambda: zip_bytes([Entry(b"a.txt"), Entry(b"A.TXT"), patent(b"A.pdf")]), "read"),
    "空压缩包": ("zip", lambda: zip_bytes([]), "named"),
    "截断的7z": ("7z", lambda: cut(seven(), 0.7), "named"),
    "加密目录的7z": ("7z", lambda: seven("密码", hide=True), "named"),
    "截断的RAR": ("rar", rar_header, "named"),
    "TAR里的链接与设备": ("tar", tar_links, "named"),
    "TAR中段损坏": ("tar", tar_spoilt, "named"),
    "TAR在条目间截断": ("tar", tar_cut_between, "named"),
    "TAR结尾之后": ("tar", tar_after_the_end, "named"),
    "TAR头三吉": ("tar.gz", tar_huge_header, "named"),
    "TAR稀疏文件": ("tar", tar_sparse, "either"),
    "GZ炸弹": ("txt.gz", gz_bomb, "named"),
    "GZ后接垃圾": ("pdf.gz", lambda: gzip.compress(paper(), mtime=0) + b"garbage", "either"),
}
SLOW_CASES: dict[str, tuple[str, Callable[[], bytes], Ending]] = {
    "七万个条目": ("zip", seventy_thousand, "named"),
    "嵌套十六叉": ("zip", lambda: nested(5, 16), "named"),
}
"""As many files as a dossier may hold, each of them looked at."""
