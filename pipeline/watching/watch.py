"""`yushen watch`: an inbox watched for months. This module begins, waits and ends; `watcher` does the work."""

from __future__ import annotations

import contextlib
import datetime as dt
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from pipeline.emit.whole_file import make_folder
from pipeline.errors import ExitCode, UnusableInput
from pipeline.ledger.rows import Watch
from pipeline.ledger.store import HoldLost, Ledger, LedgerUnavailable, opened
from pipeline.leftovers import remove_leftovers
from pipeline.no_network import network_protection
from pipeline.watching.arrivals import Arrivals
from pipeline.watching.contents import Program
from pipeline.watching.drafter_link import DrafterLink
from pipeline.watching.events import watched
from pipeline.watching.intake import Intake
from pipeline.watching.log_fields import fault_of
from pipeline.watching.orders import Orders
from pipeline.watching.rubric_file import RubricFile
from pipeline.watching.watch_request import WatchRequest, check, check_alone, program_for
from pipeline.watching.watcher import Watcher

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
    when. Raises UnusableInput at the start, also where another inbox's results lie in `out`, and with `once` where
    another process watches already.
    """
    check(asked)
    program = program_for(asked)
    alarm = _Alarm()
    told = None
    with _signals(alarm), opened(asked.ledger, make=True) as ledger:
        while True:
            trouble, fault = "stand_by", None
            try:
                at = clock().isoformat(timespec="seconds")
                check_alone(asked, ledger.watches())
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
    removed += remove_leftovers(asked.cache)
    if removed:
        log.info("leftovers_removed", count=len(removed))
    request = replace(asked.request, paths=(asked.inbox,), out=asked.out, scratch=scratch, cache=asked.cache)
    link = DrafterLink(request, alarm.ring, asked.limits)
    intake = Intake(ledger, held, asked.out, Arrivals(asked.settle, asked.patience), program)
    orders = Orders(asked.inbox, asked.out, asked.request.supplements, asked.move)
    watcher = Watcher(orders, ledger, held, intake, link, log, clock)
    folders = [asked.inbox, *([asked.request.supplements] if asked.request.supplements else [])]
    try:
        with watched(folders, alarm.notice) as has_events:
            if not has_events:
                log.info("events_missing", polling=True)
            log.info("watch_started", watch=held.id, move=asked.move, once=asked.once)
            _tell_protection(log)
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


def _tell_protection(log: BoundLogger) -> None:
    """What keeps the processes that open papers off the network, or that nothing does."""
    backend = network_protection()
    if backend == "none":
        log.warning("network_open")
    else:
        log.info("network_closed", backend=backend)


def _turn(asked: WatchRequest, watcher: Watcher, alarm: _Alarm, log: BoundLogger) -> None:
    """Look, hear, give work, sleep; until told to stop or nothing is left."""
    looked, took = -asked.poll, 0.0
    has_rubric = RubricFile(asked)
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
