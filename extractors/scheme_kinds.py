"""The kinds that a run knows: the built-in ones and those in the folders that its rubric names (`kinds:`).

A folder holds one YAML file a kind, as strict as the built-in ones, and its examples are tried when it is loaded:
a kind that reads its own examples wrongly, or whose paper another kind claims too, stops the run with a clear message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from extractors.engine import SpecKind, spec_kinds
from extractors.examples import example_problems, rival_problems
from extractors.fields import FIELDS
from extractors.reader_kind import ReaderKind
from extractors.spec import Kind, load_kind, read_kind
from extractors.strict_yaml import SpecError

Types = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class KindSet:
    """Kinds ready to read.

    kinds: those that claim pages, each page for one of them; beside: those that read every page besides;
    types: every evidence type with its fields (the contract's first);
    yielded: by type, the fields that some kind can read (a rubric that asks for others waits in vain).
    """

    kinds: tuple[Any, ...]
    beside: tuple[Any, ...]
    types: Types
    yielded: Mapping[str, frozenset[str]]

    @property
    def specs(self) -> tuple[SpecKind, ...]:
        """The kinds whose fields their YAML reads."""
        return tuple(k for k in self.kinds if isinstance(k, SpecKind))


def load_kind_set(folders: Sequence[Path] = ()) -> KindSet:
    """The built-in kinds and those of the folders; kept per process until a file changes.

    Raises SpecError with every problem of every file, one a line.
    """
    return _loaded(tuple(_Folder.of(Path(folder)) for folder in folders))


def fields_of(type_: str, folders: Sequence[Path] = ()) -> tuple[str, ...] | None:
    """The fields of an evidence type, None where neither the contract nor these folders know it."""
    return load_kind_set(folders).types.get(type_)


@dataclass(frozen=True)
class _Folder:
    """A folder as it is now: what its files are and when they changed."""

    path: Path
    files: tuple[tuple[str, int, int], ...]

    @classmethod
    def of(cls, path: Path) -> _Folder:
        if not path.is_dir():
            raise SpecError(f"{path}：没有这个材料种类文件夹（办法文件的 kinds）")
        found = sorted(p for p in path.iterdir() if p.suffix in {".yaml", ".yml"} and not p.name.startswith("."))
        if not found:
            raise SpecError(f"{path}：文件夹里没有材料种类文件（*.yaml）")
        stats = [(p.name, p.stat()) for p in found]
        return cls(path.resolve(), tuple((name, s.st_mtime_ns, s.st_size) for name, s in stats))

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(self.path / name for name, _, _ in self.files)


@lru_cache(maxsize=8)
def _loaded(folders: tuple[_Folder, ...]) -> KindSet:
    from extractors.custom import MODULES

    built_in: tuple[Any, ...] = (*MODULES, *spec_kinds())
    own = _own_kinds([path for folder in folders for path in folder.paths])
    _refuse_taken_names(built_in, own)
    ready = [_ready(kind) for _, kind in own]
    kinds = (*built_in, *(k for k in ready if not k.spec.beside))
    _refuse_wrong_examples([path for path, _ in own], ready, kinds)
    types = {**FIELDS, **{k.type: k.names for _, k in own if k.type not in FIELDS}}
    beside = tuple(k for k in ready if k.spec.beside)
    return KindSet(kinds, beside, MappingProxyType(types), MappingProxyType(_yielded(kinds + beside, types)))


def _own_kinds(paths: Sequence[Path]) -> list[tuple[Path, Kind]]:
    types = _declared_types(paths)
    kinds, problems = [], []
    for path in paths:
        try:
            if wrong := _reader_problem(path.name, read_kind(path)):
                problems.append(wrong)
            else:
                kinds.append((path, load_kind(path, types)))
        except SpecError as error:
            problems.append(str(error))
    if problems:
        raise SpecError("\n".join(problems))
    return kinds


def _declared_types(paths: Sequence[Path]) -> Types:
    """The types that these files bring: said by `type_fields` in one of them, or known by the reader named there."""
    from extractors.custom import READERS

    said: dict[str, tuple[tuple[str, ...], str]] = {}
    problems = []
    for path in paths:
        try:
            data = read_kind(path)
        except SpecError:
            continue  # told when it is loaded
        if not isinstance(data, dict) or not isinstance(data.get("type"), str):
            continue
        fields, reader = data.get("type_fields"), READERS.get(str(data.get("reader")))
        if fields is None and reader is not None and data["type"] == reader.TYPE:
            fields = list(reader.FIELDS)
        if not isinstance(fields, list) or not fields or data["type"] in FIELDS:
            continue
        given = tuple(str(f) for f in fields)
        before = said.setdefault(data["type"], (given, path.name))
        if before[0] != given:
            problems.append(
                f"{path.name}：type “{data['type']}”的 type_fields 与 {before[1]} 不同；那里是：{'、'.join(before[0])}"
            )
    if problems:
        raise SpecError("\n".join(problems))
    return {name: fields for name, (fields, _) in said.items()}


def _reader_problem(file: str, data: Any) -> str | None:
    """Why the reader that the file names cannot serve its type."""
    from extractors.custom import READERS

    if not isinstance(data, dict) or not isinstance(data.get("reader"), str):
        return None
    name = data["reader"]
    module = READERS.get(name)
    if module is None:
        return f"{file}：reader “{name}”没有；可用：{'、'.join(sorted(READERS))}"
    if data.get("type") != module.TYPE:
        return f"{file}：reader “{name}”读出的是 type “{module.TYPE}”，不是“{data.get('type')}”"
    given = data.get("type_fields")
    missing = [n for n in module.FIELDS if n not in given] if isinstance(given, list) else []
    return f"{file}：type_fields 缺 reader “{name}”读出的字段：{'、'.join(missing)}" if missing else None


def _refuse_taken_names(built_in: Iterable[Any], own: Iterable[tuple[Path, Kind]]) -> None:
    """Every kind has a name of its own."""
    taken = {k.KIND: "内置的材料种类" for k in built_in}
    problems = []
    for path, kind in own:
        if kind.kind in taken:
            problems.append(f"{path.name}：kind “{kind.kind}”已被{taken[kind.kind]}占用；请换一个名字（文件名随之改）")
        taken.setdefault(kind.kind, f"{path.parent.name}/{path.name}")
    if problems:
        raise SpecError("\n".join(problems))


def _ready(kind: Kind) -> SpecKind | ReaderKind:
    from extractors.custom import READERS

    return SpecKind(kind) if kind.reader is None else ReaderKind(kind, READERS[kind.reader])


def _refuse_wrong_examples(
    paths: Sequence[Path], ready: Sequence[SpecKind | ReaderKind], claiming: Sequence[Any]
) -> None:
    problems = []
    for path, kind in zip(paths, ready, strict=True):
        others = [] if kind.spec.beside else [k for k in claiming if k.KIND != kind.KIND]
        for example in kind.spec.examples:
            wrong = example_problems(kind, example) or rival_problems(kind, example, others)
            problems += [f"{path.name}：例子“{example.name}”{w}" for w in wrong]
    if problems:
        raise SpecError("\n".join(problems))


def _yielded(kinds: Iterable[Any], types: Types) -> dict[str, frozenset[str]]:
    """What can be read: the fields that a kind's YAML names, all fields of a type that Python reads."""
    from extractors.custom import YIELDS

    found: dict[str, set[str]] = {}
    for kind in kinds:
        if isinstance(kind, SpecKind):
            found.setdefault(kind.spec.type, set()).update(kind.spec.fields)
        elif isinstance(kind, ReaderKind):
            found.setdefault(kind.spec.type, set()).update(kind.module.FIELDS)
        else:
            type_ = YIELDS[kind.KIND]
            found.setdefault(type_, set()).update(types[type_])
    return {name: frozenset(fields) for name, fields in found.items()}
