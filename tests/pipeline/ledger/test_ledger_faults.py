"""Full disks, files that vanish or are damaged, lost connections: told in Chinese, and over when the cause is."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ledger_places
import pytest
from ledger_places import T, a_watch, asked, version_of, waiting
from sqlalchemy import event, text

import pipeline.sqlite_file
from pipeline.errors import UnusableInput
from pipeline.ledger.rows import SeenFile
from pipeline.ledger.store import Ledger, LedgerUnavailable, opened

MANY = [SeenFile(f"{n:05}.pdf", n, n, "f" * 64) for n in range(4000)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "账 本#?%20" / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with opened(path, make=True) as found:
        yield found


def connecting(ledger: Ledger, pragma: str) -> Callable[[], None]:
    """Every connection from now on begins with the pragma; returns what ends that."""
    engine = ledger._database.engine

    def begin(connection: Any, _record: Any) -> None:
        connection.execute(pragma)

    event.listen(engine, "connect", begin)
    engine.dispose()

    def end() -> None:
        event.remove(engine, "connect", begin)
        engine.dispose()

    return end


@pytest.mark.parametrize(
    ("pragma", "told"), [("PRAGMA max_page_count=40", "磁盘已满"), ("PRAGMA query_only=ON", "不能写入")]
)
def test_a_full_or_read_only_disk_is_told_and_the_same_ledger_goes_on_afterwards(
    ledger: Ledger, pragma: str, told: str
) -> None:
    watch = a_watch(ledger)
    entry = waiting(ledger, watch)
    end = connecting(ledger, pragma)
    for _ in range(2):
        with pytest.raises(LedgerUnavailable, match=told):
            ledger.settled(entry.id, MANY, "c2", "k2", T[3])
    assert ledger.entry(entry.id) == entry, "reading goes on, and nothing is half written"
    assert len(ledger.files(entry.id)) == 1
    end()
    assert ledger.settled(entry.id, MANY, "c2", "k2", T[4]).key == "k2"
    assert ledger.files(entry.id) == tuple(MANY)


ON_A_SMALL_DISK = """
import sys
from pathlib import Path
from pipeline.errors import UnusableInput
from pipeline.ledger.rows import SeenFile
from pipeline.ledger.store import LedgerUnavailable, opened
T = "2026-11-21T10:00:00+00:00"
disk = Path(sys.argv[1])
many = [SeenFile(f"{n:05}.pdf", n, n, "f" * 64) for n in range(4000)]
with opened(disk / "ledger.sqlite", make=True) as ledger:
    watch = ledger.watch("/in", "/out", "r", T)
    entry = ledger.arrived(watch, "a", "/in/a", T, name="a")
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as filled:
        try:
            while True:
                filled.write(bytes(4096))
        except OSError:
            pass
    before, refused = ledger.entry(entry.id), ""
    for n in range(2000):
        try:
            ledger.settled(entry.id, many, "c", f"k{n}", T)
        except LedgerUnavailable as cause:
            refused = cause.message
            break
    assert "磁盘已满" in refused, refused
    assert ledger.entry(entry.id) == before
    ballast.unlink()
    assert ledger.settled(entry.id, many, "c", "k", T).key == "k"
with ballast.open("wb", buffering=0) as filled:
    try:
        while True:
            filled.write(bytes(4096))
    except OSError:
        pass
try:
    with opened(disk / "ledger.sqlite", make=True) as ledger:
        raise AssertionError("there is no room for its log")
except UnusableInput as cause:
    assert "磁盘已满" in cause.message, cause
ballast.unlink()
with opened(disk / "ledger.sqlite", make=True) as ledger:
    assert len(ledger.files(entry.id)) == len(many)
print("gone on")
"""


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("unshare"), reason="needs a mount namespace of Linux")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    mount = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o size=8m none "$1" || exit 77; shift; exec "$@"', "sh"]
    command = [*mount, str(tmp_path), sys.executable, "-c", ON_A_SMALL_DISK, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ledger_places.ROOT, check=False)
    if done.returncode == 77 or "unshare failed" in done.stderr:
        pytest.skip("不能挂载一个小磁盘（需要 root）")
    assert (done.stdout.strip(), done.returncode) == ("gone on", 0), done.stderr


def test_a_ledger_that_another_process_keeps_locked(
    path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline.sqlite_file, "PATIENCE", 0.2)
    ledger._database.engine.dispose()
    entry = waiting(ledger, a_watch(ledger))
    with asked(path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerUnavailable, match="正被占用"):
            ledger.begin(entry.id, "k1", T[3])
        assert ledger.entry(entry.id).state == "waiting"
        other.execute("ROLLBACK")
    ledger.begin(entry.id, "k1", T[3])


def test_a_file_moved_away_is_not_written_to_and_not_made_anew(path: Path, ledger: Ledger) -> None:
    entry = waiting(ledger, a_watch(ledger))
    aside = path.with_name("aside.sqlite")
    with asked(path) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.rename(aside)
    for _ in range(2):
        with pytest.raises(LedgerUnavailable, match="不见了"):
            ledger.begin(entry.id, "k1", T[3])
    assert not path.exists()
    aside.rename(path)
    ledger.begin(entry.id, "k1", T[4])
    assert ledger.entry(entry.id).state == "reading"


def test_a_copy_put_back_in_its_place_is_used_from_then_on(path: Path, ledger: Ledger) -> None:
    entry = waiting(ledger, a_watch(ledger))
    with sqlite3.connect(path) as found, sqlite3.connect(path.with_name("backup")) as backup:
        found.backup(backup)
    ledger.begin(entry.id, "k1", T[3])
    for name in (path.name, path.name + "-wal", path.name + "-shm"):
        path.with_name(name).unlink(missing_ok=True)
    path.with_name("backup").rename(path)
    assert ledger.entry(entry.id).state == "waiting"
    ledger.gone(entry.id, T[5])
    with opened(path, make=False) as again:
        assert again.entry(entry.id).state == "gone"


def test_every_commit_is_synced_and_the_files_are_their_owner_s_alone(path: Path) -> None:
    with opened(path, make=True) as ledger:
        waiting(ledger, a_watch(ledger))
        with ledger._database.engine.connect() as connection:
            assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
            assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
        with ledger.hold(a_watch(ledger)):
            found = {p.name: stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()}
    assert set(found) == {path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}.watch-1.lock"}
    assert set(found.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_older_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    with opened(path, make=True):
        pass
    path.chmod(0o644)
    with opened(path, make=True) as ledger:
        a_watch(ledger)
        assert {stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()} == {0o600}


def test_a_power_cut_leaves_what_was_told_or_a_state_before(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    watch = a_watch(ledger)
    entry = waiting(ledger, watch)
    for n in range(1, 6):
        ledger.made(entry.id, version_of(f"k{n}"))
    log = path.with_name(path.name + "-wal").read_bytes()
    versions = []
    for number, kept in enumerate((len(log), *range(len(log) - 1, 0, -len(log) // 9))):
        after = tmp_path / str(number) / "ledger.sqlite"
        after.parent.mkdir()
        shutil.copyfile(path, after)
        after.with_name(after.name + "-wal").write_bytes(log[:kept])
        with opened(after, make=True) as found:
            versions.append(found.entries(watch)[0].version if found.entries(watch) else 0)
    assert versions[0] == 5, "all that was told before the cut is there"
    assert versions == sorted(versions, reverse=True)
    assert len(set(versions)) > 2


def spoil_start(path: Path) -> None:
    path.write_bytes(b"\x00broken" * 4096)


def spoil_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:-4096] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 4096 * 3 + 100])


def make_foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE review (id INTEGER)")


def make_newer(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("UPDATE ledger_meta SET value = '99'")


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def write_text(path: Path) -> None:
    path.write_text("这不是账本\n" * 200, "utf-8")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (spoil_start, "已损坏或不是 SQLite"),
        (spoil_middle, "已损坏"),
        (cut_short, "已损坏"),
        (write_text, "已损坏或不是 SQLite"),
        (make_foreign, "不是账本"),
        (make_newer, "版本是 99"),
        (make_folder, "是一个文件夹"),
    ],
)
@pytest.mark.parametrize("make", [True, False])
def test_a_file_that_cannot_be_a_ledger(path: Path, spoil: Callable[[Path], None], told: str, make: bool) -> None:
    with opened(path, make=True) as ledger:
        ledger.settled(waiting(ledger, a_watch(ledger)).id, MANY, "c", "k", T[3])
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(UnusableInput, match=told):
        read_all(path, make)
    assert before == (path.read_bytes() if path.is_file() else b""), "nothing is written into it"


def read_all(path: Path, make: bool) -> None:
    with opened(path, make=make) as ledger:
        for watch in ledger.watches():
            for entry in ledger.entries(watch):
                ledger.files(entry.id)


def test_only_what_may_make_a_ledger_makes_one(tmp_path: Path) -> None:
    missing = tmp_path / "neu" / "ledger.sqlite"
    with pytest.raises(UnusableInput, match="找不到账本"), opened(missing, make=False):
        pass
    assert not missing.parent.exists()
    missing.parent.mkdir()
    missing.touch()
    with pytest.raises(UnusableInput, match="不是账本"), opened(missing, make=False):
        pass
    (tmp_path / "file").touch()
    with pytest.raises(UnusableInput, match="不能建立账本"), opened(tmp_path / "file" / "ledger.sqlite", make=True):
        pass


# PostgreSQL


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with ledger_places.place("postgresql", tmp_path) as place:
        yield str(place)


def test_a_call_whose_connection_is_cut_can_be_made_again(server: str) -> None:
    with opened(server, make=True) as ledger, asked(server) as admin:
        entry = waiting(ledger, a_watch(ledger))
        admin.execute("BEGIN")
        admin.execute("SELECT id FROM ledger_entry FOR UPDATE")  # the call waits for this
        failures: list[Exception] = []

        def call() -> None:
            try:
                ledger.begin(entry.id, "k1", T[3])
            except LedgerUnavailable as cause:
                failures.append(cause)

        thread = threading.Thread(target=call)
        thread.start()
        waiter = "SELECT pid FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        until = time.monotonic() + 60
        with asked(server) as second:
            blocked = waiter.replace("pg_backend_pid()", str(admin.info.backend_pid))
            while not (found := second.execute(blocked).fetchall()) and time.monotonic() < until:
                time.sleep(0.05)
            second.execute("SELECT pg_terminate_backend(%s)", found[0])
        thread.join(60)
        admin.execute("ROLLBACK")
        assert [str(cause)[:6] for cause in failures] == ["与账本“po"]
        assert "断了" in str(failures[0])
        assert ledger.entry(entry.id).state == "waiting"
        ledger.begin(entry.id, "k1", T[4])
        assert [a.began for a in ledger.attempts(entry.id)] == [T[4]]


def test_connections_that_died_while_idle_are_made_anew(server: str) -> None:
    with opened(server, make=True) as ledger:
        entry = waiting(ledger, a_watch(ledger))
        with ledger._database.engine.connect() as mine:
            pid = mine.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with asked(server) as admin:
            admin.execute("SELECT pg_terminate_backend(%s, 10000)", (pid,))
        ledger.begin(entry.id, "k1", T[3])
        assert ledger.entry(entry.id).state == "reading"


def test_a_server_that_was_told_to_be_lazy_still_syncs_and_tables_of_others_do_not_matter(server: str) -> None:
    with asked(server) as admin:
        admin.execute("CREATE TABLE entry (id int)")
    with pytest.raises(UnusableInput, match="不是账本"), opened(server, make=False):
        pass
    with opened(server + "%20-csynchronous_commit%3Doff", make=True) as ledger:
        a_watch(ledger)
        with ledger._database.engine.connect() as connection:
            assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"


def test_a_newer_ledger_on_a_server_is_left_alone(server: str) -> None:
    with opened(server, make=True):
        pass
    with asked(server) as admin:
        admin.execute("UPDATE ledger_meta SET value = '2'")
    with pytest.raises(UnusableInput, match="版本是 2"), opened(server, make=True):
        pass


def test_a_user_without_rights_and_a_wrong_password_are_told_without_the_password(server: str) -> None:
    name = "test_user_" + server.rpartition("test_")[2][:12]
    with asked(server) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'geheim123'")
        host = f"{admin.info.host}:{admin.info.port}/{admin.info.dbname}"
        try:
            for password, told in (("geheim123", "不能使用"), ("falsch456", "连不上")):
                with (
                    pytest.raises(UnusableInput, match=told) as caught,
                    opened(f"postgresql://{name}:{password}@{host}", make=True),
                ):
                    pass
                assert password not in str(caught.value)
                assert caught.value.__suppress_context__
        finally:
            admin.execute(f"DROP ROLE {name}")
