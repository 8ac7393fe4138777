from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.errors import ExitCode, UnusableInput
from pipeline.inbox import find_dossiers


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def names(paths: list[Path], *, single: bool = False, out: Path | None = None) -> list[str]:
    return [source.name for source in find_dossiers(paths, single=single, out=out)]


def test_folders_archives_and_single_documents_are_dossiers_and_junk_is_not(tmp_path: Path) -> None:
    put(tmp_path / "甲公司" / "a.pdf")
    for name in (
        "乙公司.zip",
        "丙公司.pdf",
        "Thumbs.db",
        ".DS_Store",
        "desktop.ini",
        "~$表.docx",
        "._x.pdf",
        ".hidden",
    ):
        put(tmp_path / name)
    (tmp_path / "__MACOSX").mkdir()
    assert sorted(names([tmp_path])) == sorted(["甲公司", "乙公司", "丙公司"])


def test_natural_order(tmp_path: Path) -> None:
    for name in ("10号", "2号", "1号"):
        (tmp_path / name).mkdir()
    assert names([tmp_path]) == ["1号", "2号", "10号"]


def test_single_takes_the_folder_itself(tmp_path: Path) -> None:
    folder = put(tmp_path / "甲公司" / "a.pdf").parent
    assert names([folder], single=True) == ["甲公司"]


def test_a_file_path_is_a_dossier_even_without_dossier(tmp_path: Path) -> None:
    assert names([put(tmp_path / "乙公司.zip")]) == ["乙公司"]


def test_an_inbox_given_as_dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = put(tmp_path / "甲公司" / "a.pdf").parent
    monkeypatch.chdir(folder)
    assert names([Path()], single=True) == ["甲公司"]


def test_second_of_a_name_gets_a_number(tmp_path: Path) -> None:
    put(tmp_path / "甲公司" / "a.pdf")
    put(tmp_path / "甲公司.zip")
    put(tmp_path / "甲公司.pdf")
    assert sorted(names([tmp_path])) == ["甲公司", "甲公司 (2)", "甲公司 (3)"]


def test_nfd_names_become_nfc_and_count_as_the_same(tmp_path: Path) -> None:
    put(tmp_path / "1" / "Cafe\u0301" / "a.pdf")
    put(tmp_path / "2" / "Caf\u00e9" / "a.pdf")
    assert names([tmp_path / "1", tmp_path / "2"]) == ["Caf\u00e9", "Caf\u00e9 (2)"]


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot hold such names")
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('甲:乙"丙', "甲_乙_丙"),
        ("a\\b|c?d*e<f>", "a_b_c_d_e_f_"),
        ("CON", "CON_"),
        ("nul.x", "nul_.x"),
        ("公司.", "公司_"),
        ("公司 ", "公司_"),
        ("batch.xlsx", "batch.xlsx (2)"),
        ("a\nb", "a_b"),
    ],
)
def test_names_that_windows_forbids(tmp_path: Path, given: str, expected: str) -> None:
    (tmp_path / given).mkdir()
    assert names([tmp_path]) == [expected]


@pytest.mark.skipif(os.name == "nt", reason="bytes as names are a POSIX matter")
def test_a_folder_name_in_gbk_is_readable(tmp_path: Path) -> None:
    try:
        os.mkdir(os.fsencode(tmp_path) + b"/" + "恒晟电器".encode("gbk"))  # noqa: PTH102
    except OSError:
        pytest.skip("the file system takes UTF-8 only")
    assert names([tmp_path]) == ["恒晟电器"]


def test_the_same_path_twice_is_one_dossier(tmp_path: Path) -> None:
    folder = put(tmp_path / "甲公司" / "a.pdf").parent
    assert names([tmp_path, tmp_path, folder.parent]) == ["甲公司"]


@pytest.mark.parametrize("content", [[], [".DS_Store", "Thumbs.db"]])
def test_an_empty_inbox_is_refused_with_exit_status_two(tmp_path: Path, content: list[str]) -> None:
    for name in content:
        put(tmp_path / name)
    with pytest.raises(UnusableInput, match="空的") as refusal:
        find_dossiers([tmp_path], single=False, out=None)
    assert refusal.value.exit_code == ExitCode.UNUSABLE


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="找不到"):
        find_dossiers([tmp_path / "没有"], single=False, out=None)
    with pytest.raises(UnusableInput):
        find_dossiers([], single=False, out=None)


def test_output_inside_the_inbox_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "inbox" / "甲公司" / "a.pdf")
    inbox = tmp_path / "inbox"
    for out in (inbox, inbox / "out", inbox / "甲公司" / "out", tmp_path / "x" / ".." / "inbox" / "out"):
        with pytest.raises(UnusableInput, match="收件文件夹"):
            find_dossiers([inbox], single=False, out=out)
    assert names([inbox], out=tmp_path / "out") == ["甲公司"]


def test_output_through_a_link_into_the_inbox_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "inbox" / "甲公司" / "a.pdf")
    link = tmp_path / "out"
    try:
        link.symlink_to(tmp_path / "inbox" / "甲公司")
    except OSError:
        pytest.skip("no symbolic links here")
    with pytest.raises(UnusableInput):
        find_dossiers([tmp_path / "inbox"], single=False, out=link)


def test_a_draft_is_never_written_into_what_is_read(tmp_path: Path) -> None:
    put(tmp_path / "甲公司" / "a.pdf")
    put(tmp_path / "inbox" / "inbox" / "a.pdf")
    with pytest.raises(UnusableInput):
        find_dossiers([tmp_path / "甲公司"], single=True, out=tmp_path)
    with pytest.raises(UnusableInput):
        find_dossiers([tmp_path / "inbox"], single=False, out=tmp_path)


def test_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "inbox" / "甲公司" / "a.pdf")
    with pytest.raises(UnusableInput, match="文件"):
        find_dossiers([tmp_path / "inbox"], single=False, out=put(tmp_path / "out"))
