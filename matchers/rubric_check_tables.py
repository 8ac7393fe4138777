"""What no type can say of a rubric's conditions and tables: what a check needs, and names that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractors.model_errors import Place, nearest
from matchers.rubric_conditions import Eligibility
from matchers.rubric_model import Rubric
from matchers.rubric_papers import Selection

Told = tuple[Place, str]


def check_tables(rubric: Rubric, types: Mapping[str, Sequence[str]]) -> Iterator[Told]:
    """Every problem of checks, stretches of days and tables."""
    for n, condition in enumerate(rubric.eligibility):
        yield from _condition(condition, ("eligibility", n), rubric)
        for name, selection in condition.papers.items():
            yield from _stretch(selection, ("eligibility", n, "papers", name), types)
    for i, line in enumerate(rubric.indicators):
        for name, selection in line.papers.items():
            yield from _stretch(selection, ("indicators", i, "papers", name), types)
    yield from _tables(rubric, types)


def _condition(condition: Eligibility, at: Place, rubric: Rubric) -> Iterator[Told]:
    match condition.check:
        case "files":
            if not condition.formats:
                yield at, "check: files 须写 formats（每组是可以互相代替的文件后缀）"
            if not condition.papers:
                yield at, "check: files 须写 papers（哪种材料要有这些格式）"
        case "years_of_work":
            if condition.years is None:
                yield at, "check: years_of_work 须写 years（要求的年数）"
            if not condition.met_by:
                yield at, "check: years_of_work 须写 met_by（哪些材料证明起止时间）"
        case "earlier_winner" if condition.rounds is None:
            yield at, "check: earlier_winner 须写 rounds（获奖后几个评选周期内不得申报）"
        case "registered" | "registered_manufacturer" if rubric.district is None:
            yield at, f"check: {condition.check} 须有 district（注册地的名称）"
    for key, value in (("years", condition.years), ("rounds", condition.rounds), ("formats", condition.formats)):
        wanted = {"years": "years_of_work", "rounds": "earlier_winner", "formats": "files"}[key]
        if value and condition.check != wanted:
            yield (*at, key), f"只有 check: {wanted} 才用 {key}"


def _stretch(selection: Selection, at: Place, types: Mapping[str, Sequence[str]]) -> Iterator[Told]:
    if selection.lasting is None or selection.type not in types:
        return
    known = types[selection.type]
    for key, name in (("from_field", selection.lasting.from_field), ("to_field", selection.lasting.to_field)):
        if name not in known:
            yield (
                (*at, "lasting", key),
                f"{selection.type} 没有字段“{name}”{nearest(name, list(known))}；可用：{'、'.join(known)}",
            )


def _tables(rubric: Rubric, types: Mapping[str, Sequence[str]]) -> Iterator[Told]:
    conditions = [c.id for c in rubric.eligibility]
    parts = list(dict.fromkeys(c.part for c in rubric.eligibility))
    seen: set[str] = set()
    for n, table in enumerate(rubric.tables):
        at: Place = ("tables", n)
        if table.id in seen:
            yield (*at, "id"), f"编号“{table.id}”重复"
        seen.add(table.id)
        if bool(table.columns) == bool(table.figures):
            yield at, "一张表要么写 columns（名单），要么写 figures（数字）"
        for c, column in enumerate(table.columns):
            here: Place = (*at, "columns", c)
            if column.value == "condition" and column.of not in conditions:
                yield (*here, "of"), f"没有“{column.of}”这个条件{nearest(column.of, conditions)}"
            if column.value == "open" and column.of and column.of not in parts:
                yield (*here, "of"), f"没有“{column.of}”这一部分{nearest(column.of, parts)}；可用：{'、'.join(parts)}"
            if column.value == "paper" and column.type not in types:
                yield (*here, "type"), f"没有“{column.type}”这种证据类型{nearest(column.type, list(types))}"
            elif column.value == "paper" and column.field not in types[column.type]:
                known = types[column.type]
                hint = nearest(column.field, list(known))
                yield (*here, "field"), f"{column.type} 没有字段“{column.field}”{hint}；可用：{'、'.join(known)}"
        for f, figure in enumerate(table.figures):
            if figure.condition and figure.condition not in conditions:
                place: Place = (*at, "figures", f, "condition")
                yield place, f"没有“{figure.condition}”这个条件{nearest(figure.condition, conditions)}"
