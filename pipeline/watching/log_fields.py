"""What the watcher's log may say: events by slug, fields by name and kind; whatever else comes is left out.

A dossier is logged by its number in the ledger (`yushen status` shows the name to it): a dossier's name may be a
person's. Paths, names of files, what stands on pages and free texts of errors are no fields and never get in.

>>> allowed_fields({"dossier": 12, "file": "张三身份证.jpg", "seconds": 1.5})
({'dossier': 12, 'seconds': 1.5}, ('file',))
>>> line_of("dossier_done", {"dossier": 12, "version": 2})
'材料 12 已出稿（第 2 版）'
"""

from __future__ import annotations

import errno
import re
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pipeline.masking import mask

NUMBERS: Final = frozenset(
    {"watch", "dossier", "same_as", "version", "pages", "files", "bytes", "seconds", "attempt", "strikes", "count"}
    | {"interruptions", "removed", "pid", "free_bytes"}
    | {"arriving", "waiting", "reading", "read", "done", "failed", "set_aside", "repeated", "gone"}
)
"""Whole numbers and seconds. `dossier`, `same_as`: numbers of dossiers in the ledger; `watch`: of a watch."""

FLAGS: Final = frozenset({"move", "once", "polling", "marked", "recovered"})

_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,60}")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?")

TEXTS: Final[Mapping[str, re.Pattern[str]]] = {
    "state": _WORD,
    "before": _WORD,
    "reason": _WORD,
    "code": _WORD,
    "backend": _WORD,
    "signal": _WORD,
    "fault": re.compile(r"[A-Za-z_]\w{0,60}(\.[A-Z0-9]+)?(@[A-Za-z0-9_]{1,60}:\d+)?", re.ASCII),
    "software": re.compile(r"\d+(\.\d+){1,3}(\+[0-9a-f]{1,64})?"),
    "rubric": re.compile(r"[a-z0-9]+(-[a-z0-9]+){1,8}"),
    "digest": re.compile(r"[0-9a-f]{8,64}"),
    "retry_at": _TIME,
    "since": _TIME,
}
"""Words of programs (slugs), codes, digests, ISO times: none takes a path, a file name or a sentence.

fault: what `fault_of` gives; rubric: the id of a built-in one.
"""

PROGRAM: Final = Path(__file__).parent.parent

WORDS: Final[Mapping[str, str]] = {
    "watch_started": "开始看守收件文件夹（第 {watch} 号）",
    "watch_stopped": "已停止看守（第 {watch} 号）",
    "watch_refused": "不能看守：{reason}",
    "inbox_missing": "收件文件夹暂时打不开，稍后再试",
    "inbox_back": "收件文件夹又能打开了",
    "network_closed": "读取文件的进程不能联网（{backend}）",
    "network_open": "本机不能替读取文件的进程关闭网络；软件本身不联网",
    "events_missing": "收件文件夹不报告变化，改为定时查看",
    "dossier_seen": "发现材料 {dossier}",
    "dossier_changed": "材料 {dossier} 有变化，重新等待收齐",
    "dossier_complete": "材料 {dossier} 已收齐，排队处理",
    "dossier_begun": "开始读材料 {dossier}",
    "dossier_read": "材料 {dossier} 已读完",
    "dossier_done": "材料 {dossier} 已出稿（第 {version} 版）",
    "dossier_failed": "材料 {dossier} 未出稿，将在 {retry_at} 再试；原因见 yushen status",
    "dossier_struck": "处理材料 {dossier} 的进程中途结束（连续第 {strikes} 次）",
    "round_blocked": "这一轮的结果没有写成，稍后再试",
    "stand_by": "另一个进程正在看守这个收件文件夹，等它停止后接手",
    "dossier_set_aside": "材料 {dossier} 反复失败，已搁置，请人工处理",
    "dossier_repeated": "材料 {dossier} 与材料 {same_as} 内容相同，不重复处理",
    "dossier_gone": "材料 {dossier} 已不在收件文件夹",
    "dossier_resumed": "上次中断时在处理的 {count} 份材料重新处理",
    "dossier_moved": "材料 {dossier} 已移走",
    "move_failed": "材料 {dossier} 未能移走，稍后再试",
    "round_done": "一轮完成：出稿 {done} 份，失败 {failed} 份",
    "results_missing": "结果文件夹暂时不能用，稍后再试",
    "rubric_renewed": "评审办法或软件有变，{count} 份材料重新处理",
    "rubric_unusable": "评审办法改过后不能使用，暂按原来的办法",
    "disk_full": "磁盘空间不足，稍后再试",
    "ledger_busy": "账本暂时不能写，稍后再试",
    "leftovers_removed": "清除上次中断留下的临时文件 {count} 个",
}
"""Event → the line for people. An event that is not listed is shown by its slug."""


class FieldRefused(ValueError):
    """A field or event that the log may not hold: the watcher's own fault, raised only where `strict` is asked for."""


def is_event(event: object) -> bool:
    """True for a slug such as `dossier_done`."""
    return isinstance(event, str) and _WORD.fullmatch(event) is not None


def _fits(name: str, value: object) -> bool:
    if value is None:
        return name in NUMBERS | FLAGS | TEXTS.keys()
    if name in FLAGS:
        return isinstance(value, bool)
    if name in NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return name in TEXTS and isinstance(value, str) and TEXTS[name].fullmatch(value) is not None


def allowed_fields(fields: Mapping[str, object]) -> tuple[dict[str, object], tuple[str, ...]]:
    """The fields that may be logged, every text masked; and the names of those left out."""
    kept = {name: value for name, value in fields.items() if _fits(name, value)}
    masked = {name: mask(value) if isinstance(value, str) else value for name, value in kept.items()}
    left = sorted(name if _WORD.fullmatch(name) else "?" for name in fields if name not in kept)
    return masked, tuple(left)


def fault_of(error: BaseException) -> str:
    """What went wrong and where in the program, without the error's own text, which may name files and people.

    >>> try:
    ...     Path("/没有").read_text()
    ... except OSError as error:
    ...     fault_of(error).startswith("FileNotFoundError.ENOENT")
    True
    """
    kind = type(error).__name__
    if isinstance(error, OSError) and error.errno is not None and error.errno in errno.errorcode:
        kind += f".{errno.errorcode[error.errno]}"
    places = traceback.extract_tb(error.__traceback__)
    own = [place for place in places if Path(place.filename).is_relative_to(PROGRAM)] or list(places)
    if not own:
        return kind
    return f"{kind}@{re.sub(r'[^A-Za-z0-9_]', '_', Path(own[-1].filename).stem)[:60]}:{own[-1].lineno or 0}"


class _Unknown(dict[str, object]):
    """Fields by name; one that was not given is shown as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def line_of(event: str, fields: Mapping[str, object]) -> str:
    """The short line for people."""
    words = WORDS.get(event)
    if words is not None:
        return words.format_map(_Unknown(fields))
    return " ".join([event, *(f"{name}={value}" for name, value in fields.items())])
