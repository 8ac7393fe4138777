"""The real `yushen watch` on an inbox of small born-digital dossiers: started, looked at, killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pymupdf as _pymupdf

from pipeline.errors import UnusableInput
from pipeline.ledger.rows import Entry
from pipeline.ledger.store import opened
from sample_dossiers.generator import form
from sample_dossiers.generator.containers import steady
from sample_dossiers.generator.numbers import uscc

pymupdf: Any = _pymupdf
RUBRIC = "jiangmen-qic-2022"
SECONDS = 120.0
"""More than this is a hang, on the busiest machine."""


def paper(number: int, holder: str) -> bytes:
    """A management certificate as a born-digital PDF."""
    book = pymupdf.open()
    page = book.new_page(width=595, height=842)
    lines = (
        "质量管理体系认证证书",
        f"证书编号：00121Q3{number:04d}R2M",
        "兹证明",
        holder,
        "建立的质量管理体系符合标准：GB/T 19001-2016/ISO 9001:2015",
        "发证日期：2021年9月30日",
        "有效期至：2024年9月29日",
        "中国质量认证中心",
    )
    for at, line in enumerate(lines):
        page.insert_text((60, 90 + at * 30), line, fontname="china-s", fontsize=12)
    return bytes(book.tobytes(deflate=True, no_new_id=True))


def long_paper(pages: int) -> bytes:
    """A PDF that takes some seconds to read."""
    book = pymupdf.open()
    for number in range(pages):
        page = book.new_page(width=595, height=842)
        for at in range(40):
            page.insert_text(
                (60, 60 + at * 18), f"第{number}页第{at}行：生产过程检验记录", fontname="china-s", fontsize=11
            )
    return bytes(book.tobytes(deflate=True, no_new_id=True))


def holder_of(number: int) -> str:
    """An invented company."""
    return f"江门市穹岚{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}电器有限公司"


def application(number: int) -> bytes:
    """Its application form in Word."""
    facts: dict[str, Any] = {
        "name": holder_of(number),
        "uscc": uscc(f"91440703MA4U{number:04d}"),
        "address": "广东省江门市蓬江区杜阮镇穹岚路18号",
        "established": "2009-04-16",
        "legal": "戈长庚",
        "industry": "C38电气机械和器材制造业",
        "product": "电热水壶、电烤箱",
        "contact": "戈长庚",
        "district": "江门市蓬江区",
        "claims": {"9.1": {"score": 8, "proof": "质量管理体系证书", "page": 7}},
    }
    return steady(form.word(facts))


def dossier(number: int) -> dict[str, bytes]:
    """File name → content of a small dossier."""
    return {"0申报表.docx": application(number), "证书/质量体系.pdf": paper(number, holder_of(number))}


def lay_down(folder: Path, files: dict[str, bytes]) -> Path:
    """Writes the files into the folder."""
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return folder


@dataclass
class RealWatch:
    """The command on an inbox below `root`; all of its state lies below `root`, too."""

    root: Path
    options: tuple[str, ...] = ()
    settle: float = 0.3
    process: subprocess.Popen[str] | None = None
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inbox.mkdir(parents=True, exist_ok=True)

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def ledger(self) -> Path:
        return self.root / "state" / "ledger.sqlite"

    def command(self, *more: str) -> list[str]:
        return [
            *(sys.executable, "-m", "pipeline.cli", "watch", str(self.inbox), "--rubric", RUBRIC),
            *("--out", str(self.out), "--ledger", str(self.ledger), "--log", str(self.root / "state/watch.log")),
            *("--settle", str(self.settle), "--poll", "0.5", "--patience", "3", "--jobs", "1"),
            *("--cache", str(self.root / "cache"), *self.options, *more),
        ]

    def start(self, *more: str) -> None:
        self.process = subprocess.Popen(
            self.command(*more), stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
        )

    def run_once(self) -> int:
        """Runs with --once to its end."""
        return subprocess.run(self.command("--once"), timeout=SECONDS, check=False).returncode

    def kill(self) -> None:
        """Power off: SIGKILL to the watcher; what it started has to end by itself."""
        assert self.process is not None
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        self.process.wait()
        _, alive = psutil.wait_procs(children, timeout=10)
        assert not alive, f"outlived the watcher: {alive}"

    def stop(self) -> int:
        """Ctrl-C."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)

    def drafter(self) -> psutil.Process | None:
        """The watcher's child that reads and drafts."""
        assert self.process is not None
        for child in psutil.Process(self.process.pid).children():
            if "pipeline.watching.drafter" in child.cmdline():
                return child
        return None

    def entries(self) -> dict[str, Entry]:
        """The ledger's dossiers by their name in the inbox."""
        try:
            with opened(self.ledger, make=False) as ledger:
                return {entry.entry: entry for watch in ledger.watches() for entry in ledger.entries(watch)}
        except UnusableInput:  # not made yet
            return {}

    def states(self) -> dict[str, str]:
        return {name: entry.state for name, entry in self.entries().items()}

    def wait_for(self, holds: Callable[[], bool], what: str) -> None:
        """Until something holds; a watcher that ended, or one that takes too long, fails the test."""
        until = time.monotonic() + SECONDS
        while not holds():
            assert self.process is None or self.process.poll() is None, f"ended: {self.told()}"
            assert time.monotonic() < until, f"{what}: {self.states()}"
            time.sleep(0.1)

    def told(self) -> str:
        return (self.process.stderr.read() or "") if self.process and self.process.stderr else ""

    def draft(self, name: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.out / name / "draft.json").read_text("utf-8"))
        return content

    def outputs(self) -> dict[str, bytes]:
        """All that was written, by path; locks aside."""
        return {
            str(path.relative_to(self.out)): path.read_bytes()
            for path in sorted(self.out.rglob("*"))
            if path.is_file() and not path.name.endswith(".lock")
        }


@contextmanager
def real_watch(root: Path, *options: str) -> Iterator[RealWatch]:
    """A watch that is ended with the block, whatever happened in it."""
    made = RealWatch(root, options)
    try:
        yield made
    finally:
        if made.process is not None and made.process.poll() is None:
            os.killpg(made.process.pid, signal.SIGKILL)
            made.process.wait()
