"""A rubric's cases (`cases.yaml` beside it): named situations on one line or condition, and what each must give.

An official reads and writes them: line → list of cases, each with a name in the official's words, the papers that are
there, and the points. pytest and `yushen rubrics test` show each by its name.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field as Constraint
from pydantic import TypeAdapter, ValidationError

from extractors.fields import FIELDS, LIST_FIELDS
from extractors.model_errors import Place, nearest, told
from extractors.strict_yaml import YamlFile, YamlProblem, read
from matchers.cases import APPLICANT, DEFAULTS, OWN, dossier, evidence, form
from matchers.draft import Dossier, Draft
from matchers.rubric_check import Types
from matchers.rubric_model import Rubric, Winner
from matchers.rule_forms import Points, Strict
from matchers.rule_parts import plain

NOT_OURS = "none"
"""How a case writes that a row or a task is not judged, because it is another unit's."""
Value = str | tuple[str, ...] | None
Claimed = str | Mapping[str, str | tuple[Mapping[str, str], ...]]


@dataclass(frozen=True, kw_only=True)
class CaseRow(Strict):
    """One case as written."""

    name: Annotated[str, Constraint(min_length=1)]
    as_of: datetime.date | None = None
    evidence: tuple[Mapping[str, Value], ...] | None = None
    form: Mapping[str, Claimed] | None = None
    folder: str = APPLICANT
    points: Points | None = None
    range: tuple[Points, Points] | None = None
    confidence: Literal["high", "medium", "low"] | None = None
    flags: tuple[str, ...] | None = None
    status: str | None = None
    tasks: Mapping[str, str] | None = None
    """Tasks by id, or by id and year (`2.2 2018`) where they are due every year."""
    winners: tuple[Winner, ...] | None = None
    """The user's list of earlier winners in this situation; without it there is none."""


_ADAPTER: TypeAdapter[dict[str, tuple[CaseRow, ...]]] = TypeAdapter(dict[str, tuple[CaseRow, ...]])


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema of a cases file, as pydantic makes it."""
    return _ADAPTER.json_schema()


@dataclass(frozen=True)
class Case:
    """One situation on one line or condition, and what it must give; `written` is its line in the file."""

    row: CaseRow
    line: str
    as_of: datetime.date
    dossier: Dossier
    written: int = 0

    @property
    def name(self) -> str:
        return self.row.name

    def under(self, rubric: Rubric) -> Rubric:
        """The rubric as the case has it: with the case's list of winners, never with one that happens to be there."""
        return replace(rubric, winners=self.row.winners)

    def complaints(self, draft: Draft) -> list[str]:
        """What the draft says otherwise than the case; empty where they agree."""
        line = next((one for one in draft.lines if one.id == self.line), None)
        found = line or next((one for one in draft.eligibility if one.id == self.line), None)
        if found is None:
            return [f"草稿里没有“{self.line}”"]
        row, wrong = self.row, []
        if line is not None and row.points is not None:
            if line.draft_score != row.points:
                wrong.append(f"得分应为{plain(row.points)}分，实为{plain(line.draft_score)}分：{line.basis}")
            wanted = row.range or (row.points, row.points)
            if (line.lowest, line.highest) != wanted:
                wrong.append(f"范围应为{_span(wanted)}，实为{_span((line.lowest, line.highest))}：{line.basis}")
        if line is not None and row.confidence and line.confidence != row.confidence:
            wrong.append(f"把握应为{row.confidence}，实为{line.confidence}：{line.basis}")
        if row.flags is not None and set(found.flags) != set(row.flags):
            wrong.append(f"标记应为{_list(row.flags)}，实为{_list(found.flags)}")
        stands = getattr(found, "status", None) or NOT_OURS
        if row.status is not None and stands != row.status:
            wrong.append(f"状态应为{row.status}，实为{stands}：{found.basis}")
        states = {name: task for task in getattr(line, "tasks", ()) for name in (task.id, f"{task.id} {task.year}")}
        for name, status in (row.tasks or {}).items():
            told = (states[name].status or NOT_OURS) if name in states else "没有这项任务"
            if told != status:
                why = f"：{states[name].basis}" if name in states else ""
                wrong.append(f"任务{name}应为{status}，实为{told}{why}")
        return wrong


@dataclass(frozen=True)
class CaseFile:
    """The cases of one file as far as they can be taken, and what is wrong with it."""

    path: Path
    cases: tuple[Case, ...]
    problems: tuple[str, ...]


def _span(points: Sequence[Decimal]) -> str:
    return f"{plain(points[0])}至{plain(points[1])}分"


def _list(words: Sequence[str]) -> str:
    return "、".join(sorted(set(words))) or "（无）"


def read_case_file(path: Path, rubric: Rubric, types: Types = FIELDS, lost: frozenset[str] = frozenset()) -> CaseFile:
    """The cases at `path` for the rubric; `lost` are lines that its file has but that could not be taken."""
    try:
        file = read(path)
    except YamlProblem as problem:
        return CaseFile(path, (), problem.problems)
    if file.data is None and not file.problems:
        return CaseFile(path, (), ())
    written: list[tuple[Place, str]] = []
    rows = _rows(file, written)
    known = {*(i.id for i in rubric.indicators), *(e.id for e in rubric.eligibility)}
    cases = []
    for place, row in rows:
        line = str(place[0])
        if line not in known | lost:
            written.append((place[:1], f"办法里没有“{line}”这一项{nearest(line, sorted(known))}"))
            continue
        wrong = list(_wrong_papers(row, place, types))
        if row.points is None and row.status is None and row.tasks is None:
            wrong.append((place, "没有写应得多少分（points），也没有写应为何状态（status、tasks）"))
        written += wrong
        if not wrong and line in known:
            made = dossier(_papers(row, types), [form(row.form)] if row.form else [], name=row.folder)
            cases.append(Case(row, line, row.as_of or rubric.as_of, made, file.line(place) or 0))
    lines = {file.at(place, text): file.line(place) or 0 for place, text in written}
    return CaseFile(path, tuple(cases), (*file.problems, *sorted(lines, key=lambda one: lines[one])))


def read_cases(path: Path, rubric: Rubric, types: Types = FIELDS) -> tuple[Case, ...]:
    """All cases of one cases.yaml; raises YamlProblem with everything wrong with it."""
    found = read_case_file(path, rubric, types)
    if found.problems:
        raise YamlProblem(path, found.problems)
    return found.cases


def _rows(file: YamlFile, written: list[tuple[Place, str]]) -> Iterator[tuple[Place, CaseRow]]:
    """Every case that the types take, with its place; what they refuse goes to `written`."""
    if not isinstance(file.data, dict):
        written.append(((), "整个文件须是“指标编号: 案例列表”的一组"))
        return
    for line, rows in file.data.items():
        for n, row in enumerate(rows if isinstance(rows, list) else [rows]):
            place: Place = (line, n) if isinstance(rows, list) else (line,)
            try:
                yield place, _ADAPTER.validate_python({"line": [row] if isinstance(rows, list) else rows})["line"][0]
            except ValidationError as error:
                written += [((*place, *at[2:]), text) for at, text in told(error, schema())]
            except RecursionError:
                written.append((place, "嵌套过深"))
            except IndexError:
                written.append((place, "没有案例"))


def _wrong_papers(row: CaseRow, place: Place, types: Types) -> Iterator[tuple[Place, str]]:
    for n, paper in enumerate(row.evidence or ()):
        at: Place = (*place, "evidence", n)
        kind = paper.get("type")
        if not isinstance(kind, str) or kind not in types:
            hint = nearest(kind, list(types))
            yield (*at, "type"), f"没有“{kind or ''}”这种证据类型{hint}；可用：{'、'.join(types)}"
            continue
        allowed = [*types[kind], *(k for k in DEFAULTS.get(kind, ()) if k not in types[kind]), *sorted(OWN)]
        for name, value in paper.items():
            if name == "type":
                continue
            if name not in allowed and name not in extras(kind):
                yield (*at, name), f"{kind} 没有字段“{name}”{nearest(name, allowed)}；可用：{'、'.join(allowed)}"
            elif wrong := _wrong_value(name, value):
                yield (*at, name), wrong
    for line, claimed in (row.form or {}).items():
        told = claimed if isinstance(claimed, Mapping) else {"score": claimed}
        for key, given in told.items():
            if key in {"score", "count"} and not _number(given):
                yield (*place, "form", line), f"{key} 应为数字"


def _wrong_value(name: str, value: Value) -> str:
    """Why a value of a paper cannot be taken; empty where it can."""
    if name in {"page", "times"}:
        return "" if isinstance(value, str) and value.isdecimal() and 0 < int(value) < 1000 else "应为 1 至 999 的整数"
    if name == "confidence":
        return "" if _number(value) else "应为 0 至 1 的数字"
    if name in {"marks", "reasons"} | LIST_FIELDS:
        return "" if value is None or value == "null" or isinstance(value, tuple) else "应为列表，例如 [甲, 乙]"
    return "不能在案例里写" if name == "readings" else ""


def _number(value: Any) -> bool:
    try:
        return Decimal(str(value)).is_finite()
    except ArithmeticError:
        return False


@cache
def extras(kind: str) -> frozenset[str]:
    """Fields beyond the contract's that a built-in kind of this type reads."""
    from extractors.spec import load_kinds

    return frozenset(name for spec in load_kinds() if spec.type == kind for name in spec.extras)


def _papers(row: CaseRow, types: Types) -> list[Any]:
    made = []
    for number, given in enumerate(row.evidence or (), 1):
        values: dict[str, Any] = {k: None if v == "null" else v for k, v in given.items() if k not in {"type", "times"}}
        kind, times = str(given["type"]), str(given.get("times") or "1")
        for copy in range(int(times)):
            values_here = {"file": f"材料{number}-{copy + 1}.pdf", **values}
            made.append(evidence(kind, field_names=types[kind], **values_here))
    return made
