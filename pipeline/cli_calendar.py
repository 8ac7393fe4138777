"""`yushen calendar`: what is due after the award, for whom and when."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli_days import parse_day
from pipeline.errors import ExitCode, UnusableInput


def calendar_command(
    rubric: Annotated[str, typer.Argument(metavar="办法", help="内置编号（见 yushen rubrics）或办法文件的路径")],
    awarded: Annotated[
        Path, typer.Option("--awarded", help="已认定单位名单（XLSX 或 CSV）：单位名称、认定日期，另可有联系人、状态")
    ],
    out: Annotated[Path, typer.Option("--out", help="结果写到哪个文件夹")],
    as_of: Annotated[str | None, typer.Option("--as-of", help="按哪一天判断是否到期，默认为今天")] = None,
) -> None:
    """列出认定之后谁在哪天要办什么：写成 calendar.xlsx 和日历文件 calendar.ics（提前30天提醒）。"""
    from matchers.award_calendar import dues
    from matchers.rubric import load_rubric
    from pipeline.award_list import later, read_award_list
    from pipeline.emit import calendar_file, calendar_sheet
    from pipeline.emit.whole_file import make_folder

    loaded = load_rubric(rubric)
    after = loaded.after_award
    if after is None:
        raise UnusableInput(f"办法“{loaded.id}”没有写认定之后的事项（after_award）", remedy="请在办法文件里补充后再用")
    # Today where no day is given: the command line may know what day it is.
    day = parse_day(as_of) or dt.date.today()  # noqa: DTZ011  # the office's own calendar day
    listed = read_award_list(awarded)
    found = dues(listed.units, after, day)
    problems = (*listed.problems, *(later(awarded.name, unit, day) for unit in listed.units if unit.awarded > day))
    try:
        make_folder(out)
    except OSError as cause:
        raise UnusableInput(
            f"不能建立结果文件夹“{out}”（{cause.strerror or cause}）", remedy="请换一个文件夹"
        ) from None
    sheet = calendar_sheet.write(loaded, after, listed.units, found, problems, day, out)
    diary = calendar_file.write(loaded, after, found, day, out)
    for problem in problems:
        typer.echo(problem, err=True)
    late = sum(due.stage == "overdue" for due in found)
    soon = sum(due.stage == "soon" for due in found)
    typer.echo(f"{len(listed.units)}家单位，{len(found)}项：已过期{late}项，30天内{soon}项。\n{sheet}\n{diary}")
    if problems:
        raise typer.Exit(ExitCode.SOME_FAILED)
