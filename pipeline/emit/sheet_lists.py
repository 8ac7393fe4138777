"""The further sheets: conditions, papers, what to follow up, people, files."""

from __future__ import annotations

from typing import Final

from extractors.evidence import Evidence
from matchers.draft import Draft, Item, Mismatch
from pipeline.emit.labels import code_advice, code_label, value_text, word
from pipeline.emit.page_plan import PagePlan
from pipeline.emit.sheet_cells import Book, Column, Entry, Graded, Link, Value
from pipeline.emit.wording import anchor_page, headline, key_fields, points_text, unread_fields

_SEVERITIES: Final = ("error", "warning", "info")
_DATES: Final = (
    "issue_date",
    "grant_date",
    "registration_date",
    "publish_date",
    "date",
    "established",
    "year",
    "from_month",
)


def write_conditions(book: Book, draft: Draft, plan: PagePlan) -> None:
    """Adds the sheet 资格条件."""
    columns = (
        Column("编号", 9, True),
        Column("条件", 50),
        Column("预审", 9, True),
        Column("依据", 50),
        Column("提示", 18),
        Column("佐证", 12, True),
        Column("汇编\n页码", 8, True),
        Column("复核意见", 24),
    )
    rows = [
        (
            c.id,
            c.text,
            Graded(word("met", c.status), c.status),
            c.basis or ("材料不能证明，由评审人员核定" if c.status == "unknown" else ""),
            "\n".join(code_label(code) for code in c.flags),
            "、".join(c.evidence),
            _page_link(plan, c.evidence),
            Entry(),
        )
        for c in draft.eligibility
    ]
    sheet = book.sheet("资格条件", columns, repeat=0, footer=_footer(draft))
    book.table(sheet, 0, columns, rows)


def write_papers(book: Book, draft: Draft, plan: PagePlan) -> None:
    """Adds the sheet 佐证材料: every recognised paper, also what earned nothing and why."""
    columns = (
        Column("编号", 7, True),
        Column("材料", 26),
        Column("读取内容", 44),
        Column("持有单位", 22),
        Column("日期", 12, True),
        Column("有效期至", 12, True),
        Column("采信", 8, True),
        Column("计分", 11, True),
        Column("原因", 34),
        Column("文件", 24),
        Column("页码", 6, True),
        Column("汇编\n页码", 8, True),
        Column("读取", 10, True),
        Column("复核意见", 18),
    )
    rows = [_paper(item, plan) for item in draft.items]
    sheet = book.sheet("佐证材料", columns, repeat=0, footer=_footer(draft))
    book.table(sheet, 0, columns, rows)


def _paper(item: Item, plan: PagePlan) -> tuple[Value, ...]:
    evidence = item.evidence
    place = anchor_page(evidence)
    details = {reason.code: reason.detail for reason in evidence.reasons}
    why = [f"{code_label(code)}：{details[code]}" if details.get(code) else code_label(code) for code in item.reasons]
    unread = unread_fields(evidence)
    if unread:
        why.append(f"未读出：{unread}")
    holder = evidence.names("holder") or evidence.names("patentees")
    file = "" if place is None else place.file + (f"（图片 {place.part}）" if place.part else "")
    return (
        item.id,
        headline(evidence),
        key_fields(evidence, skip=("holder", "patentees", "expiry_date")),
        "；".join(holder),
        _date(evidence),
        value_text(evidence.type, "expiry_date", evidence.value("expiry_date"))
        if "expiry_date" in evidence.fields
        else "",
        Graded(word("status", item.status), item.status),
        "\n".join(f"{line}：{points_text(points)}分" for line, points in item.counted.items() if points),
        "\n".join(why),
        file,
        "" if place is None or place.number is None else place.number,
        _page_link(plan, (item.id,)),
        f"{word('via', evidence.via)}\n{evidence.confidence:.0%}",
        Entry(),
    )


def write_follow_up(book: Book, draft: Draft, plan: PagePlan) -> None:
    """Adds the sheet 疑点与跟进: what a person has to look at, the gravest first."""
    columns = (
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
            _page_link(plan, m.evidence, m.indicator),
            Entry(),
        )
        for n, m in enumerate(by_severity(draft), 1)
    ]
    sheet = book.sheet("疑点与跟进", columns, repeat=0, footer=_footer(draft))
    book.table(sheet, 0, columns, rows)


def by_severity(draft: Draft) -> list[Mismatch]:
    """The mismatches, errors first, then in the order of the draft's lines; whole-dossier ones before those."""
    order = {line.id: n for n, line in enumerate(draft.lines)}
    return sorted(draft.mismatches, key=lambda m: (_SEVERITIES.index(m.severity), order.get(m.indicator or "", -1)))


def write_people(book: Book, draft: Draft, plan: PagePlan) -> None:
    """Adds the sheet 人员: one row a person, across papers."""
    columns = (
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
            _page_link(plan, p.evidence),
            Entry(),
        )
        for p in draft.people
    ]
    sheet = book.sheet("人员", columns, repeat=0, footer=_footer(draft))
    book.table(sheet, 0, columns, rows)


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
    sheet = book.sheet("文件清单", columns, repeat=0, footer=_footer(draft))
    book.table(sheet, 0, columns, rows)


def _page_link(plan: PagePlan, items: tuple[str, ...], key: str | None = None) -> Link | None:
    """A link to evidence.pdf that shows the page where the first of the items stands."""
    for item in items:
        page = (plan.page_of(item, key) if key else None) or plan.page_of(item)
        if page is not None:
            return Link(str(page), "evidence.pdf")
    return None


def _date(evidence: Evidence) -> str:
    for name in _DATES:
        value = evidence.text(name)
        if value is not None:
            return value + (
                f"至{evidence.text('to_month')}" if name == "from_month" and evidence.text("to_month") else ""
            )
    return "—" if any(name in evidence.fields for name in _DATES) else ""


def _months(months: tuple[str, ...]) -> str:
    return f"{len(months)} 个月：{min(months)} 至 {max(months)}" if months else ""


def _footer(draft: Draft) -> str:
    return f"{draft.applicant.name or draft.dossier.name}　预评分草稿"
