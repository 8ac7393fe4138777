"""The floors hold: extractors <- matchers <- pipeline; imports only downwards; the clock is read only at the top."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
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


def modules_used(path: Path, known: set[str]) -> set[str]:
    """The modules of ours that a module imports, wherever in it: in a function and for the types alone too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found & known


def test_no_module_imports_itself_through_others() -> None:
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in SOURCES}
    graph = {name: modules_used(path, names.keys() - {name}) for name, path in names.items()}
    assert sum(map(len, graph.values())) > len(graph), "the imports are seen"
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_no_module_has_a_name_that_says_nothing() -> None:
    forbidden = {"utils", "helpers", "manager", "misc", "common"}
    assert not {p.stem for p in SOURCES} & forbidden
