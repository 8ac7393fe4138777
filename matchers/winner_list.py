"""The user's list of earlier winners: a CSV file beside the rubric, or `winners:` in it."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from extractors.model_errors import told
from extractors.strict_yaml import YamlProblem
from matchers.rubric_model import Rubric, Winner

FILE = "winners.csv"
"""Beside the rubric's file: name, round (year of the round won), uscc and employer where known."""
COLUMNS = {
    "name": "name", "round": "round", "uscc": "uscc", "employer": "employer",
    "名称": "name", "获奖者": "name", "获奖年度": "round", "届次": "round",
    "统一社会信用代码": "uscc", "工作单位": "employer",
}  # fmt: skip
_ADAPTER: TypeAdapter[Winner] = TypeAdapter(Winner)


def with_winners(rubric: Rubric, file: Path) -> Rubric:
    """The rubric with the list beside its file, where it has none of its own. YamlProblem for a list that is wrong."""
    path = file.parent / FILE
    if rubric.winners is not None or not path.is_file():
        return rubric
    return replace(rubric, winners=read_winners(path))


def _text(path: Path) -> str:
    """The file's text: UTF-8, or as Excel saves CSV in China."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return path.read_text(encoding)
        except UnicodeDecodeError:
            continue
        except OSError as error:
            raise YamlProblem(path, ["读不出来；请检查文件能否打开"]) from error
    raise YamlProblem(path, ["读不出来；请另存为 UTF-8 编码的 CSV"])


def read_winners(path: Path) -> tuple[Winner, ...]:
    """The winners in a CSV file with a heading; raises YamlProblem with every wrong line."""
    found, wrong = [], []
    reader = csv.DictReader(_text(path).splitlines())
    names = {h: COLUMNS[h.strip()] for h in reader.fieldnames or () if h and h.strip() in COLUMNS}
    if not {"name", "round"} <= set(names.values()):
        raise YamlProblem(path, [f"第1行：须有“名称”和“获奖年度”两列；可用的列：{'、'.join(COLUMNS)}"])
    for row in reader:
        given = {names[h]: v.strip() for h, v in row.items() if h in names and isinstance(v, str) and v.strip()}
        if not given:
            continue
        number = re.sub(r"[第年度届\s]", "", given.get("round", ""))
        if number.isdecimal():  # else it is told as it was written
            given["round"] = number
        try:
            found.append(_ADAPTER.validate_python(given))
        except ValidationError as error:
            headings = {column: heading for heading, column in names.items()}
            for place, told_wrong in told(error, _ADAPTER.json_schema()):
                column = str(place[0]) if place else ""
                wrong.append(f"第{reader.line_num}行，{headings.get(column, column)}：{told_wrong}")
    if wrong:
        raise YamlProblem(path, wrong)
    return tuple(found)
