"""The further sheets: conditions, papers, what to follow up, people, files."""

from __future__ import annotations

from typing import Final

from matchers.draft import Draft, Mismatch
from pipeline.emit.labels import code_advice, code_label, word
from pipeline.emit.page_plan import PagePlan
from pipeline.emit.sheet_cells import Book, Column, Entry, Graded, Link
from pipeline.review.entries import SETTLED, VERDICTS, Entries

CONDITIONS: Final = "资格条件"
FOLLOW_UP: Final = "疑点与跟进"
PEOPLE: Final = "人员"
CONDITION_COLUMNS: Final = (
    Column("编号", 9, True),
    Column("条件", 50),
    Column("预审", 9, True),
    Column("依据", 50),
    Column("提示", 18),
    Column("佐证", 12, True),
    Column("汇编\n页码", 8, True),
    Column("复核结论", 10, True),
    Column("复核意见", 24),
)
FOLLOW_UP_COLUMNS: Final = (
    Column("序号", 6, True),
    Column("级别", 7, True),
    Column("问题", 18),
    Column("说明", 52),
    Column("处理建议", 38),
    Column("指标", 8, True),
    Column("材料", 10, True),
    Column("文件", 24),
    Column("页码", 6, True),
    Column("汇编\n页码", 8, True),
    Column("处理结果", 20),
)
PEOPLE_COLUMNS: Final = (
    Column("姓名", 10, True),
    Column("证件号码", 22, True),
    Column("职称（资格）", 28),
    Column("专业", 18),
    Column("社保月份", 30),
    Column("参保单位", 28),
    Column("首席\n质量官", 8, True),
    Column("材料", 18, True),
    Column("汇编\n页码", 8, True),
    Column("复核意见", 22),
)
_SEVERITIES: Final = ("error", "warning", "info")


def write_conditions(book: Book, draft: Draft, plan: PagePlan, entries: Entries | None = None) -> None:
    """Adds the sheet 资格条件: the reviewers decide who is eligible."""
    entries = entries or Entries()
    shown = {status: text for text, status in VERDICTS.items()}
    parts = len({c.part for c in draft.eligibility}) > 1
    rows = [
        (
            c.id,
            f"［{c.part}］{c.text}" if parts else c.text,
            Graded(word("met", c.status), c.status),
            c.basis or ("材料不能证明，由评审人员核定" if c.status == "unknown" else ""),
            "\n".join(code_label(code) for code in c.flags),
            "、".join(c.evidence),
            page_link(plan, c.evidence),
            Entry(shown.get(entries.verdicts.get(c.id, "met")) if c.id in entries.verdicts else None, tuple(VERDICTS)),
            Entry(entries.condition_notes.get(c.id), left=True),
        )
        for c in draft.eligibility
    ]
    sheet = book.sheet(CONDITIONS, CONDITION_COLUMNS, repeat=0, footer=footer_of(draft))
    book.table(sheet, 0, CONDITION_COLUMNS, rows)
    book.protect(sheet)


def write_follow_up(book: Book, draft: Draft, plan: PagePlan, entries: Entries | None = None) -> None:
    """Adds the sheet 疑点与跟进: what a person has to look at, the gravest first."""
    entries = entries or Entries()
    rows = [
        (
            n,
            Graded(word("severity", m.severity), m.severity),
            code_label(m.code),
            m.message,
            code_advice(m.code),
            m.indicator or "整卷",
            "、".join(m.evidence),
            m.file or "",
            m.page if m.page is not None else "",
            page_link(plan, m.evidence, m.indicator),
            Entry(entries.settled.get(n), SETTLED, free=True),
        )
        for n, m in enumerate(by_severity(draft), 1)
    ]
    sheet = book.sheet(FOLLOW_UP, FOLLOW_UP_COLUMNS, repeat=0, footer=footer_of(draft))
    book.table(sheet, 0, FOLLOW_UP_COLUMNS, rows)
    book.protect(sheet)


def by_severity(draft: Draft) -> list[Mismatch]:
    """The mismatches, errors first, then in the order of the draft's lines; whole-dossier ones before those."""
    order = {line.id: n for n, line in enumerate(draft.lines)}
    return sorted(draft.mismatches, key=lambda m: (_SEVERITIES.index(m.severity), order.get(m.indicator or "", -1)))


def write_people(book: Book, draft: Draft, plan: PagePlan, entries: Entries | None = None) -> None:
    """Adds the sheet 人员: one row a person, across papers."""
    entries = entries or Entries()
    rows = [
        (
            p.name,
            p.masked_id or "—",
            "、".join(p.titles),
            p.speciality or "",
            _months(p.months),
            p.employer or "",
            "是" if p.chief_quality_officer else "",
            "、".join(p.evidence),
            page_link(plan, p.evidence),
            Entry(entries.people_notes.get(p.name), left=True),
        )
        for p in draft.people
    ]
    sheet = book.sheet(PEOPLE, PEOPLE_COLUMNS, repeat=0, footer=footer_of(draft))
    book.table(sheet, 0, PEOPLE_COLUMNS, rows)
    book.protect(sheet)


def write_files(book: Book, draft: Draft) -> None:
    """Adds the sheet 文件清单: every file of the dossier and whether it could be read."""
    columns = (
        Column("序号", 6, True),
        Column("文件", 60),
        Column("状态", 14, True),
        Column("页数", 8, True),
        Column("识别出的材料", 36),
        Column("说明", 46),
    )
    grades = {"read": "high", "partly_read": "medium", "skipped": "info", "unsupported": "medium"}
    held: dict[str, list[str]] = {}
    for item in draft.items:
        for file in dict.fromkeys(page.file for page in item.evidence.pages):
            held.setdefault(file, []).append(item.id)
    rows = [
        (
            n,
            d.path,
            Graded(word("file_status", d.status), grades.get(d.status, "low")),
            d.page_count if d.page_count is not None else "",
            "、".join(held.get(d.path, ())),
            "\n".join(dict.fromkeys([d.note or "", *(p.message for p in d.problems)])).strip(),
        )
        for n, d in enumerate(draft.dossier.documents, 1)
    ]
    sheet = book.sheet("文件清单", columns, repeat=0, footer=footer_of(draft))
    book.table(sheet, 0, columns, rows)
    book.protect(sheet)


def page_link(plan: PagePlan, items: tuple[str, ...], key: str | None = None) -> Link | None:
    """A link to evidence.pdf that shows the page where the first of the items stands."""
    for item in items:
        page = (plan.page_of(item, key) if key else None) or plan.page_of(item)
        if page is not None:
            return Link(str(page), "evidence.pdf")
    return None


def _months(months: tuple[str, ...]) -> str:
    return f"{len(months)} 个月：{min(months)} 至 {max(months)}" if months else ""


def footer_of(draft: Draft) -> str:
    """The left part of a sheet's footer."""
    return f"{draft.applicant.name or draft.dossier.name}　预评分草稿"
