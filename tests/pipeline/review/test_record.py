"""Reviews on record: what the draft said, what people decided; how often drafts were right; the table refitted."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path

import county
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.confidence import certainty
from extractors.evidence import Reading
from extractors.fitted_confidence import BadTable, read_fitted
from matchers.draft import Draft
from pipeline.errors import UnusableInput
from pipeline.review import calibration, quality, quality_page, refit
from pipeline.review.collect import CollectRequest, collect
from pipeline.review.quality import PaperCase, Quality
from pipeline.review.record import keep, opened


@pytest.fixture(scope="module")
def draft() -> Draft:
    return county.drafted("甲")


def recorded(out: Path, record: Path, when: str = "2022-06-20T08:00:00+00:00") -> int:
    found = collect(CollectRequest(out))
    with opened(record, make=True) as session:
        return keep(session, found, when)


def measured(record: Path) -> Quality:
    with opened(record, make=False) as session:
        return quality.measure(session)


@pytest.fixture
def record(draft: Draft, tmp_path: Path) -> Path:
    folder = county.handed_out(draft, tmp_path)
    patents = county.ids(draft, "patent")
    county.fill(
        folder / "draft.xlsx",
        得分={"5": 0, "8.1": 0},
        意见={"5": "商标已转让，联系 13800138000", "1": "属实"},
        采信={patents[0]: "不采信", patents[1]: "采信", county.ids(draft, "management_certificate")[1]: "采信"},
        结论={"6.(一)": "符合"},
    )
    path = tmp_path / "reviews.sqlite"
    assert recorded(tmp_path, path) == 1
    return path


def test_the_same_sheet_is_recorded_once_and_a_later_one_becomes_current(record: Path, tmp_path: Path) -> None:
    assert recorded(tmp_path, record) == 0
    county.fill(tmp_path / "甲" / "draft.xlsx", 得分={"5": 1})
    assert recorded(tmp_path, record, "2022-06-21T08:00:00+00:00") == 1
    with sqlite3.connect(record) as found:
        rows = found.execute("select current, collected_at, reviewer from review order by id").fetchall()
        assert rows == [(0, "2022-06-20T08:00:00+00:00", "王评审"), (1, "2022-06-21T08:00:00+00:00", "王评审")]
        assert found.execute("pragma journal_mode").fetchone() == ("wal",)
        final = found.execute("select draft_score, final, how from review_line where indicator = '5'").fetchall()
    assert final == [("2", "0", "entered"), ("2", "1", "entered")]
    assert measured(record).reviews == 1


def test_quality_counts_what_was_looked_at(record: Path) -> None:
    found = measured(record)
    of = {share.key: share for share in found.by_indicator}
    assert (of["5"].cases, of["5"].right, of["5"].difference) == (1, 0, Decimal(2))
    assert (of["4"].cases, of["4"].right) == (1, 1), "a refused patent that costs no point leaves the draft right"
    assert (of["6.1"].cases, of["6.1"].untouched) == (0, 1), "blank lines are not counted as right"
    assert [case.indicator for case in found.silent] == ["5"]
    assert {share.key: (share.cases, share.right) for share in found.by_type}["patent"] == (5, 4)
    assert [(share.key, share.cases, share.right) for share in found.overturned] == [("management_certificate", 1, 1)]


def test_the_report_stands_alone_and_masks_what_people_typed(record: Path) -> None:
    found = measured(record)
    picture = calibration.draw(found)
    assert picture.startswith(b"\x89PNG")
    page = quality_page.page(found, picture)
    assert "data:image/png;base64," in page
    assert "http" not in page.replace("http-equiv", "")
    assert "商标已转让，联系 138****8000" in page
    assert "13800138000" not in page
    told = list(quality_page.told(found))
    assert any(line.startswith("无声的错误：") and "指标 5" in line for line in told)


def test_the_picture_has_chinese_on_every_machine(record: Path, recwarn: pytest.WarningsRecorder) -> None:
    assert calibration.draw(measured(record)).startswith(b"\x89PNG")
    assert not [w for w in recwarn if "Glyph" in str(w.message)]


def cases(*groups: tuple[float, int, int]) -> list[PaperCase]:
    """Groups of (certainty, confirmed, refused)."""
    return [
        PaperCase("patent", value, "ocr", "accepted", right)
        for value, confirmed, refused in groups
        for right in [True] * confirmed + [False] * refused
    ]


def test_the_fitted_table_rises_and_rests_on_enough_cases() -> None:
    table = refit.fit(cases((0.6, 5, 5), (0.92, 60, 20), (0.95, 30, 0), (0.97, 25, 5), (0.98, 200, 1)), 20)
    assert [step.start for step in table.steps] == [0.6, 0.95, 0.98]
    assert [step.cases for step in table.steps] == [90, 60, 201]
    assert table.of(0.92) == pytest.approx(66 / 92, abs=1e-4)
    assert table.of(0.97) == pytest.approx(56 / 62, abs=1e-4)
    assert refit.fit(cases((0.9, 10, 0)), 20).steps == ()


@given(st.lists(st.tuples(st.sampled_from([0.4, 0.6, 0.8, 0.92, 0.95, 0.98]), st.integers(0, 40), st.integers(0, 40))))
def test_a_fitted_table_never_falls(groups: list[tuple[float, int, int]]) -> None:
    table = refit.fit(cases(*groups), 10)
    values = [table.of(n / 100) for n in range(101)]
    assert values == sorted(values)
    assert all(step.cases >= 10 for step in table.steps)


def test_a_table_is_written_read_and_the_old_one_kept(tmp_path: Path) -> None:
    first = refit.fit(cases((0.98, 100, 10)))
    path, kept = refit.write(first, tmp_path, reviews=3, least=20, fitted_at="2022-07-01")
    assert kept is None
    assert read_fitted(path) == first
    second = refit.fit(cases((0.98, 10, 100)))
    _, kept = refit.write(second, tmp_path, reviews=4, least=20, fitted_at="2022-08-01")
    assert kept is not None
    assert read_fitted(kept) == first
    assert refit.present(tmp_path) == second
    assert [(c.value, c.after < c.before) for c in refit.changes(cases((0.98, 1, 0)), first, second)] == [(0.98, True)]
    assert certainty(Reading()) == 0.98, "no default changes"
    assert certainty(Reading(), second) == second.steps[0].certainty


STEP = '{"schema": "yushen/confidence/1", "steps": [%s]}'


@pytest.mark.parametrize(
    "text", ["", "[]", '{"schema": "x"}', STEP % "{}", STEP % '{"from": 0.5, "certainty": 2, "cases": 1}']
)
def test_a_bad_table_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text(text, "utf-8")
    with pytest.raises(BadTable, match=r"t\.json"):
        read_fitted(tmp_path / "t.json")


def test_a_file_that_is_no_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_bytes(b"not a database" * 100)
    with sqlite3.connect(tmp_path / "b.sqlite") as other:
        other.execute("create table t (x)")
    for name in ("a.sqlite", "b.sqlite", "none.sqlite"):
        with pytest.raises(UnusableInput), opened(tmp_path / name, make=False):
            pass
