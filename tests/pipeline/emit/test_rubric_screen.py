"""What the rubrics look like on a terminal: nothing is lost in a narrow window."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from matchers.rubric import load_rubric
from matchers.rubrics import summaries
from pipeline.emit.rubric_screen import show, show_list


def console(width: int) -> Console:
    return Console(file=io.StringIO(), width=width, force_terminal=False)


def printed(out: Console) -> str:
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


@pytest.mark.parametrize("width", [80, 150])
def test_ids_can_be_copied_from_the_list(width: int) -> None:
    out = console(width)
    show_list(summaries(), out)
    for one in summaries():
        assert one.id in printed(out)


def test_every_quotation_is_shown_whole() -> None:
    out = console(240)
    rubric = load_rubric("jiangmen-qic-2022")
    show(rubric, out)
    letters = set(printed(out))
    assert all(set(line.source.quote) - {" "} <= letters for line in rubric.indicators)
    assert "…" not in printed(out).replace("……", "")
