"""`yushen watch` as a user runs it: real processes, a real inbox, real kills."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from real_watch import RUBRIC, SECONDS, RealWatch, dossier, holder_of, lay_down, long_paper, paper, real_watch

from pipeline.ledger.store import opened
from pipeline.run import RunRequest, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="用信号和进程组试验")


def digests(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_morning_at_the_office(tmp_path: Path) -> None:
    """Arrives slowly, is drafted, is supplemented, is copied again; the inbox stays as it was; the end is orderly."""
    with real_watch(tmp_path) as watch:
        watch.start()
        files = dossier(1)
        for name, content in files.items():  # slower than it settles, with half a file in between
            place = watch.inbox / "甲公司" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content[: len(content) // 2])
            time.sleep(0.2)
            place.write_bytes(content)
            time.sleep(0.2)
        watch.wait_for(lambda: watch.states() == {"甲公司": "done"}, "the first draft")
        assert watch.draft("甲公司")["applicant"]["name"] == holder_of(1)
        assert {file["status"] for file in watch.draft("甲公司")["dossier"]["files"]} == {"read"}
        first = watch.entries()["甲公司"].version
        lay_down(watch.inbox / "甲公司", {"补正材料/证书二.pdf": paper(77, holder_of(1))})
        watch.wait_for(lambda: watch.entries()["甲公司"].version > first, "the version with the supplement")
        watch.wait_for(lambda: watch.states() == {"甲公司": "done"}, "the end of it")
        assert "补正材料/证书二.pdf" in {file["path"] for file in watch.draft("甲公司")["dossier"]["files"]}
        version, before = watch.entries()["甲公司"].version, watch.outputs()
        lay_down(watch.inbox / "甲公司", files)  # the same bytes with a new time
        lay_down(watch.inbox, {"乙公司.pdf": paper(2, holder_of(2)), "Thumbs.db": b"x", "丙.zip.part": b"PK"})
        watch.wait_for(lambda: watch.states() == {"甲公司": "done", "乙公司.pdf": "done"}, "the second dossier")
        assert watch.entries()["甲公司"].version == version
        inbox = digests(watch.inbox)
        assert watch.outputs()["甲公司/draft.json"] == before["甲公司/draft.json"]
        assert watch.stop() == 0
        assert digests(watch.inbox) == inbox
        assert not list(watch.out.rglob("*.part*"))
        assert not list(watch.out.glob(".yushen-scratch*"))


def test_a_watch_ends_with_what_a_run_gives(tmp_path: Path) -> None:
    """Whatever came when: two that use one certificate number are told of each other, and the batch has all."""
    with real_watch(tmp_path / "watch") as watch:
        lay_down(watch.inbox / "甲", dossier(1))
        assert watch.run_once() == 0
        lay_down(watch.inbox / "乙", {**dossier(2), "证书/质量体系.pdf": paper(1, holder_of(2))})
        lay_down(watch.inbox, {"丙.pdf": paper(3, holder_of(3))})
        assert watch.run_once() == 0
        run(RunRequest((watch.inbox,), RUBRIC, tmp_path / "run", cache=tmp_path / "cache"))
        other = RealWatch(tmp_path / "other")
        expected = {
            str(path.relative_to(tmp_path / "run")): path.read_bytes()
            for path in (tmp_path / "run").rglob("*")
            if path.is_file()
        }
        assert other.entries() == {}
        found = watch.outputs()
        assert found.keys() == expected.keys()
        assert [name for name in expected if found[name] != expected[name]] == []
        shared = [m["code"] for m in watch.draft("甲")["mismatches"]]
        assert "SHARED_NUMBER" in shared, "the first was drafted again when the second came"


def test_a_dossier_that_ends_its_process_is_set_aside_and_the_others_are_drafted(tmp_path: Path) -> None:
    """The kernel ends the drafter, as it does for want of memory."""
    with real_watch(tmp_path, "--move") as watch:
        for number, name in enumerate(("好一", "坏", "好二")):
            lay_down(watch.inbox / name, dossier(number))
        lay_down(watch.inbox / "坏", {"记录.pdf": long_paper(300)})
        watch.start()
        killed = 0
        until = time.monotonic() + SECONDS
        while watch.states().get("坏") != "set_aside":
            assert time.monotonic() < until, watch.states()
            bad = watch.entries().get("坏")
            drafter = watch.drafter()
            if bad is not None and bad.state == "reading" and bad.step and drafter is not None:
                drafter.kill()
                drafter.wait(10)
                killed += 1
                watch.wait_for(lambda: watch.entries()["坏"].strikes == killed, "the strike")  # noqa: B023  # asked at once
            time.sleep(0.02)
        assert killed == 3
        watch.wait_for(
            lambda: (
                watch.states() == {"好一": "done", "好二": "done", "坏": "set_aside"}
                and (watch.inbox / "需人工处理/坏").exists()
                and not (watch.inbox / "好一").exists()
                and not (watch.inbox / "好二").exists()
            ),
            "all put away",
        )
        assert "进程" in (watch.inbox / "需人工处理/坏.处理说明.txt").read_text("utf-8-sig")
        assert len(list((watch.inbox / "已处理").glob("20??-??/好*"))) == 2
        assert watch.stop() == 0
        assert watch.run_once() == 1, "one dossier has no draft"


def test_the_second_watcher_waits_and_takes_over_when_the_first_is_killed(tmp_path: Path) -> None:
    with real_watch(tmp_path) as first, real_watch(tmp_path) as second:
        first.start()
        log = tmp_path / "state/watch.log"
        first.wait_for(lambda: log.exists() and "watch_started" in log.read_text("utf-8"), "the start")
        second.start()
        second.wait_for(lambda: "stand_by" in log.read_text("utf-8"), "standing by")
        lay_down(first.inbox / "甲", dossier(1))
        first.wait_for(lambda: first.states() == {"甲": "done"}, "the first draft")
        once = subprocess.run(first.command("--once"), capture_output=True, timeout=SECONDS, check=False)
        assert once.returncode == 2
        assert "另一个进程正在看守" in once.stderr.decode()
        first.kill()
        lay_down(first.inbox / "乙", dossier(2))
        second.wait_for(lambda: second.states() == {"甲": "done", "乙": "done"}, "the draft of the second watcher")
        assert {entry.version for entry in second.entries().values()} == {1}


def test_an_inbox_that_vanishes_and_comes_back(tmp_path: Path) -> None:
    with real_watch(tmp_path) as watch:
        lay_down(watch.inbox / "甲", dossier(1))
        watch.start()
        watch.wait_for(lambda: watch.states() == {"甲": "done"}, "the first draft")
        before = watch.outputs()
        watch.inbox.rename(tmp_path / "unplugged")
        log = tmp_path / "state/watch.log"
        watch.wait_for(lambda: "inbox_missing" in log.read_text("utf-8"), "the inbox is missed")
        lay_down(tmp_path / "unplugged" / "乙", dossier(2))
        (tmp_path / "unplugged").rename(watch.inbox)
        watch.wait_for(lambda: watch.states() == {"甲": "done", "乙": "done"}, "the draft after that")
        assert watch.outputs()["甲/draft.json"] == before["甲/draft.json"]
        assert watch.entries()["甲"].version == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="挂载小磁盘需要管理员权限")
@pytest.mark.parametrize("entry", ["甲", "甲.zip"])
def test_a_full_disk_is_waited_out(tmp_path: Path, entry: str) -> None:
    """No room for the results, or to unpack: no half file, nothing lost, no strike; the draft comes with the room."""
    with real_watch(tmp_path) as watch:
        watch.out.mkdir(parents=True)
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(watch.out)], capture_output=True, check=False
        )
        if mounted.returncode:
            pytest.skip("这台机器不许挂载 tmpfs")
        try:
            lay_down(tmp_path / "made", dossier(1))
            if entry == "甲":
                shutil.copytree(tmp_path / "made", watch.inbox / entry)
            else:
                shutil.make_archive(str(watch.inbox / "甲"), "zip", tmp_path / "made")
            filling = watch.out / "filling"
            filling.write_bytes(bytes(230_000))
            watch.start()
            watch.wait_for(lambda: watch.states().get(entry) == "failed", "the failure")
            known = watch.entries()[entry]
            assert known.strikes == 0
            assert "磁盘空间不足" in (known.error or ""), known
            assert not list(watch.out.rglob("*.part*"))
            assert not (watch.out / "甲/draft.json").exists()
            watch.kill()
            subprocess.run(["mount", "-o", "remount,size=64m", str(watch.out)], check=True)
            assert watch.run_once() == 0
            assert watch.states() == {entry: "done"}
            draft = watch.draft("甲")
            assert draft["applicant"]["name"] == holder_of(1)
            assert {file["status"] for file in draft["dossier"]["files"]} == {"read"}
        finally:
            if watch.process is not None and watch.process.poll() is None:
                watch.kill()
            subprocess.run(["umount", "-l", str(watch.out)], check=False)


REFUSED = {
    "missing inbox": (["{root}/nowhere", "--out", "{root}/out"], "找不到收件文件夹"),
    "output inside": (["{root}/in", "--out", "{root}/in/out"], "在收件文件夹"),
    "inbox inside the output": (["{root}/in", "--out", "{root}"], "在结果文件夹里面"),
    "ledger inside": (["{root}/in", "--out", "{root}/out", "--ledger", "{root}/in/l.sqlite"], "账本在收件文件夹里面"),
    "foreign ledger": (["{root}/in", "--out", "{root}/out", "--ledger", "{root}/foreign"], "账本"),
    "unknown rubric": (["{root}/in", "--out", "{root}/out", "--rubric", "没有的办法"], "没有的办法"),
    "output is a file": (["{root}/in", "--out", "{root}/foreign"], "foreign"),
    "results of another inbox": (["{root}/in", "--out", "{root}/theirs"], "已用于另一个收件文件夹"),
    "supplements inside": (["{root}/in", "--out", "{root}/out", "--supplements", "{root}/in"], "补正材料"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_watched_is_refused_in_chinese(
    tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    from pipeline.cli import main

    (tmp_path / "in").mkdir()
    (tmp_path / "foreign").write_text("这不是账本" * 200, "utf-8")
    (tmp_path / "other").mkdir()
    with opened(tmp_path / "l.sqlite", make=True) as ledger:
        ledger.watch(str(tmp_path / "other"), str(tmp_path / "theirs"), RUBRIC, "2026-11-21T10:00:00+00:00")
        ledger.watch(str(tmp_path / "gone"), str(tmp_path / "out"), RUBRIC, "2026-11-21T10:00:00+00:00")
    arguments, told = REFUSED[name]
    given = [part.format(root=tmp_path) for part in arguments]
    more = [] if "--rubric" in given else ["--rubric", RUBRIC]
    more += [] if "--ledger" in given else ["--ledger", str(tmp_path / "l.sqlite")]
    with pytest.raises(SystemExit) as ended:
        main(["watch", *given, *more, "--log", str(tmp_path / "w.log"), "--once"])
    assert ended.value.code == 2
    said = capfd.readouterr().err
    assert told in said
    assert "Traceback" not in said
    assert not list((tmp_path / "in").iterdir())
