"""The floors hold: extractors <- matchers <- pipeline; imports only downwards; the clock is read only at the top."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ["extractors", "matchers", "pipeline"]
SOURCES = [p for floor in FLOORS for p in sorted((ROOT / floor).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports, wherever in the module."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_downwards(path: Path) -> None:
    floor = path.relative_to(ROOT).parts[0]
    above = set(FLOORS[FLOORS.index(floor) + 1 :]) | {"sample_dossiers", "tests"}
    assert not imported(path) & above


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nobody_reads_the_clock_below_the_command_line(path: Path) -> None:
    if path.name == "cli.py" or path.name.startswith("cli_") or path.name == "progress.py":
        pytest.skip("the command line may know what day it is")
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"}:
            pytest.fail(f"{path.name}:{node.lineno} reads the clock")


def test_no_module_has_a_name_that_says_nothing() -> None:
    forbidden = {"utils", "helpers", "manager", "misc", "common"}
    assert not {p.stem for p in SOURCES} & forbidden
