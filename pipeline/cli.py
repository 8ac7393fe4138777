"""The command line (contract/README.md, "Command line"). Messages are Chinese; bad input never ends in a traceback.

Heavy packages are imported inside the commands, so that `yushen --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline import cli_letters, cli_purge, cli_review, cli_status, cli_watch
from pipeline.cli_calendar import calendar_command
from pipeline.cli_days import parse_day
from pipeline.cli_rubrics import app as rubrics_app
from pipeline.errors import ExitCode, UnusableInput, YushenError

app = typer.Typer(
    name="yushen",
    help="预审：读申报材料，找证据，逐项核对，给出带出处的预评分草稿。由人定分，软件只起草。",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(rubrics_app)
app.command("calendar")(calendar_command)
cli_review.register(app)
cli_letters.register(app)
cli_purge.register(app)
cli_status.register(app)
cli_watch.register(app)


@app.command("run")
def run_command(
    paths: Annotated[list[Path], typer.Argument(help="收件文件夹；加 --dossier 时每个路径是一份申报材料")],
    rubric: Annotated[str, typer.Option("--rubric", help="评审办法：内置编号（见 yushen rubrics）或文件路径")],
    out: Annotated[Path, typer.Option("--out", help="结果写到哪个文件夹（不能在收件文件夹里面）")],
    as_of: Annotated[str | None, typer.Option("--as-of", help="按哪一天判断有效期，默认为办法规定的截止日")] = None,
    call: Annotated[str | None, typer.Option("--call", help="哪一届申报，例如 2024：按那一届的申报截止日判断")] = None,
    dossier: Annotated[bool, typer.Option("--dossier", help="每个路径本身就是一份申报材料")] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="同时用几个进程，默认为处理器核数")] = None,
    supplements: Annotated[
        Path | None, typer.Option("--supplements", help="后来补交的材料：里面每家单位一个同名子文件夹，一并读取")
    ] = None,
    confidence: Annotated[
        Path | None,
        typer.Option("--confidence", help="按复核记录拟合的把握对照表（yushen quality --fit），只会降低把握"),
    ] = None,
    limits: Annotated[
        Path | None, typer.Option("--limits", help="时间、内存、页数等限制的文件（见 docs/limits.zh.md）")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="不显示进度和汇总表")] = False,
    cache: Annotated[Path | None, typer.Option("--cache", help="读页缓存放在哪里（默认在用户缓存目录）")] = None,
) -> None:
    """读取收件文件夹里的每份申报材料，各写一份评分草稿（draft.json、draft.xlsx、evidence.pdf）。"""
    from pipeline.progress import show_progress
    from pipeline.run import RunRequest, run
    from pipeline.summary import show_summary

    request = RunRequest(
        paths=tuple(paths),
        rubric=rubric,
        out=out,
        as_of=parse_day(as_of),
        call=call,
        single=dossier,
        jobs=jobs,
        cache=cache,
        confidence=confidence,
        limits=limits,
        supplements=supplements,
    )
    loud = not quiet
    with show_progress(loud) as listener:
        result = run(request, listener)
    if loud:
        show_summary(result)
    for failure in result.failures:
        typer.echo(f"未出稿：{failure.dossier}：{failure.message}", err=True)
    if result.failures:
        raise typer.Exit(ExitCode.SOME_FAILED)


@app.command("explain")
def explain_command(
    draft: Annotated[Path, typer.Argument(help="draft.json，或它所在的文件夹")],
    indicator: Annotated[str, typer.Argument(help="指标编号，例如 2.1")],
) -> None:
    """说明某项指标的分数怎样得来：逐步列出用了哪些材料、没用哪些、为什么。"""
    import json

    from pipeline.emit.explain import explain

    path = draft / "draft.json" if draft.is_dir() else draft
    try:
        loaded = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UnusableInput(f"找不到草稿文件“{path}”", remedy="请给出 yushen run 写出的 draft.json") from None
    except (OSError, ValueError) as cause:
        raise UnusableInput(f"“{path}”不是可读的草稿文件（{cause}）", remedy="请重新运行 yushen run") from None
    if not isinstance(loaded, dict) or loaded.get("schema") != "yushen/draft/1":
        raise UnusableInput(f"“{path}”不是预审草稿", remedy="请给出 yushen run 写出的 draft.json")
    known = [line["id"] for line in loaded["indicators"]]
    if indicator not in known:
        raise UnusableInput(f"草稿里没有指标“{indicator}”", remedy=f"可选：{'、'.join(known)}")
    typer.echo(explain(loaded, indicator))


def _bad_data(error: ValueError) -> bool:
    """Is this what the strict loader says of a rubric, its cases or kinds?"""
    from extractors.strict_yaml import SpecError

    return isinstance(error, SpecError)


def main(arguments: list[str] | None = None) -> None:
    """Entry point: every expected failure becomes one clear line on stderr and the contract's exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if arguments is None:  # the process is ours alone: whatever is written is the owner's only
        os.umask(0o077)
    command = typer.main.get_command(app)
    given = sys.argv[1:] if arguments is None else arguments
    try:
        status = command.main(args=given or ["--help"], prog_name="yushen", standalone_mode=False)
    except YushenError as error:
        typer.echo(f"错误：{error}", err=True)
        sys.exit(error.exit_code)
    except ValueError as error:
        if not _bad_data(error):
            raise
        typer.echo(f"错误：文件不能使用：\n{error}", err=True)
        sys.exit(ExitCode.UNUSABLE)
    except typer.TyperException as error:
        typer.echo(f"命令写法有误：{error.format_message()}\n用 yushen --help 查看用法。", err=True)
        sys.exit(ExitCode.UNUSABLE)
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("已中断；已写好的文件都是完整的，重新运行即可继续。", err=True)
        sys.exit(130)
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
