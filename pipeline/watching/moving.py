"""Moves dossiers that are done with out of the way (`--move`): by rename only, inside the inbox, never over anything.

A rename is whole or not at all. Where it would have to cross to another disk nothing is moved, and it is said.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from pipeline.emit.whole_file import write_bytes
from pipeline.errors import YushenError
from pipeline.inbox import APART, APART_MARK, NOTE_SUFFIX
from pipeline.names import path_name, unique_path

DONE, PROBLEM = APART
_MARK_TEXT: Final = "本文件夹由 yushen watch --move 建立，里面的材料不再作为新的申报材料读取。请勿删除本文件。\n"


class NotMoved(Exception):
    """The dossier stays where it is, and why (Chinese)."""


def target_for(inbox: Path, path: Path, *, month: str | None) -> Path:
    """A free place for the dossier, in a folder made here: 已处理/<month>/ or, with no month, 需人工处理/. NotMoved."""
    folder = inbox / DONE / month if month else inbox / PROBLEM
    try:
        _make_apart(inbox / (DONE if month else PROBLEM))
        folder.mkdir(parents=True, exist_ok=True)
        taken = {name.casefold() for name in os.listdir(folder)}  # noqa: PTH208  # names as they are
    except OSError as cause:
        raise NotMoved(f"不能建立文件夹“{folder.name}”（{cause.strerror or cause}）") from None
    return folder / unique_path(path_name(path), taken)


def move(path: Path, target: Path) -> None:
    """Renames; raises NotMoved where that cannot be, and then nothing has changed."""
    if os.path.lexists(target):
        raise NotMoved(f"“{target.name}”已存在")
    try:
        path.rename(target)
    except OSError as cause:
        if cause.errno == errno.EXDEV:
            raise NotMoved("不在同一磁盘上，为防丢失不复制后删除") from None
        raise NotMoved(f"不能移动（{cause.strerror or cause}），可能正被打开") from None


def write_note(target: Path, reason: str) -> None:
    """Says beside a dossier in 需人工处理 why it is there; written before the move. Raises NotMoved."""
    text = (
        f"这份材料没有自动出稿：{reason.rstrip('。')}。\n\n"
        "材料原样保留，没有改动。请人工查看；处理好以后把它移回收件文件夹，会再试一次。\n"
    )
    try:
        write_bytes(target.with_name(target.name + NOTE_SUFFIX), text.encode("utf-8-sig"))
    except (OSError, YushenError) as cause:
        raise NotMoved(f"说明写不进“{PROBLEM}”（{cause}）") from None


def _make_apart(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    mark = folder / APART_MARK
    if not mark.exists():
        if any(folder.iterdir()):
            raise OSError(errno.EEXIST, "收件文件夹里已有同名的申报材料")
        mark.write_text(_MARK_TEXT, "utf-8")
