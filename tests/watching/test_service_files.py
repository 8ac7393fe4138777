"""The systemd unit, the Windows task and their page: well-formed, hardened, and of options that exist."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import typer

from pipeline.cli import app

ROOT = Path(__file__).parents[2]
SERVICE = ROOT / "docs" / "service"
UNIT = SERVICE / "yushen-watch.service"
DROP_INS = (SERVICE / "move.conf", SERVICE / "postgresql.conf")
TASK = SERVICE / "yushen-watch.xml"
PAGE = ROOT / "docs" / "service.zh.md"
ANALYZE = shutil.which("systemd-analyze")
NEEDS_SYSTEMD = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not here (Debian: systemd)")


def settings(text: str) -> list[tuple[str, str]]:
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "["))]
    return [(key, value) for key, _, value in (line.partition("=") for line in lines)]


def options(command: str) -> set[str]:
    found: Any = typer.main.get_command(app)
    return {option for one in found.commands[command].params for option in one.opts if option.startswith("--")}


def usable(folder: Path, *drop_ins: Path) -> Path:
    """A copy whose program, page and user exist on this machine."""
    unit = folder / UNIT.name
    text = UNIT.read_text("utf-8").replace("/opt/yushen/docs/service.zh.md", str(PAGE))
    text = text.replace("/opt/yushen/.venv/bin/yushen", "/bin/true")
    unit.write_text(re.sub("(?m)^(User|Group)=.*", r"\1=root", text), "utf-8")
    for drop_in in drop_ins:
        beside = folder / f"{UNIT.name}.d"
        beside.mkdir(exist_ok=True)
        text = drop_in.read_text("utf-8").replace("/opt/yushen/.venv/bin/yushen", "/bin/true")
        (beside / drop_in.name).write_text(text, "utf-8")
    return unit


def analyze(*arguments: object) -> subprocess.CompletedProcess[str]:
    assert ANALYZE is not None
    command = [ANALYZE, "--no-pager", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@NEEDS_SYSTEMD
@pytest.mark.parametrize("drop_ins", [(), (DROP_INS[0],), (DROP_INS[1],), DROP_INS], ids=len)
def test_systemd_understands_every_line(tmp_path: Path, drop_ins: tuple[Path, ...]) -> None:
    told = analyze("verify", usable(tmp_path, *drop_ins))
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


@NEEDS_SYSTEMD
def test_the_check_by_systemd_can_fail(tmp_path: Path) -> None:
    unit = usable(tmp_path)
    unit.write_text(unit.read_text("utf-8").replace("PrivateTmp=yes", "PrivatTmp=yes"), "utf-8")
    told = analyze("verify", unit)
    assert "PrivatTmp" in told.stderr


@NEEDS_SYSTEMD
@pytest.mark.parametrize(("drop_ins", "threshold"), [((), 15), ((DROP_INS[0],), 15), (DROP_INS, 25)], ids=str)
def test_systemd_calls_the_unit_safe(tmp_path: Path, drop_ins: tuple[Path, ...], threshold: int) -> None:
    told = analyze("security", "--offline=yes", f"--threshold={threshold}", usable(tmp_path, *drop_ins))
    assert told.returncode == 0, told.stdout[-400:] + told.stderr


@pytest.mark.parametrize(
    "line",
    [
        "PrivateNetwork=yes",
        "IPAddressDeny=any",
        "RestrictAddressFamilies=AF_UNIX",
        "ReadOnlyPaths=/srv/yushen/inbox",
        "ReadWritePaths=/srv/yushen/out",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "UMask=0077",
        "StateDirectory=yushen",
        "MemoryMax=8G",
        "Restart=on-failure",
        "OOMPolicy=continue",
        "KillMode=mixed",
        "LimitCORE=0",
    ],
)
def test_the_unit_is_hardened(line: str) -> None:
    assert tuple(line.split("=", 1)) in settings(UNIT.read_text("utf-8"))


def test_reading_processes_may_still_shut_out_the_network_and_limit_themselves() -> None:
    filters = [value for key, value in settings(UNIT.read_text("utf-8")) if key == "SystemCallFilter"]
    allowed = {"@system-service", "seccomp", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"}
    assert allowed <= set(filters[0].split())
    assert not any("@resources" in value for value in filters if value.startswith("~"))
    assert "MemoryDenyWriteExecute" not in dict(settings(UNIT.read_text("utf-8")))


def test_moving_makes_only_the_inbox_writable() -> None:
    unit, move = UNIT.read_text("utf-8"), settings(DROP_INS[0].read_text("utf-8"))
    inbox = dict(settings(unit))["ReadOnlyPaths"]
    begins = dict(settings(unit))["ExecStart"]
    assert move == [
        ("ReadOnlyPaths", ""),
        ("ReadWritePaths", inbox),
        ("ExecStart", ""),
        ("ExecStart", f"{begins} --move"),
    ]


def test_the_task_is_well_formed_and_never_stops_by_itself() -> None:
    text = TASK.read_text("utf-8")
    assert not text.startswith("<?xml")  # Register-ScheduledTask takes a string: an encoding named there is an error
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    task = ET.fromstring(text)
    found = {one.tag.removeprefix(space): (one.text or "").strip() for one in task.iter()}
    assert found["ExecutionTimeLimit"] == "PT0S"
    assert found["MultipleInstancesPolicy"] == "IgnoreNew"
    assert found["RunLevel"] == "LeastPrivilege"
    assert found["DisallowStartIfOnBatteries"] == found["StopIfGoingOnBatteries"] == "false"
    assert {"BootTrigger", "TimeTrigger", "RestartOnFailure"} <= found.keys()
    order = [one.tag.removeprefix(space) for one in task]
    assert order == ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]


def test_every_option_that_is_named_exists() -> None:
    """The unit, its drop-in and the task call `yushen watch`; the page speaks of all three commands."""
    known = {name: options(name) for name in ("watch", "status", "purge")}
    called = [
        value for path in (UNIT, DROP_INS[0]) for key, value in settings(path.read_text("utf-8")) if "yushen " in value
    ]
    called += re.findall("<Arguments>(.*)</Arguments>", TASK.read_text("utf-8"))
    assert len(called) == 3
    for command in called:
        assert re.search(r"(^|yushen )watch ", command)
        assert set(re.findall(r"--[a-z-]+", command)) <= known["watch"]
    page = PAGE.read_text("utf-8")
    for line in re.findall(r"yushen(?:\.exe)? status .*", page):
        assert set(re.findall(r"--[a-z-]+", line)) <= known["status"]
    for line in re.findall(r"`(--[a-z-]+)`", page):
        assert line in known["watch"] | known["status"]
    assert {"--settle", "--patience", "--move", "--json", "--poll"} <= set(re.findall(r"`(--[a-z-]+)`", page))


def test_what_the_page_leads_to_is_there() -> None:
    links = re.findall(r"\]\(([^)]+)\)", PAGE.read_text("utf-8"))
    assert len(links) >= 4
    assert all((PAGE.parent / link).exists() for link in links)


def test_unit_task_and_page_speak_of_the_same_places() -> None:
    page = PAGE.read_text("utf-8")
    for path in ("/srv/yushen/inbox", "/srv/yushen/out", "/opt/yushen", "/var/lib/yushen/ledger.sqlite"):
        assert path in page
    for path in ("/srv/yushen/inbox", "/srv/yushen/out"):
        assert path in UNIT.read_text("utf-8")
    assert r"C:\ProgramData\yushen\ledger.sqlite" in TASK.read_text("utf-8")
    assert r"C:\ProgramData\yushen\ledger.sqlite" in page
