"""Writes a file aside and renames it, so that a reader finds it whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from pipeline.errors import YushenError
from pipeline.masking import mask


class OutputBlocked(YushenError):
    """The file could not be put in its place, usually because a reviewer has it open; says what to do."""

    def __reduce__(self) -> tuple[object, ...]:
        return partial(OutputBlocked, remedy=self.remedy), (self.message,)


def _explain(path: Path, error: OSError) -> OutputBlocked:
    name = mask(path.name)
    if isinstance(error, PermissionError):
        remedy = "文件可能正被 Excel、WPS 或 PDF 阅读器打开，或文件夹只读；请关闭后重新运行"
        return OutputBlocked(f"无法写入“{name}”", remedy=remedy)
    if error.errno == errno.ENOSPC:
        return OutputBlocked(f"无法写入“{name}”：磁盘空间不足", remedy="请清理磁盘后重新运行")
    return OutputBlocked(f"无法写入“{name}”：{error.strerror or error}", remedy="请检查输出文件夹后重新运行")


def make_folder(folder: Path) -> None:
    """Makes the folder and those above it, each for its owner only (0700); one that is there stays as it is.

    On Windows the rights come from the folder above.
    """
    missing = [folder]
    while not missing[-1].exists() and missing[-1] != missing[-1].parent:
        missing.append(missing[-1].parent)
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Gives a name in the same folder to write to; moves it over `path` when the block ends well, else removes it.

    Raises OutputBlocked, with a Chinese message, where the folder or the present file cannot be written.
    """
    aside = path.with_name(f".{path.stem[:60]}.{os.getpid()}.part{path.suffix}")
    try:
        make_folder(path.parent)
        with suppress(FileNotFoundError):
            aside.unlink()
        # Papers of other people will stand in it: nobody but the owner reads it, not even while it is written.
        os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise _explain(path, error) from error
    try:
        yield aside
        aside.chmod(0o600)  # a library may have made the file anew
        with aside.open("r+b") as handle:
            os.fsync(handle.fileno())
        aside.replace(path)
        _settle(path.parent)
    except Exception as error:
        # Libraries that write files wrap what the system said: xlsxwriter's FileCreateError, for one.
        cause = error if isinstance(error, OSError) else next((a for a in error.args if isinstance(a, OSError)), None)
        if cause is None:
            raise
        raise _explain(path, cause) from error
    finally:
        with suppress(OSError):
            aside.unlink()


def _settle(folder: Path) -> None:
    """Has the system write down the new name, too: after a power cut it is there, or the old one is. POSIX only."""
    if os.name == "nt":
        return
    with suppress(OSError):  # not every share can; the content itself is safe
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_bytes(path: Path, content: bytes) -> None:
    """Puts the content at the path, whole or not at all."""
    with written_whole(path) as aside:
        aside.write_bytes(content)
