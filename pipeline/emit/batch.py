"""batch.xlsx: all applicants of a run beside each other: ranking, points by line, what to follow up, what failed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from matchers.draft import Draft
from pipeline.emit.conditions_overview import write_overview
from pipeline.emit.labels import code_advice, code_label, word
from pipeline.emit.private import Masker
from pipeline.emit.progress_rows import is_progress
from pipeline.emit.progress_sheet import write_progress
from pipeline.emit.sheet_cells import Book, Column, Entry, Graded, Link, Value, clean
from pipeline.emit.sheet_lists import by_severity
from pipeline.emit.sheet_score import span_text
from pipeline.emit.whole_file import written_whole
from pipeline.emit.wording import points_text

NAME: Final = "batch.xlsx"


def write(
    drafts: Sequence[Draft], out: Path, *, failures: Sequence[tuple[str, str]] = (), quota: int | None = None
) -> Path:
    """Writes `batch.xlsx` and returns its path.

    failures: dossiers without a draft, with what happened; quota: how many applicants may be chosen (None: as known
    of the rubric).
    """
    path = out / NAME
    ranked = rank(drafts)
    day = ranked[0].as_of if ranked else ""
    with written_whole(path) as aside:
        book = Book(aside, "预评汇总", day, Masker.of_all(ranked))
        if is_progress(ranked):
            write_progress(book, ranked)
        elif ranked and not any(draft.total_max for draft in ranked):
            write_overview(book, ranked)
        else:
            _ranking(book, ranked, quota if quota is not None else _quota(ranked))
            _matrix(book, ranked)
        _follow_up(book, ranked)
        _failed(book, ranked, failures)
        book.book.close()
    return path


def rank(drafts: Sequence[Draft]) -> list[Draft]:
    """Highest proposed total first; equal totals by the lower, then the upper end of the range, then by name."""
    return sorted(drafts, key=lambda d: (-d.total, -d.total_lowest, -d.total_highest, d.dossier.name))


def standing(draft: Draft, drafts: Sequence[Draft], quota: int) -> str:
    """Whether the open questions can still move an applicant over the line of the quota: 内, 外 or 待定."""
    others = [other for other in drafts if other is not draft]
    if sum(other.total_highest >= draft.total_lowest for other in others) < quota:
        return "内"
    if sum(other.total_lowest > draft.total_highest for other in others) >= quota:
        return "外"
    return "待定"


def _quota(drafts: Sequence[Draft]) -> int | None:
    known = word("quotas", drafts[0].rubric_id) if drafts else ""
    return int(known) if known.isdigit() else None


def _ranking(book: Book, drafts: Sequence[Draft], quota: int | None) -> None:
    columns = (
        Column("名次", 6, True),
        Column("申报单位", 32),
        Column("预评\n总分", 8, True),
        Column("可能\n区间", 11, True),
        Column("申报\n总分", 8, True),
        Column("把握", 7, True),
        Column("名额", 9, True),
        Column("错误", 6, True),
        Column("警告", 6, True),
        Column("资格条件", 36),
        Column("统一社会信用代码", 22, True),
        Column("材料", 24),
        Column("预评分表", 10, True),
        Column("复核\n总分", 8, True),
        Column("备注", 22),
    )
    sheet = book.sheet("排名", columns, repeat=2, footer="预评汇总（草稿），由评审人员定分")
    last = len(columns) - 1
    title = book.format(bold=True, font_size=16, align="center", font_color="#1F4E79")
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, last, "", title)
    first = drafts[0] if drafts else None
    sheet.write_string(0, 0, book.text(f"{first.rubric_title if first else ''}　预评汇总（草稿）"), title)
    plain = book.format(align="left")
    sheet.set_row(1, 34)
    sheet.merge_range(1, 0, 1, last, "", plain)
    about = (
        f"评分依据：{first.rubric_source}　审查基准日：{first.as_of}　共 {len(drafts)} 家。"
        if first
        else "没有预评分草稿。"
    )
    if quota is not None and drafts:
        about += (
            f"名额 {quota} 家：“内”“外”表示无论疑点如何认定，按得分均在名额之内、之外；“待定”表示取决于疑点的认定。"
            "资格条件不符的未剔除，请一并核定。"
        )
    sheet.write_string(1, 0, book.text(about), plain)
    rows = [_rank_row(place, draft, drafts, quota) for place, draft in enumerate(drafts, 1)]
    book.table(sheet, 2, columns, rows)
    sheet.freeze_panes(3, 2)


def _rank_row(place: int, draft: Draft, drafts: Sequence[Draft], quota: int | None) -> tuple[Value, ...]:
    place = 1 + sum(other.total > draft.total for other in drafts)
    claimed = [line.claimed_score for line in draft.lines if line.claimed_score is not None]
    unmet = [f"{c.id} {word('met', c.status)}" for c in draft.eligibility if c.status == "not_met"]
    unknown = [c.id for c in draft.eligibility if c.status == "unknown"]
    if unknown:
        unmet.append(f"待核：{'、'.join(unknown)}")
    where = "" if quota is None else standing(draft, drafts, quota)
    grade = {"内": "met", "外": "rejected", "待定": "unknown"}.get(where, "")
    return (
        place,
        draft.applicant.name or f"（未识别）{draft.dossier.name}",
        Graded(draft.total, draft.confidence),
        span_text(draft.total_lowest, draft.total_highest),
        points_text(sum(claimed, Decimal(0))) if claimed else "—",
        Graded(word("confidence", draft.confidence), draft.confidence),
        Graded(where, grade) if where else "",
        sum(m.severity == "error" for m in draft.mismatches),
        sum(m.severity == "warning" for m in draft.mismatches),
        "\n".join(unmet),
        draft.applicant.uscc or "未识别",
        draft.dossier.name,
        Link("打开", _target(draft.dossier.name, "draft.xlsx")),
        Entry(),
        Entry(),
    )


def _target(name: str, file: str) -> str:
    """A relative link that survives blanks and `#` in a dossier's name."""
    return f"{clean(name)}/{file}".replace("%", "%25").replace("#", "%23")


def _matrix(book: Book, drafts: Sequence[Draft]) -> None:
    lines = {line.id: line for draft in drafts for line in draft.lines}
    columns = (
        Column("申报单位", 30),
        Column("总分", 8, True),
        *(Column(f"{line.id}\n（{points_text(line.max_score)}）", 7, True) for line in lines.values()),
    )
    rows: list[list[Value]] = []
    for draft in drafts:
        own = {line.id: line for line in draft.lines}
        cells: list[Value] = [
            draft.applicant.name or f"（未识别）{draft.dossier.name}",
            Graded(draft.total, draft.confidence),
        ]
        cells += [Graded(own[i].draft_score, own[i].confidence) if i in own else None for i in lines]
        rows.append(cells)
    sheet = book.sheet("矩阵", columns, repeat=0, footer="各项预评得分；绿：把握高，黄：中，红：低")
    end = book.table(sheet, 0, columns, rows)
    sheet.set_row(0, 34)
    legend = book.format(font_size=9, font_color="#555555", text_wrap=False)
    sheet.write_string(end + 1, 0, "颜色：绿—把握高，黄—把握中，红—把握低。表头括号内为满分。", legend)


def _follow_up(book: Book, drafts: Sequence[Draft]) -> None:
    columns = (
        Column("申报单位", 28),
        Column("级别", 7, True),
        Column("指标", 8, True),
        Column("问题", 18),
        Column("说明", 54),
        Column("处理建议", 38),
        Column("文件", 24),
        Column("页码", 6, True),
        Column("处理结果", 20),
    )
    rows = [
        (
            draft.applicant.name or f"（未识别）{draft.dossier.name}",
            Graded(word("severity", m.severity), m.severity),
            m.indicator or "整卷",
            code_label(m.code),
            m.message,
            code_advice(m.code),
            m.file or "",
            m.page if m.page is not None else "",
            Entry(),
        )
        for draft in drafts
        for m in by_severity(draft)
        if m.severity != "info"
    ]
    sheet = book.sheet("待跟进", columns, repeat=0, footer="待跟进事项（错误、警告）")
    book.table(sheet, 0, columns, rows)


def _failed(book: Book, drafts: Sequence[Draft], failures: Sequence[tuple[str, str]]) -> None:
    columns = (Column("材料", 40), Column("情况", 16, True), Column("说明", 90))
    rows: list[tuple[Value, ...]] = [(name, Graded("未出稿", "error"), message) for name, message in failures]
    for draft in drafts:
        unread = [d.path for d in draft.dossier.documents if d.status not in ("read", "skipped")]
        if unread:
            told = "、".join(unread[:20]) + (f" 等 {len(unread)} 个" if len(unread) > 20 else "")
            rows.append((draft.dossier.name, Graded("部分文件未读", "warning"), told))
    sheet = book.sheet("未出稿", columns, repeat=0, footer="没有草稿或有文件未读的材料")
    book.table(sheet, 0, columns, rows)
