"""`yushen follow-up`: the ledger brought up to date after a run."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.emit.whole_file import OutputBlocked, make_folder, write_bytes
from pipeline.follow_up.ledger import Dossier, LedgerRow, update
from pipeline.follow_up.ledger_book import LedgerBlocked, ledger_bytes, read_ledger
from pipeline.follow_up.open_items import open_items, settled_by_review
from pipeline.follow_up.round_folder import RoundFolder

EARLIER: Final = "历次"


@dataclass(frozen=True)
class FollowedUp:
    """The ledger after the run, how many matters stand how, which were settled just now, what to tell."""

    path: Path
    states: Counter[str]
    new: int
    settled: tuple[LedgerRow, ...]
    told: tuple[str, ...]


def follow_up(found: RoundFolder, path: Path, day: dt.date, due: dt.date | None = None) -> FollowedUp:
    """Brings the ledger up to date. Raises LedgerBlocked where it cannot be read or written; it then stays as it is."""
    if path.exists() and _is_open(path):
        raise LedgerBlocked(f"台账“{path}”正被打开，没有改动", remedy="请保存并关闭后重新运行")
    before = read_ledger(path) if path.exists() else None
    run = []
    for draft in found.drafts:
        entries = found.entries.get(draft.id, ())
        run.append(Dossier(draft, open_items(draft, entries), settled_by_review(draft, entries)))
    rows, papers = (before.rows, before.papers) if before else ((), frozenset())
    after = update(rows, papers, run, day)
    if before is None or after.rows != rows or after.papers != papers:
        try:
            if before is not None:
                _keep(path, before.content)
            write_bytes(path, ledger_bytes(before, after, due))
        except (OutputBlocked, OSError) as cause:
            raise LedgerBlocked(f"台账“{path}”写不进去，没有改动（{cause}）", remedy="请关闭后重新运行") from None
    was = {row.key: row.state for row in rows}
    settled = tuple(row for row in after.rows if row.state != "待补正" and was.get(row.key) == "待补正")
    return FollowedUp(
        path,
        Counter(row.state for row in after.rows),
        sum(row.key not in was for row in after.rows),
        settled,
        (*found.told, *(before.told if before else ()), *after.told),
    )


def _is_open(path: Path) -> bool:
    """Excel, WPS and LibreOffice leave a lock file beside a workbook that they have open."""
    names = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#", f".~{path.name}")
    return any((path.parent / name).exists() for name in names)


def _keep(path: Path, content: bytes) -> None:
    folder = path.parent / EARLIER
    make_folder(folder)
    number = 1
    while (kept := folder / f"{path.stem}（{number}）{path.suffix}").exists():
        number += 1
    write_bytes(kept, content)
