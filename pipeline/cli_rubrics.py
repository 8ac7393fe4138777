"""`yushen rubrics …`: list, check, test, show, compare and draft schemes. Exit status: 0, 1 findings, 2 unusable."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import ExitCode, UnusableInput, YushenError

if TYPE_CHECKING:
    from matchers.rubric_model import Rubric

app = typer.Typer(name="rubrics", help="评审办法：列出、检查、试算、查看、比较、起草。", invoke_without_command=True)

GivenRubric = Annotated[str, typer.Argument(metavar="办法", help="内置编号（见 yushen rubrics）或办法文件的路径")]


@app.callback()
def list_rubrics(context: typer.Context) -> None:
    """列出内置的评审办法：编号、名称、文号、默认截止日；加子命令可检查、试算、查看、比较、起草。"""
    if context.invoked_subcommand is not None:
        return
    from matchers.rubrics import summaries

    if sys.stdout.isatty():
        from pipeline.emit.rubric_screen import show_list

        show_list(summaries())
        return
    for rubric in summaries():
        points = f"、满分{rubric.max_score}分" if rubric.max_score != "0" else ""
        counts = f"{rubric.conditions}项条件、{rubric.lines}项指标{points}"
        typer.echo(f"{rubric.id}\t{rubric.title}\t{rubric.document}\t默认截止日 {rubric.as_of}\t{counts}")


@app.command("check")
def check_command(rubric: GivenRubric) -> None:
    """检查办法文件：写法、引文、分值、案例；指出没有材料能读出的内容和待人确定的指标。"""
    from matchers.rubric_report import report

    found = report(rubric)
    for line in found.findings:
        typer.echo(line)
    if found.loaded.rubric is not None:
        typer.echo(_verdict(len(found.errors), len(found.unread), len(found.todos), len(found.outcomes)))
    if found.findings:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _verdict(errors: int, unread: int, todos: int, cases: int) -> str:
    """One line that sums up a check."""
    if errors:
        return f"不能使用：{errors}处错误，请逐条改正后再检查。"
    told = [f"{unread}处没有材料能读出"] if unread else []
    told += [f"{todos}项待人确定"] if todos else []
    tested = f"，{cases}个案例都相符" if cases else "，没有案例（建议每项指标至少写一个）"
    return f"可以使用{tested}" + (f"；但有{'、'.join(told)}。" if told else "。")


@app.command("test")
def test_command(rubric: GivenRubric) -> None:
    """试算办法的案例：逐个列出名称和得分，与案例所写不同的说明差在哪里。"""
    from matchers.rubric_report import cases_beside, report

    found = report(rubric)
    if found.loaded.problems or found.loaded.rubric is None:
        _refuse(found.errors)
    if found.cases is None:
        beside = f"{found.loaded.path.stem}.cases.yaml 或 cases.yaml"
        raise UnusableInput(f"“{rubric}”旁边没有案例文件", remedy=f"请在同一文件夹里建立 {beside}")
    assert cases_beside(found.loaded.path) is not None
    for outcome in found.outcomes:
        mark = "不符" if outcome.complaints else "相符"
        typer.echo(f"{mark}\t{outcome.case.line}\t{outcome.case.name}\t{outcome.points}")
        for complaint in outcome.complaints:
            typer.echo(f"\t第{outcome.case.written}行：{complaint}")
    for problem in found.cases.problems:
        typer.echo(f"{found.cases.path}：{problem}")
    wrong = sum(bool(outcome.complaints) for outcome in found.outcomes) + len(found.cases.problems)
    typer.echo(f"共{len(found.outcomes)}个案例，" + (f"{wrong}处不符。" if wrong else "全部相符。"))
    if wrong:
        raise typer.Exit(ExitCode.SOME_FAILED)


def _refuse(errors: tuple[str, ...]) -> None:
    listed = "\n".join(errors)
    raise UnusableInput(f"评审办法不能使用：\n{listed}", remedy="请按提示修改，或用 yushen rubrics check 检查")


@app.command("show")
def show_command(
    rubric: GivenRubric,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="写成 XLSX 表格")] = None,
    docx: Annotated[Path | None, typer.Option("--docx", help="写成 Word 文档")] = None,
) -> None:
    """按官方表格列出办法：类别、指标、评审标准原文、分值、材料，旁边是本软件的读法，便于逐行核对。"""
    from matchers.rubric import load_rubric
    from pipeline.emit import rubric_table

    loaded = load_rubric(rubric)
    for path, name in ((xlsx, "rubric_sheet"), (docx, "rubric_word")):
        if path is not None:
            _write(loaded, path, name)
    if xlsx is not None or docx is not None:
        return
    if sys.stdout.isatty():
        from pipeline.emit.rubric_screen import show

        show(loaded)
    else:
        typer.echo(rubric_table.as_text(loaded))


def _write(rubric: Rubric, path: Path, name: str) -> None:
    """One output file by the module of that name."""
    from importlib import import_module

    try:
        import_module(f"pipeline.emit.{name}").write(rubric, path)
    except YushenError as blocked:
        raise UnusableInput(blocked.message, remedy=blocked.remedy) from None
    typer.echo(f"已写入 {path}")


@app.command("diff")
def diff_command(
    old: Annotated[str, typer.Argument(metavar="旧办法", help="内置编号或办法文件")],
    new: Annotated[str, typer.Argument(metavar="新办法", help="内置编号或办法文件")],
) -> None:
    """说明新办法改了什么：增删和改号的指标、分值、原文逐词、规则、年限、日期。"""
    from matchers.rubric import load_rubric
    from pipeline.emit.rubric_changes import changes

    found = changes(load_rubric(old), load_rubric(new))
    for line in found:
        typer.echo(line)
    typer.echo(f"共{len(found)}处改动。" if found else "两份办法没有不同。")


@app.command("schema")
def schema_command(
    out: Annotated[Path | None, typer.Option("--out", help="写两个文件到这个文件夹；不写则输出办法文件的模式")] = None,
    cases: Annotated[bool, typer.Option("--cases", help="输出案例文件的模式")] = False,
) -> None:
    """输出办法文件的 JSON Schema：VS Code 等编辑器据此补全和检查。"""
    import json

    from matchers.rubric_schema import cases_schema, rubric_schema

    def text(schema: object) -> str:
        return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"

    if out is None:
        typer.echo(text(cases_schema() if cases else rubric_schema()), nl=False)
        return
    from pipeline.emit.whole_file import write_bytes

    for name, schema in (("rubric", rubric_schema()), ("cases", cases_schema())):
        path = out / f"{name}.schema.json"
        write_bytes(path, text(schema).encode("utf-8"))
        typer.echo(f"已写入 {path}")


@app.command("draft")
def draft_command(
    notice: Annotated[Path, typer.Argument(metavar="通知", help="有评分表的通知：Word、PDF、网页或文本")],
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个文件（不覆盖已有的）；不写则输出到屏幕")] = None,
    rubric_id: Annotated[str | None, typer.Option("--id", help="办法的编号，默认取文件名")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="默认判断日，默认取通知里的申报截止日")] = None,
) -> None:
    """从公布的通知起草办法文件：题名、文号、日期、类别，每条指标的原文、分值和规则；定不下来的写 todo。"""
    from matchers.drafting.yaml_text import draft_yaml
    from pipeline.cli_days import parse_day
    from pipeline.drafting import describe, draft_from
    from pipeline.emit.whole_file import write_bytes

    if out is not None and out.exists():
        raise UnusableInput(f"“{out}”已经存在", remedy="请换一个文件名，或先把它移走")
    drafted = draft_from(notice, rubric_id=rubric_id, as_of=parse_day(as_of))
    text = draft_yaml(drafted)
    if out is None:
        typer.echo(text, nl=False)
        typer.echo(describe(drafted), err=True)
        return
    write_bytes(out, text.encode("utf-8"))
    typer.echo(f"{describe(drafted)}\n已写入 {out}；改好后用 yushen rubrics check 检查。")
