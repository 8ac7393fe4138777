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

from pipeline.readers.archive import Refusal

XML_BYTES = 48_000_000
PART_BYTES = 200_000_000
TOTAL_BYTES = 1_000_000_000
DAMAGED = Refusal("UNREADABLE_FILE", "已损坏或不完整，无法读取；请申报单位重新提交")
TOO_LARGE = Refusal("LIMIT_EXCEEDED", "解开后过大（疑似异常文件），未读；请另存为 PDF 后重新提交")
LOCKED = Refusal("PASSWORD_PROTECTED", "设有打开密码，无法读取；请申报单位去掉密码后重新提交")
ENTITIES = Refusal("UNREADABLE_FILE", "含有 Office 文件不应有的实体声明，为安全未读取；请另存为 PDF 后重新提交")


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
    """A package opened for reading; a context manager. Part names are found without regard to case."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, UnicodeDecodeError, ValueError, NotImplementedError, struct.error):
            raise Refused(DAMAGED) from None
        infos = self._zip.infolist()
        if len(infos) > 20_000:
            raise Refused(TOO_LARGE)
        self._infos = {_normal(info.filename).lower(): info for info in infos if not info.is_dir()}
        self.names = [_normal(info.filename) for info in infos if not info.is_dir()]
        self._read = 0

    def has(self, name: str) -> bool:
        return _normal(name).lower() in self._infos

    def read(self, name: str, limit: int = PART_BYTES) -> bytes:
        """One part's bytes; raises `Refused` if it is missing, damaged, locked or too large."""
        info = self._infos.get(_normal(name).lower())
        if info is None:
            raise Refused(DAMAGED)
        if info.flag_bits & 1:
            raise Refused(LOCKED)
        if info.file_size > limit:
            raise Refused(TOO_LARGE)
        try:
            with self._zip.open(info) as stream:
                data = stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, NotImplementedError, struct.error):
            raise Refused(DAMAGED) from None
        self._read += len(data)
        if len(data) > limit or self._read > TOTAL_BYTES:
            raise Refused(TOO_LARGE)
        return data

    def xml(self, name: str) -> Any:
        """The root element of an XML part; entity declarations are refused, damage is mended where possible."""
        data = self.read(name, XML_BYTES)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise Refused(DAMAGED) from None
        if root is None:
            raise Refused(DAMAGED)
        if root.getroottree().docinfo.doctype or b"<!ENTITY" in data[:4096]:
            raise Refused(ENTITIES)
        return root

    def relations(self, name: str) -> dict[str, Relation]:
        """The relationships of a part by id; none where the part has none or they are damaged."""
        folder, base = posixpath.split(_normal(name))
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(path):
            return {}
        try:
            root = self.xml(path)
        except Refused:
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
