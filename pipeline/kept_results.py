"""Keeps whole results between runs: files as read, what was recognised in a dossier, the files written for it.

A second run on an unchanged inbox then opens no document and starts no worker. Every key holds `code_digest`, so that
nothing survives a change of the program, and the content that the result was made from, never its name or date alone.
Entries are JSON read back through the dataclasses' own types; what does not come back equal is not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from extractors.document import Document
from extractors.evidence import ApplicationForm, Evidence
from pipeline.code_digest import code_digest
from pipeline.page_cache import PageCache, key_of

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


def _adapter(kind: Any) -> TypeAdapter[Any]:
    return _new_adapter(kind)


@lru_cache(maxsize=16)
def _new_adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def pack(kind: type[T], value: T) -> bytes | None:
    """The value as JSON; None where it cannot be said in JSON, such as text with half a surrogate pair."""
    from pydantic_core import PydanticSerializationError

    try:
        return _adapter(kind).dump_json(value)
    except (PydanticSerializationError, UnicodeError, RecursionError):
        return None


def unpack(kind: type[T], content: bytes) -> T | None:
    """The value again, with all its types; None where the JSON is not one of this kind."""
    try:
        value: T = _adapter(kind).validate_json(content)
    except (ValueError, RecursionError):  # pydantic's ValidationError is a ValueError
        return None
    return value


def plain(kind: type[T], value: T) -> Any:
    """The value in dictionaries, lists and tuples, for a digest."""
    return _adapter(kind).dump_python(value)


@dataclass(frozen=True)
class KeptResults:
    """Typed entries in a cache folder; with no folder nothing is found and nothing kept."""

    cache: PageCache

    def get(self, kind: type[T], *parts: object) -> T | None:
        """What was kept of this kind by this very program for the parts."""
        content = self.cache.get_bytes(self._key(kind.__name__, parts)) if self.cache.folder else None
        return None if content is None else unpack(kind, content)

    def put(self, kind: type[T], value: T, *parts: object) -> None:
        """Keeps a value, unless it would not come back as it went."""
        if self.cache.folder is None:
            return
        content = pack(kind, value)
        if content is not None and unpack(kind, content) == value:
            self.cache.put_bytes(self._key(kind.__name__, parts), content, level=1)

    def get_file(self, *parts: object) -> bytes | None:
        """The bytes of a file that was written for the parts."""
        return self.cache.get_bytes(self._key("file", parts)) if self.cache.folder else None

    def put_file(self, content: bytes, *parts: object) -> None:
        """Keeps the bytes of a written file; they are compressed already."""
        self.cache.put_bytes(self._key("file", parts), content, level=0)

    def _key(self, kind: str, parts: tuple[object, ...]) -> str:
        return key_of("result", kind, code_digest(), *parts)


@dataclass(frozen=True)
class Recognised:
    """The documents with what recognition added to their problems, and what was found in them."""

    documents: tuple[Document, ...]
    evidence: tuple[Evidence, ...]
    forms: tuple[ApplicationForm, ...]


@dataclass(frozen=True)
class _Found:
    """What is kept of a `Recognised`: the documents are those it was made from."""

    evidence: tuple[Evidence, ...]
    forms: tuple[ApplicationForm, ...]


def content_of(documents: Sequence[Document]) -> str | None:
    """Digest of all that was read of a dossier; None where it cannot be said."""
    content = pack(tuple[Document, ...], tuple(documents))
    return None if content is None else hashlib.sha256(content).hexdigest()


def find_recognised(kept: KeptResults, documents: Sequence[Document], kinds: Sequence[Path] = ()) -> Recognised | None:
    """What was recognised in these very documents before, by these very kinds of paper."""
    content = content_of(documents) if kept.cache.folder else None
    found = None if content is None else kept.get(_Found, content, kinds_digest(kinds))
    if found is None:
        return None
    return Recognised(tuple(documents), found.evidence, _forms_of(found))


def keep_recognised(
    kept: KeptResults, documents: Sequence[Document], recognised: Recognised, kinds: Sequence[Path] = ()
) -> None:
    """Keeps it, unless a document could not be worked through: that one is tried again."""
    if kept.cache.folder and recognised.documents == tuple(documents) and (content := content_of(documents)):
        kept.put(_Found, _Found(recognised.evidence, recognised.forms), content, kinds_digest(kinds))


def kinds_digest(folders: Sequence[Path]) -> str:
    """Digest of the kinds of paper in these folders; an official may change them between two runs."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.iterdir() if p.suffix in {".yaml", ".yml"}):
            content = path.read_bytes()
            total.update(f"\n{path.name} {len(content)}\n".encode())
            total.update(content)
    return total.hexdigest()


def _forms_of(found: _Found) -> tuple[ApplicationForm, ...]:
    """The forms, each with the very item of evidence that stands in the list, as recognition gives them."""
    left = list(found.evidence)
    forms = []
    for form in found.forms:
        at = next((n for n, item in enumerate(left) if item == form.evidence), None)
        forms.append(form if at is None else replace(form, evidence=left.pop(at)))
    return tuple(forms)


@dataclass(frozen=True)
class Stamp:
    """A file on disk at one moment: when it has another one its content may be another."""

    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> Stamp | None:
        """None where there is no file to ask."""
        try:
            seen = path.stat()
        except OSError:
            return None
        return cls(seen.st_size, seen.st_mtime_ns)
