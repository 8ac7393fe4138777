"""`yushen watch`: an inbox watched for months, every dossier drafted when it is complete."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli_days import parse_day


def watch_command(
    inbox: Annotated[Path, typer.Argument(help="收件文件夹：里面每个子文件夹、压缩包或文件是一份申报材料")],
    rubric: Annotated[str, typer.Option("--rubric", help="评审办法：内置编号（见 yushen rubrics）或文件路径")],
    out: Annotated[Path, typer.Option("--out", help="结果写到哪个文件夹（不能在收件文件夹里面）")],
    as_of: Annotated[str | None, typer.Option("--as-of", help="按哪一天判断有效期，默认为办法规定的截止日")] = None,
    call: Annotated[str | None, typer.Option("--call", help="哪一届申报，例如 2024：按那一届的申报截止日判断")] = None,
    ledger: Annotated[
        str | None,
        typer.Option("--ledger", help="账本：本机磁盘上的文件，或 postgresql:// 地址；默认在用户的状态文件夹"),
    ] = None,
    log: Annotated[Path | None, typer.Option("--log", help="日志文件，默认在用户的状态文件夹")] = None,
    settle: Annotated[float, typer.Option("--settle", min=0, help="多少秒没有变化才算收齐")] = 30.0,
    patience: Annotated[
        float, typer.Option("--patience", min=0, help="有文件打不开或还在下载时最多等多少秒，之后照现状处理并标明")
    ] = 600.0,
    poll: Annotated[float, typer.Option("--poll", min=0.1, help="每隔多少秒查看一遍（网络文件夹不报告变化）")] = 10.0,
    move: Annotated[
        bool, typer.Option("--move", help="处理完的移到收件文件夹里的 已处理/年月，失败的移到 需人工处理 并写明原因")
    ] = False,
    once: Annotated[bool, typer.Option("--once", help="处理完现有材料就结束，不再等待")] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="同时用几个进程，默认为处理器核数")] = None,
    supplements: Annotated[
        Path | None, typer.Option("--supplements", help="后来补交的材料：里面每家单位一个同名子文件夹，一并读取")
    ] = None,
    confidence: Annotated[
        Path | None, typer.Option("--confidence", help="按复核记录拟合的把握对照表（yushen quality --fit）")
    ] = None,
    limits: Annotated[
        Path | None, typer.Option("--limits", help="时间、内存、页数等限制的文件（见 docs/limits.zh.md）")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="不在屏幕上显示经过，只写日志")] = False,
    cache: Annotated[Path | None, typer.Option("--cache", help="读页缓存放在哪里（默认在用户缓存目录）")] = None,
) -> None:
    """一直看守收件文件夹：材料收齐就读取、起草，有补充或改动就出新的一版；断电、重启后接着做。

    收齐的标志：--settle 秒内没有变化，或里面有名为“提交完成”的文件，或是一个完整的压缩包。
    收件文件夹只读不动，除非加 --move。状态用 yushen status 查看；Ctrl-C 停止。
    """
    from pipeline.request import RunRequest
    from pipeline.watching.log import close_log, open_log
    from pipeline.watching.watch import watch
    from pipeline.watching.watch_request import WatchRequest

    request = RunRequest(
        paths=(inbox,),
        rubric=rubric,
        out=out,
        as_of=parse_day(as_of),
        call=call,
        jobs=jobs,
        cache=cache,
        supplements=supplements,
        confidence=confidence,
        limits=limits,
    )
    asked = WatchRequest(request, ledger=ledger, settle=settle, patience=patience, poll=poll, move=move, once=once)
    lines = open_log(log, loud=not quiet)
    try:
        status = watch(asked, lines, lambda: dt.datetime.now(tz=dt.UTC))
    finally:
        close_log(lines)
    if status:
        raise typer.Exit(status)


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("watch")(watch_command)
