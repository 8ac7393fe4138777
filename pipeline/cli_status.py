"""`yushen status`: what waits, what is in work, what is done, what went wrong in the watched inboxes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import ExitCode, UnusableInput

if TYPE_CHECKING:
    from pipeline.ledger.rows import Watch
    from pipeline.watching.status import WatchStatus


def status_command(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[文件夹]", help="只看这个收件文件夹（或结果文件夹）；不写则全部")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="只看结果写到这个文件夹的")] = None,
    ledger: Annotated[
        str | None, typer.Option("--ledger", help="账本文件，或 PostgreSQL 的地址；默认与 yushen watch 相同")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="写成 JSON（docs/schema/status.schema.json），时间为 UTC")
    ] = False,
    whole: Annotated[bool, typer.Option("--all", help="列出全部材料；不写时已完成的只列最近 20 份")] = False,
) -> None:
    """看守的收件文件夹现在怎样：等待、处理中、已完成、失败的各有哪些，从何时起，最近一次出了什么错。

    退出状态：0 一切正常；1 有失败或已搁置的材料；2 账本或路径不能使用。
    """
    from pipeline.ledger.store import LedgerUnavailable, opened
    from pipeline.watching.places import troubles_of
    from pipeline.watching.status import WatchStatus, needs_person

    try:
        with opened(ledger, make=False) as book:
            watches = chosen(book.watches(), folder, out)
            found = [(watch, book.holder(watch), tuple(book.entries(watch))) for watch in watches]
            shown = book.shown
    except LedgerUnavailable as error:  # 1 would mean that a dossier failed
        raise UnusableInput(error.message, remedy=error.remedy) from None
    statuses = [
        WatchStatus(watch, holder, entries, troubles_of(Path(watch.inbox), Path(watch.out)))
        for watch, holder, entries in found
    ]
    _show(shown, statuses, as_json=as_json, whole=whole)
    if needs_person(statuses):
        raise typer.Exit(ExitCode.SOME_FAILED)


def chosen(watches: Sequence[Watch], folder: Path | None, out: Path | None) -> list[Watch]:
    """The watches that are asked for; UnusableInput where there are none."""
    found = [
        watch
        for watch in watches
        if (folder is None or _is_same(folder, watch.inbox) or _is_same(folder, watch.out))
        and (out is None or _is_same(out, watch.out))
    ]
    if found or (folder is None and out is None):
        return found
    from pipeline.watching.status import plain

    known = "；".join(f"{plain(watch.inbox)} → {plain(watch.out)}" for watch in watches) or "还没有"
    asked = "、".join(f"“{plain(str(path))}”" for path in (folder, out) if path is not None)
    raise UnusableInput(f"账本里没有{asked}的看守记录", remedy=f"账本里有：{known}")


def _is_same(path: Path, known: str) -> bool:
    """Do both lead to the same place? Neither needs to exist: a share may be away."""
    try:
        ways = {os.path.normcase(path.absolute()), os.path.normcase(path.resolve())}
    except (OSError, RuntimeError, ValueError):
        return False
    return os.path.normcase(known) in ways


def _show(shown: str, statuses: Sequence[WatchStatus], *, as_json: bool, whole: bool) -> None:
    if as_json:
        import json

        from pipeline.watching import status

        typer.echo(json.dumps(status.as_json(shown, statuses), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    from pipeline.watching.status import as_tables

    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    if not statuses:
        console.print("账本里还没有看守过的收件文件夹；用 yushen watch 开始", markup=False)
    for part in as_tables(statuses, whole=whole):
        console.print(part, soft_wrap=False)


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("status")(status_command)
