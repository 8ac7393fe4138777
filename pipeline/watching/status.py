"""What is told of the watched inboxes: ledger entries in, a table for people or JSON for programs out. Pure.

Names are masked, and nothing in a name can steer a terminal: controls and marks of direction become `�`, square
brackets are text.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from pipeline.ledger.rows import Entry, Holder, State, Watch
from pipeline.masking import mask
from pipeline.names import natural_order

if TYPE_CHECKING:
    from rich.console import RenderableType

SCHEMA: Final = "yushen/status/1"

WORDS: Final[Mapping[State, str]] = {
    "set_aside": "已搁置",
    "failed": "失败",
    "reading": "处理中",
    "read": "待出稿",
    "waiting": "等待",
    "arriving": "正在接收",
    "done": "已完成",
    "repeated": "重复",
    "gone": "已移走",
}
"""State → word, in the order in which people need to see them."""

COUNTED: Final = (
    ("正在接收", ("arriving",)),
    ("等待", ("waiting",)),
    ("处理中", ("reading", "read")),
    ("已完成", ("done",)),
    ("失败", ("failed",)),
    ("已搁置", ("set_aside",)),
    ("重复", ("repeated",)),
    ("已移走", ("gone",)),
)
SETTLED: Final = ("done", "repeated", "gone")
"""States of which a table shows only the latest."""

SHOWN: Final = 20
_STYLES: Final[Mapping[State, str]] = {"set_aside": "bold red", "failed": "red", "reading": "cyan", "done": "green"}
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class WatchStatus:
    """One watch, who watches it now (None: nobody), its dossiers, what is wrong with its folders now."""

    watch: Watch
    watcher: Holder | None
    entries: tuple[Entry, ...]
    troubles: tuple[str, ...] = ()


def needs_person(statuses: Sequence[WatchStatus]) -> bool:
    """True when a dossier failed or is set aside."""
    return any(entry.state in {"failed", "set_aside"} for status in statuses for entry in status.entries)


def plain(text: str) -> str:
    r"""A text from outside as it may be shown: masked, on one line, without anything that a terminal obeys.

    >>> plain("甲\x1b[31m公司\n 13800138000")
    '甲�[31m公司  138****8000'
    """
    flat = "".join(" " if char in "\n\r\t" else char for char in mask(text))
    return "".join("�" if unicodedata.category(char) in _UNSEEN else char for char in flat)


def utc(time: str | None) -> str | None:
    """An ISO time of the ledger as programs get it: UTC with `Z`, whole seconds.

    >>> utc("2026-11-21T11:24:13.123456+00:00"), utc("2026-11-21T11:24:13"), utc(None)
    ('2026-11-21T11:24:13Z', '2026-11-21T11:24:13Z', None)
    """
    moment = _moment(time)
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def local(time: str | None, zone: dt.tzinfo | None = None) -> str:
    """The same time as people read it, in their own zone.

    >>> local("2026-11-21T11:24:13Z", dt.timezone(dt.timedelta(hours=8)))
    '2026-11-21 19:24'
    """
    moment = _moment(time)
    return "—" if moment is None else moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _moment(time: str | None) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(time or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Entries as people need them: what needs a person first, the settled last and of those the latest first."""
    order = list(WORDS)
    named = sorted(entries, key=lambda entry: natural_order(entry.name))
    latest = sorted(named, key=lambda entry: utc(entry.since) or "" if entry.state in SETTLED else "", reverse=True)
    return sorted(latest, key=lambda entry: order.index(entry.state))


def as_json(ledger: str, statuses: Sequence[WatchStatus]) -> dict[str, Any]:
    """The shape of docs/schema/status.schema.json; every dossier, times in UTC."""
    return {
        "schema": SCHEMA,
        "ledger": plain(ledger),
        "watches": [
            {
                "number": status.watch.id,
                "inbox": plain(status.watch.inbox),
                "out": plain(status.watch.out),
                "rubric": plain(status.watch.rubric),
                "watched": status.watcher is not None,
                "watcher": plain(status.watcher.who) if status.watcher else None,
                "watched_since": utc(status.watcher.since) if status.watcher else None,
                "troubles": [plain(trouble) for trouble in status.troubles],
                "counts": {state: _count(status, (state,)) for state in get_args(State)},
                "dossiers": [_as_json(entry) for entry in in_order(status.entries)],
            }
            for status in statuses
        ],
    }


def _as_json(entry: Entry) -> dict[str, Any]:
    in_work = entry.state == "reading"
    return {
        "number": entry.id,
        "name": plain(entry.name),
        "state": entry.state,
        "since": utc(entry.since),
        "first_seen": utc(entry.first_seen),
        "version": entry.version,
        "step": plain(entry.step) if in_work and entry.step else None,
        "pages_done": entry.pages_done if in_work else None,
        "pages_total": entry.pages_total if in_work else None,
        "error": plain(entry.error) if entry.error else None,
        "retry_at": utc(entry.retry_at) if entry.state == "failed" else None,
        "strikes": entry.strikes,
        "interruptions": entry.interruptions,
        "same_as": entry.repeats,
        "moved_at": utc(entry.moved_at),
    }


def _count(status: WatchStatus, states: Sequence[str]) -> int:
    return sum(entry.state in states for entry in status.entries)


def counted(status: WatchStatus) -> str:
    """How many dossiers stand how, in one line; 重复 and 已移走 only where there are any."""
    told = []
    for word, states in COUNTED:
        number = _count(status, states)
        if number or states[0] not in {"repeated", "gone"}:
            told.append(f"{word} {number}")
    return " · ".join(told)


def progress(entry: Entry) -> str:
    """The step and pages of a dossier in work."""
    if entry.state != "reading":
        return ""
    pages = f"{entry.pages_done}/{entry.pages_total} 页" if entry.pages_total else ""
    return " ".join(part for part in (plain(entry.step), pages) if part)


def remark(entry: Entry) -> str:
    """What went wrong last, and what comes next."""
    parts = []
    if entry.error and entry.state not in {"done", "repeated", "gone"}:
        parts.append(plain(entry.error))
    if entry.state == "failed" and entry.retry_at:
        parts.append(f"{local(entry.retry_at)} 再试")
    if entry.state == "repeated" and entry.repeats:
        parts.append(f"与 {entry.repeats} 号内容相同")
    if entry.state == "set_aside":
        parts.append("请人工处理")
    return "；".join(parts)


def as_tables(statuses: Sequence[WatchStatus], *, whole: bool = False) -> Iterator[RenderableType]:
    """What a person sees: a few lines and a table a watch; of the settled dossiers the latest, unless `whole`."""
    from rich.table import Table
    from rich.text import Text

    for status in statuses:
        watch = status.watch
        yield Text(f"收件 {plain(watch.inbox)}\n结果 {plain(watch.out)}\n办法 {plain(watch.rubric)}")
        if status.watcher is None:
            yield Text("看守 没有运行：新材料不会被处理，请启动 yushen watch", style="yellow")
        else:
            since = f"，{local(status.watcher.since)} 起" if status.watcher.since else ""
            yield Text(f"看守 正在运行（{plain(status.watcher.who)}{since}）")
        for trouble in status.troubles:
            yield Text(f"注意 {plain(trouble)}", style="red")
        yield Text(counted(status), style="bold")
        rows = in_order(status.entries)
        settled = [entry for entry in rows if entry.state in SETTLED]
        hidden = {entry.id for entry in settled[SHOWN:]} if not whole else set()
        table = Table()
        for heading in ("编号", "材料", "状态", "自何时起", "进展", "版次", "说明"):
            table.add_column(heading, justify="right" if heading in {"编号", "版次"} else "left", overflow="fold")
        for entry in rows:
            if entry.id not in hidden:
                table.add_row(*(Text(cell) for cell in _cells(entry)), style=_STYLES.get(entry.state))
        if rows:
            yield table
        if hidden:
            states = Counter(WORDS[entry.state] for entry in rows if entry.id in hidden)
            yield Text(f"另有 {'、'.join(f'{word} {n} 份' for word, n in states.items())}未列出（--all 全部列出）")
        yield Text("")


def _cells(entry: Entry) -> tuple[str, ...]:
    version = str(entry.version) if entry.version else ""
    since = local(entry.since)
    return str(entry.id), plain(entry.name), WORDS[entry.state], since, progress(entry), version, remark(entry)
