"""A kind of paper as data: how it is recognised, its fields, examples that run as tests (`extractors/kinds/*.yaml`).

Patterns are regular expressions over the normalised text with the closed list of OCR confusions undone
(`extractors.patterns`), blanks between hanzi already joined. A scheme's own kinds: `extractors.scheme_kinds`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from extractors import strict_yaml
from extractors.fields import FIELDS
from extractors.papers import Spread
from extractors.patterns import Pattern

Parse = Literal[
    "date",
    "month",
    "number",
    "certificate_number",
    "measurement_number",
    "uscc",
    "patent_number",
    "application_number",
    "trademark_number",
    "foreign_patent",
    "standard",
    "high_tech_number",
    "cnas_number",
    "organisation",
    "organisations",
    "organisation_list",
    "named",
    "text",
    "classes",
]
Pick = Literal["first", "last", "latest", "earliest"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(_Strict):
    """One value of a closed set and the patterns that show it."""

    value: str
    when: tuple[Pattern, ...]


class FieldSpec(_Strict):
    """Where a field's value stands.

    `labels` first, `fallback` where those give nothing, then `patterns` (in the order given: group `v`, where
    the pattern's words are as good as a label; group `w` or the whole match, where they are not), then `choices`,
    then `constant`.
    `side`: which end of a printed range counts; `start_of`: the beginning of
    the range that stands at that other field, where nothing else says it; `otherwise`: the field to
    take it from then; neither where a pattern of `not_where` stands on the paper. `lookup`: the value that belongs to
    the value of field `key`; `rank_of`: the rank of the authority that these fields name (the first that tells
    one). `many` with `apart`: see `Kind.split`.
    `pick`: which of several dates. `reach`: over how many lines the
    value may run. `title`: choices are looked for in the title first; `within`: only in what these fields say, in
    this order (the level of a project stands in its giver's name, not in the holder's address), with `anywhere` after
    that in the whole text.
    """

    labels: tuple[str, ...] = ()
    fallback: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    parse: Parse = "text"
    side: Literal["start", "end", "none"] = "none"
    pick: Pick = "first"
    choices: tuple[Choice, ...] = ()
    title: bool = False
    within: tuple[str, ...] = ()
    many: bool = False
    anywhere: bool = False
    constant: str | None = None
    start_of: str | None = None
    otherwise: str | None = None
    lookup: dict[str, str] = {}
    key: str | None = None
    rank_of: tuple[str, ...] = ()
    not_where: tuple[Pattern, ...] = ()
    apart: bool = False
    reach: int = 1
    required: bool = False
    deciding: bool | None = None

    @property
    def decides(self) -> bool:
        return self.required if self.deciding is None else self.deciding


class Recognise(_Strict):
    """What shows the kind: a title in a line of its own, with what must stand beside it; else several signs.

    `titles` with `need` (all of them) and `any` (one of them); `signs` without a title (at least `signs_needed`);
    `none` (nowhere) and `none_title` (not in any line that looks like a title) refuse.
    """

    titles: tuple[Pattern, ...] = ()
    need: tuple[Pattern, ...] = ()
    any: tuple[Pattern, ...] = ()
    none: tuple[Pattern, ...] = ()
    none_title: tuple[Pattern, ...] = ()
    signs: tuple[Pattern, ...] = ()
    signs_needed: int = 3
    slack: int = 12


class Derive(_Strict):
    """A date computed from another: by the printed duration, else by the years that the kind always has."""

    source: str = Field(alias="from")
    years: int | None = None


class Mark(_Strict):
    """A fact about the form of the paper, for matching (`withdrawn`, `declaration`, …)."""

    mark: str
    when: tuple[Pattern, ...]


class Doubt(_Strict):
    """A reason code with its sentence; without `when` it is given to every paper of the kind."""

    code: str
    detail: str
    when: tuple[Pattern, ...] = ()


class Example(_Strict):
    """A paper's text and what must come of it; runs as a test. `nothing`: the kind must not claim it."""

    name: str
    text: str
    yields: tuple[dict[str, str | list[str] | None], ...] = ()
    marks: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    nothing: bool = False
    score: float | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, data: object) -> object:
        if not isinstance(data, dict) or "yields" not in data:
            return data
        wanted = data["yields"] if isinstance(data["yields"], list) else [data["yields"]]
        return {**data, "yields": [{k: None if v == "null" else v for k, v in w.items()} for w in wanted]}

    @model_validator(mode="after")
    def _says_something(self) -> Example:
        if self.nothing == bool(self.yields):
            raise ValueError("例子要么写 yields，要么写 nothing: true")
        return self


WITH_READER = frozenset(
    {"kind", "type", "title", "type_fields", "reader", "beside", "spread", "recognise", "marks", "examples"}
)
"""What a kind's file may say where a Python reader takes the fields."""


class Kind(_Strict):
    """One kind of paper.

    `split`: the field whose several values make several items (the systems of one certificate; the winners that a
    decision names). `rows`: patterns of one line of a published list; their groups are fields, each match is an item.
    `columns`: header words of a table of such a list, by field; needs the holder's and one other column.
    `rows_only`: the paper says nothing but by its rows (the letter before a list is no item).
    `later_mark`: a mark for every item of `split` but the first (the second of two joint undertakers).
    Items that come from a list of several holders carry the mark `published_list`.
    `type_fields`: a type that the contract does not know, with all its fields (one file of the folder says them).
    `instead_of`: kinds whose claim to a page this kind sets aside (a scheme's own 公示 is no built-in award paper).
    `reader`: the Python reader that takes the fields (`extractors.custom.READERS`); then `fields` stay empty, and
    `recognise` may be left out. `beside`: the kind reads every page, also those that are papers of other kinds.
    """

    kind: str
    type: str
    title: str
    type_fields: tuple[str, ...] = ()
    reader: str | None = None
    beside: bool = False
    instead_of: tuple[str, ...] = ()
    spread: Spread = "page"
    recognise: Recognise = Recognise()
    fields: dict[str, FieldSpec] = {}
    extras: dict[str, FieldSpec] = {}
    ignore: tuple[str, ...] = ()
    derive: dict[str, Derive] = {}
    terms: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    refuse: tuple[Pattern, ...] = ()
    split: str | None = None
    rows: tuple[Pattern, ...] = ()
    columns: dict[str, tuple[str, ...]] = {}
    rows_only: bool = False
    later_mark: str | None = None
    examples: tuple[Example, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _fits_the_contract(self) -> Kind:
        if self.type not in FIELDS and not self.type_fields:
            known_types = "、".join(sorted(FIELDS))
            raise ValueError(f"type “{self.type}”不在约定中；可用：{known_types}；新的类型请用 type_fields 写明字段")
        if self.type in FIELDS and self.type_fields:
            raise ValueError(f"type “{self.type}”约定中已有，不能再写 type_fields；请换一个类型名，或删去 type_fields")
        if twice := {n for n in self.type_fields if self.type_fields.count(n) > 1}:
            raise ValueError(f"type_fields 中“{'、'.join(sorted(twice))}”重复")
        unknown = set(self.fields) - set(self.names)
        if unknown:
            allowed = "、".join(self.names)
            raise ValueError(f"fields 中有未知的字段“{'、'.join(sorted(unknown))}”；可用：{allowed}")
        if self.reader is None and not (self.recognise.titles or self.recognise.signs):
            raise ValueError("recognise 至少要写 titles 或 signs")
        if self.reader is None and not self.fields:
            raise ValueError("fields 至少要写一个字段")
        if self.reader is not None and (idle := self.model_fields_set - WITH_READER):
            raise ValueError(f"已写 reader，“{'、'.join(sorted(idle))}”不起作用，请删去")
        known = {*self.fields, *self.extras}
        for pattern in self.rows:
            if set(re.compile(pattern).groupindex) - known:
                raise ValueError(f"rows 的分组须是字段名；可用：{'、'.join(sorted(known))}")
        for name, field in self.all_fields.items():
            if set(field.within) - known:
                raise ValueError(f"{name}.within 指向未定义的字段；可用：{'、'.join(sorted(known))}")
        for name, rule in self.derive.items():
            if {name, rule.source} - known:
                raise ValueError(f"derive.{name} 指向未定义的字段；可用：{'、'.join(sorted(known))}")
        if self.split is not None and not (self.split in self.fields and self.fields[self.split].many):
            raise ValueError(f"split “{self.split}”须是 many: true 的字段")
        for example in self.examples:
            for wanted in example.yields:
                strange = set(wanted) - {*self.names, *self.extras, "holder_en"}
                if strange and self.reader is None:
                    allowed = "、".join((*self.names, *self.extras))
                    raise ValueError(
                        f"例子“{example.name}”写了未知的字段“{'、'.join(sorted(strange))}”；可用：{allowed}"
                    )
        if not any(e.yields for e in self.examples):
            raise ValueError("至少要有一个写明 yields 的例子")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """All fields of the type: the contract's, or those that `type_fields` declares."""
        return FIELDS.get(self.type) or self.type_fields

    @property
    def all_fields(self) -> dict[str, FieldSpec]:
        return {**self.fields, **self.extras}


def load_kind(path: Path, types: Mapping[str, tuple[str, ...]] | None = None) -> Kind:
    """One kind from its file; SpecError with file, key and allowed values where it is wrong.

    `types`: the fields of types that other files declare.
    """
    type_ = data.get("type") if isinstance(data := read_kind(path), dict) else None
    declared = (types or {}).get(str(type_))
    kind = strict_yaml.load_model(Kind, path, {"type_fields": list(declared)} if declared else None)
    if kind.kind != path.stem:
        raise strict_yaml.SpecError(f"{path.name}：kind “{kind.kind}”须与文件名相同")
    return kind


def read_kind(path: Path) -> object:
    """The data of a kind's file, unchecked; SpecError where it is no YAML."""
    try:
        return strict_yaml.read(path).data
    except strict_yaml.YamlProblem as problem:
        raise strict_yaml.YamlProblem(path.name, problem.problems) from None


@lru_cache(maxsize=1)
def load_kinds() -> tuple[Kind, ...]:
    """Every kind of the package, in the order of their names."""
    folder = Path(str(files("extractors") / "kinds"))
    return tuple(load_kind(path) for path in sorted(folder.glob("*.yaml")))
