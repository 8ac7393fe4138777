"""Which evidence types a rubric may name, and which of their fields some kind of paper yields."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extractors.fields import FIELDS
from extractors.model_errors import Place
from extractors.strict_yaml import SpecError


def evidence_types(folders: Any, beside: Path) -> tuple[Mapping[str, tuple[str, ...]], list[tuple[Place, str]]]:
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
