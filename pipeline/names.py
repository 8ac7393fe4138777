"""Names of files and dossiers: NFC, safe on Windows, unique, in the order that a person expects; and system junk."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import PurePosixPath

from pipeline.masking import mask_name

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)")
UNSEEN = re.compile(r"[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Marks that nobody sees in a name; those that turn the direction of writing show it as another."""
LONGEST_NAME = 240  # bytes of UTF-8; file systems take 255, and ` (2)` and our own suffixes come on top
JUNK_NAMES = {"thumbs.db", ".ds_store", "desktop.ini", "ehthumbs.db", ".localized", "__macosx", ".gitkeep"}
DONE_MARKERS = {"提交完成", "提交完成.txt"}
"""Files that say that a dossier is complete (`yushen watch`); at its top, and no paper."""
JUNK_FOLDERS = {"__macosx", ".git", ".svn", "$recycle.bin", "system volume information", ".trashes", ".spotlight-v100"}


def is_junk(path: str) -> bool:
    """True for what operating systems and office programs leave behind; `path` has `/` as separator.

    >>> [is_junk(p) for p in ("a/Thumbs.db", "~$表.docx", "__MACOSX/a/._b.pdf", "._x", "表.docx", "a/~b.pdf")]
    [True, True, True, True, False, False]
    >>> [is_junk(p) for p in ("提交完成", "提交完成.txt", "证书/提交完成.txt", "提交完成.pdf")]
    [True, True, False, False]
    """
    if path in DONE_MARKERS:
        return True
    *folders, name = path.split("/")
    if any(folder.lower() in JUNK_FOLDERS for folder in folders):
        return True
    return name.lower() in JUNK_NAMES or name.startswith(("~$", "._"))


def readable_name(name: str) -> str:
    """A name as the file system gave it, in NFC; bytes that are no UTF-8 (GBK copied to Linux) are decoded.

    >>> readable_name("证书.pdf".encode("gb18030").decode("utf-8", "surrogateescape"))
    '证书.pdf'
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "surrogateescape") if _escaped(name) else name.encode("utf-8", "replace")
        name = decode_name(raw)
    return unicodedata.normalize("NFC", name)


def _escaped(name: str) -> bool:
    return all(not "\ud800" <= char <= "\udfff" or "\udc80" <= char <= "\udcff" for char in name)


def decode_name(raw: bytes) -> str:
    """A name stored without its encoding: UTF-8 if it is that, else GB 18030, else with replacement characters.

    Two Chinese characters in GBK can pass for UTF-8 (the 联通 case): then UTF-8 gives no Chinese at all.

    >>> decode_name("证书/专利.pdf".encode("gbk")), decode_name("证书".encode()), decode_name("联通.pdf".encode("gbk"))
    ('证书/专利.pdf', '证书', '联通.pdf')
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
    if not text.isascii() and not any(char >= "\u2e80" for char in text):
        try:
            other = raw.decode("gb2312")
        except UnicodeDecodeError:
            return text
        if all(char.isascii() or "\u4e00" <= char <= "\u9fff" for char in other):
            return other
    return text


def safe_name(name: str) -> str:
    """A name that every operating system takes as one folder's name, without private numbers: outputs are named so.

    >>> safe_name('江门:恒晟/电器?'), safe_name("CON"), safe_name("aux.1"), safe_name("公司. "), safe_name("")
    ('江门_恒晟_电器_', 'CON_', 'aux_.1', '公司__', '_')
    >>> safe_name("\u200b公司\u202efdp")
    '公司fdp'
    """
    name = FORBIDDEN.sub("_", mask_name(UNSEEN.sub("", readable_name(name))))
    bare = name.rstrip(". ")
    name = bare + "_" * (len(name) - len(bare))
    name = RESERVED.sub(lambda found: found[0] + "_", name)
    while len(name.encode("utf-8")) > LONGEST_NAME:
        name = name[:-1]
    return name or "_"


def unique_name(name: str, taken: set[str]) -> str:
    """The name itself, or with ` (2)`, ` (3)` … ; adds it to `taken`, which ignores upper and lower case.

    >>> taken = set()
    >>> [unique_name(n, taken) for n in ("甲", "A", "a", "a", "甲")]
    ['甲', 'A', 'a (2)', 'a (3)', '甲 (2)']
    """
    number, result = 1, name
    while result.casefold() in taken:
        number += 1
        result = f"{name} ({number})"
    taken.add(result.casefold())
    return result


def unique_path(path: str, taken: set[str]) -> str:
    """As `unique_name` for a file's path: the number goes before the extension.

    >>> taken = {"a/b.pdf"}
    >>> unique_path("a/B.pdf", taken)
    'a/B (2).pdf'
    """
    if path.casefold() not in taken:
        taken.add(path.casefold())
        return path
    whole = PurePosixPath(path)
    number = 2
    while (result := str(whole.with_name(f"{whole.stem} ({number}){whole.suffix}"))).casefold() in taken:
        number += 1
    taken.add(result.casefold())
    return result


def natural_order(path: str) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    """A sort key under which 2.jpg comes before 10.jpg, and a folder's files stand together.

    >>> sorted(["b/10.jpg", "b/2.jpg", "a.pdf", "B1.pdf"], key=natural_order)
    ['a.pdf', 'b/2.jpg', 'b/10.jpg', 'B1.pdf']
    """
    return tuple(
        tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in re.split(r"(\d+)", part) if p)
        for part in unicodedata.normalize("NFKC", path).casefold().split("/")
    )


def path_name(path: str | os.PathLike[str]) -> str:
    """The path's last part, readable."""
    return readable_name(os.path.basename(os.fspath(path)))  # noqa: PTH119  # a name may hold what Path drops
