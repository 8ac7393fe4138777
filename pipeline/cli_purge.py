"""`yushen purge`: page images and caches that are no longer needed go; drafts and results stay."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import ExitCode, UnusableInput


def purge_command(
    before: Annotated[str, typer.Option("--before", help="删除这一天以前的，例如 2022-06-30（当天的保留）")],
    outs: Annotated[
        list[Path] | None, typer.Argument(metavar="[结果文件夹]...", help="yushen run 的结果文件夹")
    ] = None,
    cache: Annotated[Path | None, typer.Option("--cache", help="读页缓存，默认为用户缓存目录")] = None,
    dry: Annotated[bool, typer.Option("--dry-run", help="只列出，不删除")] = False,
) -> None:
    """删除某一天以前的页面图像和缓存（evidence.pdf、图片、读页缓存），逐个列出；草稿、评分表和结果一律保留。

    上次被强行中断的运行留下的临时文件（解压出来的材料），不论日期一并清除。
    """
    from pipeline.masking import mask
    from pipeline.purge import purge
    from pipeline.request import user_cache

    try:
        day = dt.date.fromisoformat(before)
        # The office's own midnight: file times are shown to people in local time too.
        moment = dt.datetime.combine(day, dt.time()).timestamp()
    except (ValueError, OverflowError, OSError):
        raise UnusableInput(
            f"--before 的日期“{before}”不是有效日期", remedy="请写成 年-月-日，例如 --before 2022-06-30"
        ) from None
    temporary = [Path(tempfile.gettempdir())]
    found = purge(outs or [], cache or user_cache(), moment, dry=dry, scratch=temporary)
    for one in found:
        shown = f"{mask(str(one.path))}（{one.size:,} 字节）"
        typer.echo(f"未能删除：{shown}：{one.failure}" if one.failure else shown, err=one.failure is not None)
    done = [one for one in found if one.failure is None]
    size = sum(one.size for one in done)
    typer.echo(f"{'将删除' if dry else '已删除'} {len(done)} 个文件，共 {size:,} 字节；草稿和结果没有动。")
    if len(done) < len(found):
        raise typer.Exit(ExitCode.SOME_FAILED)


def register(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command("purge")(purge_command)
