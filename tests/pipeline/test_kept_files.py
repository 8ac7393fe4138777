"""A dossier read a second time: nothing is opened that was read before, and nothing stale is taken for current."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymupdf as _pymupdf
import pytest
from docx import Document as new_word

from pipeline import reading, reading_tasks
from pipeline.inbox import DossierSource
from pipeline.kept_files import in_volumes
from pipeline.limits import ArchiveLimits
from pipeline.reading import read_dossier
from pipeline.reading_types import ReadDossier, ReadSettings
from pipeline.workers import Outcome, WorkerLimits, Workers

pymupdf: Any = _pymupdf


class Watched(Workers):
    """Workers that count what they are asked for."""

    asked: int = 0

    def submit(self, function: Any, item: Any, **rest: Any) -> Future[Outcome[Any]]:
        self.asked += 1
        return super().submit(function, item, **rest)


@pytest.fixture(scope="module")
def workers() -> Iterator[Watched]:
    made = Watched(2, WorkerLimits(seconds=30))
    with made:
        yield made


@pytest.fixture
def settings(tmp_path: Path) -> ReadSettings:
    return ReadSettings(scratch=tmp_path / "scratch", cache=tmp_path / "cache", ocr=False)


Reader = Callable[..., tuple[ReadDossier, int]]


@pytest.fixture
def read(workers: Watched, settings: ReadSettings, tmp_path: Path) -> Reader:
    """Reads the dossier; what was read and how many calls the workers got."""

    def run(path: Path | None = None, **changed: Any) -> tuple[ReadDossier, int]:
        before = workers.asked
        result = read_dossier(DossierSource("甲", path or tmp_path / "甲"), workers, replace(settings, **changed))
        return result, workers.asked - before

    return run


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = tmp_path / "甲"
    folder.mkdir()
    write_pdf(folder / "证书.pdf", "质量管理体系认证证书")
    word: Any = new_word()
    word.add_paragraph("申报表")
    word.save(str(folder / "申报表.docx"))
    (folder / "说明.txt").write_text("说明", "utf-8")
    (folder / "Thumbs.db").write_bytes(b"junk")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    write_zip(folder / "包.zip", folder / "证书.pdf", inner="第一版")
    return folder


def write_pdf(path: Path, text: str) -> None:
    document: Any = pymupdf.open()
    document.new_page().insert_text((70, 90), text, fontname="china-s")
    document.save(path)


def write_zip(path: Path, certificate: Path, *, inner: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(certificate, "里/证书.pdf")
        archive.writestr("里/说明.txt", inner)
        archive.writestr("../外面.txt", "不写")


def texts(found: ReadDossier) -> dict[str, str]:
    return {d.path: " ".join(p.text for p in d.pages) for d in found.documents}


def test_the_second_reading_is_the_same_and_opens_nothing(dossier: Path, read: Reader) -> None:
    first, calls = read()
    assert calls > 6
    assert "包.zip!/里/证书.pdf" in texts(first)
    second, calls = read()
    assert calls == 0
    assert second.documents == first.documents
    assert second.packed


def test_members_lie_on_disk_where_they_are_needed(dossier: Path, read: Reader) -> None:
    first, _ = read()
    second, calls = read(unpack=True)
    assert second.documents == first.documents
    assert not second.packed
    assert second.disk["包.zip!/里/说明.txt"].read_text("utf-8") == "第一版"
    assert calls == 2  # looks at the archive and unpacks it; its members are known
    assert read()[1] == 0


def test_a_changed_byte_is_read_anew_though_size_and_date_are_as_before(dossier: Path, read: Reader) -> None:
    read()
    path = dossier / "说明.txt"
    seen = path.stat()
    path.write_text("证明", "utf-8")
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    second, calls = read()
    assert texts(second)["说明.txt"].strip() == "证明"
    assert calls == 2


def test_a_changed_member_is_read_anew_and_the_others_are_not_lost(dossier: Path, read: Reader) -> None:
    first, _ = read()
    write_zip(dossier / "包.zip", dossier / "证书.pdf", inner="第二版")
    for _ in range(2):
        again, _ = read()
        assert texts(again)["包.zip!/里/说明.txt"].strip() == "第二版"
        assert set(texts(again)) == set(texts(first))


def test_a_renamed_file_is_read_under_its_new_name(dossier: Path, read: Reader) -> None:
    read()
    (dossier / "证书.pdf").rename(dossier / "质量证书.pdf")
    second, _ = read()
    (document,) = [d for d in second.documents if d.path == "质量证书.pdf"]
    assert {page.id.file for page in document.pages} == {"质量证书.pdf"}


def test_an_archive_as_dossier_is_not_one_of_its_files(dossier: Path, read: Reader) -> None:
    first, _ = read(dossier / "包.zip")
    second, calls = read(dossier / "包.zip")
    assert calls == 0
    assert second.documents == first.documents
    assert "里/证书.pdf" in texts(second)
    assert "包.zip" not in texts(second)


def test_other_settings_are_another_reading(dossier: Path, read: Reader, settings: ReadSettings) -> None:
    read()
    assert read(ocr=True)[1] > 0
    assert read(limits=replace(settings.limits, pages=1))[1] > 0


def test_kept_archives_stay_within_what_a_dossier_may_unpack(tmp_path: Path, read: Reader) -> None:
    folder = tmp_path / "甲"
    folder.mkdir()
    for name in "ab":
        with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
            archive.writestr(f"{name}.txt", name * 1000)
    limits = ArchiveLimits(total_bytes=1500)
    first, _ = read(archives=limits)
    statuses = sorted(d.status for d in first.documents if d.path.endswith(".zip"))
    assert "limit" in statuses
    second, _ = read(archives=limits)
    assert sorted(d.status for d in second.documents if d.path.endswith(".zip")) == statuses


def test_what_a_worker_failed_on_is_tried_again(dossier: Path, read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_office", fail)
        first, _ = read()
    assert next(d for d in first.documents if d.path == "说明.txt").status == "unreadable"
    second, calls = read()
    assert next(d for d in second.documents if d.path == "说明.txt").status == "read"
    assert calls > 0
    assert read()[1] == 0


def fail(_: object) -> None:
    raise OSError("磁盘忙")


def test_a_file_that_changes_while_it_is_read_is_not_kept(dossier: Path, read: Reader, settings: ReadSettings) -> None:
    path = dossier / "说明.txt"

    class Meddling(Watched):
        def submit(self, function: Any, item: Any, **rest: Any) -> Future[Outcome[Any]]:
            future = super().submit(function, item, **rest)
            if function is reading_tasks.read_office:
                future.result()
                path.write_text("后来", "utf-8")
            return future

    with Meddling(1) as meddling:
        read_dossier(DossierSource("甲", dossier), meddling, settings)
    assert texts(read()[0])["说明.txt"].strip() == "后来"


def test_without_a_cache_everything_is_read(dossier: Path, read: Reader) -> None:
    first, calls = read(cache=None)
    assert read(cache=None)[1] == calls > 0
    assert not first.packed


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.rar", "b.r00", "b.rar"], False),
        (["a.rar", "a.r00"], True),
        (["a.part1.rar", "a.part2.rar"], True),
        (["a.7z.001"], True),
        (["a.zip", "a.pdf"], False),
    ],
)
def test_an_archive_in_several_files_is_told_from_others(names: list[str], expected: bool, tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).write_bytes(b"")
    assert in_volumes(tmp_path / names[0]) is expected


def test_an_archive_in_several_files_is_unpacked_every_time(dossier: Path, read: Reader) -> None:
    (dossier / "包.z01").write_bytes(b"first")
    (dossier / "包.zip").rename(dossier / "包.part1.zip")
    first, _ = read()
    second, calls = read()
    assert calls == 2  # looks at it and unpacks it
    assert second.documents == first.documents
