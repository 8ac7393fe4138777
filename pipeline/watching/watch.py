"""`yushen watch`: an inbox watched for months. This module begins, waits and ends; `watcher` does the work."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from matchers.rubric import kind_folders
from pipeline.emit.whole_file import make_folder
from pipeline.errors import ExitCode, UnusableInput, YushenError
from pipeline.inbox import refuse_output_inside
from pipeline.ledger.rows import Watch
from pipeline.ledger.store import HoldLost, Ledger, LedgerUnavailable, opened
from pipeline.leftovers import remove_leftovers
from pipeline.limits_file import load_limits
from pipeline.request import RunRequest, user_cache
from pipeline.run import plan_of
from pipeline.watching.arrivals import PATIENCE_SECONDS, SETTLE_SECONDS, Arrivals
from pipeline.watching.contents import Program, program_of
from pipeline.watching.drafter_link import DrafterLimits, DrafterLink
from pipeline.watching.events import watched
from pipeline.watching.intake import Intake
from pipeline.watching.log_fields import fault_of
from pipeline.watching.watcher import Settings, Watcher

if TYPE_CHECKING:
    from structlog.stdlib import BoundLogger

LOCK: Final = ".yushen-watch.lock"
SCRATCH: Final = ".yushen-scratch"
Clock = Callable[[], dt.datetime]
"""Tells the time of day, with its zone."""
TURN_SECONDS: Final = 1.0
"""The longest sleep: signals and a drafter that hangs are noticed after so long."""
TROUBLE_SECONDS: Final = 5.0
"""Until the ledger is asked again after it could not be."""


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


@dataclass
class _Alarm:
    """Wakes the loop; `stop` ends it."""

    bell: threading.Event = field(default_factory=threading.Event)
    noticed: bool = True
    stopped: bool = False

    def notice(self) -> None:
        """Something in the inbox changed."""
        self.noticed = True
        self.bell.set()

    def ring(self) -> None:
        """The drafter said something."""
        self.bell.set()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self.stopped = True
        self.bell.set()


def watch(asked: WatchRequest, log: BoundLogger, clock: Clock) -> ExitCode:
    """Watches until told to stop (SIGINT, SIGTERM) or, with `once`, until nothing is left to do.

    Returns DONE, or SOME_FAILED where `once` leaves dossiers without a draft; `clock`: for what the ledger says of
    when. Raises UnusableInput at the start, and with `once` where another process watches already.
    """
    _check(asked)
    program = _program(asked)
    alarm = _Alarm()
    told = None
    with _signals(alarm), opened(asked.ledger, make=True) as ledger:
        while True:
            trouble, fault = "stand_by", None
            try:
                at = clock().isoformat(timespec="seconds")
                watch_row = ledger.watch(str(asked.inbox), str(asked.out), asked.request.rubric, at)
                with ledger.hold(watch_row, at) as mine, _alone_in(asked.out) as alone:
                    if mine and alone:
                        return _hold(asked, program, ledger, watch_row, log, alarm, clock)
                if asked.once:
                    raise UnusableInput(
                        f"另一个进程正在看守收件文件夹“{asked.inbox}”", remedy="不必重复启动；状态用 yushen status 查看"
                    )
            except LedgerUnavailable as error:
                trouble, fault = "ledger_busy", fault_of(error)
            except HoldLost:
                pass
            except OSError as error:
                trouble, fault = "results_missing", fault_of(error)
            if trouble != told:  # once, not every few seconds for a weekend
                log.warning(trouble, fault=fault)
            told = trouble
            if _pause(alarm, TROUBLE_SECONDS):
                return ExitCode.DONE


def _hold(
    asked: WatchRequest, program: Program, ledger: Ledger, held: Watch, log: BoundLogger, alarm: _Alarm, clock: Clock
) -> ExitCode:
    """The watch is this process's own: from the start to the end, or to trouble with the ledger, which raises."""
    scratch = asked.out / SCRATCH
    removed = [*remove_leftovers(asked.out, alone=True), *remove_leftovers(scratch, alone=True)]
    removed += remove_leftovers(_cache(asked))
    if removed:
        log.info("leftovers_removed", count=len(removed))
    request = replace(asked.request, paths=(asked.inbox,), out=asked.out, scratch=scratch, cache=_cache(asked))
    link = DrafterLink(request, alarm.ring, asked.limits)
    intake = Intake(ledger, held, asked.out, Arrivals(asked.settle, asked.patience), program)
    settings = Settings(asked.inbox, asked.out, asked.request.supplements, asked.poll, asked.move)
    watcher = Watcher(settings, ledger, held, intake, link, log, clock)
    folders = [asked.inbox, *([asked.request.supplements] if asked.request.supplements else [])]
    try:
        with watched(folders, alarm.notice) as has_events:
            if not has_events:
                log.info("events_missing", polling=True)
            log.info("watch_started", watch=held.id, move=asked.move, once=asked.once)
            watcher.begin()
            _turn(asked, watcher, alarm, log)
        log.info("watch_stopped", watch=held.id)
    finally:
        watcher.end()
        remove_leftovers(scratch, alone=True)
        with contextlib.suppress(OSError):
            scratch.rmdir()
    if not asked.once:
        return ExitCode.DONE
    undone = any(entry.state in {"failed", "set_aside"} for entry in ledger.entries(held))
    return ExitCode.SOME_FAILED if undone else ExitCode.DONE


def _turn(asked: WatchRequest, watcher: Watcher, alarm: _Alarm, log: BoundLogger) -> None:
    """Look, hear, give work, sleep; until told to stop or nothing is left."""
    looked, took = -asked.poll, 0.0
    has_rubric = _Rubric(asked)
    while not alarm.stopped:
        alarm.bell.clear()
        now = time.monotonic()
        pace = min(asked.poll, max(asked.settle / 4, 0.2)) if watcher.intake.unsettled else asked.poll
        # An inbox that takes long to look through is not looked through all the time.
        if (alarm.noticed and now - looked >= 0.2 + took) or now - looked >= pace + 5 * took:
            alarm.noticed = False
            has_rubric.renew(watcher, log)
            watcher.look()
            looked, took = now, time.monotonic() - now
        watcher.hear()
        watcher.give_work()
        if asked.once and watcher.is_idle():
            if looked == now and not alarm.noticed:
                return
            alarm.noticed = True  # one more look, in case something came while the last was at work
        alarm.bell.wait(min(TURN_SECONDS, max(0.05, pace / 2)) if not alarm.noticed else 0.2)


@dataclass
class _Rubric:
    """The rubric's file, asked before every look whether it was edited."""

    asked: WatchRequest
    stamp: tuple[object, ...] | None = None

    def renew(self, watcher: Watcher, log: BoundLogger) -> None:
        """With another rubric everything is drafted again; one with faults is told and the former one stays."""
        stamp = _stamp_of(self.asked.request.rubric)
        before, self.stamp = self.stamp, stamp
        if before is None or before == stamp:
            return
        try:
            program = _program(self.asked)
        except YushenError as error:
            log.error("rubric_unusable", fault=fault_of(error))
            return
        if program != watcher.intake.program:
            log.info("rubric_renewed", count=watcher.renew(program))


def _stamp_of(rubric: str) -> tuple[object, ...]:
    """Times and sizes of the rubric's file and of what lies beside it (cases, lists, folders of kinds).

    A built-in rubric changes with the program only.
    """
    path = Path(rubric)
    if not path.is_file():
        return ()
    beside = path.resolve().parent
    stamps = []
    for file in (*beside.glob("*.*"), *beside.glob("*/*.y*ml")):
        with contextlib.suppress(OSError):
            seen = file.stat()
            stamps.append((str(file), seen.st_size, seen.st_mtime_ns))
    return tuple(sorted(stamps))


def _check(asked: WatchRequest) -> None:
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


def _program(asked: WatchRequest) -> Program:
    plan = plan_of(asked.request)
    kinds = kind_folders(asked.request.rubric, plan.rubric)
    rest = f"{asked.request.ocr} {load_limits(asked.request.limits)!r}"
    return program_of(plan.rubric, plan.as_of.isoformat(), kinds, plan.table, rest)


def _cache(asked: WatchRequest) -> Path:
    return asked.request.cache or user_cache()


@contextlib.contextmanager
def _alone_in(out: Path) -> Iterator[bool]:
    """Whether nobody else watches into this output folder, with another ledger or from another machine."""
    make_folder(out)
    lock = FileLock(out / LOCK, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    except (OSError, NotImplementedError):  # a share without locks: the ledger's own has to do
        yield True
        return
    try:
        yield True
    finally:
        lock.release()


@contextlib.contextmanager
def _signals(alarm: _Alarm) -> Iterator[None]:
    """Ctrl-C and a service's stop end the watch in good order."""
    names = [signal.SIGINT, signal.SIGTERM, *([signal.SIGBREAK] if hasattr(signal, "SIGBREAK") else [])]
    before = [(name, signal.signal(name, alarm.stop)) for name in names]
    try:
        yield
    finally:
        for name, handler in before:
            signal.signal(name, handler)


def _pause(alarm: _Alarm, seconds: float) -> bool:
    """Waits; True if told to stop."""
    until = time.monotonic() + seconds
    while not alarm.stopped and (left := until - time.monotonic()) > 0:
        alarm.bell.clear()
        if not alarm.stopped:
            alarm.bell.wait(min(left, TURN_SECONDS))
    return alarm.stopped
