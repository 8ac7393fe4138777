"""results.xlsx: final scores, ranking and shortlist, draft against review line by line, differences, what to tell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

from pipeline.emit.labels import code_label, word
from pipeline.emit.private import Masker
from pipeline.emit.sheet_cells import Book, Column, Graded, Value
from pipeline.emit.whole_file import written_whole
from pipeline.emit.wording import points_text
from pipeline.review.results import DossierResult, LineResult, Round, Standing

NAME: Final = "results.xlsx"
_CHOICES: Final = {
    "shortlisted": ("推荐", "met"),
    "tied": ("并列，须定夺", "unknown"),
    "not_shortlisted": ("未入围", "rejected"),
    "excluded": ("资格不符", "not_met"),
    "no_quota": ("", ""),
}
_HOW: Final = {"entered": "复核打分", "papers": "采信变动", "draft": "按预评"}


def write(found: Round, out: Path) -> Path:
    """Writes `results.xlsx` into the folder and returns its path."""
    path = out / NAME
    keep = frozenset(s.result.drafted.uscc or "" for s in found.standings) - {""}
    with written_whole(path) as aside:
        book = Book(aside, f"复核结果 {found.rubric_title}", found.as_of, Masker(keep))
        _ranking(book, found)
        _lines(book, found)
        _groups(book, found)
        _conditions(book, found)
        _differences(book, found)
        _told(book, found)
        book.book.close()
    return path


def _ranking(book: Book, found: Round) -> None:
    columns = (
        Column("名次", 7, True),
        Column("申报单位", 32),
        Column("最终\n得分", 9, True),
        Column("预评\n得分", 9, True),
        Column("改动\n项数", 8, True),
        Column("结果", 14, True),
        Column("资格", 34),
        Column("未决事项", 34),
        Column("评审人", 22),
        Column("统一社会信用代码", 22, True),
        Column("材料", 24),
    )
    sheet = book.sheet("排名", columns, repeat=2, footer="复核结果；推荐名单由评审机构审定")
    last = len(columns) - 1
    title = book.format(bold=True, font_size=16, align="center", font_color="#1F4E79")
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, book.text(f"{found.rubric_title}　复核结果"), title)
    quota = f"名额 {found.quota} 家。" if found.quota is not None else "办法没有写明名额。"
    about = (
        f"评分依据：{found.rubric_source}　审查基准日：{found.as_of}　共 {len(found.standings)} 家。{quota}"
        "几位评审人的得分取平均；同分并列，名额线上并列的不代为取舍；资格由评审人员在表中认定，认定不符合的不参加排名。"
    )
    sheet.set_row(1, 34)
    sheet.merge_range(1, 0, 1, last, book.text(about), book.format(align="left"))
    book.table(sheet, 2, columns, [_rank_row(standing) for standing in found.standings])
    sheet.freeze_panes(3, 2)


def _rank_row(standing: Standing) -> tuple[Value, ...]:
    result = standing.result
    place = "—" if standing.place is None else f"{standing.place}" + ("（并列）" if standing.tied else "")
    label, grade = _CHOICES[standing.choice]
    if standing.choice == "shortlisted" and (result.open_conditions or open_matters(result)):
        label, grade = "入围，有未决事项", "unknown"
    excluded = "；".join(
        f"不符合 {c.condition.id} {c.condition.text[:24]}" for c in result.conditions if c.verdict == "not_met"
    )
    waiting = f"待定：{'、'.join(result.open_conditions)}" if result.open_conditions else ""
    return (
        place,
        result.drafted.title,
        Graded(result.total, "accepted" if result.is_reviewed else "questioned"),
        result.drafted.total,
        sum(line.is_changed for line in result.lines),
        Graded(label, grade) if label else "",
        "\n".join(filter(None, (excluded, waiting))) or "各项符合",
        "\n".join(open_matters(result)),
        "、".join(review.reviewer or "未署名" for review in result.reviews) or "未复核",
        result.drafted.uscc or "未识别",
        result.drafted.dossier,
    )


def open_matters(result: DossierResult) -> list[str]:
    """What stands between this result and a final one, in words."""
    told = [] if result.is_reviewed else ["尚未复核，得分为预评得分"]
    if result.third_looks:
        told.append(f"评审人意见相差较大：{'、'.join(line.line.id for line in result.third_looks)}")
    disputed = [c.condition.id for c in result.conditions if c.is_disputed]
    if disputed:
        told.append(f"评审人对资格认定不一致：{'、'.join(disputed)}")
    return told


def _lines(book: Book, found: Round) -> None:
    columns = (
        Column("申报单位", 26),
        Column("指标", 7, True),
        Column("评审指标", 20),
        Column("满分", 7, True),
        Column("预评\n得分", 7, True),
        Column("把握", 7, True),
        Column("最终\n得分", 7, True),
        Column("差", 7, True),
        Column("各评审人", 30),
        Column("理由", 40),
        Column("预评依据", 46),
    )
    rows = [_line_row(result, line) for result in _results(found) for line in result.lines]
    sheet = book.sheet("逐项对照", columns, repeat=0, footer="预评与复核逐项对照")
    book.table(sheet, 0, columns, rows)


def _line_row(result: DossierResult, line: LineResult) -> tuple[Value, ...]:
    difference = line.points - line.line.draft_score
    grade = "" if not difference else "low" if line.line.is_promised else "medium"
    shown = f"{'+' if difference > 0 else ''}{points_text(difference)}" if difference else ""
    said = [f"{o.reviewer}：{points_text(o.points)}（{_HOW[o.how]}）" for o in line.opinions]
    return (
        result.drafted.title,
        line.line.id,
        line.line.name,
        line.line.max_score,
        line.line.draft_score,
        Graded(word("confidence", line.line.confidence), line.line.confidence),
        line.points,
        Graded(shown, grade) if shown else "",
        "\n".join(said),
        "\n".join(reasons_of(result, line)),
        line.line.basis,
    )


def reasons_of(result: DossierResult, line: LineResult) -> list[str]:
    """Why the reviewers' points are not the draft's: their opinions, and the papers that they took or refused."""
    told = [f"{o.reviewer}：{o.reason}" if len(line.opinions) > 1 else o.reason for o in line.opinions if o.reason]
    for review in result.reviews:
        for paper_id in line.line.evidence:
            decision = review.entries.decisions.get(paper_id)
            paper = result.drafted.paper(paper_id)
            if decision is None or paper is None:
                continue
            note = review.entries.paper_notes.get(paper_id)
            verdict = "采信" if decision else "不采信"
            told.append(f"{verdict} {paper_id} {paper.title}" + (f"（{note}）" if note else ""))
    return list(dict.fromkeys(told))


def _groups(book: Book, found: Round) -> None:
    groups = list(dict.fromkeys(group for result in _results(found) for group in result.groups))
    columns = (Column("申报单位", 32), *(Column(group, 18, True) for group in groups), Column("合计", 10, True))
    rows: list[list[Value]] = []
    for result in _results(found):
        cells: list[Value] = [result.drafted.title]
        cells += [result.groups.get(group, Decimal(0)) for group in groups]
        rows.append([*cells, result.total])
    sheet = book.sheet("分组合计", columns, repeat=0, footer="各组得分，不超过本组满分")
    book.table(sheet, 0, columns, rows)


def _conditions(book: Book, found: Round) -> None:
    columns = (
        Column("申报单位", 28),
        Column("编号", 9, True),
        Column("条件", 46),
        Column("预审", 9, True),
        Column("复核结论", 11, True),
        Column("各评审人", 24),
        Column("意见", 36),
    )
    shown = {"met": "符合", "not_met": "不符合", "unknown": "待定"}
    rows: list[tuple[Value, ...]] = []
    for result in _results(found):
        for one in result.conditions:
            verdict = "不一致" if one.is_disputed else "未填" if one.verdict is None else shown[one.verdict]
            rows.append(
                (
                    result.drafted.title,
                    one.condition.id,
                    one.condition.text,
                    Graded(word("met", one.condition.status), one.condition.status),
                    Graded(verdict, one.verdict or "unknown"),
                    "\n".join(f"{who}：{shown[status]}" for who, status in one.verdicts.items()),
                    "\n".join(one.notes),
                )
            )
    sheet = book.sheet("资格", columns, repeat=0, footer="资格条件由评审人员认定")
    book.table(sheet, 0, columns, rows)


def _differences(book: Book, found: Round) -> None:
    columns = (
        Column("申报单位", 28),
        Column("指标", 8, True),
        Column("评审指标", 22),
        Column("相差", 8, True),
        Column("各评审人", 44),
        Column("提示", 24),
        Column("第三人意见", 24),
    )
    rows: list[tuple[Value, ...]] = [
        (
            result.drafted.title,
            line.line.id,
            line.line.name,
            line.spread,
            "\n".join(f"{o.reviewer}：{points_text(o.points)} {o.reason}".strip() for o in line.opinions),
            "\n".join(code_label(code) for code in line.line.flags),
            "",
        )
        for result in _results(found)
        for line in result.third_looks
    ]
    footer = f"两位评审人相差超过 {points_text(found.limit)} 分的指标"
    sheet = book.sheet("分歧", columns, repeat=0, footer=footer)
    book.table(sheet, 0, columns, rows)


def _told(book: Book, found: Round) -> None:
    columns = (
        Column("类别", 9, True),
        Column("文件", 40),
        Column("表", 14),
        Column("单元格", 9, True),
        Column("说明", 90),
    )
    rows = [
        (
            Graded("未收" if told.level == "fault" else "提示", "error" if told.level == "fault" else "info"),
            told.file,
            told.sheet,
            told.cell,
            told.text,
        )
        for told in sorted(found.told, key=lambda one: one.level != "fault")
    ]
    sheet = book.sheet("收取情况", columns, repeat=0, footer="收取评审表时发现的问题")
    book.table(sheet, 0, columns, rows)


def _results(found: Round) -> Iterator[DossierResult]:
    for standing in found.standings:
        yield standing.result
