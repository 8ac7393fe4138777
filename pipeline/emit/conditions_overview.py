"""batch.xlsx where a scheme has no points: every applicant's conditions beside each other, instead of a ranking."""

from __future__ import annotations

from collections.abc import Sequence

from matchers.draft import Condition, Draft
from pipeline.emit.labels import word
from pipeline.emit.sheet_cells import Book, Column, Entry, Graded, Link, Value, clean


def write_overview(book: Book, drafts: Sequence[Draft]) -> None:
    """Adds the sheet 条件汇总: a row for each applicant, a column for each condition; then 条件说明, what each says."""
    conditions = list({c.id: c for draft in drafts for c in draft.eligibility}.values())
    person = any(draft.applicant.employer is not None for draft in drafts)
    columns = (
        Column("申报个人" if person else "申报单位", 30),
        *((Column("工作单位", 28),) if person else ()),
        Column("统一社会信用代码", 22, True),
        Column("县（市、区）", 12, True),
        *(Column(c.id, 9, True) for c in conditions),
        Column("不符", 6, True),
        Column("待核", 6, True),
        Column("错误", 6, True),
        Column("警告", 6, True),
        Column("核对表", 9, True),
        Column("核定意见", 20),
    )
    rows = [_row(draft, conditions, person) for draft in sorted(drafts, key=lambda d: d.dossier.name)]
    sheet = book.sheet("条件汇总", columns, repeat=0, footer="条件核对汇总（草稿），由人核定")
    book.table(sheet, 0, columns, rows)
    sheet.set_row(0, 44)
    explained = (Column("编号", 18), Column("部分", 20), Column("条件", 90))
    told = book.sheet("条件说明", explained, repeat=0, footer="各条件的内容")
    book.table(told, 0, explained, [(c.id, c.part, c.text) for c in conditions])


def _row(draft: Draft, conditions: Sequence[Condition], person: bool) -> list[Value]:
    status = {c.id: c.status for c in draft.eligibility}
    applicant = draft.applicant
    found = [status.get(c.id, "unknown") for c in conditions]
    return [
        applicant.name or f"（未识别）{draft.dossier.name}",
        *((applicant.employer or "未识别",) if person else ()),
        applicant.uscc or ("—" if person else "未识别"),
        applicant.district or "",
        *(Graded(word("met", one), one) for one in found),
        found.count("not_met"),
        found.count("unknown"),
        sum(m.severity == "error" for m in draft.mismatches),
        sum(m.severity == "warning" for m in draft.mismatches),
        Link("打开", f"{clean(draft.dossier.name)}/draft.xlsx".replace("%", "%25").replace("#", "%23")),
        Entry(),
    ]
