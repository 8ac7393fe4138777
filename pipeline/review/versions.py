"""What a person typed is never lost: a reviewed version is moved whole to `历次/<n>/`, its entries go into the next.

A sheet that nobody touched is simply replaced. A sheet of the very draft that comes out again stays as it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from matchers.draft import Draft
from pipeline.emit import draft_json
from pipeline.emit.whole_file import make_folder
from pipeline.review.carry import LOST, Change, carry
from pipeline.review.drafted import Drafted, NotADraft, drafted_of, read_drafted
from pipeline.review.earlier import EARLIER, SHEET, Earlier, is_touched
from pipeline.review.sheet_tables import NotRead, open_sheet
from pipeline.review.understanding import understand

FILES: Final = (SHEET, draft_json.NAME, "evidence.pdf")
"""The sheet first: where it is open and cannot be moved, nothing is."""


def make_room(folder: Path, draft: Draft) -> Earlier:
    """Looks at the sheet in the folder and moves a reviewed version away. Raises OSError where it cannot be moved."""
    if not (folder / SHEET).exists() and not (folder / draft_json.NAME).exists():
        source = _latest(folder)  # a run was broken off between moving and writing
        return Earlier() if source is None else _carried(source, _drafted(draft), source)
    if not is_touched(folder / SHEET):
        return Earlier()
    new = _drafted(draft)
    try:
        identity = open_sheet(folder / SHEET).identity
    except NotRead:
        identity = None
    if identity is not None and identity.draft == new.id:
        return Earlier(stays=True)
    moved = _move(folder)
    return _carried(moved, new, moved)


def _carried(source: Path, new: Drafted, moved: Path) -> Earlier:
    where = f"{EARLIER}/{moved.name}"
    try:
        old = read_drafted(source / draft_json.NAME)
        opened = open_sheet(source / SHEET)
    except (NotADraft, NotRead, OSError) as cause:
        note = f"原表在 {where}，不能自动带入：{cause}"
        return Earlier(moved=moved, changes=(Change(LOST, "整张表", "", "", note),))
    if opened.identity is None or opened.identity.draft != old.id:
        note = f"原表在 {where}，它不是那一次的草稿写出的表，不能自动带入"
        return Earlier(moved=moved, changes=(Change(LOST, "整张表", "", "", note),))
    entries, told = understand(opened, old, f"{where}/{SHEET}")
    carried = carry(entries, old, new)
    unread = tuple(
        Change(LOST, f"{one.sheet} {one.cell}".strip(), "", "", f"{one.text}（原表在 {where}）")
        for one in told
        if one.level == "fault"
    )
    return Earlier(False, moved, carried.entries, (*unread, *carried.changes))


def _drafted(draft: Draft) -> Drafted:
    content = draft_json.as_dict(draft)
    return drafted_of(content, draft_json.digest(draft_json.to_bytes(content)), Path(draft_json.NAME))


def _latest(folder: Path) -> Path | None:
    numbered = [path for path in (folder / EARLIER).glob("*") if path.name.isdecimal() and (path / SHEET).exists()]
    return max(numbered, key=lambda path: int(path.name), default=None)


def _move(folder: Path) -> Path:
    """The version's files, moved to the next free number."""
    number = 1 + max((int(p.name) for p in (folder / EARLIER).glob("*") if p.name.isdecimal()), default=0)
    target = folder / EARLIER / str(number)
    make_folder(target)
    for name in FILES:
        if (folder / name).exists():
            (folder / name).rename(target / name)
    return target
