"""What the ledger remembers of dossiers, alike on SQLite and PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import ledger_places
import pytest
from ledger_places import T, a_watch, version_of, waiting

from pipeline.ledger.rows import SeenFile
from pipeline.ledger.store import Ledger, opened

Where = Path | str


@pytest.fixture(params=ledger_places.BACKENDS)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Where]:
    with ledger_places.place(request.param, tmp_path) as place:
        yield place


@pytest.fixture
def ledger(where: Where) -> Iterator[Ledger]:
    with opened(where, make=True) as found:
        yield found


def test_one_watch_is_an_inbox_with_its_output_and_a_changed_rubric_updates_it(ledger: Ledger) -> None:
    first = ledger.watch("/收件", "/结果", "甲规则", T[0])
    assert ledger.watch("/收件", "/结果", "乙规则", T[1]).id == first.id
    other = ledger.watch("/收件", "/结果2", "甲规则", T[1])
    assert [(w.id, w.out, w.rubric) for w in ledger.watches()] == [
        (first.id, "/结果", "乙规则"),
        (other.id, "/结果2", "甲规则"),
    ]


def test_all_is_there_after_closing(where: Where) -> None:
    with opened(where, make=True) as ledger:
        watch = a_watch(ledger)
        entry = waiting(ledger, watch)
        ledger.begin(entry.id, "k1", T[3])
        ledger.read(entry.id, T[4])
        made = version_of("k1")
        done = ledger.made(entry.id, made)
    with opened(where, make=False) as again:
        assert again.watches() == [watch]
        assert again.entries(watch) == [done]
        assert again.last_made(entry.id) == made
        assert again.files(entry.id) == (SeenFile("a.pdf", 10, 20, "f" * 64),)


def test_a_dossier_s_folder_has_a_name_of_its_own_for_ever(ledger: Ledger) -> None:
    watch = a_watch(ledger)
    first = ledger.arrived(watch, "公司A", "/收件/公司A", T[1], name="公司A")
    archive = ledger.arrived(watch, "公司a.zip", "/收件/公司a.zip", T[2], name="公司a")
    own = ledger.arrived(watch, "Batch.xlsx", "/收件/Batch.xlsx", T[2], name="Batch.xlsx")
    assert (first.name, archive.name, own.name) == ("公司A", "公司a (2)", "Batch.xlsx (2)")
    beside = ledger.watch("/收件乙", "/结果", "甲规则", T[3])
    assert ledger.arrived(beside, "公司A", "/收件乙/公司A", T[3], name="公司A").name == "公司A (3)"
    elsewhere = ledger.watch("/收件", "/结果2", "甲规则", T[3])
    assert ledger.arrived(elsewhere, "公司A", "/收件/公司A", T[3], name="公司A").name == "公司A"
    ledger.gone(first.id, T[4])
    again = ledger.arrived(watch, "公司A", "/别处/公司A", T[5], name="改了名")
    assert (again.id, again.name, again.path, again.state) == (first.id, "公司A", "/别处/公司A", "arriving")
    assert [e.name for e in ledger.entries(watch)] == ["公司A", "公司a (2)", "Batch.xlsx (2)"]


def test_names_with_stray_bytes_and_dates_beyond_64_bits_are_kept_as_they_are(ledger: Ledger) -> None:
    odd = "公司\udcff\x1a" + "长" * 60
    watch = ledger.watch("/收件\udcfe" + "/很长的名字" * 600, "/结果", "甲规则", T[0])
    entry = ledger.arrived(watch, odd, f"{watch.inbox}/{odd}", T[1], name="公司")
    files = [SeenFile(f"{odd}/{'深/' * 900}{n}.pdf", 2**63, 2**70 + n, "f" * 64) for n in range(3)]
    ledger.settled(entry.id, files, "c", "k", T[2])
    ledger.failed(entry.id, "读不了\x00", T[3], None)
    found = ledger.entries(watch)[0]
    assert ledger.watches() == [watch]
    assert (found.entry, found.path, found.error) == (odd, f"{watch.inbox}/{odd}", "读不了\x00")
    assert ledger.files(entry.id) == tuple(files)
    assert ledger.arrived(watch, odd, entry.path, T[4], name="公司").id == entry.id


def test_the_time_of_a_state_is_when_it_began(ledger: Ledger) -> None:
    watch = a_watch(ledger)
    entry = ledger.arrived(watch, "甲", "/收件/甲", T[1], name="甲")
    assert ledger.arrived(watch, "甲", "/收件/甲", T[2], name="甲").since == T[1]
    settled = ledger.settled(entry.id, [], "c", "k", T[3])
    assert (settled.state, settled.since, settled.first_seen) == ("waiting", T[3], T[1])
    assert ledger.settled(entry.id, [], "c", "k", T[4]).since == T[3]


def test_from_reading_to_a_draft(ledger: Ledger) -> None:
    entry = waiting(ledger, a_watch(ledger))
    ledger.begin(entry.id, "k1", T[3])
    ledger.progress(entry.id, "识别", 3, 40)
    now = ledger.entry(entry.id)
    assert (now.state, now.step, now.pages_done, now.pages_total) == ("reading", "识别", 3, 40)
    ledger.read(entry.id, T[4])
    assert ledger.entry(entry.id).state == "read"
    assert [(a.key, a.began, a.ended, a.outcome) for a in ledger.attempts(entry.id)] == [("k1", T[3], T[4], "read")]
    done = ledger.made(entry.id, version_of("k1"))
    assert (done.state, done.since, done.version, done.error) == ("done", T[9], 1, None)


def test_a_version_is_new_only_where_its_key_or_files_are(ledger: Ledger) -> None:
    entry = waiting(ledger, a_watch(ledger))
    ledger.made(entry.id, version_of("k1"))
    assert ledger.made(entry.id, version_of("k1", T[10])).version == 1
    assert ledger.unchanged(entry.id, T[11]).version == 1
    assert ledger.made(entry.id, version_of("k1", T[12], **{"draft.json": "d2"})).version == 2
    ledger.settled(entry.id, [], "c2", "k2", T[13])
    assert ledger.made(entry.id, version_of("k2", T[14], **{"draft.json": "d2"})).version == 3
    assert [(m.key, m.made_at, dict(m.files)) for m in ledger.history(entry.id)] == [
        ("k1", T[9], {"draft.json": "d1"}),
        ("k1", T[12], {"draft.json": "d2"}),
        ("k2", T[14], {"draft.json": "d2"}),
    ]
    last = ledger.last_made(entry.id)
    assert last is not None
    assert last.made_at == T[14]


@pytest.mark.parametrize("meanwhile", ["arriving", "gone", "newer bytes"])
def test_a_draft_of_older_bytes_does_not_end_the_waiting_of_newer_ones(ledger: Ledger, meanwhile: str) -> None:
    entry = waiting(ledger, a_watch(ledger))
    ledger.begin(entry.id, "k1", T[3])
    if meanwhile == "newer bytes":
        ledger.settled(entry.id, [], "c2", "k2", T[4])
    else:
        (ledger.arriving if meanwhile == "arriving" else ledger.gone)(entry.id, T[4])
    after = ledger.made(entry.id, version_of("k1"))
    assert after.version == 1
    assert after.state == ("waiting" if meanwhile == "newer bytes" else meanwhile)
    assert after.key == ("k2" if meanwhile == "newer bytes" else "k1")


def test_strikes_are_counted_in_a_row_for_the_same_bytes(ledger: Ledger) -> None:
    entry = waiting(ledger, a_watch(ledger))
    for count in (1, 2):
        ledger.begin(entry.id, "k1", T[3])
        assert ledger.strike(entry.id, "进程被杀", T[4]) == count
        assert ledger.entry(entry.id).state == "waiting"
    ledger.settled(entry.id, [], "c1", "k1", T[5])
    assert ledger.entry(entry.id).strikes == 2, "copied again: the same bytes"
    ledger.begin(entry.id, "k1", T[6])
    ledger.read(entry.id, T[6])
    assert ledger.strike(entry.id, "写结果时进程被杀", T[7]) == 3, "reading alone ends no row of strikes"
    ledger.set_aside(entry.id, "三次中断了进程", T[8])
    aside = ledger.entry(entry.id)
    assert (aside.state, aside.error, aside.strikes) == ("set_aside", "三次中断了进程", 3)
    assert [a.outcome for a in ledger.attempts(entry.id)] == ["died", "died", "read", "died"]
    renewed = ledger.settled(entry.id, [], "c2", "k2", T[9])
    assert (renewed.state, renewed.strikes, renewed.error) == ("waiting", 0, None)


def test_a_draft_ends_the_row_of_strikes(ledger: Ledger) -> None:
    entry = waiting(ledger, a_watch(ledger))
    ledger.begin(entry.id, "k1", T[3])
    ledger.strike(entry.id, "进程被杀", T[4])
    assert ledger.made(entry.id, version_of("k1")).strikes == 0
    assert ledger.strike(entry.id, "进程被杀", T[10]) == 1


def test_what_failed_is_tried_again_later_and_its_error_is_masked(ledger: Ledger) -> None:
    entry = waiting(ledger, a_watch(ledger))
    ledger.begin(entry.id, "k1", T[3])
    ledger.failed(entry.id, "读不了“张三 13800138000.pdf”" + "长" * 9000, T[4], T[30])
    now = ledger.entry(entry.id)
    assert (now.state, now.retry_at) == ("failed", T[30])
    assert now.error is not None
    assert now.error.startswith("读不了“张三 138****8000.pdf”")
    assert len(now.error) == 2000
    attempt = ledger.attempts(entry.id)[0]
    assert (attempt.outcome, attempt.ended, attempt.error) == ("failed", T[4], now.error)
    done = ledger.made(entry.id, version_of("k1"))
    assert (done.error, done.retry_at) == (None, None)


def test_the_same_bytes_are_found_and_told(ledger: Ledger) -> None:
    watch = a_watch(ledger)
    first, second = waiting(ledger, watch, "甲"), waiting(ledger, watch, "乙")
    assert ledger.same_content(watch, "c1", second.id) is None, "nothing is made of it yet"
    ledger.made(first.id, version_of("k1"))
    same = ledger.same_content(watch, "c1", second.id)
    assert same is not None
    assert same.id == first.id
    assert ledger.same_content(watch, "c1", first.id) is None
    other = ledger.watch("/收件乙", "/结果乙", "甲规则", T[1])
    assert ledger.same_content(other, "c1", second.id) is None
    ledger.repeated(second.id, first.id, T[10])
    now = ledger.entry(second.id)
    assert (now.state, now.repeats) == ("repeated", first.id)
    assert ledger.settled(second.id, [], "c2", "k2", T[11]).repeats is None


def test_a_move_is_known_before_and_after(ledger: Ledger) -> None:
    entry = waiting(ledger, a_watch(ledger))
    ledger.made(entry.id, version_of("k1"))
    ledger.moving(entry.id, "/收件/已处理/2026-11/甲")
    assert ledger.entry(entry.id).moving_to == "/收件/已处理/2026-11/甲"
    ledger.not_moved(entry.id)
    assert ledger.entry(entry.id).moving_to is None
    ledger.moving(entry.id, "/收件/已处理/2026-11/甲")
    ledger.moved(entry.id, "/收件/已处理/2026-11/甲", T[12])
    now = ledger.entry(entry.id)
    assert (now.path, now.moving_to, now.moved_at, now.state) == ("/收件/已处理/2026-11/甲", None, T[12], "done")


def test_what_was_open_when_the_watcher_ended_waits_again(ledger: Ledger) -> None:
    watch = a_watch(ledger)
    reading, read, done = (waiting(ledger, watch, name) for name in "甲乙丙")
    for entry in (reading, read):
        ledger.begin(entry.id, "k1", T[3])
    ledger.read(read.id, T[4])
    ledger.made(done.id, version_of("k1"))
    elsewhere = ledger.watch("/收件乙", "/结果乙", "甲规则", T[1])
    theirs = waiting(ledger, elsewhere, "丁")
    ledger.begin(theirs.id, "k1", T[3])
    assert ledger.recover(watch, T[20]) == 1
    assert [(e.state, e.interruptions) for e in ledger.entries(watch)] == [("waiting", 1), ("read", 0), ("done", 0)]
    attempt = ledger.attempts(reading.id)[0]
    assert (attempt.outcome, attempt.ended) == ("interrupted", T[20])
    assert ledger.recover(watch, T[21]) == 0
    assert ledger.entry(theirs.id).state == "reading", "another watch's work is its own"


def test_readers_see_whole_states_while_another_writes(where: Where) -> None:
    rounds, seen = 15, []
    with opened(where, make=True) as ledger:
        watch = a_watch(ledger)
        entry = waiting(ledger, watch)
        over = threading.Event()

        def look() -> None:
            with opened(where, make=False) as reader:
                while not over.is_set():
                    now = reader.entries(watch)[0]
                    seen.append((now.version, now.key))

        thread = threading.Thread(target=look)
        thread.start()
        for n in range(rounds):
            ledger.settled(entry.id, [SeenFile(f"{m}.pdf", m, m, "f") for m in range(3)], f"c{n}", f"k{n}", T[3])
            ledger.made(entry.id, version_of(f"k{n}"))
        over.set()
        thread.join(60)
    assert seen == sorted(seen, key=lambda pair: pair[0])
    assert all(version <= int((key or "k1")[1:]) + 1 <= version + 1 for version, key in seen if version)
    assert len(seen) > 1


def test_names_stay_unique_where_several_processes_enter_dossiers_at_once(where: Where) -> None:
    failures: list[BaseException] = []

    def enter(part: int) -> None:
        try:
            with opened(where, make=True) as ledger:
                watch = a_watch(ledger)
                for n in range(8):
                    ledger.arrived(watch, f"{part}-{n}", "/收件", T[1], name="同名")
        except Exception as cause:  # noqa: BLE001  # shown below
            failures.append(cause)

    threads = [threading.Thread(target=enter, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    with opened(where, make=False) as ledger:
        assert len(ledger.watches()) == 1
        names = [entry.name for entry in ledger.entries(ledger.watches()[0])]
    assert sorted(names) == sorted(["同名", *(f"同名 ({n})" for n in range(2, 33))])
