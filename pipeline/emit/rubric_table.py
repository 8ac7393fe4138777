"""A rubric as the official table, with our reading beside each line: rows of text, for the screen, a sheet or Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matchers.rubric_calls import AfterAward
from matchers.rubric_model import Indicator, Rubric, SubItem
from matchers.rule_parts import plain
from pipeline.emit.rubric_words import condition_text, reading_notes, rule_text, selection_text


@dataclass(frozen=True)
class Part:
    """One table: its title, column headings with widths (in characters), and rows of text."""

    title: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]


LINES = (
    ("类别", 12.0),
    ("编号", 6.0),
    ("指标", 14.0),
    ("评审标准（原文）", 38.0),
    ("分值", 6.0),
    ("材料（原文）", 30.0),
    ("本软件的读法", 66.0),
    ("说明", 34.0),
)


def facts_of(rubric: Rubric) -> list[tuple[str, str]]:
    """What stands above the table."""
    facts = [("编号", rubric.id), ("文号", rubric.document), ("默认截止日", rubric.as_of.isoformat())]
    if rubric.in_force_until:
        facts.append(("有效期至", rubric.in_force_until.isoformat()))
    if rubric.max_score:
        facts.append(("满分", f"{plain(rubric.max_score)}分"))
    counts = f"{len(rubric.eligibility)}项条件、{len(rubric.indicators)}项指标"
    return [*facts, ("内容", counts)]


def parts_of(rubric: Rubric) -> list[Part]:
    """All tables of the rubric that have rows."""
    made = [_lines(rubric), _targets(rubric), _tasks(rubric), _conditions(rubric), _calls(rubric), _sheets(rubric)]
    if rubric.after_award is not None:
        made += [_duties(rubric.after_award), _grounds(rubric.after_award)]
    return [part for part in made if part.rows]


def _reading(line: Indicator) -> str:
    told = rule_text(line.rule, line.papers)
    if line.max and getattr(line.rule, "form", "") not in {"manual", "tasks"}:
        told += f"。本项不超过{plain(line.max)}分"
    return "\n".join([told + "。", *(f"·{selection_text(s)}" for s in line.papers.values())])


def _lines(rubric: Rubric) -> Part:
    groups = {group.id: group for group in rubric.groups}
    rows = []
    for line in rubric.indicators:
        if line.target is not None or line.sub_items:
            continue
        group = groups.get(line.group)
        told = f"{group.title}（{plain(group.max)}分）" if group and group.max else group.title if group else line.group
        points, notes = plain(line.max) if line.max else "", "\n".join(reading_notes(line))
        rows.append((told, line.id, line.name, line.source.quote, points, line.materials, _reading(line), notes))
    return Part("评审指标", LINES, tuple(rows))


def _targets(rubric: Rubric) -> Part:
    columns = (
        ("编号", 6.0),
        ("考核细则（原文）", 44.0),
        ("基期", 18.0),
        ("目标", 18.0),
        ("责任单位", 28.0),
        ("备注（原文）", 20.0),
        ("本软件的读法", 44.0),
        ("说明", 28.0),
    )
    rows = []
    for line in rubric.indicators:
        if (target := line.target) is None:
            continue
        notes = "\n".join([*([target.note] if target.note else []), *reading_notes(line)])
        units = "、".join(line.units)
        row = (line.id, line.source.quote, target.baseline, target.goal, units, target.remark, _reading(line), notes)
        rows.append(row)
    return Part("工作指标", columns, tuple(rows))


def _tasks(rubric: Rubric) -> Part:
    columns = (
        ("编号", 6.0),
        ("考核项目", 30.0),
        ("分值", 7.0),
        ("考核评分方法（原文）", 34.0),
        ("任务", 8.0),
        ("任务内容（原文）", 44.0),
        ("责任单位", 26.0),
        ("时限（原文）", 14.0),
        ("怎样判断", 34.0),
    )
    rows = [row for line in rubric.indicators for sub in line.sub_items for row in _sub_item(line, sub)]
    return Part("任务分解", columns, tuple(rows))


def _sub_item(line: Indicator, sub: SubItem) -> list[tuple[str, ...]]:
    points = "" if sub.points is None else plain(sub.points)
    graded = [f"{plain(tier.points)}分：{tier.quote}" for tier in sub.tiers]
    head = (line.id, line.source.quote, points, "\n".join([sub.source.quote, *graded]))
    told = [] if line.rule.form in {"tasks", "manual"} else [f"本项分值：{rule_text(line.rule, line.papers)}"]
    rows: list[tuple[str, ...]] = []
    for task in sub.tasks:
        judged = [rule_text(task.rule, line.papers)] if task.rule is not None else []
        judged += [selection_text(line.papers[name]) for name in task.papers if name in line.papers]
        until = task.due + (f"（{task.deadline}）" if task.deadline and task.deadline not in task.due else "")
        words = "\n".join([*(judged or ["由人判断"]), *told])
        rows.append((*head, task.id, task.text, "、".join(task.units), until, words))
    return rows or [(*head, "", "", "", "", "\n".join(["由人判断", *told]))]


def _conditions(rubric: Rubric) -> Part:
    columns = (("部分", 12.0), ("编号", 8.0), ("条件", 34.0), ("原文", 44.0), ("怎样判断", 54.0), ("说明", 30.0))
    rows = []
    for one in rubric.eligibility:
        notes = [f"“{r.question}”：取“{r.default}”；另一读法“{r.other}”" for r in one.reading]
        told = "\n".join([*([one.advice] if one.advice else []), *notes])
        rows.append((one.part, one.id, one.text, one.source.quote, condition_text(one, rubric), told))
    return Part("条件", columns, tuple(rows))


def _sheets(rubric: Rubric) -> Part:
    columns = (("表名", 24.0), ("期限", 12.0), ("名额", 8.0), ("各列或各行", 50.0), ("说明", 50.0), ("原文", 40.0))
    rows = []
    for table in rubric.tables:
        told = "、".join([*(c.title for c in table.columns), *(f.title for f in table.figures)])
        due, quota = table.due.isoformat() if table.due else "", str(table.quota or "")
        rows.append((table.title, due, quota, told, table.note, table.source.quote))
    return Part("整批汇总表", columns, tuple(rows))


def _calls(rubric: Rubric) -> Part:
    columns = (
        ("届次", 8.0),
        ("通知", 30.0),
        ("文号", 20.0),
        ("申报截止", 12.0),
        ("县级上报截止", 13.0),
        ("名额", 8.0),
        ("申报对象", 40.0),
        ("原文", 44.0),
    )
    rows = []
    for call in rubric.calls:
        counties = call.counties_until.isoformat() if call.counties_until else ""
        quotes = "\n".join(source.quote for source in call.source)
        most = f"至多{call.at_most}" if call.at_most else ""
        row = (call.id, call.title, call.document, call.applicants_until.isoformat(), counties, most, call.who, quotes)
        rows.append(row)
    return Part("历年申报", columns, tuple(rows))


def _duties(after: AfterAward) -> Part:
    columns = (("编号", 14.0), ("事项", 34.0), ("何时", 22.0), ("条款", 14.0), ("原文", 60.0))
    head = ("", "认定有效期", f"{after.valid_years}年", after.source.clause, after.source.quote)
    rows = [(d.id, d.title, when(d.every, d.due), d.source.clause, d.source.quote) for d in after.duties]
    return Part("认定之后", columns, (head, *rows))


def when(every: str, due: str) -> str:
    """When a duty falls due, in words."""
    if every == "event":
        return "发生时"
    if not due:
        return "有效期届满时"
    month, day = due.split("-")
    return f"{'有效期内每年' if every == 'year' else ''}{int(month)}月{int(day)}日前"


def _grounds(after: AfterAward) -> Part:
    columns = (("编号", 10.0), ("情形", 44.0), ("后果", 24.0), ("条款", 14.0), ("原文", 44.0))
    effects = {"ended": "终止资格", "cancelled": "取消资格"}
    rows = [(g.id, g.text, effects[g.effect], g.source.clause, g.source.quote) for g in after.grounds]
    return Part("终止与取消", columns, tuple(rows))


def as_text(rubric: Rubric) -> str:
    """The whole rubric for a pipe or a file: a block of labelled lines for each row."""
    blocks = [rubric.title, "\n".join(f"{label}：{value}" for label, value in facts_of(rubric))]
    for part in parts_of(rubric):
        blocks.append(f"【{part.title}】")
        blocks += [_block(part.columns, row) for row in part.rows]
    return "\n\n".join(blocks)


def _block(columns: Sequence[tuple[str, float]], row: Sequence[str]) -> str:
    told = []
    for (title, _), value in zip(columns, row, strict=True):
        if value:
            told.append(f"{title}：" + value.replace("\n", "\n    "))
    return "\n".join(told)
