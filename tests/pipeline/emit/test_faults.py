"""Faults at every write, fsync and rename of a dossier's files: whatever stands in the folder afterwards is whole.

A full disk, a share that vanishes and a broken device say so by an OSError; a power cut by nothing at all.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from matchers.draft import Draft
from pipeline.emit.whole_file import write_bytes
from pipeline.errors import YushenError
from pipeline.kept_outputs import NAMES
from pipeline.steps import OutputOrder, write_evidence_pdf, write_sheets

FAULTS = {"full": errno.ENOSPC, "gone": errno.ESTALE, "broken": errno.EIO}


class PowerCut(BaseException):
    """Nothing runs after it."""


def digests(folder: Path) -> Mapping[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()} if folder.exists() else {}


def write_all(draft: Draft, folder: Path) -> None:
    order = OutputOrder(draft, folder, {})
    write_evidence_pdf(order)
    write_sheets(order)


@contextmanager
def failing(patch: pytest.MonkeyPatch, call: str, at: int, fault: Callable[[], BaseException]) -> Iterator[list[int]]:
    """The `at`-th fsync, rename or write of a block fails; gives the count of calls."""
    calls = [0]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def act(*given: Any, **named: Any) -> Any:
            calls[0] += 1
            if calls[0] == at:
                raise fault()
            return real(*given, **named)

        return act

    with patch.context() as inner:
        if call == "fsync":
            inner.setattr(os, "fsync", counted(os.fsync))
        elif call == "rename":
            inner.setattr(Path, "replace", counted(Path.replace))
        else:
            inner.setattr(os, "open", counted(os.open))
        yield calls


def put_former(draft: Draft, folder: Path) -> Mapping[str, str]:
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_bytes(f"former {name}".encode())
    return digests(folder)


def until_the_cut(real: Callable[..., None], calls: list[int], cut: int) -> Callable[..., None]:
    """Nothing is cleared up any more once the power is off."""
    return lambda path, missing_ok=False: None if calls[0] >= cut else real(path, missing_ok=missing_ok)


@pytest.fixture(scope="module")
def whole(faked: tuple[Draft, dict[str, Path]], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    folder = tmp_path_factory.mktemp("whole") / "甲"
    write_all(faked[0], folder)
    return digests(folder)


@pytest.mark.parametrize("call", ["open", "fsync", "rename"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_the_former_file_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, fault: str
) -> None:
    path = tmp_path / "draft.json"
    path.write_bytes(b"former")
    with (
        failing(monkeypatch, call, 1, lambda: OSError(FAULTS[fault], os.strerror(FAULTS[fault]))),
        pytest.raises(YushenError, match=r"无法写入“draft\.json”") as told,
    ):
        write_bytes(path, b"new")
    assert ("磁盘空间不足" in str(told.value)) == (fault == "full")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("draft.json", b"former")]


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_every_fault_leaves_each_file_old_or_new_and_the_next_try_makes_all_new(
    draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, whole: Mapping[str, str]
) -> None:
    number, told = 0, 0
    folder = tmp_path / "甲"
    former = put_former(draft, folder)
    while True:
        number += 1
        with failing(monkeypatch, call, number, lambda: OSError(errno.ENOSPC, "full")) as calls:
            try:
                write_all(draft, folder)
            except YushenError:
                told += 1
        found = digests(folder)
        assert set(found) == set(NAMES), "half a file was left behind"
        assert all(found[name] in {former[name], whole[name]} for name in NAMES)
        if calls[0] < number:
            break
    assert digests(folder) == whole
    assert told == 3, "a fault in each of the three files was told"


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_power_cut_leaves_each_file_old_or_new(
    draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, whole: Mapping[str, str]
) -> None:
    cuts = 0
    folder = tmp_path / "甲"
    former = put_former(draft, folder)
    while True:
        with failing(monkeypatch, call, cuts + 1, PowerCut) as calls, monkeypatch.context() as dead:
            dead.setattr(Path, "unlink", until_the_cut(Path.unlink, calls, cuts + 1))
            try:
                write_all(draft, folder)
            except PowerCut:
                cuts += 1
            else:
                break
        found = {name: digest for name, digest in digests(folder).items() if not name.startswith(".")}
        assert set(found) == set(NAMES)
        assert all(found[name] in {former[name], whole[name]} for name in NAMES)
    assert {name: digest for name, digest in digests(folder).items() if name in whole} == whole
    assert cuts >= 3
