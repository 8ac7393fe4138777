"""`yushen status`: what people and programs are told of the watched inboxes."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipeline.ledger.rows import Entry, Holder, State, Watch
from pipeline.watching.status import (
    SHOWN,
    WORDS,
    WatchStatus,
    as_json,
    as_tables,
    counted,
    in_order,
    local,
    needs_person,
    plain,
)

ROOT = Path(__file__).parent.parent.parent
SCHEMA = json.loads((ROOT / "docs" / "schema" / "status.schema.json").read_text("utf-8"))
WATCH = Watch(1, "/收件", "/结果", "jiangmen-qic-2022")
HERE = Holder("office-pc:4711", "2026-11-21T01:00:00Z")


def entry(number: int, state: State, name: str | None = None, **more: Any) -> Entry:
    named = name or f"单位{number}"
    seen = f"2026-11-21T0{number % 10}:00:00Z"
    return replace(Entry(number, 1, named, named, f"/收件/{named}", state, seen, seen), **more)


def status(*entries: Entry, watcher: Holder | None = HERE) -> WatchStatus:
    return WatchStatus(WATCH, watcher, entries)


def shown(statuses: list[WatchStatus], *, whole: bool = False, width: int = 160) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, color_system=None, legacy_windows=False)
    for part in as_tables(statuses, whole=whole):
        console.print(part)
    return out.getvalue()


def test_schema_is_one_and_every_state_fits_it() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    entries = [entry(n, state, step="读页", pages_done=1, pages_total=9) for n, state in enumerate(get_args(State))]
    told = as_json("/台账.sqlite", [status(*entries), WatchStatus(WATCH, None, ())])
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    validator.validate(told)
    assert set(SCHEMA["$defs"]["State"]["enum"]) == set(get_args(State)) == set(WORDS)
    assert told["watches"][0]["counts"] == dict.fromkeys(get_args(State), 1)
    assert [watch["watched"] for watch in told["watches"]] == [True, False]
    for broken in ({**told, "more": 1}, {**told, "schema": "yushen/status/0"}):
        with pytest.raises(jsonschema.ValidationError):
            validator.validate(broken)


def test_what_needs_a_person_comes_first_and_tells_itself() -> None:
    entries = (
        entry(1, "done", version=2),
        entry(2, "waiting"),
        entry(3, "failed", error="打不开文件", retry_at="2026-11-21T12:00:00Z"),
        entry(4, "reading", step="读页", pages_done=3, pages_total=40),
        entry(5, "set_aside", error="读取进程三次中止", strikes=3),
    )
    assert [one.state for one in in_order(entries)] == ["set_aside", "failed", "reading", "waiting", "done"]
    told = {one["number"]: one for one in as_json("x", [status(*entries)])["watches"][0]["dossiers"]}
    assert (told[4]["step"], told[4]["pages_done"], told[4]["pages_total"]) == ("读页", 3, 40)
    assert (told[2]["step"], told[2]["pages_done"]) == (None, None)
    assert (told[3]["error"], told[3]["retry_at"]) == ("打不开文件", "2026-11-21T12:00:00Z")
    assert told[1]["version"] == 2
    text = shown([status(*entries)])
    assert "读页 3/40 页" in text
    assert f"打不开文件；{local('2026-11-21T12:00:00Z')} 再试" in text
    assert "读取进程三次中止；请人工处理" in text
    assert "office-pc:4711" in text
    assert "没有运行" in shown([status(*entries, watcher=None)])


@pytest.mark.parametrize("state", get_args(State))
def test_only_failed_and_set_aside_need_a_person(state: State) -> None:
    assert needs_person([status(entry(1, "done"), entry(2, state))]) == (state in {"failed", "set_aside"})


def test_every_dossier_is_counted_once() -> None:
    states = get_args(State)
    line = counted(status(*(entry(n, states[n % len(states)]) for n in range(45))))
    assert sum(int(part.split()[-1]) for part in line.split(" · ")) == 45
    assert "处理中 10" in line
    assert counted(status()) == "正在接收 0 · 等待 0 · 处理中 0 · 已完成 0 · 失败 0 · 已搁置 0"


def test_times_are_local_for_people_and_utc_for_programs() -> None:
    china = dt.timezone(dt.timedelta(hours=8))
    assert local("2026-11-21T23:30:00+00:00", china) == "2026-11-22 07:30"
    assert (
        as_json("x", [status(entry(1, "done", since="2026-11-21T23:30:00.5+00:00"))])["watches"][0]["dossiers"][0][
            "since"
        ]
        == "2026-11-21T23:30:00Z"
    )
    spoiled = status(entry(1, "done", since="gestern"))
    assert as_json("x", [spoiled])["watches"][0]["dossiers"][0]["since"] is None
    assert "—" in shown([spoiled])


def test_private_numbers_are_masked_everywhere() -> None:
    name = "张三 440703199001011231"
    one = entry(1, "failed", name, error=f"打不开 {name}.pdf，电话 13800138000", step=name)
    asked = [
        WatchStatus(
            replace(WATCH, inbox=f"/{name}", out=f"/{name}"), Holder(name, None), (one, replace(one, state="reading"))
        )
    ]
    for text in (shown(asked), json.dumps(as_json(name, asked), ensure_ascii=False)):
        assert "19900101" not in text
        assert "13800138000" not in text
        assert "440703********1231" in text


HOSTILE = [
    "甲\x1b[2J\x1b]0;x\x07",
    "[red]乙[/red]",
    "[/]",
    "丙\u202egpj.exe",
    "丁\nNEXT",
    "戊\x9b31m",
    "己\udcff",
    "[link=x]庚",
]


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_no_name_steers_the_terminal(name: str) -> None:
    one = entry(1, "failed", name, error=name)
    for text in (shown([status(one)]), json.dumps(as_json("x", [status(one)]), ensure_ascii=False)):
        text.encode("utf-8")
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
    assert plain(name) in shown([status(one)])  # square brackets stay text


@given(st.text(st.characters(codec=None)))
def test_any_name_can_be_shown(name: str) -> None:
    text = plain(name)
    text.encode("utf-8")
    assert len(text) == len(name)
    assert all(char.isprintable() or char.isspace() for char in text)
    assert "\n" not in text


def test_of_the_settled_only_the_latest_are_listed() -> None:
    entries = [entry(n, "done", since=f"2026-11-21T10:{n:02}:00Z") for n in range(SHOWN + 5)]
    text = shown([status(*entries, entry(99, "failed"))])
    assert "已完成 5 份未列出" in text
    assert f"单位{SHOWN + 4} " in text
    assert "单位4 " not in text
    assert "单位99" in text
    assert "未列出" not in shown([status(*entries)], whole=True)
    assert len(as_json("x", [status(*entries)])["watches"][0]["dossiers"]) == SHOWN + 5


def test_a_narrow_terminal_loses_no_name() -> None:
    name = "江门市" + "很长的名字" * 12
    text = shown([status(entry(1, "failed", name))], width=60)
    rows = [line.split("│")[2].strip() for line in text.splitlines() if line.count("│") > 5]
    assert name in "".join(rows)
