"""What becomes of a dossier, with the drafter played by the test: order, strikes, retries, repeats, moves, restarts."""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fake_drafter import PROGRAM, Office, office

from pipeline.inbox import NOTE_SUFFIX, find_dossiers


@pytest.fixture
def at_office(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def moving_office(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path, move=True) as made:
        yield made


def kinds(at: Office) -> list[tuple[str, list[str]]]:
    return [(job.kind, [task.name for task in job.tasks]) for job in at.link.jobs]


def test_each_is_read_and_all_are_drafted_beside_each_other(at_office: Office) -> None:
    at_office.put("甲/a.pdf", "一")
    at_office.put("乙/a.pdf", "二")
    at_office.work()
    assert kinds(at_office)[-1] == ("draft", ["甲", "乙"]) or kinds(at_office)[-1] == ("draft", ["乙", "甲"])
    assert sorted(names[0] for kind, names in kinds(at_office) if kind == "read") == ["乙", "甲"]
    assert at_office.states() == {"甲": "done", "乙": "done"}
    at_office.put("丙/a.pdf", "三")
    at_office.work()
    assert sorted(kinds(at_office)[-1][1]) == ["丙", "乙", "甲"], "a number may be used by an earlier one, too"
    assert {entry.version for entry in at_office.ledger.entries(at_office.watch)} == {1}


def test_a_change_makes_a_new_version_and_a_touch_does_not(at_office: Office) -> None:
    path = at_office.put("甲/a.pdf", "一")
    at_office.work()
    os.utime(path, (1000, 1000))
    jobs = len(at_office.link.jobs)
    at_office.work()
    assert len(at_office.link.jobs) == jobs, "the same bytes are not done again"
    assert at_office.states() == {"甲": "done"}
    at_office.put("甲/b.pdf", "二")
    at_office.work()
    assert at_office.entry("甲").version == 2
    assert len(at_office.ledger.history(at_office.entry("甲").id)) == 2


def test_what_changes_while_it_is_read_is_not_drafted_as_it_was(at_office: Office) -> None:
    at_office.put("甲/a.pdf", "一")
    at_office.look()
    at_office.put("甲/b.pdf", "二")
    at_office.finish()
    assert at_office.states() == {"甲": "arriving"}
    at_office.work()
    assert [len(job.tasks[0].files) for job in at_office.link.jobs] == [1, 2, 2]


def test_three_ends_set_a_dossier_aside_and_the_others_go_on(at_office: Office) -> None:
    at_office.put("坏/a.pdf", "一")
    at_office.put("好/a.pdf", "二")
    ends = 0
    for _ in range(20):
        at_office.look()
        job = at_office.link.job
        if job is None:
            break
        if job.kind == "read" and job.tasks[0].name == "坏":
            ends += 1
            at_office.say("ended", why="进程退出（-9）")
        else:
            at_office.finish()
    assert ends == 3
    assert at_office.states() == {"坏": "set_aside", "好": "done"}
    assert at_office.link.jobs[-1].failures[0][0] == "坏", "the batch sheet names it"
    assert "进程退出" in (at_office.entry("坏").error or "")
    order = [names[0] for kind, names in kinds(at_office) if kind == "read"]
    assert order.index("好") < 2, "trouble goes to the end of the queue"
    at_office.put("坏/a.pdf", "别的")
    at_office.work()
    assert at_office.states() == {"坏": "done", "好": "done"}, "other bytes are another try"


def test_one_that_ends_the_drafting_is_told_by_name(at_office: Office) -> None:
    at_office.put("坏/a.pdf", "一")
    at_office.put("好/a.pdf", "二")
    for _ in range(30):
        at_office.watcher._pause.until = 0
        at_office.look()
        job = at_office.link.job
        if job is None:
            break
        if job.kind == "draft" and "坏" in [task.name for task in job.tasks]:
            at_office.say("progress", dossier="坏", step="评分", done=0, total=0)
            at_office.say("ended", why="进程退出（-11）")
        else:
            at_office.finish()
    assert at_office.states() == {"坏": "set_aside", "好": "done"}


def test_a_place_of_results_in_trouble_costs_no_strike(at_office: Office) -> None:
    at_office.put("甲/a.pdf", "一")
    at_office.look()
    at_office.finish()
    for attempt in range(5):
        at_office.look()
        if at_office.link.job is not None and at_office.link.job.kind == "read":
            at_office.finish()
            at_office.look()
        at_office.say("drafted", drafts=[], failures=[["甲", "写结果时出错：磁盘空间不足", "output"]])
        assert at_office.entry("甲").state == "failed", attempt
        assert at_office.entry("甲").strikes == 0
        at_office.look()
        assert at_office.link.job is None, "not before its time"
        at_office.now += dt.timedelta(hours=2)
    at_office.work()
    assert at_office.states() == {"甲": "done"}


def test_the_same_bytes_under_two_names_are_drafted_once(at_office: Office) -> None:
    at_office.put("甲/a.pdf", "一")
    at_office.put("甲 - 副本/a.pdf", "一")
    at_office.work()
    states = at_office.states()
    assert sorted(states.values()) == ["done", "repeated"]
    done = next(name for name, state in states.items() if state == "done")
    for path in (at_office.inbox / done).iterdir():
        path.unlink()
    (at_office.inbox / done).rmdir()
    at_office.work()
    at_office.work()
    assert at_office.states()[done] == "gone"
    assert [state for name, state in at_office.states().items() if name != done] == ["done"], "it was renamed"


def test_what_leaves_the_inbox_leaves_the_batch_and_comes_back_as_it_was(at_office: Office) -> None:
    at_office.put("甲/a.pdf", "一")
    at_office.put("乙/a.pdf", "二")
    at_office.work()
    (at_office.inbox / "甲").rename(at_office.root / "甲")
    at_office.work()
    at_office.work()
    assert at_office.states()["甲"] == "gone"
    assert kinds(at_office)[-1] == ("draft", ["乙"])
    jobs = len(at_office.link.jobs)
    (at_office.root / "甲").rename(at_office.inbox / "甲")
    at_office.work()
    assert at_office.states() == {"甲": "done", "乙": "done"}
    assert not any(job.kind == "read" for job in at_office.link.jobs[jobs:])


def test_an_inbox_that_is_away_loses_nothing_and_begins_nothing(at_office: Office) -> None:
    at_office.put("甲/a.pdf", "一")
    at_office.work()
    at_office.put("乙/a.pdf", "二")
    at_office.inbox.rename(at_office.root / "away")
    at_office.look()
    at_office.look()
    assert at_office.states() == {"甲": "done"}
    assert at_office.link.job is None
    assert at_office.log.said.count("inbox_missing") == 1
    (at_office.root / "away").rename(at_office.inbox)
    at_office.work()
    assert at_office.states() == {"甲": "done", "乙": "done"}
    assert at_office.entry("甲").version == 1


def test_a_restart_in_the_middle_goes_on(at_office: Office) -> None:
    at_office.put("甲/a.pdf", "一")
    at_office.put("乙/a.pdf", "二")
    at_office.look()
    at_office.start()  # killed while reading the first
    assert sorted(at_office.states().values()) == ["waiting", "waiting"]
    at_office.look()
    at_office.finish()
    at_office.start()  # killed between the two
    at_office.look()
    at_office.finish()
    at_office.look()
    assert at_office.link.job is not None
    assert at_office.link.job.kind == "draft"
    at_office.start()  # killed while drafting
    at_office.work()
    assert at_office.states() == {"甲": "done", "乙": "done"}
    assert {entry.version for entry in at_office.ledger.entries(at_office.watch)} == {1}


def test_outputs_that_are_not_whole_are_made_again_at_the_next_start(at_office: Office) -> None:
    at_office.put("甲/a.pdf", "一")
    at_office.work()
    (at_office.out / "甲/draft.json").unlink()
    at_office.start()
    assert at_office.states() == {"甲": "waiting"}
    at_office.work()
    assert (at_office.out / "甲/draft.json").exists()
    assert at_office.entry("甲").version == 1


def test_who_starts_again_does_not_wait_for_the_next_attempt(at_office: Office) -> None:
    at_office.put("甲/a.pdf", "一")
    at_office.look()
    at_office.finish()
    at_office.look()
    at_office.say("drafted", drafts=[], failures=[["甲", "写结果时出错：磁盘空间不足", "output"]])
    at_office.start()
    at_office.work()
    assert at_office.states() == {"甲": "done"}


def test_another_program_or_rubric_drafts_everything_again(at_office: Office) -> None:
    at_office.put("甲/a.pdf", "一")
    at_office.work()
    at_office.start(replace(PROGRAM, code="other"))
    at_office.work()
    made = at_office.ledger.history(at_office.entry("甲").id)
    assert [one.program for one in made] == ["c0de", "other"]
    at_office.look()
    at_office.watcher.renew(replace(PROGRAM, code="other", rubric_digest="edited"))
    at_office.work()
    assert at_office.ledger.last_made(at_office.entry("甲").id).rubric_digest == "edited"  # type: ignore[union-attr]


def test_a_reviewers_sheet_is_no_new_version(at_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    at_office.put("甲/a.pdf", "一")
    at_office.work()
    monkeypatch.setattr("pipeline.watching.made_files.is_touched", lambda path: True)
    (at_office.out / "甲/draft.xlsx").write_text("复核中", "utf-8")
    at_office.put("乙/a.pdf", "二")
    at_office.look()
    at_office.finish()
    at_office.look()
    job = at_office.link.job
    assert job is not None
    (at_office.out / "乙").mkdir()
    for name in ("draft.json", "draft.xlsx", "evidence.pdf"):
        (at_office.out / "乙" / name).write_text("乙", "utf-8")
    at_office.say("drafted", drafts=["甲", "乙"], failures=[])
    assert at_office.entry("甲").version == 1


def test_what_is_done_is_put_away_by_month_and_stays_in_the_round(moving_office: Office) -> None:
    moving_office.put("甲/a.pdf", "一")
    moving_office.put("乙.pdf", "二")
    moving_office.work()
    assert (moving_office.inbox / "已处理/2026-11/甲/a.pdf").read_text("utf-8") == "一"
    assert (moving_office.inbox / "已处理/2026-11/乙.pdf").exists()
    assert set(moving_office.states().values()) == {"done"}
    moving_office.put("丙/a.pdf", "三")
    moving_office.work()
    assert sorted(task.name for task in moving_office.link.jobs[-1].tasks) == ["丙", "乙", "甲"]
    moving_office.now = dt.datetime(2026, 12, 2, tzinfo=dt.UTC)
    moving_office.put("甲/a.pdf", "一，补正")
    moving_office.work()
    assert moving_office.entry("甲").version == 2
    assert (moving_office.inbox / "已处理/2026-12/甲/a.pdf").exists()
    assert (moving_office.inbox / "已处理/2026-11/甲/a.pdf").exists(), "never over anything"
    with pytest.raises(Exception, match="是空的"):
        find_dossiers([moving_office.inbox], single=False, out=None)


def test_what_fails_goes_where_people_look_with_the_reason(moving_office: Office) -> None:
    moving_office.put("甲/a.pdf", "一")
    for _ in range(3):
        moving_office.look()
        moving_office.say("ended", why="占用内存超过 8000 MB")
    moving_office.look()
    folder = moving_office.inbox / "需人工处理"
    assert (folder / "甲/a.pdf").exists()
    note = (folder / f"甲{NOTE_SUFFIX}").read_text("utf-8-sig")
    assert "占用内存超过" in note
    assert "移回收件文件夹" in note
    for path in folder.glob("甲*"):
        path.rename(moving_office.inbox / path.name)
    moving_office.work()
    assert moving_office.states() == {"甲": "done"}, "moved back, it is tried once more"


@pytest.mark.parametrize("fault", [errno.EXDEV, errno.EACCES, errno.EIO, errno.ENOSPC])
def test_a_move_that_cannot_be_leaves_everything_as_it_is(
    moving_office: Office, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    moving_office.put("甲/a.pdf", "一")
    real = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.parent == moving_office.inbox:
            raise OSError(fault, os.strerror(fault))
        return real(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    moving_office.work()
    assert (moving_office.inbox / "甲/a.pdf").read_text("utf-8") == "一"
    assert moving_office.states() == {"甲": "done"}
    assert moving_office.entry("甲").moving_to is None
    assert moving_office.log.said.count("move_failed") == 1
    monkeypatch.undo()
    moving_office.now += dt.timedelta(hours=1)
    moving_office.work()
    assert (moving_office.inbox / "已处理/2026-11/甲/a.pdf").exists()


@pytest.mark.parametrize("renamed", [False, True])
def test_a_move_that_was_cut_off_is_settled_at_the_next_start(
    moving_office: Office, monkeypatch: pytest.MonkeyPatch, renamed: bool
) -> None:
    class PowerLost(BaseException):
        pass

    moving_office.put("甲/a.pdf", "一")
    real = Path.rename

    def cut(path: Path, target: Path) -> Path:
        if path.parent == moving_office.inbox:
            if renamed:
                real(path, target)
            raise PowerLost
        return real(path, target)

    monkeypatch.setattr(Path, "rename", cut)
    with pytest.raises(PowerLost):
        moving_office.work()
    monkeypatch.undo()
    moving_office.start()
    moving_office.work()
    entry = moving_office.entry("甲")
    assert entry.moving_to is None
    assert entry.state == "done"
    assert entry.version == 1
    assert Path(entry.path) == moving_office.inbox / "已处理/2026-11/甲"
    assert (moving_office.inbox / "已处理/2026-11/甲/a.pdf").read_text("utf-8") == "一"


def test_an_applicants_folder_of_that_name_is_not_taken_for_our_own(moving_office: Office) -> None:
    moving_office.put("已处理/a.pdf", "一")
    moving_office.work()
    assert (moving_office.inbox / "已处理/a.pdf").exists()
    assert moving_office.states() == {"已处理": "done"}
    assert "move_failed" in moving_office.log.said


def test_a_name_is_kept_for_ever(at_office: Office) -> None:
    at_office.put("甲.pdf", "一")
    at_office.work()
    at_office.put("甲/a.pdf", "二")
    at_office.work()
    assert (at_office.entry("甲.pdf").name, at_office.entry("甲").name) == ("甲", "甲 (2)")
    (at_office.inbox / "甲.pdf").unlink()
    at_office.work()
    at_office.start()
    at_office.work()
    assert at_office.entry("甲").name == "甲 (2)"
