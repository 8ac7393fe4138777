"""Pages with a company's list of patents or trademarks: is this page such a list, does the next one go on with it."""

from __future__ import annotations

import re

from extractors.columns import Columns
from extractors.custom.making import load_data, read_field
from extractors.document import Span
from extractors.evidence import Field
from extractors.holders import has_legal_form, holder_in
from extractors.papers import SIGNS, TITLE, Match, Paper
from extractors.tables import Row, read_rows

_FORM = re.compile(r"申\s*[报请]\s*[表书]|自评(?:分|得分)|评审标准|评审指标|评分标准|申报得分")


def load_columns(name: str) -> Columns:
    """The header names of one kind of list."""
    data = load_data(name)
    return Columns(data["columns"], data["needed"], data.get("keys", ()))


def recognise_list(
    paper: Paper, kind: str, columns: Columns, title: re.Pattern[str], words: re.Pattern[str]
) -> Match | None:
    """A page with the list's title, or with its header words, and with rows under the header."""
    text = paper.text
    if not words.search(text) or _FORM.search(text[:400]):
        return None
    rows = read_rows(paper.pages, columns)
    if not rows:
        return None
    titled = title.search(text)
    anchor: Span = paper.span(*titled.span()) if titled else rows[0].span
    return Match(kind, TITLE if titled else SIGNS, anchor, starts=True)


def goes_on(paper: Paper, page: Paper, columns: Columns) -> bool | None:
    """Do rows of the open list stand on this page, with a header or under the columns of the page before?"""
    return True if rows_go_on(paper, page, columns) else None


def rows_go_on(paper: Paper, page: Paper, columns: Columns) -> bool:
    """Does this page add rows? Looks at the first and last pages only, so that long lists stay cheap."""
    pages = paper.pages
    shown = pages if len(pages) <= 4 else (*pages[:2], *pages[-2:])
    before = len(read_rows(shown, columns))
    return before > 0 and len(read_rows((*shown, *page.pages), columns)) > before


_OWNER = re.compile(
    r"(?:商标注册人|注册人|专利权人|权利人|所有权人|持有人)(?:名称)?\s{0,3}[:：]\s{0,3}(?P<name>[^\n\t\f]{4,60})"
)


def owner_above(paper: Paper) -> Field | None:
    """The owner of all rows where the list names it once, outside its table (商标注册人：…)."""
    for match in _OWNER.finditer(paper.text[:600]):
        found = holder_in(match["name"], labelled=True)
        if found is not None and has_legal_form(found.name):
            start = match.start("name") + found.start
            return read_field(paper, found.name, start, match.start("name") + found.end)
    return None


def list_rows(paper: Paper, columns: Columns) -> list[Row]:
    """The rows of the whole list."""
    return read_rows(paper.pages, columns)
