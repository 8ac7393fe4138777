"""Whether a path lies on a disk of this machine.

SQLite's write-ahead log needs shared memory, and its locks are the file system's: on a network share neither holds, and
two machines would spoil the file (sqlite.org/wal.html, "Disadvantages").
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Final

from pipeline.errors import UnusableInput

_SHARES: Final = frozenset(
    (
        *(
            "9p",
            "acfs",
            "afpfs",
            "afs",
            "beegfs",
            "ceph",
            "cifs",
            "coda",
            "davfs",
            "drvfs",
            "gfs2",
            "glusterfs",
            "gpfs",
        ),
        *("lustre", "ncpfs", "nfs", "nfs3", "nfs4", "ocfs2", "orangefs", "prl_fs", "pvfs2", "smb2", "smb3"),
        *("smbfs", "vboxsf", "virtiofs", "vmhgfs", "webdav"),
    )
)
_LOCAL_FUSE: Final = frozenset(
    {"fuse.ntfs-3g", "fuse.ntfs", "fuse.exfat", "fuse.ext4", "fuse.fuse-overlayfs", "fuse.zfs"}
)
_DRIVE_REMOTE: Final = 4
"""What GetDriveTypeW answers for a network drive."""


def refuse_share(path: Path) -> None:
    """Raises UnusableInput, with the reason and the way out, where the path lies on a network share."""
    share = share_of(path)
    if share is None:
        return
    raise UnusableInput(
        f"账本“{path}”在网络共享（{share}）上：网络共享上的文件锁和预写日志（WAL）不可靠，断电或两台机器同时写会损坏账本",
        remedy="请把账本放在本机磁盘上；几台机器共用时，请用 postgresql:// 地址",
    )


def share_of(path: Path, platform: str = sys.platform) -> str | None:
    """The kind of network share that holds the path (`nfs4`, `UNC`, …); None where it is a local disk or not told."""
    if platform == "win32":
        return _windows_share(str(path))
    try:
        real = path.resolve()
        if platform == "darwin":
            return share_among(_mac_mounts(_mount_output()), real)
        return share_among(linux_mounts(Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")), real)
    except (OSError, RuntimeError, subprocess.SubprocessError):
        return None


def share_among(mounts: Iterator[tuple[str, str]], path: PurePath) -> str | None:
    """The kind of share that holds the path, by (mount point, kind) of every mount; the innermost and last counts."""
    best: tuple[int, str] = (-1, "")
    for point, kind in mounts:
        depth = len(PurePath(point).parts)
        if depth >= best[0] and path.is_relative_to(point):
            best = (depth, kind)
    return best[1] if is_share(best[1]) else None


def is_share(kind: str) -> bool:
    """Whether a file system of this kind lies on another machine. Unknown FUSE kinds are taken for remote.

    >>> [is_share(k) for k in ("ext4", "nfs4", "cifs", "fuse.sshfs", "fuseblk", "fuse.ntfs-3g", "fuse.9pfs", "tmpfs")]
    [False, True, True, True, False, False, True, False]
    """
    kind = kind.lower()
    return kind in _SHARES or (kind.startswith(("fuse.", "osxfuse", "macfuse")) and kind not in _LOCAL_FUSE)


def linux_mounts(mountinfo: str) -> Iterator[tuple[str, str]]:
    r"""(mount point, kind) of every line of /proc/self/mountinfo (proc(5)); blanks in names stand there as \040.

    >>> list(linux_mounts(r"36 35 98:0 / /mnt/\346\224\266\344\273\266\040a rw,noatime master:1 - nfs4 srv:/x rw"))
    [('/mnt/收件 a', 'nfs4')]
    """
    for line in mountinfo.splitlines():
        before, dash, after = line.partition(" - ")
        fields, kinds = before.split(" "), after.split(" ")
        if dash and len(fields) > 4:
            yield _plain(fields[4]), _plain(kinds[0])


def _plain(field: str) -> str:
    raw = field.encode("utf-8", "surrogateescape")
    octal = re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8) & 0xFF]), raw)
    return octal.decode("utf-8", "surrogateescape")


def _mount_output() -> str:
    return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=10, check=True).stdout


def _mac_mounts(output: str) -> Iterator[tuple[str, str]]:
    """(mount point, kind) of every line of macOS's `mount`: `//u@srv/a on /Volumes/a (smbfs, nodev, nosuid)`."""
    for line in output.splitlines():
        if found := re.fullmatch(r".*? on (/.*) \(([^,)]+).*\)", line):
            yield found[1], found[2]


def _windows_share(path: str) -> str | None:
    if re.match(r"[\\/]{2}[?.][\\/]UNC[\\/]", path, re.IGNORECASE):
        return "UNC"
    path = re.sub(r"^[\\/]{2}[?.][\\/]", "", path)
    if re.match(r"[\\/]{2}", path):
        return "UNC"
    drive = re.match(r"([A-Za-z]):", path)
    if drive and _drive_type(f"{drive[1]}:\\") == _DRIVE_REMOTE:
        return f"网络驱动器 {drive[1].upper()}:"
    return None


def _drive_type(root: str) -> int:
    """GetDriveTypeW of kernel32 (fileapi.h); 0, unknown, elsewhere."""
    import ctypes

    loader = getattr(ctypes, "windll", None)
    return int(loader.kernel32.GetDriveTypeW(root)) if loader is not None else 0
