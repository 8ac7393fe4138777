"""Every file of a dossier ends as a document with a named problem; nothing hangs, is lost or is changed."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import py7zr
import pymupdf
import pytest

from extractors.document import Document, Page
from pipeline import reading_tasks
from pipeline.inbox import DossierSource
from pipeline.limits import ArchiveLimits
from pipeline.reading import read_dossier
from pipeline.reading_types import ReadDossier, ReadProgress, ReadSettings
from pipeline.workers import WorkerLimits, Workers

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("YUSHEN_REAL") or ROOT.parent / "shared" / "real")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2, WorkerLimits(seconds=30)) as made:
        yield made


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory) -> ReadSettings:
    return ReadSettings(scratch=tmp_path_factory.mktemp("scratch"), ocr=False)


Reader = Callable[[Path], ReadDossier]


@pytest.fixture
def read(workers: Workers, settings: ReadSettings) -> Reader:
    """Reads a dossier and holds that it was not touched."""

    def run(path: Path) -> ReadDossier:
        before = snapshot(path)
        started = time.monotonic()
        result = read_dossier(DossierSource("甲", path), workers, settings, None)
        assert time.monotonic() - started < 60
        assert snapshot(path) == before
        for document in result.documents:
            check(document)
        return result

    return run


def snapshot(path: Path) -> dict[str, tuple[int, int, bytes]]:
    files = [path] if not path.is_dir() else sorted(path.rglob("*"))
    return {
        str(p): (p.stat().st_mtime_ns, p.stat().st_size, hashlib.sha256(p.read_bytes()).digest())
        for p in files
        if p.is_file() and not p.is_symlink()
    }


def check(document: Document) -> None:
    """What holds for every document, however bad."""
    if document.status in {"read", "skipped"}:
        assert not [p for p in document.problems if p.code != "LOW_OCR_QUALITY"]
    else:
        assert document.problems or document.note
    for problem in document.problems:
        assert problem.file == document.path
        assert document.path in problem.message
        assert any(word in problem.message for word in ("请", "核对")), problem.message
    for page in document.pages:
        assert page.id.file == document.path
        for word in page.words:
            assert page.text[word.start : word.end] == word.text
        for table in page.tables:
            for cell in table.cells:
                assert 0 <= cell.start <= cell.end <= len(page.text)
            page.grid(table)


def by_path(result: ReadDossier) -> dict[str, Document]:
    return {d.path: d for d in result.documents}


def statuses(result: ReadDossier) -> dict[str, str]:
    return {d.path: d.status for d in result.documents}


def codes(document: Document) -> list[str]:
    return [p.code for p in document.problems]


def word_bytes(text: str = "江门市恒晟电器有限公司") -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def sheet_bytes() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["姓名", "职称"])
    book.active.append(["张三", "工程师"])
    book.save(out)
    return out.getvalue()


def zip_bytes(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_folder_with_text_of_every_kind(tmp_path: Path, read: Reader) -> None:
    put(tmp_path / "a.docx", word_bytes())
    put(tmp_path / "子" / "b.xlsx", sheet_bytes())
    put(tmp_path / "c.csv", "姓名,职称\n张三,工程师\n".encode("gbk"))
    put(tmp_path / "d.txt", "证书编号：123".encode("utf-16"))
    put(tmp_path / "e.html", "<html><table><tr><td>甲</td><td>乙</td></tr></table></html>".encode())
    result = by_path(read(tmp_path))
    assert list(result) == ["a.docx", "c.csv", "d.txt", "e.html", "子/b.xlsx"]
    assert {d.status for d in result.values()} == {"read"}
    assert result["a.docx"].pages[0].text == "江门市恒晟电器有限公司"
    assert result["a.docx"].pages[0].id.number is None
    assert result["子/b.xlsx"].pages[0].id.number == 1
    assert result["子/b.xlsx"].pages[0].text == "姓名\t职称\n张三\t工程师"
    assert result["c.csv"].pages[0].text == "姓名\t职称\n张三\t工程师"
    assert result["c.csv"].pages[0].id.number is None
    assert result["e.html"].pages[0].text == "甲\t乙"
    assert result["a.docx"].sha256 == hashlib.sha256((tmp_path / "a.docx").read_bytes()).hexdigest()


def test_system_junk_is_skipped_without_a_problem(tmp_path: Path, read: Reader) -> None:
    names = ["Thumbs.db", ".DS_Store", "desktop.ini", "~$表.docx", "._a.pdf", "__MACOSX/a.pdf"]
    for name in names:
        put(tmp_path / name, b"junk")
    result = read(tmp_path)
    assert statuses(result) == dict.fromkeys(sorted(names), "skipped") == statuses(result)
    assert not any(d.problems for d in result.documents)


UNREAD = [
    ("空.pdf", b"", "unreadable", "UNREADABLE_FILE"),
    ("空.docx", b"", "unreadable", "UNREADABLE_FILE"),
    ("text.pdf", b"this is not a pdf at all, only words", "unreadable", "UNREADABLE_FILE"),
    ("text.jpg", b"this is not a jpg", "unreadable", "UNREADABLE_FILE"),
    ("setup.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04" + bytes(500), "unsupported", "UNSUPPORTED_FORMAT"),
    ("renamed.pdf", b"MZ\x90\x00\x03\x00\x00\x00\x04" + bytes(500), "unsupported", "UNSUPPORTED_FORMAT"),
    ("图.dwg", b"AC1027" + bytes(200), "unsupported", "UNSUPPORTED_FORMAT"),
    ("讲稿.pptx", zip_bytes({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"}), "unsupported",
     "UNSUPPORTED_FORMAT"),
    ("a.odt", zip_bytes({"mimetype": b"x", "META-INF/manifest.xml": b"", "content.xml": b""}), "unsupported",
     "UNSUPPORTED_FORMAT"),
    ("片.mp4", b"\0\0\0\x20ftypisom" + bytes(100), "unsupported", "UNSUPPORTED_FORMAT"),
    ("数据.bin", bytes(range(256)) * 20, "unsupported", "UNSUPPORTED_FORMAT"),
    ("邮件.eml", b"From: a@b\nSubject: x\n\nhello", "unsupported", "UNSUPPORTED_FORMAT"),
    ("锁.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(900),
     "password", "PASSWORD_PROTECTED"),
    ("断.docx", word_bytes()[:2000], "unreadable", "UNREADABLE_FILE"),
    ("断.xlsx", sheet_bytes()[:2000], "unreadable", "UNREADABLE_FILE"),
    ("断.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(900),
     "unreadable", "UNREADABLE_FILE"),
    ("断.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le") + bytes(900),
     "unreadable", "UNREADABLE_FILE"),
    ("断.zip", zip_bytes({"a.txt": b"x" * 5000})[:80], "unreadable", "UNREADABLE_FILE"),
    ("断.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "unreadable", "UNREADABLE_FILE"),
    ("断.rar", b"Rar!\x1a\x07\x01\x00" + bytes(50), "unreadable", "UNREADABLE_FILE"),
    ("断.ofd", zip_bytes({"OFD.xml": b"<broken"}), "unreadable", "UNREADABLE_FILE"),
    ("空.zip", zip_bytes({}), "unreadable", "UNREADABLE_FILE"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "status", "code"), UNREAD, ids=[case[0] for case in UNREAD])
def test_what_cannot_be_read_is_named_and_the_others_are_read(
    tmp_path: Path, read: Reader, name: str, data: bytes, status: str, code: str
) -> None:
    put(tmp_path / name, data)
    put(tmp_path / "good.txt", "好".encode())
    result = by_path(read(tmp_path))
    assert result[name].status == status
    assert codes(result[name]) == [code]
    assert result["good.txt"].status == "read"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.doc", word_bytes()),
        ("a.wps", word_bytes()),
        ("a.pdf", word_bytes()),
        ("没有扩展名", word_bytes()),
        ("a.et", sheet_bytes()),
        ("a.xls", "<html><table><tr><td>甲</td></tr></table></html>".encode()),
        ("b.xls", "姓名\t职称\n张三\t工程师\n".encode("gbk")),
        ("a.doc", "<html><body><p>甲</p></body></html>".encode()),
    ],
)
def test_content_counts_and_not_the_extension(tmp_path: Path, read: Reader, name: str, data: bytes) -> None:
    put(tmp_path / name, data)
    document = by_path(read(tmp_path))[name]
    assert document.status == "read"
    assert document.pages[0].text
    assert (document.note is None) == name.endswith((".et", ".wps"))


def test_members_of_an_archive_in_a_folder_are_listed_under_it(tmp_path: Path, read: Reader) -> None:
    put(tmp_path / "证书.zip", zip_bytes({"外层/a.txt": b"x", "__MACOSX/._a.txt": b"x"}))
    result = read(tmp_path)
    assert statuses(result) == {
        "证书.zip": "read",
        "证书.zip!/外层/a.txt": "read",
        "证书.zip!/__MACOSX/._a.txt": "skipped",
    }
    assert result.disk["证书.zip!/外层/a.txt"].read_bytes() == b"x"


def test_a_dossier_that_is_an_archive_leaves_its_name_out_and_keeps_the_wrapper(tmp_path: Path, read: Reader) -> None:
    inner = zip_bytes({"b.txt": b"b"})
    path = put(tmp_path / "甲公司.zip", zip_bytes({"甲公司/a.txt": b"a", "甲公司/内.zip": inner}))
    result = statuses(read(path))
    assert result == {"甲公司/a.txt": "read", "甲公司/内.zip": "read", "甲公司/内.zip!/b.txt": "read"}


def test_a_dossier_that_is_a_locked_archive(tmp_path: Path, read: Reader) -> None:
    with py7zr.SevenZipFile(tmp_path / "甲.7z", "w", password="x") as archive:
        archive.writestr(b"a", "a.pdf")
    result = by_path(read(tmp_path / "甲.7z"))
    assert result["甲.7z"].status == "password"
    assert codes(result["甲.7z"]) == ["PASSWORD_PROTECTED"]
    assert all(d.status == "password" for d in result.values())
    assert sum(len(d.problems) for d in result.values()) == 1


def test_a_dossier_that_is_one_file(tmp_path: Path, read: Reader) -> None:
    assert statuses(read(put(tmp_path / "甲.docx", word_bytes()))) == {"甲.docx": "read"}


def test_nesting_ends_somewhere(tmp_path: Path, read: Reader) -> None:
    data = b"deep"
    name = "deep.txt"
    for level in range(12):
        data, name = zip_bytes({name: data, f"{level}.txt": b"x"}), f"{level}.zip"
    put(tmp_path / "a.zip", data)
    result = read(tmp_path)
    assert [d.status for d in result.documents].count("limit") == 1
    assert max(d.path.count("!/") for d in result.documents) == 5
    assert "read" in statuses(result).values()


def test_a_bomb_in_an_archive_in_an_archive(tmp_path: Path, workers: Workers, settings: ReadSettings) -> None:
    small = replace(settings, archives=ArchiveLimits(total_bytes=3_000_000, member_bytes=2_000_000))
    bomb = zip_bytes({f"{n}.bin": bytes(1_900_000) for n in range(20)})
    put(tmp_path / "a.zip", zip_bytes({"inner.zip": bomb, "good.txt": b"x"}))
    result = by_path(read_dossier(DossierSource("甲", tmp_path), workers, small))
    assert result["a.zip!/good.txt"].status == "read"
    assert result["a.zip!/inner.zip"].status == "limit"
    assert sum(f.stat().st_size for f in small.scratch.rglob("*") if f.is_file()) < 5_000_000


def test_a_gz_bomb(tmp_path: Path, workers: Workers, settings: ReadSettings) -> None:
    small = replace(settings, archives=ArchiveLimits(total_bytes=3_000_000, member_bytes=2_000_000))
    put(tmp_path / "a.gz", gzip.compress(bytes(20_000_000)))
    result = by_path(read_dossier(DossierSource("甲", tmp_path), workers, small))
    assert "limit" in {d.status for d in result.values()}


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are a POSIX matter")
def test_links_and_pipes(tmp_path: Path, read: Reader) -> None:
    secret = put(tmp_path / "outside.txt", b"secret")
    folder = tmp_path / "甲"
    put(folder / "a.txt", b"a")
    put(folder / "sub" / "b.txt", b"b")
    (folder / "outside.txt").symlink_to(secret)
    (folder / "outdir").symlink_to(tmp_path)
    (folder / "again.txt").symlink_to(folder / "a.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "broken").symlink_to(folder / "nothing")
    os.mkfifo(folder / "pipe")
    result = read(folder)
    assert statuses(result) == {
        "a.txt": "read",
        "again.txt": "read",
        "sub/b.txt": "read",
        "outside.txt": "unsupported",
        "outdir": "unsupported",
        "broken": "unsupported",
        "pipe": "unsupported",
    }
    assert not any("secret" in page.text for d in result.documents for page in d.pages)
    (tmp_path / "link").symlink_to(secret)
    assert statuses(read(tmp_path / "link")) == {"link": "unsupported"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path, read: Reader) -> None:
    path = put(tmp_path / "a.txt", b"a")
    path.chmod(0)
    assert codes(by_path(read(tmp_path))["a.txt"]) == ["UNREADABLE_FILE"]


def test_a_file_beyond_the_size_limit(tmp_path: Path, workers: Workers, settings: ReadSettings) -> None:
    put(tmp_path / "a.txt", b"x" * 2000)
    small = replace(settings, limits=replace(settings.limits, file_bytes=1000))
    document = by_path(read_dossier(DossierSource("甲", tmp_path), workers, small))["a.txt"]
    assert document.status == "limit"
    assert codes(document) == ["LIMIT_EXCEEDED"]


def test_too_many_files_are_all_listed(tmp_path: Path, workers: Workers, settings: ReadSettings) -> None:
    for number in range(6):
        put(tmp_path / f"{number}.txt", b"x")
    result = read_dossier(DossierSource("甲", tmp_path), workers, replace(settings, files=4))
    assert sorted(statuses(result).values()) == ["limit"] * 2 + ["read"] * 4


def test_an_empty_folder_is_a_dossier_without_documents(tmp_path: Path, read: Reader) -> None:
    assert read(tmp_path).documents == ()


def test_progress_counts_up_to_everything(tmp_path: Path, workers: Workers, settings: ReadSettings) -> None:
    put(tmp_path / "a.zip", zip_bytes({"a.txt": b"a", "b.docx": word_bytes()}))
    put(tmp_path / "空.pdf", b"")
    seen: list[ReadProgress] = []
    read_dossier(DossierSource("甲", tmp_path), workers, settings, seen.append)
    last = seen[-1]
    assert last.files_done == last.files_total == 4
    assert last.pages_done == last.pages_total == 2


def hang_in_word(order: reading_tasks.OfficeOrder) -> reading_tasks.OfficeAnswer:
    time.sleep(60)
    raise AssertionError("never")


def die_in_word(order: reading_tasks.OfficeOrder) -> reading_tasks.OfficeAnswer:
    os._exit(3)


def raise_in_word(order: reading_tasks.OfficeOrder) -> reading_tasks.OfficeAnswer:
    raise KeyError("unforeseen")


@pytest.mark.parametrize(
    ("reader", "code"),
    [(hang_in_word, "LIMIT_EXCEEDED"), (die_in_word, "UNREADABLE_FILE"), (raise_in_word, "UNREADABLE_FILE")],
)
def test_a_reader_that_hangs_dies_or_raises_costs_only_its_file(
    tmp_path: Path,
    workers: Workers,
    settings: ReadSettings,
    monkeypatch: pytest.MonkeyPatch,
    reader: Callable[[reading_tasks.OfficeOrder], reading_tasks.OfficeAnswer],
    code: str,
) -> None:
    monkeypatch.setattr("pipeline.reading.read_office", reader)
    put(tmp_path / "a.docx", word_bytes())
    put(tmp_path / "b.zip", zip_bytes({}))
    patience = replace(settings, office_seconds=5 if reader is hang_in_word else 60)  # importing this module takes time
    result = by_path(read_dossier(DossierSource("甲", tmp_path), workers, patience))
    assert codes(result["a.docx"]) == [code]
    assert "b.zip" in result


def refuse_page_three(order: reading_tasks.PagesOrder) -> Document:
    if order.pages is None or 2 in order.pages:
        os._exit(3)
    from extractors.document import PageId

    pages = tuple(Page(PageId(order.path, n + 1), f"第{n + 1}页") for n in order.pages)
    return Document(order.path, order.sha256, "read", pages, page_count=10)


def refuse_everything(order: reading_tasks.PagesOrder) -> Document:
    os._exit(3)


def pdf_of(count: int) -> bytes:
    pdf: Any = pymupdf
    with pdf.open() as document:
        for _ in range(count):
            document.new_page()
        return bytes(document.tobytes())


def test_one_bad_page_of_a_pdf_costs_only_itself(
    tmp_path: Path, workers: Workers, settings: ReadSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.reading.read_pdf_pages", refuse_page_three)
    put(tmp_path / "a.pdf", pdf_of(10))
    document = by_path(read_dossier(DossierSource("甲", tmp_path), workers, settings))["a.pdf"]
    assert document.status == "partly_read"
    assert document.page_count == 10
    assert [page.id.number for page in document.pages] == list(range(1, 11))
    assert [page.id.number for page in document.pages if page.legibility == "unread"] == [3]
    assert [(p.code, p.page) for p in document.problems] == [("UNREADABLE_FILE", 3)]
    check(document)


def test_a_pdf_that_kills_every_worker_is_given_up_soon(
    tmp_path: Path, workers: Workers, settings: ReadSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.reading.read_pdf_pages", refuse_everything)
    put(tmp_path / "a.pdf", pdf_of(20))
    put(tmp_path / "good.txt", b"x")
    started = time.monotonic()
    result = by_path(read_dossier(DossierSource("甲", tmp_path), workers, settings))
    assert time.monotonic() - started < 60
    assert result["a.pdf"].status == "unreadable"
    assert result["good.txt"].status == "read"
    assert len(result["a.pdf"].problems) < 4


@pytest.mark.skipif(not REAL.is_dir(), reason="the real samples are not here")
@pytest.mark.parametrize("folder", ["ofd", "official", "forms"])
def test_real_office_files_are_read(folder: str, read: Reader) -> None:
    for document in read(REAL / folder).documents:
        assert document.status in {"read", "partly_read"}
        assert any(page.text for page in document.pages)
