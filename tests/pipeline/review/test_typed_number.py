"""Whatever stands in a cell is a number, or refused with a reason; spoiled files are told, never raised."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path

import county
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.sheet_tables import NotRead, open_sheet
from pipeline.review.typed_number import read_score

CELLS = st.one_of(
    st.none(),
    st.text(),
    st.text("0123456789０１２．.+-*/=()分 。", max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.just(dt.timedelta(hours=3)),
)


@given(CELLS)
def test_any_cell_is_a_number_of_two_decimals_or_has_a_reason(cell: object) -> None:
    typed = read_score(cell)
    if typed.value is not None:
        assert typed.value == round(typed.value, 2)
    elif cell is not None and str(cell).replace("\u200b", "").strip():
        assert typed.told


@given(st.decimals(0, 100, places=1))
def test_a_number_comes_back_however_it_is_written(value: Decimal) -> None:
    wide = str(value).translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    for cell in (float(value), str(value), wide, f" {value}分", f"={value}"):
        assert read_score(cell).value == value, cell


def test_spoiled_workbooks_are_told(tmp_path: Path) -> None:
    whole = (county.handed_out(county.drafted(), tmp_path) / "draft.xlsx").read_bytes()
    chance = random.Random(4)
    told: list[str] = []
    for turn in range(40):
        content = bytearray(whole)
        for _ in range(1 + turn % 7 * 10):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path = tmp_path / "x.xlsx"
        path.write_bytes(content[: chance.randrange(len(content))] if turn % 5 == 0 else content)
        try:
            open_sheet(path)
        except NotRead as cause:
            told.append(str(cause))
    assert len(told) > 30
    assert all("请" in one for one in told)


def test_a_zip_of_a_version_nobody_knows_is_told(tmp_path: Path) -> None:
    content = bytearray((county.handed_out(county.drafted(), tmp_path) / "draft.xlsx").read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 6] = 250
    (tmp_path / "x.xlsx").write_bytes(content)
    with pytest.raises(NotRead, match="损坏"):
        open_sheet(tmp_path / "x.xlsx")
