"""Where a ledger may be: a local file, PostgreSQL; never a network share, and never with its password shown."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UnusableInput
from pipeline.ledger import address, local_disk
from pipeline.ledger.address import address_of, default_path
from pipeline.ledger.columns import from_stored, to_stored
from pipeline.ledger.local_disk import is_share, linux_mounts, refuse_share, share_among, share_of
from pipeline.ledger.store import opened

MOUNTS = r"""
22 28 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw
28 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
29 28 0:40 / /mnt/县局\040共享 rw,relatime shared:2 master:3 - cifs //srv/x\040y rw,vers=3.0
30 29 254:1 / /mnt/县局\040共享/本机 rw - xfs /dev/vdb rw
31 28 0:41 / /nfs rw - nfs4 srv:/export rw
32 28 0:42 / /nfs2 rw - fuse.sshfs u@h:/ rw
33 28 0:43 / /stick rw - fuseblk /dev/sdb1 rw
34 28 0:44 / /over rw - ext4 /dev/vdc rw
35 28 0:45 / /over rw - nfs srv:/later rw
36 28 0:46 / /tab\011\134name rw - 9p host rw
this line is broken
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/yushen/ledger.sqlite", None),
        ("/mnt/县局 共享/账本.sqlite", "cifs"),
        ("/mnt/县局 共享/本机/账本.sqlite", None),
        ("/mnt/县局 共享2/账本.sqlite", None),
        ("/nfs/a/b", "nfs4"),
        ("/nfs", "nfs4"),
        ("/nfs2/a", "fuse.sshfs"),
        ("/nfs3/a", None),
        ("/stick/a", None),
        ("/over/a", "nfs"),
        ("/tab\t\\name/a", "9p"),
    ],
)
def test_the_innermost_mount_decides(path: str, kind: str | None) -> None:
    assert share_among(linux_mounts(MOUNTS), PurePosixPath(path)) == kind


@pytest.mark.parametrize(
    "kind",
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "fuse.sshfs",
        "fuse.davfs",
        "fuse.rclone",
        "afs",
        "ceph",
        "glusterfs",
        "fuse.glusterfs",
        "lustre",
    ],
)
def test_kinds_of_shares(kind: str) -> None:
    assert is_share(kind)
    assert is_share(kind.upper())


@pytest.mark.parametrize(
    "kind", ["ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "vfat", "exfat", "ntfs3", "fuseblk", "f2fs", "apfs"]
)
def test_kinds_of_local_disks(kind: str) -> None:
    assert not is_share(kind)


def test_a_share_is_refused_with_reason_and_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mounts(_text: str) -> Iterator[tuple[str, str]]:
        yield "/", "ext4"
        yield str(tmp_path.resolve()), "nfs4"

    monkeypatch.setattr(local_disk, "linux_mounts", mounts)
    monkeypatch.setattr(local_disk, "_mac_mounts", mounts)
    with (
        pytest.raises(UnusableInput, match=r"网络共享（nfs4）上.*文件锁和预写日志.*本机磁盘.*postgresql://"),
        opened(tmp_path / "neu" / "ledger.sqlite", make=True),
    ):
        pass
    assert not list(tmp_path.iterdir())
    (tmp_path.parent / f"{tmp_path.name}-link").symlink_to(tmp_path)
    with pytest.raises(UnusableInput, match="网络共享"):
        refuse_share(tmp_path.parent / f"{tmp_path.name}-link" / "ledger.sqlite")


def test_this_very_disk_is_local(tmp_path: Path) -> None:
    assert share_of(tmp_path / "ledger.sqlite") is None


@pytest.mark.parametrize(
    ("path", "share"),
    [
        (r"\\srv\share\ledger.sqlite", "UNC"),
        ("//srv/share/ledger.sqlite", "UNC"),
        (r"\\?\UNC\srv\share\ledger.sqlite", "UNC"),
        (r"Z:\ledger.sqlite", "网络驱动器 Z:"),
        (r"\\?\z:\ledger.sqlite", "网络驱动器 Z:"),
        (r"C:\ledger.sqlite", None),
        (r"\\?\C:\ledger.sqlite", None),
        (r"\\.\C:\ledger.sqlite", None),
    ],
)
def test_windows(path: str, share: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_disk, "_drive_type", lambda root: 4 if root == "Z:\\" or root == "z:\\" else 3)
    assert local_disk._windows_share(path) == share


def test_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    output = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//u@srv/共享 (旧) on /Volumes/共享 (旧) (smbfs, nodev, nosuid, mounted by u)\n"
    )
    monkeypatch.setattr(local_disk, "_mount_output", lambda: output)
    assert share_of(Path("/Volumes/共享 (旧)/ledger.sqlite"), "darwin") == "smbfs"
    assert share_of(Path("/Users/u/ledger.sqlite"), "darwin") is None


def test_where_no_mounts_are_told_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_text: str) -> Iterator[tuple[str, str]]:
        raise OSError

    monkeypatch.setattr(local_disk, "linux_mounts", none)
    assert share_of(Path("/x/ledger.sqlite"), "linux") is None


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_STATE_HOME": "/state"}, "/state/yushen/ledger.sqlite"),
        ("linux", {"XDG_STATE_HOME": "relative"}, "/home/u/.local/state/yushen/ledger.sqlite"),
        ("linux", {}, "/home/u/.local/state/yushen/ledger.sqlite"),
        ("darwin", {}, "/home/u/Library/Application Support/yushen/ledger.sqlite"),
        ("win32", {"LOCALAPPDATA": "/c/Local"}, "/c/Local/yushen/ledger.sqlite"),
        ("win32", {}, "/home/u/AppData/Local/yushen/ledger.sqlite"),
    ],
)
def test_default_places(
    platform: str, variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "YUSHEN_LEDGER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/u"))
    assert default_path() == Path(expected)
    monkeypatch.setenv(address.ENVIRONMENT, "/elsewhere/l.sqlite")
    assert address_of(None).path == Path("/elsewhere/l.sqlite")
    monkeypatch.setenv(address.ENVIRONMENT, "postgresql://u@h/db")
    assert address_of(None).url is not None


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "PostgreSQL"])
@pytest.mark.parametrize("as_path", [False, True])
def test_urls_of_postgresql(scheme: str, as_path: bool) -> None:
    written = f"{scheme}://yushen:ge%40heim@db.example:5433/ledger?sslmode=require&password=zweites"
    found = address_of(Path(written) if as_path else written)
    assert found.path is None
    assert found.url is not None
    assert (found.url.drivername, found.url.host, found.url.port) == ("postgresql+psycopg", "db.example", 5433)
    assert found.url.password == "ge@heim"
    assert found.url.query["sslmode"] == "require"
    assert found.shown == "postgresql://yushen:***@db.example:5433/ledger"


def test_a_server_s_socket_on_this_machine() -> None:
    found = address_of("postgresql:///ledger?host=/run/postgresql")
    assert found.url is not None
    assert (found.url.host, found.url.database, found.url.query["host"]) == (None, "ledger", "/run/postgresql")
    assert found.shown == "postgresql:///ledger"


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("mysql://u:geheim@h/db", "不是认得的数据库"),
        ("sqlite:///x.sqlite", "不是认得的数据库"),
        ("postgresql://u:geheim@h:port/db", "写得不对"),
        ("postgresql://u:geheim@h:99999/db", "端口"),
        ("postgresql+asyncpg://u:geheim@h/db", "不是认得的数据库"),
        ("", "是空的"),
        ("a\0b", "非法字符"),
    ],
)
def test_what_is_no_address(where: str, told: str) -> None:
    with pytest.raises(UnusableInput, match=told) as caught:
        address_of(where)
    assert "geheim" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("where", ["账本.sqlite", "./a:b/ledger.sqlite", "C:/x/ledger.sqlite", r"C:\x\ledger.sqlite"])
def test_plain_paths(where: str) -> None:
    found = address_of(where)
    assert found.url is None
    assert found.path is not None
    assert found.path.is_absolute()


def test_a_server_that_is_not_there_is_told_without_its_password() -> None:
    with (
        pytest.raises(UnusableInput, match=r"连不上.*postgresql://u:\*\*\*@127\.0\.0\.1:1/db") as caught,
        opened("postgresql://u:geheim@127.0.0.1:1/db", make=True),
    ):
        pass
    assert "geheim" not in "".join(traceback.format_exception(caught.value))


@given(st.text(st.characters(codec=None)) | st.text("\x00\x1a\udcff\udc80ab0"))
def test_any_text_comes_back_as_it_was_and_is_stored_as_utf_8_without_nul(given_text: str) -> None:
    stored = to_stored(given_text)
    assert from_stored(stored) == given_text
    assert "\0" not in stored
    stored.encode("utf-8")


@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_different_texts_are_stored_differently(one: str, other: str) -> None:
    assert (to_stored(one) == to_stored(other)) == (one == other)
