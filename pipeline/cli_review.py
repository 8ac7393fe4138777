"""`yushen collect` and `yushen quality`: the reviewers' sheets back in, and how often the drafts were right."""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import ExitCode, UnusableInput, YushenError

RECORD = "reviews.sqlite"


def collect_command(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="交回的评审表所在的文件夹（可以就是结果文件夹）")],
    out: Annotated[Path | None, typer.Option("--out", help="results.xlsx 写到哪里，默认写在评审表的文件夹")] = None,
    drafts: Annotated[Path | None, typer.Option("--drafts", help="yushen run 的结果文件夹，默认同评审表")] = None,
    reviews: Annotated[
        Path | None, typer.Option("--reviews", help=f"复核记录（SQLite），默认与 results.xlsx 同处的 {RECORD}")
    ] = None,
    rubric: Annotated[str | None, typer.Option("--rubric", help="只收这个办法的（草稿属于几个办法时）")] = None,
    limit: Annotated[str, typer.Option("--limit", help="两位评审人一项相差超过几分就列出")] = "2",
    quota: Annotated[int | None, typer.Option("--quota", min=1, help="名额，默认按办法的规定")] = None,
) -> None:
    """收回评审表：核对、汇总、排名，写 results.xlsx，并把每次复核记入复核记录。"""
    from pipeline.review.collect import CollectRequest, collect
    from pipeline.review.results_book import write

    found = collect(CollectRequest(folder, drafts, rubric, _points(limit), quota))
    target = out or folder
    try:
        path = write(found, target)
    except OSError as cause:
        raise UnusableInput(f"不能写入“{target}”（{cause.strerror or cause}）", remedy="请换一个可写的文件夹") from None
    for told in found.told:
        typer.echo(("未收：" if told.level == "fault" else "提示：") + str(told), err=told.level == "fault")
    done = sum(standing.result.is_reviewed for standing in found.standings)
    recorded = _record(reviews or _default_record(target), found)
    typer.echo(f"共 {len(found.standings)} 份材料，已复核 {done} 份；结果见 {path}{recorded or ''}")
    if found.has_faults or recorded is None:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _record(path: Path, found: object) -> str | None:
    """Puts the reviews on record and says so; None where the record cannot be written, which costs no result."""
    from pipeline.review.record import keep, opened
    from pipeline.review.results import Round

    assert isinstance(found, Round)
    if not any(standing.result.reviews for standing in found.standings):
        return ""
    try:
        with opened(path, make=True) as session:
            new = keep(session, found, dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"))
    except YushenError as cause:
        typer.echo(f"未记录：{cause}", err=True)
        return None
    return f"；新记入复核记录 {new} 份（{path}）"


def quality_command(
    reviews: Annotated[Path | None, typer.Option("--reviews", help=f"复核记录，默认 {RECORD}")] = None,
    out: Annotated[Path, typer.Option("--out", help="报告写到哪个文件夹")] = Path(),
    fit: Annotated[bool, typer.Option("--fit", help="按复核记录重新拟合把握对照表（confidence.json）")] = False,
    least: Annotated[int, typer.Option("--least", min=5, help="拟合时每一级至少多少件")] = 20,
) -> None:
    """预审有多准：按指标、把握和材料种类统计，列出无声的错误，画把握对照图。"""
    from pipeline.emit.whole_file import write_bytes
    from pipeline.review import calibration, quality, quality_page
    from pipeline.review.record import opened

    with opened(reviews or _default_record(Path()), make=False) as session:
        found = quality.measure(session)
    if not found.reviews:
        raise UnusableInput("复核记录里还没有复核", remedy="请先用 yushen collect 收回评审表")
    picture = calibration.draw(found)
    write_bytes(out / "quality.png", picture)
    write_bytes(out / "quality.html", quality_page.page(found, picture).encode())
    for line in quality_page.told(found):
        typer.echo(line)
    typer.echo(f"报告见 {out / 'quality.html'}，图见 {out / 'quality.png'}")
    if fit:
        _fit(found, out, least)


def _fit(found: object, out: Path, least: int) -> None:
    """Writes the table, keeps the one before, and shows what it changes."""
    from pipeline.review import refit
    from pipeline.review.quality import Quality

    assert isinstance(found, Quality)
    before = refit.present(out)
    table = refit.fit(found.papers, least)
    if not table.steps:
        raise UnusableInput(
            f"复核过的材料不足 {least} 件，不能拟合", remedy="请积累更多复核，或用 --least 放宽每一级的件数"
        )
    day = dt.datetime.now(tz=dt.UTC).date().isoformat()
    path, kept = refit.write(table, out, reviews=found.reviews, least=least, fitted_at=day)
    for one in refit.changes(found.papers, before, table):
        typer.echo(f"把握 {one.value:.2f}：原按 {one.before:.3f}，现为 {one.after:.3f}（{one.cases} 件）")
    typer.echo(f"把握对照表写入 {path}" + (f"，原表保留为 {kept}" if kept else "") + "；默认不采用，须明确指定才生效")


def _default_record(folder: Path) -> Path:
    """The file that the environment names, else one in the folder."""
    return Path(named) if (named := os.environ.get("YUSHEN_REVIEWS")) else folder / RECORD


def _points(text: str) -> Decimal:
    from pipeline.review.typed_number import read_score

    typed = read_score(text)
    if typed.value is None or typed.value < 0:
        raise UnusableInput(f"--limit 的“{text}”不是分数", remedy="请写不小于 0 的数，例如 --limit 2")
    return typed.value


def register(app: typer.Typer) -> None:
    """Adds these commands to the command line."""
    app.command("collect")(collect_command)
    app.command("quality")(quality_command)
