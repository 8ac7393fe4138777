"""What a file really is: by its content, with the extension only as a tie-break. Runs inside a worker."""

from __future__ import annotations

import mmap
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.readers.plain_text import decode_text
from pipeline.readers.refusal import Refusal

Format = Literal[
    "pdf", "image", "docx", "xlsx", "xlsb", "doc", "xls", "ofd", "rtf", "csv", "text", "html",
    "zip", "7z", "rar", "tar", "gz", "refused",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A file's format; `refusal` says why and what to do where it is `refused`; `note` where its name misleads."""

    format: Format
    refusal: Refusal | None = None
    note: str | None = None


EMPTY = Refusal("UNREADABLE_FILE", "是空文件（0 字节），无法读取；请申报单位重新提交")
NOT_WHAT_IT_SAYS = Refusal("UNREADABLE_FILE", "已损坏，或内容与扩展名不符，无法读取；请申报单位重新提交")
LOCKED_OFFICE = Refusal("PASSWORD_PROTECTED", "设有打开密码，无法读取；请申报单位去掉密码后重新提交")
TO_PDF = "；请另存为 PDF 后重新提交"

IMAGES = (
    b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+",
    b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51",
)  # fmt: skip
HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
IMAGE_NAMES = {"jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "heif", "avif", "jp2"}
BINARY_NAMES = IMAGE_NAMES | {
    "pdf", "docx", "docm", "xlsx", "xlsm", "ofd", "zip", "7z", "rar", "tar", "gz", "tgz", "pptx", "exe", "dll",
}  # fmt: skip
TEXT_NAMES = {
    "txt",
    "md",
    "text",
    "log",
    "csv",
    "tsv",
    "htm",
    "html",
    "mht",
    "mhtml",
    "json",
    "xml",
    "doc",
    "wps",
    "xls",
    "et",
    "",
}
UNSUPPORTED = (
    (b"MZ", "是程序文件，未读取；如为自解压压缩包，请解压后以文件夹或 ZIP 提交"),
    (b"\x7fELF", "是程序文件，未读取；请提交 PDF、图片或 Office 文件"),
    (b"8BPS", f"是 Photoshop 图像，不支持{TO_PDF}"),
    (b"AC10", f"是 CAD 图纸，不支持{TO_PDF}"),
    (b"L\0\0\0\x01\x14\x02\0", "是快捷方式而不是文件，未读取；请提交它所指的文件本身"),
    (b"\xd7\xcd\xc6\x9a", f"是 WMF 图形，不支持{TO_PDF}"),
    (b"CAJ", f"是 CAJ 文件，不支持{TO_PDF}"),
    (b"HN", f"是 CAJ 文件，不支持{TO_PDF}"),
    (b"KDH", f"是 KDH 文件，不支持{TO_PDF}"),
    (b"BZh", "是 BZ2 压缩包，不支持；请改为 ZIP 后重新提交"),
    (b"\xfd7zXZ", "是 XZ 压缩包，不支持；请改为 ZIP 后重新提交"),
    (b"ID3", "是音频文件，未读取；请提交 PDF 或图片"),
    (b"RIFF", "是音视频文件，未读取；请提交 PDF 或图片"),
    (b"\x1aE\xdf\xa3", "是视频文件，未读取；请提交 PDF 或图片"),
)
OTHER_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", *IMAGES)
OTHER = "的格式不支持，未读取；请转换为 PDF、图片（JPG、PNG）、Word 或 Excel 后重新提交"
BY_NAME = {
    "ppt": f"是演示文稿，不支持{TO_PDF}",
    "dwg": f"是 CAD 图纸，不支持{TO_PDF}",
    "caj": f"是 CAJ 文件，不支持{TO_PDF}",
    "msg": "是邮件，未读取；请把正文和附件另存后提交",
    "eml": "是邮件，未读取；请把正文和附件另存后提交",
    "svg": f"是 SVG 图形，不支持{TO_PDF}",
}


def sniff(path: Path, name: str) -> Sniffed:
    """The format of the file at `path`, which the dossier calls `name`."""
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        return Sniffed("refused", EMPTY)
    return _noted(_recognise(path, head, extension), extension)


def _recognise(path: Path, head: bytes, extension: str) -> Sniffed:
    # Readers allow a PDF's header to stand a little way in; but an archive may hold a PDF just there, unpacked.
    if b"%PDF-" in head[:1024] and not head.startswith(OTHER_MAGIC):
        return Sniffed("pdf")
    if head.startswith(IMAGES) or _is_bitmap(head) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Sniffed("image")
    if head[4:8] == b"ftyp":
        if head[8:12] in HEIF_BRANDS:
            return Sniffed("image")
        return _refused("是视频文件，未读取；请提交 PDF 或图片")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _inside_zip(path, extension)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _inside_ole(path, extension)
    if head.startswith(b"7z\xbc\xaf\x27\x1c"):
        return Sniffed("7z")
    if head.startswith(b"Rar!\x1a\x07"):
        return Sniffed("rar")
    if head.startswith(b"\x1f\x8b"):
        return Sniffed("tar" if _is_packed_tar(path) else "gz")
    if head[257:262] == b"ustar":
        return Sniffed("tar")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        return Sniffed("rtf")
    if head.startswith((b"BZh", b"\xfd7zXZ")) and _is_packed_tar(path):
        return Sniffed("tar")
    for magic, message in UNSUPPORTED:
        if head.startswith(magic) and not (magic in {b"HN", b"CAJ", b"MZ", b"BZh", b"ID3"} and _looks_like_text(head)):
            return _refused(message)
    return _inside_text(head, extension)


def _refused(message: str) -> Sniffed:
    return Sniffed("refused", Refusal("UNSUPPORTED_FORMAT", message))


def _is_bitmap(head: bytes) -> bool:
    return (
        head[:2] == b"BM" and len(head) >= 26 and head[6:10] == b"\0\0\0\0" and head[14] in {12, 40, 56, 64, 108, 124}
    )


def _is_packed_tar(path: Path) -> bool:
    """A TAR inside GZ, BZ2 or XZ; only the first block is unpacked."""
    import lzma
    import struct
    import tarfile
    import zlib

    try:
        with tarfile.open(path, "r:*") as archive:
            return archive.next() is not None
    except (tarfile.TarError, EOFError, OSError, ValueError, OverflowError, struct.error, zlib.error, lzma.LZMAError):
        return False


def _inside_zip(path: Path, extension: str) -> Sniffed:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError, NotImplementedError, OSError):
        office: dict[str, Format] = {"docx": "docx", "docm": "docx", "xlsx": "xlsx", "xlsm": "xlsx", "ofd": "ofd"}
        return Sniffed(office.get(extension, "zip"))
    if "ofd.xml" in names:
        return Sniffed("ofd")
    if "[content_types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return Sniffed("docx")
        if "xl/workbook.bin" in names:
            return Sniffed("xlsb")
        if any(name.startswith("xl/") for name in names):
            return Sniffed("xlsx")
        if any(name.startswith("ppt/") for name in names):
            return _refused(BY_NAME["ppt"])
        if extension in {"xps", "oxps"}:
            return _refused(f"是 XPS 文件，不支持{TO_PDF}")
    if "mimetype" in names and "meta-inf/manifest.xml" in names and "content.xml" in names:
        return _refused(f"是 OpenDocument 文件，不支持{TO_PDF}")
    if "mimetype" in names and "meta-inf/container.xml" in names:
        return _refused(f"是 EPUB 电子书，不支持{TO_PDF}")
    return Sniffed("zip")


def _inside_ole(path: Path, extension: str) -> Sniffed:
    """Word, Excel or another by the names of the streams in a compound file."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:

        def has(stream: str) -> bool:
            return data.find(stream.encode("utf-16-le") + b"\0\0") >= 0

        if has("EncryptedPackage"):
            return Sniffed("refused", LOCKED_OFFICE)
        document, workbook = has("WordDocument"), has("Workbook") or has("Book")
        slides = has("PowerPoint Document")
    if slides or extension in {"ppt", "dps"}:
        return _refused(BY_NAME["ppt"])
    if document and not (workbook and extension in {"xls", "et"}):
        return Sniffed("doc")
    if workbook:
        return Sniffed("xls")
    return _refused(BY_NAME.get(extension, OTHER))


def _looks_like_text(head: bytes) -> bool:
    return decode_text(head, cut=True) is not None


def _inside_text(head: bytes, extension: str) -> Sniffed:
    text = decode_text(head, cut=True)
    if extension in BY_NAME:
        return _refused(BY_NAME[extension])
    if text is None:
        if extension in BINARY_NAMES | {"doc", "wps", "xls", "et"}:
            return Sniffed("refused", NOT_WHAT_IT_SAYS)
        return _refused(OTHER)
    if extension in BINARY_NAMES:
        return Sniffed("refused", NOT_WHAT_IT_SAYS)
    start = text.lstrip("\ufeff \r\n\t").lower()
    if re.match(r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|meta)\b", start, re.S):
        return Sniffed("html")
    if start.startswith(("mime-version:", "from:", "received:")) or "content-type: multipart/" in start[:2000]:
        return _refused(f"是网页存档或邮件，不支持{TO_PDF}")
    if start.startswith("<?xml") and "progid=" in start:
        return _refused("是 XML 格式的 Office 文件，不支持；请另存为 DOCX、XLSX 或 PDF 后重新提交")
    if extension in {"csv", "tsv", "xls", "et"}:
        return Sniffed("csv")
    if extension in TEXT_NAMES or not re.search(r"[{};<>]\s*$", text[:2000], re.M):
        return Sniffed("text")
    return _refused(OTHER)


EXPECTED: dict[str, set[str]] = {
    "pdf": {"pdf", "ai"},
    "image": IMAGE_NAMES | {"jpg_large", "dib"},
    "docx": {"docx", "docm", "dotx", "dotm", "wps"},
    "xlsx": {"xlsx", "xlsm", "xltx", "xltm", "et"},
    "xlsb": {"xlsb"},
    "doc": {"doc", "dot", "wps", "wpt"},
    "xls": {"xls", "xlt", "et", "ett"},
    "ofd": {"ofd"},
    "rtf": {"rtf"},
    "csv": {"csv", "tsv"},
    "html": {"htm", "html"},
    "zip": {"zip"},
    "7z": {"7z"},
    "rar": {"rar"},
    "tar": {"tar", "tgz", "gz", "bz2", "xz", "tbz", "txz"},
    "gz": {"gz"},
}


def _noted(sniffed: Sniffed, extension: str) -> Sniffed:
    expected = EXPECTED.get(sniffed.format)
    if expected is None or extension in expected:
        return sniffed
    what = "图片" if sniffed.format == "image" else sniffed.format.upper()
    named = f"扩展名为 .{extension}" if extension else "没有扩展名"
    return Sniffed(sniffed.format, sniffed.refusal, f"{named}，实为{what}文件，已按内容读取")
