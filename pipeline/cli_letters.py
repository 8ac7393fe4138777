"""`yushen letters`, `yushen follow-up`, `yushen merge`: follow-up with applicants, and from county to city."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import ExitCode, UnusableInput

_Out = Annotated[Path, typer.Argument(metavar="结果文件夹", help="yushen run 的结果文件夹")]
_Sheets = Annotated[Path | None, typer.Option("--sheets", help="交回的评审表在别处时，给出那个文件夹")]
_Rubric = Annotated[str | None, typer.Option("--rubric", help="评审办法，默认按草稿；自己的办法文件在此给出")]


def letters_command(
    out: _Out,
    to: Annotated[Path | None, typer.Option("--to", help="通知书写到哪里，默认为结果文件夹下的“补正通知书”")] = None,
    until: Annotated[str | None, typer.Option("--until", help="请申报单位在哪天前补正，例如 2022-06-30")] = None,
    day: Annotated[str | None, typer.Option("--date", help="通知书的日期，不给则留空手填")] = None,
    template: Annotated[Path | None, typer.Option("--template", help="本单位的 Word 模板，默认用自带的")] = None,
    prefix: Annotated[str, typer.Option("--number-prefix", help="编号的前面部分，例如 江市监质补〔2022〕")] = "",
    first: Annotated[int, typer.Option("--number-from", min=1, help="编号从几号起")] = 1,
    sheets: _Sheets = None,
    rubric: _Rubric = None,
    save: Annotated[Path | None, typer.Option("--save-template", help="只把自带的模板存为这个文件，供修改")] = None,
) -> None:
    """给有未决事项的每个申报单位写一份补正通知书（Word）。"""
    from pipeline.follow_up.letters import LetterRequest, write_letters
    from pipeline.follow_up.round_folder import read_round
    from pipeline.follow_up.word_letter import template_bytes

    if save is not None:
        _save_template(save, template_bytes(None))
        return
    last, dated = _day(until, "--until"), _day(day, "--date")
    if last and dated and last < dated:
        raise UnusableInput(f"补正期限 {last} 早于通知书日期 {dated}", remedy="请核对 --until 和 --date")
    found = read_round(out, rubric, sheets)
    request = LetterRequest(to or out / "补正通知书", last, dated, template, prefix, first)
    made = write_letters(found, request)
    for told in made.told:
        typer.echo(f"提示：{told}", err=True)
    for letter, path in made.written:
        typer.echo(f"{letter.applicant}：{letter.count}项 {path}")
    if made.nothing_open:
        typer.echo(f"没有须补正事项的：{'、'.join(made.nothing_open)}")
    typer.echo(f"共 {len(made.written)} 份通知书。")
    if found.told:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _save_template(path: Path, content: bytes) -> None:
    if path.exists():
        raise UnusableInput(f"“{path}”已经存在，没有改动", remedy="请换一个文件名")
    try:
        path.write_bytes(content)
    except OSError as cause:
        raise UnusableInput(f"不能写“{path}”（{cause.strerror or cause}）", remedy="请换一个位置") from None
    typer.echo(f"模板已存到 {path}；改好后用 --template 给出")


def _day(text: str | None, option: str) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UnusableInput(
            f"{option} 的日期“{text}”不是有效日期", remedy=f"请写成 年-月-日，例如 {option} 2022-06-30"
        ) from None


def follow_up_command(
    out: _Out,
    ledger: Annotated[Path | None, typer.Option("--ledger", help="台账文件，默认在结果文件夹里")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="今天的日期，记作列入和解决的日期，默认为今天")] = None,
    until: Annotated[str | None, typer.Option("--until", help="新列入事项的补正期限")] = None,
    sheets: _Sheets = None,
    rubric: _Rubric = None,
) -> None:
    """更新跟进台账：新的事项加上，解决了的注明由哪份材料解决；人填写的内容一律保留。"""
    from pipeline.follow_up.follow_up import follow_up
    from pipeline.follow_up.ledger_book import NAME
    from pipeline.follow_up.round_folder import read_round

    # Today where no day is given: the command line may know what day it is.
    day = _day(as_of, "--as-of") or dt.date.today()  # noqa: DTZ011  # the office's own calendar day
    due = _day(until, "--until")
    done = follow_up(read_round(out, rubric, sheets), ledger or out / NAME, day, due)
    for told in done.told:
        typer.echo(f"提示：{told}", err=True)
    for row in done.settled:
        typer.echo(f"{row.state}：{row.applicant} {row.said} ← {row.settled_by}")
    states = "，".join(f"{state}{count}项" for state, count in done.states.items()) or "没有事项"
    typer.echo(f"新列入{done.new}项；{states}。台账：{done.path}")
    if done.told:
        raise typer.Exit(ExitCode.SOME_FAILED)


def merge_command(
    counties: Annotated[
        list[str], typer.Argument(metavar="县区结果文件夹...", help="各县区的结果文件夹；可写成 蓬江区=文件夹")
    ],
    out: Annotated[Path, typer.Option("--out", help="全市结果写到哪个文件夹")],
    quota: Annotated[int | None, typer.Option("--quota", min=1, help="名额，默认按申报通知的规定")] = None,
    publish: Annotated[str | None, typer.Option("--publish-from", help="公示从哪天起，不给则留空手填")] = None,
) -> None:
    """把各县区的结果并成全市汇总：排名、各县区推荐汇总表、跨县区重复、一览图、公示名单。"""
    from pipeline.merging.merge import MergeRequest, merge

    done = merge(MergeRequest(tuple(counties), out, quota, _day(publish, "--publish-from")))
    lost = [line for line in done.city.told if "未并入" in line]
    for line in done.city.told:
        typer.echo(("未并入：" if line in lost else "提示：") + line, err=True)
    across = sum(common.across for common in done.city.common)
    typer.echo(f"{len(done.city.counties)}个县区，{len(done.city.ranked)}份材料，跨县区重复{across}处。")
    for path in done.files:
        typer.echo(str(path))
    if lost:
        raise typer.Exit(ExitCode.SOME_FAILED)


def register(app: typer.Typer) -> None:
    """Adds these commands to the command line."""
    app.command("letters")(letters_command)
    app.command("follow-up")(follow_up_command)
    app.command("merge")(merge_command)
