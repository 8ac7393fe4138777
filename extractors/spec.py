"""A kind of paper as data: how it is recognised, its fields, examples that run as tests (`extractors/kinds/*.yaml`).

Patterns are regular expressions over the normalised text with the closed list of OCR confusions undone
(`extractors.wording`), blanks between hanzi already joined. `{ISO}` stands for the ways in which ISO is misread.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from extractors import strict_yaml
from extractors.fields import FIELDS
from extractors.papers import Spread
from extractors.wording import mend_words

MACROS = {
    "{ISO}": r"(?:[I1l|]?[S5][O0Q]|[I1l][O0][S5])",
    "{PROVINCE}": (
        "(?:北京市|天津市|上海市|重庆市|河北省|山西省|辽宁省|吉林省|黑龙江省|江苏省|浙江省|安徽省|福建省|江西省|"
        "山东省|河南省|湖北省|湖南省|广东省|海南省"
        "|四川省|贵州省|云南省|陕西省|甘肃省|青海省|台湾省|内蒙古自治区|广西壮族自治区|西藏自治区|"
        "宁夏回族自治区|新疆维吾尔自治区)"
    ),
    "{SEP}": r"[ \t/,，、;；和及与&-]*",
}

LINE_ENDS = {r"(?=\n|$)": r"(?=[\n\f]|$)", r"(?:^|\n)": r"(?:^|[\n\f])"}
"""A page ends a line too: the date at the foot of a letter stands before its annex."""


def _pattern(value: object) -> object:
    if not isinstance(value, str):
        return value
    for name, text in (*MACROS.items(), *LINE_ENDS.items()):
        value = value.replace(name, text)
    value = mend_words(value)  # as the text is that it will be tried on
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"不是有效的正则表达式：{error}") from None
    return value


Pattern = Annotated[str, BeforeValidator(_pattern)]
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


class Kind(_Strict):
    """One kind of paper.

    `split`: the field whose several values make several items (the systems of one certificate; the winners that a
    decision names). `rows`: patterns of one line of a published list; their groups are fields, each match is an item.
    `columns`: header words of a table of such a list, by field; needs the holder's and one other column.
    `rows_only`: the paper says nothing but by its rows (the letter before a list is no item).
    `later_mark`: a mark for every item of `split` but the first (the second of two joint undertakers).
    Items that come from a list of several holders carry the mark `published_list`.
    """

    kind: str
    type: str
    title: str
    spread: Spread = "page"
    recognise: Recognise
    fields: dict[str, FieldSpec]
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
        if self.type not in FIELDS:
            raise ValueError(f"type “{self.type}”不在约定中；可用：{'、'.join(sorted(FIELDS))}")
        unknown = set(self.fields) - set(FIELDS[self.type])
        if unknown:
            allowed = "、".join(FIELDS[self.type])
            raise ValueError(f"fields 中有未知的字段“{'、'.join(sorted(unknown))}”；可用：{allowed}")
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
                if set(wanted) - set(FIELDS[self.type]) - {*self.extras, "holder_en"}:
                    raise ValueError(f"例子“{example.name}”写了未知的字段：{set(wanted) - known}")
        if not any(e.yields for e in self.examples):
            raise ValueError("至少要有一个写明 yields 的例子")
        return self

    @property
    def all_fields(self) -> dict[str, FieldSpec]:
        return {**self.fields, **self.extras}


def load_kind(path: Path) -> Kind:
    """One kind from its file; SpecError with file, key and allowed values where it is wrong."""
    kind = strict_yaml.load_model(Kind, path)
    if kind.kind != path.stem:
        raise strict_yaml.SpecError(f"{path.name}：kind “{kind.kind}”须与文件名相同")
    return kind


@lru_cache(maxsize=1)
def load_kinds() -> tuple[Kind, ...]:
    """Every kind of the package, in the order of their names."""
    folder = Path(str(files("extractors") / "kinds"))
    return tuple(load_kind(path) for path in sorted(folder.glob("*.yaml")))
