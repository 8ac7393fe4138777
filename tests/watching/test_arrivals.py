"""When a dossier is complete (issue "The inbox that never loses anything"; peers.md part C, group 1)."""

from __future__ import annotations

import io
import os
import stat
import tarfile
import zipfile
from pathlib import Path

import py7zr
import pytest

from pipeline.inbox import APART_MARK
from pipeline.watching.arrivals import Arrivals
from pipeline.watching.closed import is_closed
from pipeline.watching.contents import UNREAD, NotOpenable, content_of, is_as_seen, seen_files
from pipeline.watching.sights import look, look_at


def put(path: Path, content: str | bytes = "证书", at: float | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    if at is not None:
        os.utime(path, (at, at))
    return path


def names(found: object) -> list[str]:
    return [sight.entry for sight in found]  # type: ignore[attr-defined]


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "证书" * 100)
    return held.getvalue()


def test_a_slow_copy_is_waited_for(tmp_path: Path) -> None:
    arrivals = Arrivals(settle=10)
    put(tmp_path / "甲公司/a.pdf", "一")
    assert not arrivals.complete(look(tmp_path), 0)
    put(tmp_path / "甲公司/a.pdf", "一二")  # grows
    assert not arrivals.complete(look(tmp_path), 9)
    assert not arrivals.complete(look(tmp_path), 18.9)
    put(tmp_path / "甲公司/b.pdf")  # the second stage
    assert not arrivals.complete(look(tmp_path), 20)
    assert not arrivals.complete(look(tmp_path), 29.9)
    assert names(arrivals.complete(look(tmp_path), 30)) == ["甲公司"]


def test_the_same_size_at_another_time_is_a_change(tmp_path: Path) -> None:
    arrivals = Arrivals(settle=10)
    put(tmp_path / "甲.pdf", "一", at=1000)
    arrivals.complete(look(tmp_path), 0)
    put(tmp_path / "甲.pdf", "二", at=2000)
    assert not arrivals.complete(look(tmp_path), 10)
    assert arrivals.complete(look(tmp_path), 20)


@pytest.mark.parametrize("at", [0, 4_000_000_000], ids=["1970", "2096"])
def test_a_clock_that_is_set_back_changes_nothing(tmp_path: Path, at: float) -> None:
    arrivals = Arrivals(settle=10)
    put(tmp_path / "甲.pdf", at=at)
    assert not arrivals.complete(look(tmp_path), 0)
    assert arrivals.complete(look(tmp_path), 10)


def test_a_rename_into_place_counts_from_then(tmp_path: Path) -> None:
    arrivals = Arrivals(settle=10)
    whole = put(tmp_path / "甲.pdf.part")
    assert not look(tmp_path), "a download under way is no dossier"
    whole.rename(tmp_path / "甲.pdf")
    assert not arrivals.complete(look(tmp_path), 100)
    assert names(arrivals.complete(look(tmp_path), 110)) == ["甲.pdf"]


def test_gone_before_it_was_complete_is_forgotten(tmp_path: Path) -> None:
    arrivals = Arrivals(settle=10)
    path = put(tmp_path / "甲.pdf", at=1000)
    arrivals.complete(look(tmp_path), 0)
    path.unlink()
    assert not arrivals.complete(look(tmp_path), 9)
    put(path, at=1000)
    assert not arrivals.complete(look(tmp_path), 12), "it came anew"


def test_a_file_that_becomes_a_folder_is_another_thing(tmp_path: Path) -> None:
    arrivals = Arrivals(settle=10)
    path = put(tmp_path / "甲")
    arrivals.complete(look(tmp_path), 0)
    path.unlink()
    put(tmp_path / "甲/甲", "证书")
    assert not arrivals.complete(look(tmp_path), 10)
    assert arrivals.complete(look(tmp_path), 20)


def test_a_marker_ends_the_wait_at_once(tmp_path: Path) -> None:
    put(tmp_path / "甲/a.pdf")
    put(tmp_path / "乙/a.pdf")
    put(tmp_path / "丙/证书/提交完成", "")
    put(tmp_path / "甲/提交完成", "")
    assert names(Arrivals(settle=10).complete(look(tmp_path), 0)) == ["甲"]


def test_a_marker_does_not_end_the_wait_for_a_download(tmp_path: Path) -> None:
    put(tmp_path / "甲/a.pdf.crdownload")
    put(tmp_path / "甲/提交完成.txt", "")
    arrivals = Arrivals(settle=10, patience=100)
    assert not arrivals.complete(look(tmp_path), 0)
    assert not arrivals.complete(look(tmp_path), 99)
    assert arrivals.complete(look(tmp_path), 100), "a download that never ends keeps no dossier for ever"


def test_an_empty_folder_is_not_yet_a_dossier(tmp_path: Path) -> None:
    (tmp_path / "甲/证书").mkdir(parents=True)
    put(tmp_path / "甲/Thumbs.db")
    arrivals = Arrivals(settle=10, patience=100)
    assert not arrivals.complete(look(tmp_path), 0)
    assert not arrivals.complete(look(tmp_path), 50)
    assert arrivals.complete(look(tmp_path), 100), "one that stays empty is drafted, and says so"


def test_a_closed_archive_is_taken_at_once_and_a_growing_one_is_not(tmp_path: Path) -> None:
    whole = zipped("a.pdf", "b.pdf")
    put(tmp_path / "甲.zip", whole[:-30])
    arrivals = Arrivals(settle=10)
    assert not arrivals.complete(look(tmp_path), 0)
    put(tmp_path / "甲.zip", whole)
    assert names(arrivals.complete(look(tmp_path), 1)) == ["甲.zip"]


def closed_and_cut() -> dict[str, tuple[bytes, bytes]]:
    plain = zipped("a.pdf")
    with_comment = plain[:-2] + b"\x05\x00hello"
    held = io.BytesIO()
    with py7zr.SevenZipFile(held, "w") as archive:
        archive.writestr("证书" * 500, "a.txt")
    seven = held.getvalue()
    rar5 = b"Rar!\x1a\x07\x01\x00" + bytes(60) + b"\x1d\x77\x56\x51\x03\x05\x04\x00"
    rar4 = b"Rar!\x1a\x07\x00" + bytes(60) + b"\xc4\x3d\x7b\x00\x40\x07\x00"
    return {
        "zip": (plain, plain[:-1]),
        "zip with a comment": (with_comment, with_comment[:-1]),
        "zip with bytes behind": (with_comment, plain + b"\0"),
        "zip cut to its tail": (plain, b"PK\x03\x04" + plain[-22:]),
        "7z": (seven, seven[:-1]),
        "rar 5": (rar5, rar5[:-3]),
        "rar 4": (rar4, rar4[:-3]),
    }


@pytest.mark.parametrize("name", closed_and_cut())
def test_an_archive_is_closed_when_its_end_is_there(tmp_path: Path, name: str) -> None:
    whole, cut = closed_and_cut()[name]
    assert is_closed(put(tmp_path / "whole", whole))
    assert not is_closed(put(tmp_path / "cut", cut))


def test_what_has_no_end_of_its_own_is_never_called_closed(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        archive.add(put(tmp_path / "a.pdf"))
    assert not is_closed(tmp_path / "a.tar.gz")
    assert not is_closed(put(tmp_path / "b.pdf", "%PDF-1.7\n%%EOF"))
    assert not is_closed(tmp_path / "missing")


def test_junk_neither_arrives_nor_changes_a_dossier(tmp_path: Path) -> None:
    put(tmp_path / "甲/a.pdf", at=1000)
    before = look_at(tmp_path / "甲")
    for name in ("Thumbs.db", ".DS_Store", "~$a.docx", "._a.pdf", "__MACOSX/._a.pdf", "证书/desktop.ini", "提交完成"):
        put(tmp_path / "甲" / name)
    for name in (
        "Thumbs.db",
        ".DS_Store",
        "~$表.docx",
        "._甲",
        "__MACOSX/a",
        ".hidden",
        "乙.zip.part",
        "甲.处理说明.txt",
    ):
        put(tmp_path / name)
    after = look_at(tmp_path / "甲")
    assert before is not None
    assert after is not None
    assert after.stamps == before.stamps
    assert names(look(tmp_path)) == ["甲"]


def test_what_was_put_away_is_no_dossier_but_an_applicant_of_that_name_is(tmp_path: Path) -> None:
    put(tmp_path / "已处理" / APART_MARK)
    put(tmp_path / "已处理/2026-11/甲/a.pdf")
    put(tmp_path / "需人工处理/a.pdf")
    assert names(look(tmp_path)) == ["需人工处理"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows 没有命名管道")
def test_links_and_pipes_are_never_opened(tmp_path: Path) -> None:
    secret = put(tmp_path / "elsewhere/secret.txt", "别处的")
    inbox = tmp_path / "inbox"
    put(inbox / "甲/a.pdf")
    (inbox / "甲/link.pdf").symlink_to(secret)
    (inbox / "乙").symlink_to(secret.parent)
    os.mkfifo(inbox / "甲/pipe.pdf")
    os.mkfifo(inbox / "丙.pdf")
    sights = look(inbox)
    assert sorted(names(sights)) == ["丙.pdf", "乙", "甲"]
    for sight in sights:
        seen = {file.path: file for file in seen_files(sight, (), anyway=False)}  # would hang on a pipe
        assert all(seen[name].sha256 == UNREAD for name in seen if not name.startswith("a."))


def test_an_inbox_that_is_away_is_not_empty(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        look(tmp_path / "unmounted")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="管理员能打开一切文件")
def test_a_file_without_permission_is_waited_for(tmp_path: Path) -> None:
    path = put(tmp_path / "甲/a.pdf")
    path.chmod(0)
    sight = look_at(tmp_path / "甲")
    assert sight is not None
    with pytest.raises(NotOpenable):
        seen_files(sight, (), anyway=False)
    path.chmod(stat.S_IRUSR)


def test_a_file_that_cannot_be_opened_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel on Windows, a share that blinks: told by the error, whatever its reason."""
    put(tmp_path / "甲/a.pdf")
    sight = look_at(tmp_path / "甲")
    assert sight is not None

    def refuse(path: Path) -> str:
        raise PermissionError(13, "另一个程序正在使用此文件")

    monkeypatch.setattr("pipeline.watching.contents.sha256_of", refuse)
    with pytest.raises(NotOpenable):
        seen_files(sight, (), anyway=False)
    assert [file.sha256 for file in seen_files(sight, (), anyway=True)] == [UNREAD]


def test_a_known_file_is_not_opened_again_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "甲/a.pdf", "一", at=1000)
    sight = look_at(tmp_path / "甲")
    assert sight is not None
    known = seen_files(sight, (), anyway=False)
    monkeypatch.setattr("pipeline.watching.contents.sha256_of", lambda path: "opened")
    assert seen_files(sight, known, anyway=False) == known
    put(path, "二", at=2000)
    changed = look_at(tmp_path / "甲")
    assert changed is not None
    assert not is_as_seen(changed, known)
    assert seen_files(changed, known, anyway=False)[0].sha256 == "opened"


def test_the_same_bytes_are_the_same_content_whatever_they_are_called(tmp_path: Path) -> None:
    for name in ("甲.zip", "甲(1).zip"):
        put(tmp_path / name, zipped("a.pdf"))
    for name in ("甲", "甲 - 副本"):
        put(tmp_path / name / "a.pdf", "一")
        put(tmp_path / name / "b.pdf", "二")
    put(tmp_path / "乙/a.pdf", "二")
    put(tmp_path / "乙/b.pdf", "一")
    content = {
        sight.entry: content_of(seen_files(sight, (), anyway=False), is_folder=sight.is_folder)
        for sight in look(tmp_path)
    }
    assert content["甲.zip"] == content["甲(1).zip"]
    assert content["甲"] == content["甲 - 副本"]
    assert len(set(content.values())) == 3, "names inside count"


def test_papers_handed_in_later_belong_to_their_dossier(tmp_path: Path) -> None:
    inbox, later = tmp_path / "inbox", tmp_path / "later"
    put(inbox / "甲公司.zip", zipped("a.pdf"))
    put(inbox / "乙公司/a.pdf")
    before = {sight.entry: sight.stamps for sight in look(inbox)}
    put(later / "甲公司/社保.pdf")
    after = {sight.entry: sight for sight in look(inbox, later)}
    assert after["甲公司.zip"].stamps != before["甲公司.zip"]
    assert after["甲公司.zip"].supplements == (later / "甲公司",)
    assert after["乙公司"].stamps == before["乙公司"]
