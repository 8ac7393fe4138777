"""Pictures through to the draft: half a photograph, several in one file, bad readings never make a wrong line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import hostile_picture as made
import pytest
from hostile_dossier import UNREAD
from hostile_draft import Drafts, check_draft, drafts_of, is_unread, line, states

NUMBER, GRANTED = "ZL201710991011.4", "2019-07-12"
WHOLE, FRAMES, BLANK = "完好", "多页", "空白"
READINGS = {**made.READINGS, **made.CONFUSED}


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    root = tmp_path_factory.mktemp("run")
    return drafts_of(_cases(root / "cache"), root)


def _cases(cache: Path) -> dict[str, dict[str, bytes]]:
    broken = {name: build() for name, build in made.BROKEN.items()}
    whole = {name: build() for name, build in made.WHOLE.items()}
    for data in (*broken.values(), *whole.values()):
        made.keep_reading(cache, data, place="page 1 turned 0" if data.startswith(b"%PDF") else "picture")
    cases = {name: {name: data} for name, data in broken.items()} | {WHOLE: whole}
    for at, (name, how) in enumerate(READINGS.items()):
        data = made.saved(made.sheet(50 + at), "PNG")
        made.keep_reading(cache, data, **how)
        cases[name] = {f"{name}.png": data}
    two = made.saved(made.sheet(60), "TIFF", save_all=True, append_images=[made.sheet(61)])
    made.keep_reading(cache, two, "目录")
    made.keep_reading(cache, two, place="frame 2")
    cases[FRAMES] = {"多页.tif": two}
    cases[BLANK] = {"白纸.png": made.blank()}
    return cases


def items_of(draft: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [item for item in draft["evidence"] if item["source"]["file"] == name]


@pytest.mark.parametrize("name", made.BROKEN)
def test_a_picture_that_is_not_wholly_seen_is_told(name: str, drafts: Drafts) -> None:
    draft = drafts.by_case[name]
    check_draft(name, drafts.plain, draft, [name])
    assert is_unread(draft, [name]), states(draft)[name]
    assert line(draft, "4")["confidence"] != "high"


@pytest.mark.parametrize("name", made.WHOLE)
def test_a_whole_picture_is_read_in_every_dress(name: str, drafts: Drafts) -> None:
    draft = drafts.by_case[WHOLE]
    assert states(draft)[name] not in UNREAD
    (item,) = items_of(draft, name)
    assert (item["fields"]["patent_no"], item["fields"]["grant_date"]) == (NUMBER, GRANTED)
    assert item["confidence"] >= 0.9


def test_one_of_its_copies_counts(drafts: Drafts) -> None:
    draft = drafts.by_case[WHOLE]
    check_draft(WHOLE, drafts.plain, draft, list(made.WHOLE), changes=["4"])
    assert (line(draft, "4")["draft_score"], line(draft, "4")["confidence"]) == (5, "high")


@pytest.mark.parametrize("name", made.READINGS)
def test_a_doubtful_reading_makes_no_line_high(name: str, drafts: Drafts) -> None:
    draft = drafts.by_case[name]
    check_draft(name, drafts.plain, draft, [f"{name}.png"])
    assert line(draft, "4")["confidence"] != "high"


@pytest.mark.parametrize("name", made.CONFUSED)
def test_letters_for_digits_are_right_or_doubted(name: str, drafts: Drafts) -> None:
    draft = drafts.by_case[name]
    check_draft(name, drafts.plain, draft, [f"{name}.png"], changes=["4"])
    found = items_of(draft, f"{name}.png")
    right = [
        item["fields"].get("patent_no") == NUMBER and item["fields"].get("grant_date") == GRANTED for item in found
    ]
    assert all(ok or item["confidence"] < 0.9 for ok, item in zip(right, found, strict=True)), found
    assert line(draft, "4")["confidence"] != "high" or (right == [True] and line(draft, "4")["draft_score"] == 5)


def test_every_frame_of_a_tiff_is_a_page(drafts: Drafts) -> None:
    draft = drafts.by_case[FRAMES]
    check_draft(FRAMES, drafts.plain, draft, ["多页.tif"], changes=["4"])
    assert [item["source"]["page"] for item in items_of(draft, "多页.tif")] == [2]
    assert line(draft, "4")["draft_score"] == 5


def test_a_blank_sheet_is_no_unread_page(drafts: Drafts) -> None:
    draft = drafts.by_case[BLANK]
    check_draft(BLANK, drafts.plain, draft, ["白纸.png"])
    assert line(draft, "4")["confidence"] == "high"
