"""docs/round.zh.md: every command on the page is one of the program's, with options that it has."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from pipeline import cli

PAGE = Path(__file__).parents[2] / "docs" / "round.zh.md"
COMMANDS = [line.strip() for line in PAGE.read_text("utf-8").splitlines() if line.startswith("    yushen ")]


def test_the_page_tells_the_whole_round_in_its_order() -> None:
    steps = [command.split()[1] for command in COMMANDS]
    assert list(dict.fromkeys(steps)) == ["run", "collect", "letters", "follow-up", "merge"]
    assert steps.index("letters") < len(steps) - 1 - steps[::-1].index("run"), "a second run after the letters"
    assert len(PAGE.read_text("utf-8")) < 3500, "one page"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_is_known_with_its_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    name, *arguments = shlex.split(command)[1:]
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    for option in (argument for argument in arguments if argument.startswith("--")):
        assert re.search(rf"{option}(?![a-z-])", shown), option


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_reaches_its_work(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing lies it says what is missing, and not that it was written wrongly."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        cli.main(shlex.split(command)[1:])
    error = capsys.readouterr().err
    assert "命令写法有误" not in error
    assert ended.value.code == (0 if "--save-template" in command else 2)
