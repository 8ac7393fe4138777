"""The rubric's tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from matchers.rubric import RubricSummary
from matchers.rubric_model import Rubric
from pipeline.emit.rubric_table import facts_of, parts_of


def show(rubric: Rubric, console: Console | None = None) -> None:
    """Prints every table; columns share the terminal's width as they share a sheet's."""
    out = console or Console()
    out.print(Text(rubric.title, style="bold"))
    out.print(Text("　".join(f"{label}：{value}" for label, value in facts_of(rubric))))
    for part in parts_of(rubric):
        table = Table(title=part.title, show_lines=True, expand=True)
        for title, width in part.columns:
            table.add_column(title, ratio=max(1, round(width)), overflow="fold")
        for row in part.rows:
            table.add_row(*(Text(value) for value in row))
        out.print(table)


def show_list(summaries: Sequence[RubricSummary], console: Console | None = None) -> None:
    """Prints the built-in rubrics."""
    table = Table(title="内置的评审办法")
    for heading in ("编号", "名称", "文号", "默认截止日", "条件", "指标", "满分"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "编号")  # an id is copied whole
    for one in summaries:
        counts = (str(one.conditions), str(one.lines), one.max_score if one.max_score != "0" else "—")
        table.add_row(one.id, one.title, one.document, one.as_of, *counts)
    (console or Console()).print(table)
