"""What a watcher is asked to do: the command line's arguments, and whether they can be used."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from matchers.rubric import kind_folders
from pipeline.errors import UnusableInput
from pipeline.inbox import refuse_output_inside
from pipeline.ledger.rows import Watch
from pipeline.limits_file import load_limits
from pipeline.request import RunRequest, user_cache
from pipeline.run import plan_of
from pipeline.watching.arrivals import PATIENCE_SECONDS, SETTLE_SECONDS
from pipeline.watching.contents import Program, program_of
from pipeline.watching.drafter_link import DrafterLimits


@dataclass(frozen=True)
class WatchRequest:
    """What to watch and how: the command line's arguments. `request.paths` is the one inbox.

    ledger: a file, a postgresql:// address, None for the user's own; settle, patience, poll: seconds (`arrivals`,
    `watcher`); once: end when nothing is left to do.
    """

    request: RunRequest
    ledger: str | None = None
    settle: float = SETTLE_SECONDS
    patience: float = PATIENCE_SECONDS
    poll: float = 10.0
    move: bool = False
    once: bool = False
    limits: DrafterLimits = field(default_factory=DrafterLimits)

    @property
    def inbox(self) -> Path:
        return self.request.paths[0].resolve()

    @property
    def out(self) -> Path:
        return self.request.out.resolve()

    @property
    def cache(self) -> Path:
        return self.request.cache or user_cache()


def check(asked: WatchRequest) -> None:
    """Raises UnusableInput for folders that cannot be watched or written to."""
    inbox = asked.inbox
    if not inbox.is_dir():
        raise UnusableInput(
            f"找不到收件文件夹“{asked.request.paths[0]}”", remedy="请给出一个文件夹；网络文件夹请先确认已连接"
        )
    try:
        os.listdir(inbox)  # noqa: PTH208  # only whether it can be
    except OSError as cause:
        raise UnusableInput(f"打不开收件文件夹“{inbox}”（{cause.strerror}）", remedy="请检查访问权限") from None
    refuse_output_inside(asked.request.out, [inbox])
    if inbox.is_relative_to(asked.out):
        raise UnusableInput(
            f"收件文件夹“{inbox}”在结果文件夹里面", remedy="请把 --out 指到别处，草稿才不会写进收到的材料"
        )
    if asked.ledger and "://" not in asked.ledger and Path(asked.ledger).resolve().is_relative_to(inbox):
        raise UnusableInput("账本在收件文件夹里面", remedy="请用 --ledger 指到本机的另一个文件夹")
    later = asked.request.supplements
    if later is not None and (not later.is_dir() or later.resolve().is_relative_to(inbox)):
        raise UnusableInput(
            f"补正材料文件夹“{later}”找不到，或在收件文件夹里面", remedy="请给出收件文件夹以外的一个文件夹"
        )
    if asked.move and not os.access(inbox, os.W_OK):
        raise UnusableInput(f"--move 要改动收件文件夹“{inbox}”，但它不能写入", remedy="请检查权限，或不用 --move")


def check_alone(asked: WatchRequest, known: Iterable[Watch]) -> None:
    """Raises UnusableInput where the results of another inbox go to the same folder: one batch would replace the other.

    An inbox that is no longer there (moved, renamed) is none.
    """
    for other in known:
        is_other = other.inbox != str(asked.inbox) and other.out == str(asked.out)
        if is_other and Path(other.inbox).is_dir():
            raise UnusableInput(
                f"结果文件夹“{asked.out}”已用于另一个收件文件夹“{other.inbox}”",
                remedy="每个收件文件夹请用自己的结果文件夹（--out）；几个县的结果用 yushen merge 汇总",
            )


def program_for(asked: WatchRequest) -> Program:
    """The program as it would draft now; YushenError where the rubric or another file cannot be used."""
    plan = plan_of(asked.request)
    kinds = kind_folders(asked.request.rubric, plan.rubric)
    rest = f"{asked.request.ocr} {load_limits(asked.request.limits)!r}"
    return program_of(plan.rubric, plan.as_of.isoformat(), kinds, plan.table, rest)
