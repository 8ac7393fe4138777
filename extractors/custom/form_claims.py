"""The score table of an application form: what the applicant claims for each line.

A blank, `/`, 无 or 0 is no claim; sum rows are none; a score cell merged over several lines is split only where it is
the sum of their highest points; ticks (☑ √ ■) count where boxes are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from extractors.columns import Columns, fold
from extractors.custom.form_indicators import group_members, indicators, lines_of
from extractors.custom.form_items import count_in, items_in, listed_items
from extractors.custom.making import load_data
from extractors.document import Span
from extractors.evidence import Claim, ClaimItem
from extractors.papers import Paper
from extractors.table_text import TableCell
from extractors.tables import Row, read_rows

_TABLE = load_data("application_form.yaml")["score_table"]
COLUMNS = Columns(_TABLE["columns"], _TABLE["needed"], _TABLE["keys"])

_SCORE = re.compile(r"^[^\d-]{0,6}(\d{1,3}(?:\.\d{1,2})?)\s?分?[^\d]{0,4}$")
_NONE = re.compile(r"^[/\\无—\-–一×xX否〇○□☐·.]*$")
_SUM = re.compile(r"合\s*计|总\s*计|总\s*分|小\s*计|得分合计|累计得分")
_TICKED = re.compile(r"[☑√✓✔■●☒🗹]|\(√\)|\[√\]|是(?:☑|√)")
_BOXES = re.compile(r"[□☐○☑√✓✔■●☒]")
_YES = re.compile(r"^(?:是|有|符合|具备|已具备|达到|满足)$")
_PLAIN = re.compile(
    r"(?<=[\t ])(?P<points>\d{1,2})\s?分?[\t ]+(?P<self>\d{1,2}(?:\.\d)?|/|无|-|—)"
    r"\s?分?(?:[\t ]+[^\n]*)?$",
    re.M,
)


def score_rows(paper: Paper) -> list[Row]:
    """The rows of the score table on these pages."""
    return read_rows(paper.pages, COLUMNS)


def claims_of(paper: Paper) -> tuple[Claim, ...]:
    """All claims of a form, in the order of its rows; then the lists that stand outside the score table."""
    rows = score_rows(paper)
    claims = [c for row in rows for c in _row_claims(row, rows)]
    if not any(p.tables or any(w.box for w in p.words) for p in paper.pages):
        known = {c.indicator for c in claims}
        claims += [c for c in _plain_claims(paper) if c.indicator not in known]
    named = {i.number for c in claims for i in c.items if i.number}
    outside: dict[str, list[ClaimItem]] = {}
    for line, item in listed_items(paper):
        if item.number is None or item.number not in named:
            outside.setdefault(line, []).append(item)
    for line, items in outside.items():
        claims.append(Claim(line, "清单", items=tuple(items), span=items[0].span))
    return tuple(claims)


def _row_claims(row: Row, rows: Sequence[Row]) -> Iterator[Claim]:
    number, name, standard = row.text("number"), row.text("name"), _standard(row)
    if _SUM.search(fold(number + name)[:12]) or (not standard and _SUM.search(fold(row.text("group")))):
        return
    lines = lines_of(number, name, standard, row.text("support"))
    label = fold(standard or name or number)[:60]
    cell = row.cells.get("self")
    scores = _scores(cell)
    if scores == [Decimal(1)] and cell is not None and cell.via == "ocr" and _claims_nothing(row):
        scores = [None]  # a slash read as 1
    support = row.cells.get("support") or row.cells.get("count")
    items: dict[str, list[ClaimItem]] = {}
    for part in ("support", "count"):
        if part in row.cells:
            for line, item in items_in(row.cells[part], lines):
                items.setdefault(line, []).append(item)
    count = count_in(row.text("support")) if "support" in row.cells else None
    if "count" in row.cells and (plain := re.fullmatch(r"\d{1,3}", row.text("count"))):
        count = int(plain.group())
    ticked = _ticked(row)
    span = cell.span if cell else (support or next(iter(row.cells.values()))).span
    shared = _sharing(cell, rows)
    if shared is not None and len(shared) > 1:
        highest = sum((indicators()[s].highest for s in shared), Decimal(0))
        value = scores[0] if len(scores) == 1 else None
        full = value == highest
        for line in lines[:1]:
            score = indicators()[line].highest if full else None
            if value:
                yield Claim(line, label, score, count, True, tuple(items.get(line, ())), span)
        return
    lines = _by_points(lines, row)
    if len(lines) > 1 and "points" not in row.cells:
        lines = _left_over(lines, row, rows)
    if len(lines) > 1 and len(scores) == len(lines):
        for line, value in zip(lines, scores, strict=True):
            if value or items.get(line):
                yield Claim(line, f"{label}#{line}", value, None, ticked, tuple(items.get(line, ())), span)
        return
    total = sum((s for s in scores if s is not None), Decimal(0)) if any(s is not None for s in scores) else None
    if not total and not ticked and not any(items.values()) and not (count and cell is None):
        return
    if len(lines) == 1:
        yield Claim(lines[0], label, total, count, ticked, tuple(items.get(lines[0], ())), span)
        return
    yield from _divided(lines, label, total, count, ticked, items, span)


def _by_points(lines: tuple[str, ...], row: Row) -> tuple[str, ...]:
    """The row's full points tell one line of a group from the whole of it: 4 of 10 is 10.1, 6 is 10.1 and 10.2."""
    points = _score(row.text("points")) or _score(row.text("self"))
    if points is None or not lines:
        return lines
    if len(lines) > 1:
        fitting = tuple(i for i in lines if indicators()[i].highest == points)
        return fitting if len(fitting) == 1 and "points" in row.cells else lines
    members = group_members(indicators()[lines[0]].group)
    if len(members) < 2 or points <= indicators()[lines[0]].highest:
        return lines
    return members if points <= sum((indicators()[m].highest for m in members), Decimal(0)) else lines


def _left_over(lines: tuple[str, ...], row: Row, rows: Sequence[Row]) -> tuple[str, ...]:
    """Of several lines the one that no other row is about: 专职质量管理人员 beside a row 首席质量官 is 10.1."""
    taken: set[str] = set()
    for other in rows:
        if other is not row:
            told = lines_of(other.text("number"), other.text("name"), _standard(other), other.text("support"))
            taken |= set(told) if len(told) == 1 else set()
    left = tuple(line for line in lines if line not in taken)
    return left if len(left) == 1 else lines


def _standard(row: Row) -> str:
    """The words of the 评审标准, also where its column has a name that no list of words holds."""
    return row.text("standard") or " ".join(
        c.text for title, c in row.others.items() if len(c.text) > 3 and not re.search(r"备注|签|专家|评委", title)
    )


def _claims_nothing(row: Row) -> bool:
    """The columns beside the score say 无 or /."""
    beside = [row.text(n) for n in ("support", "page") if n in row.cells]
    return bool(beside) and all(_NONE.match(fold(t)) for t in beside)


def _divided(
    lines: Sequence[str],
    label: str,
    total: Decimal | None,
    count: int | None,
    ticked: bool | None,
    items: dict[str, list[ClaimItem]],
    span: Span,
) -> Iterator[Claim]:
    """One score for several lines: told only where it is the sum of the highest points or one line alone has items."""
    highest = {line: indicators()[line].highest for line in lines}
    if total is not None and lines and total == sum(highest.values(), Decimal(0)):
        for line in lines:
            yield Claim(line, label, highest[line], None, ticked, tuple(items.get(line, ())), span)
        return
    having = [line for line in lines if items.get(line)]
    if len(having) == 1 and total is not None and total <= highest[having[0]]:
        yield Claim(having[0], label, total, count, ticked, tuple(items[having[0]]), span)
        return
    for line in having:
        yield Claim(line, label, None, None, True, tuple(items[line]), span)
    yield Claim(None, label, total, count, ticked, (), span)


def _scores(cell: TableCell | None) -> list[Decimal | None]:
    """The numbers of a score cell, line by line; None for a line that claims nothing."""
    if cell is None:
        return []
    parts = [_score(line) for line in cell.lines]
    if len(parts) > 1 and all(p is not None or _NONE.match(line) for p, line in zip(parts, cell.lines, strict=True)):
        return parts
    return [_score(cell.text)]


def _score(text: str) -> Decimal | None:
    tight = fold(text)
    if _NONE.match(tight):
        return None
    match = _SCORE.match(tight)
    if match is None:
        return None
    try:
        return Decimal(match[1])
    except InvalidOperation:
        return None


def _ticked(row: Row) -> bool | None:
    """True: a box is ticked; False: boxes, none ticked; None: no boxes."""
    tick = row.text("tick")
    if tick:
        if _BOXES.search(tick):
            return _box_state(tick)
        return True if _YES.match(tick) else None
    own = row.text("self")
    if own and _BOXES.search(own):
        return _box_state(own)
    return _box_state(row.text("standard")) if re.search(r"[□☐☑☒]", row.text("standard")) else None


def _box_state(text: str) -> bool:
    """The box that is ticked; of 是/否 (有/无) boxes it must be the yes."""
    marks = [
        (m.group(), text[m.end() : m.end() + 2], text[max(m.start() - 2, 0) : m.start()]) for m in _BOXES.finditer(text)
    ]
    for mark, after, before in marks:
        if not _TICKED.search(mark):
            continue
        word = after or before
        if re.match(r"[否无不未]", word) or (not after and re.search(r"[否无]$", before)):
            continue
        return True
    return False


def _sharing(cell: TableCell | None, rows: Sequence[Row]) -> set[str] | None:
    """The lines whose rows share this (merged) score cell."""
    if cell is None:
        return None
    place = (cell.runs[0].page.id, cell.runs[0].start)
    found: set[str] = set()
    sharing = [r for r in rows if (o := r.cells.get("self")) and (o.runs[0].page.id, o.runs[0].start) == place]
    if len(sharing) > 1:
        for row in sharing:
            found.update(lines_of(row.text("number"), row.text("name"), _standard(row), row.text("support")))
    return found


def _plain_claims(paper: Paper) -> Iterator[Claim]:
    """Without a table: lines of text that end in points and self-score."""
    if not re.search(r"自评|申报得分|申报分|自查得分", paper.text):
        return
    for match in re.finditer(r"[^\n\f]+", paper.text):
        line = match.group()
        found = _PLAIN.search(line)
        if found is None or _SUM.search(line):
            continue
        lines = lines_of("", "", line[: found.start()])
        score = _score(found["self"])
        if len(lines) == 1 and score and score <= Decimal(found["points"]):
            span = paper.span(match.start() + found.start("self"), match.start() + found.end("self"))
            yield Claim(lines[0], fold(line)[:60], score, None, None, (), span)
