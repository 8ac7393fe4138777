"""The limits that an administrator gives in a YAML file; what the file leaves out keeps its default.

Times and sizes are written with their unit (`90 秒`, `5 分钟`, `1500 MB`, `2 GB`), since a bare number would be taken
for the wrong one some day; counts are whole numbers. Unknown keys and amounts beyond all sense are refused.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, create_model

from extractors.strict_yaml import YamlProblem, load_model
from pipeline.errors import UnusableInput
from pipeline.limits import AllLimits, Range, Unit, size_text

VARIABLE: Final = "YUSHEN_LIMITS"
REMEDY: Final = "请按提示修改；每个限制的意义与默认值见 docs/limits.zh.md"
_UNITS: Final[Mapping[Unit, Mapping[str, int]]] = {
    "time": {"秒": 1, "分钟": 60, "小时": 3600},
    "size": {"KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000},
    "count": {"": 1, "万": 10_000, "亿": 100_000_000},
}
_EXAMPLE: Final[Mapping[Unit, str]] = {"time": "90 秒、5 分钟", "size": "1500 MB、2 GB", "count": "2000、20万"}
_AMOUNT: Final = re.compile(r"(\d{1,12}(?:\.\d{1,3})?)\s*(\D*)", re.ASCII)


def ranges() -> dict[tuple[str, str], Range]:
    """Section and key of every limit that may be set, and what it may be set to."""
    return {
        (section.name, limit.name): limit.metadata["range"]
        for section in fields(AllLimits)
        for limit in fields(getattr(AllLimits(), section.name))
        if "range" in limit.metadata
    }


def load_limits(given: Path | None) -> AllLimits:
    """The limits of the file, of the one that YUSHEN_LIMITS names, or the defaults. Raises UnusableInput."""
    path = given or (Path(named) if (named := os.environ.get(VARIABLE)) else None)
    if path is None:
        return AllLimits()
    try:
        found = load_model(_model(), path)
    except YamlProblem as problem:
        raise UnusableInput(f"限制文件不能使用：\n{problem}", remedy=REMEDY) from None
    limits = AllLimits()
    for section in fields(limits):
        given_here = getattr(found, section.name)
        changes = {} if given_here is None else given_here.model_dump(exclude_unset=True, exclude_none=True)
        limits = replace(limits, **{section.name: replace(getattr(limits, section.name), **changes)})
    _check_together(limits, path)
    return limits


def _check_together(limits: AllLimits, path: Path) -> None:
    """Limits of which one makes another idle: who sets them should know."""
    worker, archive, time, file = limits.worker, limits.archive, limits.time, limits.file
    problems = []
    if worker.written_bytes < archive.member_bytes:
        problems.append(
            f"worker.written_bytes（{size_text(worker.written_bytes)}）小于 archive.member_bytes"
            f"（{size_text(archive.member_bytes)}）：解压出的文件写不下"
        )
    if time.office <= file.convert_seconds:
        problems.append(
            f"time.office（{time.office:g} 秒）须大于 file.convert_seconds（{file.convert_seconds:g} 秒）："
            "转换用时算在内"
        )
    if problems:
        told = "\n".join(f"{path.name}：{problem}" for problem in problems)
        raise UnusableInput(f"限制文件不能使用：\n{told}", remedy=REMEDY)


def _model() -> type[BaseModel]:
    """What the file may hold, out of the limits themselves: sections, and in each its limits."""
    sections: dict[str, Any] = {}
    closed = ConfigDict(extra="forbid", frozen=True)
    for section in fields(AllLimits):
        keys: dict[str, Any] = {}
        for (name, key), allowed in ranges().items():
            if name == section.name:
                kind = float if allowed.unit == "time" else int
                keys[key] = (Annotated[kind, BeforeValidator(_reader(allowed))], None)
        made = create_model(section.name, __config__=closed, **keys)
        sections[section.name] = (made, None)
    return create_model("limits", __config__=closed, **sections)


def _reader(allowed: Range) -> Callable[[Any], float]:
    """Turns what is written for one limit into seconds, bytes or a count."""

    def read(written: Any) -> float:
        found = _AMOUNT.fullmatch(str(written).strip())
        factor = _UNITS[allowed.unit].get(found[2].strip()) if found else None
        if found is None or factor is None:
            raise ValueError(f"应写成数和单位，如 {_EXAMPLE[allowed.unit]}（现为“{written}”）")
        amount = round(float(found[1]) * factor, 3)
        if not allowed.least <= amount <= allowed.most:
            least, most = _shown(allowed.least, allowed.unit), _shown(allowed.most, allowed.unit)
            raise ValueError(f"应在 {least} 与 {most} 之间（现为“{written}”）")
        if allowed.unit != "time" and amount != int(amount):
            raise ValueError(f"应为整数（现为“{written}”）")
        return amount if allowed.unit == "time" else int(amount)

    return read


def _shown(amount: int, unit: Unit) -> str:
    return {"time": f"{amount} 秒", "size": size_text(amount), "count": str(amount)}[unit]
