"""The rubrics of Qingyuan and Guangdong quote their official texts word for word, and keep their dates and quotas."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from matchers.rubric import load_rubric
from matchers.rubric_model import Rubric, Source

SOURCES = Path(os.environ.get("YUSHEN_SOURCES", Path(__file__).parents[2].parent / "shared" / "sources"))
TEXTS = {
    "qingyuan-award-organisation-2025": "003_*.txt",
    "qingyuan-award-person-2025": "003_*.txt",
    "guangdong-iso9001-2022": "002_*.txt",
}


def sources_of(rubric: Rubric) -> list[tuple[str, Source]]:
    """Every place that quotes."""
    found = [(c.id, c.source) for c in rubric.eligibility] + [(i.id, i.source) for i in rubric.indicators]
    return found + [(t.id, t.source) for t in rubric.tables]


QUOTED = [(name, where, source) for name in TEXTS for where, source in sources_of(load_rubric(name))]


@pytest.mark.parametrize(("rubric", "where", "source"), QUOTED, ids=[f"{r} {w}" for r, w, _ in QUOTED])
def test_every_quotation_stands_in_the_official_text(rubric: str, where: str, source: Source) -> None:
    files = sorted(SOURCES.glob(TEXTS[rubric]))
    if not files:
        pytest.skip("the official text is not here (YUSHEN_SOURCES)")
    assert source.quote in files[0].read_text("utf-8"), where


def test_the_five_and_the_three_conditions_stand_in_the_text_s_order() -> None:
    organisation = [c.id for c in load_rubric("qingyuan-award-organisation-2025").eligibility]
    person = [c.id for c in load_rubric("qingyuan-award-person-2025").eligibility]
    assert [i for i in organisation if i.startswith("五.(一)")] == [f"五.(一).{n}" for n in range(1, 6)]
    assert [i for i in person if i.startswith("五.(二)")] == [f"五.(二).{n}" for n in range(1, 4)]
    assert "五.(三)" in organisation
    assert "五.(三)" in person


def test_days_and_quotas() -> None:
    organisation = load_rubric("qingyuan-award-organisation-2025")
    person = load_rubric("qingyuan-award-person-2025")
    guangdong = load_rubric("guangdong-iso9001-2022")
    assert organisation.as_of == person.as_of == dt.date(2025, 10, 25)
    assert (organisation.tables[0].quota, person.tables[0].quota) == (5, 10)
    assert guangdong.as_of == dt.date(2022, 3, 20)
    assert [t.due for t in guangdong.tables] == [dt.date(2022, 3, 20), dt.date(2022, 6, 20), dt.date(2022, 11, 20)]


@pytest.mark.parametrize("name", TEXTS)
def test_no_points_are_invented(name: str) -> None:
    rubric = load_rubric(name)
    assert rubric.max_score == 0
    assert all(i.max == 0 and i.rule.form == "manual" and i.at_most == "low" for i in rubric.indicators)


def test_the_twenty_clusters_are_all_there_and_no_name_is_in_the_notice() -> None:
    condition = next(c for c in load_rubric("guangdong-iso9001-2022").eligibility if c.id == "二.(二).集群")
    names = condition.papers["form"].where["cluster"]
    assert len(set(names)) == 20
    assert condition.papers["unlisted"].where["cluster"][1] == "!~" + "|".join(n[1:] for n in names)
