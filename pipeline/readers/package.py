"""The ZIP package of an Office or OFD file: parts read under limits, XML without entities, relationships resolved."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from lxml import etree

from pipeline.limits import DEFAULTS, Limits, size_text
from pipeline.readers.refusal import Refusal

UNPACKING = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,  # a place before the file's beginning
    RuntimeError,
    ValueError,
    NotImplementedError,
    struct.error,
)
DAMAGED = Refusal("UNREADABLE_FILE", "已损坏或不完整，无法读取；请申报单位重新提交")
LOCKED = Refusal("PASSWORD_PROTECTED", "设有打开密码，无法读取；请申报单位去掉密码后重新提交")
ENTITIES = Refusal("UNREADABLE_FILE", "含有 Office 文件不应有的实体声明，为安全未读取；请另存为 PDF 后重新提交")

MENDED = Refusal("UNREADABLE_FILE", "有损坏或嵌套过深之处，其后的内容可能未读；请另存为 PDF 后重新提交")


def too_large(what: str, most: str) -> Refusal:
    """Why a file is not read: what of it (`解开后`, `里的部件`) is beyond which limit."""
    return Refusal("LIMIT_EXCEEDED", f"{what}超过 {most}（疑似异常文件），未读；请另存为 PDF 或拆分后重新提交")


class Refused(Exception):
    """A file that is not read further: the refusal says why and what to do."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of one part: its type's last word, the part that it names, or an address outside."""

    kind: str
    target: str
    external: bool


class Package:
    """A package opened for reading; a context manager. Part names are found without regard to case.

    `lost` names the parts that were passed over, and why: a reader has to tell of them.
    """

    def __init__(self, path: Path, limits: Limits = DEFAULTS) -> None:
        self.limits = limits
        self.lost: dict[str, Refusal] = {}
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, UnicodeDecodeError, OSError, ValueError, NotImplementedError, struct.error):
            raise Refused(DAMAGED) from None
        infos = self._zip.infolist()
        if len(infos) > limits.package_parts:
            raise Refused(too_large("里的部件", f"{limits.package_parts} 个"))
        self._infos = {_normal(info.filename).lower(): info for info in infos if not info.is_dir()}
        self.names = [_normal(info.filename) for info in infos if not info.is_dir()]
        self._read = 0

    def has(self, name: str) -> bool:
        return _normal(name).lower() in self._infos

    def read(self, name: str, limit: int | None = None) -> bytes:
        """One part's bytes; raises `Refused` if it is missing, damaged, locked or too large."""
        limit = self.limits.part_bytes if limit is None else limit
        info = self._infos.get(_normal(name).lower())
        if info is None:
            raise Refused(DAMAGED)
        if info.flag_bits & 1:
            raise Refused(LOCKED)
        if info.file_size > limit:
            raise Refused(too_large("解开后", size_text(limit)))
        try:
            with self._zip.open(info) as stream:
                data = stream.read(limit + 1)
        except UNPACKING:
            raise Refused(DAMAGED) from None
        self._read += len(data)
        if len(data) > limit:
            raise Refused(too_large("解开后", size_text(limit)))
        if self._read > self.limits.package_bytes:
            raise Refused(too_large("解开后", size_text(self.limits.package_bytes)))
        return data

    def xml(self, name: str) -> Any:
        """The root element of an XML part; entity declarations are refused, damage is mended where possible."""
        data = self.read(name, self.limits.xml_bytes)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise Refused(DAMAGED) from None
        if root is None:
            raise Refused(DAMAGED)
        if root.getroottree().docinfo.doctype or b"<!ENTITY" in data[:4096]:
            raise Refused(ENTITIES)
        if any(entry.level_name == "FATAL" for entry in parser.error_log):
            self.lost[name] = MENDED
        return root

    def relations(self, name: str) -> dict[str, Relation]:
        """The relationships of a part by id; none where the part has none, or where they cannot be read (`lost`)."""
        folder, base = posixpath.split(_normal(name))
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(path):
            return {}
        try:
            root = self.xml(path)
        except Refused as refused:
            self.lost[path] = refused.refusal
            return {}
        found = {}
        for element in root:
            target, kind = element.get("Target"), element.get("Type", "").rsplit("/", 1)[-1]
            if element.get("Id") and target:
                external = element.get("TargetMode") == "External"
                if not external:
                    target = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                    target = posixpath.normpath(target)
                found[element.get("Id")] = Relation(kind, target, external)
        return found

    def close(self) -> None:
        self._zip.close()

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def lost_parts(package: Package) -> list[Refusal]:
    """The parts that a reader passed over, each told by its name."""
    return [
        Refusal(refusal.code, f"里的部件 {posixpath.basename(part)} {refusal.message}")
        for part, refusal in package.lost.items()
    ]


def too_deep(most: int) -> Refusal:
    """What a file nested without measure has lost."""
    return Refusal("LIMIT_EXCEEDED", f"里有嵌套超过 {most} 层的内容，更深处未读；请另存为 PDF 后重新提交")


def too_many_pictures(most: int) -> Refusal:
    """What a file with more pictures than are read has lost."""
    return Refusal("LIMIT_EXCEEDED", f"里的图片超过 {most} 张，其余未读；请分成几个文件提交")


def local(element: Any) -> str:
    """An element's name without its namespace (transitional and strict Office files differ only there)."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if key.rsplit("}", 1)[-1] == name:
            return str(value)
    return None
