"""`yushen collect` and `yushen quality`: the reviewers' sheets back in, and how often the drafts were right."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import ExitCode, UnusableInput


def collect_command(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="交回的评审表所在的文件夹（可以就是结果文件夹）")],
    out: Annotated[Path | None, typer.Option("--out", help="results.xlsx 写到哪里，默认写在评审表的文件夹")] = None,
    drafts: Annotated[Path | None, typer.Option("--drafts", help="yushen run 的结果文件夹，默认同评审表")] = None,
    reviews: Annotated[Path | None, typer.Option("--reviews", help="复核记录（SQLite），默认 reviews.sqlite")] = None,
    rubric: Annotated[str | None, typer.Option("--rubric", help="只收这个办法的（草稿属于几个办法时）")] = None,
    limit: Annotated[str, typer.Option("--limit", help="两位评审人一项相差超过几分就列出，默认 2")] = "2",
    quota: Annotated[int | None, typer.Option("--quota", min=1, help="名额，默认按办法的规定")] = None,
) -> None:
    """收回评审表：核对、汇总、排名，写 results.xlsx，并把每次复核记入复核记录。"""
    from pipeline.review.collect import CollectRequest, collect
    from pipeline.review.results_book import write

    found = collect(CollectRequest(folder, drafts, rubric, _points(limit), quota))
    target = out or folder
    target.mkdir(parents=True, exist_ok=True)
    path = write(found, target)
    for told in found.told:
        typer.echo(("未收：" if told.level == "fault" else "提示：") + str(told), err=told.level == "fault")
    done = sum(standing.result.is_reviewed for standing in found.standings)
    typer.echo(f"共 {len(found.standings)} 份材料，已复核 {done} 份；结果见 {path}")
    if found.has_faults:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _points(text: str) -> Decimal:
    from pipeline.review.typed_number import read_score

    typed = read_score(text)
    if typed.value is None or typed.value < 0:
        raise UnusableInput(f"--limit 的“{text}”不是分数", remedy="请写不小于 0 的数，例如 --limit 2")
    return typed.value


def register(app: typer.Typer) -> None:
    """Adds these commands to the command line."""
    app.command("collect")(collect_command)
