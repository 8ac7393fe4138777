"""What a killed run leaves is removed, what a running one needs is not."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.leftovers import leftovers, remove_leftovers, scratch_folder

RUN = """
import sys, time
from pathlib import Path
from pipeline.leftovers import scratch_folder
with scratch_folder(Path(sys.argv[1])) as folder:
    (folder / "身份证.pdf").write_bytes(b"x")
    print(folder, flush=True)
    time.sleep(60)
"""


def aged(path: Path, seconds: float = 100_000) -> Path:
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def part(folder: Path, process: int, name: str = "draft") -> Path:
    path = folder / f".{name}.{process}.part.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"half")
    return path


def nobody() -> int:
    """A process number that nobody has."""
    return next(n for n in range(4_000_000, 2_000_000, -1) if not Path(f"/proc/{n}").exists())


def test_a_scratch_folder_is_its_owners_and_goes_with_the_block(tmp_path: Path) -> None:
    with scratch_folder(tmp_path / "neu") as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700 or os.name == "nt"
        (folder / "a.pdf").write_bytes(b"x")
        assert remove_leftovers(tmp_path / "neu") == ()
        assert (folder / "a.pdf").exists()
    assert list((tmp_path / "neu").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_killed_runs_scratch_is_left_while_it_runs_and_removed_after(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", RUN, str(tmp_path)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        folder = Path(run.stdout.readline().strip())
        assert remove_leftovers(tmp_path) == ()
        assert (folder / "身份证.pdf").exists()
        run.send_signal(signal.SIGKILL)
    assert leftovers(tmp_path) == (folder,)
    assert remove_leftovers(tmp_path) == (folder,)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_lock_is_given_up_after_a_day(tmp_path: Path) -> None:
    young, old, office = tmp_path / "yushen-a", tmp_path / "yushen-b", tmp_path / "yushen-office-c"
    for folder in (young, old, office):
        folder.mkdir()
        (folder / "x").write_bytes(b"x")
    aged(old)
    aged(office, 4_000)
    assert set(remove_leftovers(tmp_path)) == {old, office}
    assert young.exists()
    assert remove_leftovers(tmp_path, alone=True) == (young,)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_half_written_files_of_gone_processes_go(tmp_path: Path) -> None:
    mine = part(tmp_path / "甲", os.getpid())
    gone = aged(part(tmp_path / "甲", nobody()), 400)
    fresh = part(tmp_path / "乙", nobody())
    reused = aged(part(tmp_path / "甲", os.getpid(), "batch"), 3_000)
    start = time.time() - 3_000
    assert set(remove_leftovers(tmp_path)) >= {gone}
    assert mine.exists()
    assert fresh.exists(), "it may be another machine's"
    assert reused.exists() == (_started() < start), "this process was not there yet when it was written"


def _started() -> float:
    told = Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()
    boot = float(Path("/proc/uptime").read_text("ascii").split()[0])
    return time.time() - boot + int(told[19]) / os.sysconf("SC_CLK_TCK")


def test_nothing_else_is_touched(tmp_path: Path) -> None:
    others = [
        tmp_path / "人的.part",
        tmp_path / ".x.part",
        tmp_path / "甲" / "draft.json",
        tmp_path / "甲" / "a.12.part",
    ]
    for path in others:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
        aged(path)
    cache = tmp_path / "ab"
    cache.mkdir()
    entry = aged(_written(cache / ".abcd1234.part"))
    if os.name != "nt":
        (tmp_path / "yushen-link").symlink_to(tmp_path / "甲")
    assert remove_leftovers(tmp_path, alone=True) == (entry,)
    assert all(path.exists() for path in others)
    assert remove_leftovers(tmp_path / "nicht da") == ()


def _written(path: Path) -> Path:
    path.write_bytes(b"x")
    return path


def test_alone_means_everything_of_ours(tmp_path: Path) -> None:
    left = [part(tmp_path / "甲", os.getpid()), part(tmp_path, os.getpid(), "batch")]
    assert set(remove_leftovers(tmp_path, alone=True)) == set(left)
