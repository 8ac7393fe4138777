"""Which evidence types a rubric may name, and which of their fields some kind of paper yields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extractors.fields import FIELDS
from extractors.model_errors import Place
from extractors.strict_yaml import SpecError
from matchers.rubric_model import Rubric
from matchers.rule_parts import selections, wanted_fields

Types = Mapping[str, Sequence[str]]


def evidence_types(folders: Any, beside: Path) -> tuple[Types, list[tuple[Place, str]]]:
    """The types with their fields: the contract's and those of the `kinds:` folders; and what is wrong with these."""
    problems: list[tuple[Place, str]] = []
    names = [str(name) for name in folders] if isinstance(folders, list | tuple) else []
    for n, name in enumerate(names):
        if not (beside / name).is_dir():
            problems.append((("kinds", n), f"没有文件夹“{name}”（路径相对于本文件）"))
    if not names or problems:
        return FIELDS, problems
    from extractors.scheme_kinds import load_kind_set  # reads every kind: only for rubrics that bring their own

    try:
        return load_kind_set([beside / name for name in names]).types, []
    except SpecError as error:
        return FIELDS, [(("kinds",), line) for line in str(error).splitlines()]


def unread(rubric: Rubric, folders: Sequence[Path]) -> list[tuple[Place, str]]:
    """What the rubric asks of papers that no kind of paper can give: it would wait in vain."""
    from extractors.scheme_kinds import load_kind_set

    yielded = load_kind_set(folders).yielded
    problems: list[tuple[Place, str]] = []
    for at, where, selection in selections(rubric):
        told = f"“{where}”的“{selection.title}”要用 {selection.type}"
        if selection.type not in yielded:
            problems.append(((*at, "type"), f"{told}，但没有一种材料能读出它；请在 kinds: 文件夹里加一种材料"))
            continue
        read = yielded[selection.type]
        for place, name in wanted_fields(selection):
            if name in FIELDS.get(selection.type, (name,)) and name not in read:
                problems.append(((*at, *place), f"{told}的字段“{name}”，但没有一种材料能读出这个字段"))
    return problems
