"""People on several lines: the disjoint reading takes away only whom the other lines need."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.evidence import Evidence
from matchers.cases import dossier, evidence
from matchers.disjoint import needed, people_on, taken_by_others
from matchers.draft import Draft, Line
from matchers.draft_dossier import draft_dossier
from matchers.rubric import load_rubric
from matchers.scoring import Scored, count
from matchers.unit import Unit

RUBRIC = load_rubric("jiangmen-qic-2022")
AS_OF = dt.date(2022, 6, 10)
NAMES = ["甲一", "乙二", "丙三", "丁四", "戊五", "己六", "庚七", "辛八"]


def told(*values: object) -> tuple[object, ...]:
    """Facts side by side, compared by value."""
    return values


def identity(number: int) -> str:
    return f"4407********{number:04d}"


def staff(quality: int, others: int) -> list[Evidence]:
    """So many people with a quality title and so many with a metrology one, all insured."""
    names = NAMES[: quality + others]
    papers = [
        evidence(
            "credential",
            person=name,
            identity=identity(n),
            title="质量工程师" if n < quality else "计量工程师",
            speciality="质量" if n < quality else "计量",
            file=f"{name}.pdf",
        )
        for n, name in enumerate(names)
    ]
    numbers = [identity(n) for n in range(len(names))]
    return [*papers, evidence("social_security", persons=names, identities=numbers)]


def draft(papers: list[Evidence]) -> Draft:
    return draft_dossier(dossier(papers), RUBRIC, AS_OF)


def line(made: Draft, name: str) -> Line:
    return next(one for one in made.lines if one.id == name)


def test_enough_people_for_both_lines_take_nothing_away() -> None:
    made = draft(staff(2, 6))
    for name in ("10.1", "11"):
        one = line(made, name)
        assert told(one.draft_score, one.lowest) == (4, 4), one
    assert line(made, "11").confidence == "high"
    messages = [m.message for m in made.mismatches if m.code == "PERSON_COUNTED_TWICE"]
    assert messages
    assert all("不变" in message for message in messages)


@pytest.mark.parametrize(
    ("quality", "others", "lowest"),
    [(2, 5, ("0", "3")), (3, 5, ("4", "4")), (2, 2, ("0", "0")), (4, 1, ("0", "1")), (8, 0, ("4", "4"))],
)
def test_the_lower_end_is_what_the_other_line_leaves(quality: int, others: int, lowest: tuple[str, str]) -> None:
    made = draft(staff(quality, others))
    assert (str(line(made, "10.1").lowest), str(line(made, "11").lowest)) == lowest


def test_the_officer_may_be_needed_for_a_title() -> None:
    papers = staff(2, 0)
    officer = [evidence("cqo_certificate", person=NAMES[0]), evidence("appointment", person=NAMES[0])]
    made = draft([*papers, *officer])
    assert told(line(made, "10.1").lowest, line(made, "10.2").lowest) == (0, 0)
    assert "不可重复" in line(made, "10.1").basis
    third = draft([*staff(3, 0), *officer])
    assert line(third, "10.2").draft_score == 2
    assert line(third, "10.1").lowest == 0, "two of three are left for 10.1, but 11 needs all three for its point"


def _line(indicator_id: str, people: set[str]) -> Scored:
    indicator = RUBRIC.indicator(indicator_id)
    units: dict[str, tuple[Unit, ...]] = dict.fromkeys(indicator.papers, ())
    units[next(iter(units))] = tuple(Unit(p, (p,), p, people=(p,)) for p in sorted(people))
    return count(indicator, units, AS_OF)


def _best(places: list[set[str]], used: frozenset[str], own: set[str]) -> tuple[int, int]:
    """By trying everything: most places filled, then fewest of the own people used (as a negative number)."""
    if not places:
        return 0, 0
    results = [_best(places[1:], used, own)]
    for name in places[0] - used:
        filled, spared = _best(places[1:], used | {name}, own)
        results.append((filled + 1, spared - (name in own)))
    return max(results)


@settings(max_examples=60, deadline=None)
@given(*[st.sets(st.sampled_from("abcde"), max_size=5) for _ in range(3)])
def test_as_few_are_taken_as_any_assignment_needs(first: set[str], officers: set[str], titled: set[str]) -> None:
    people = {"10.1": first, "10.2": officers, "11": titled}
    scored = {name: _line(name, mine) for name, mine in people.items()}
    counting = {name: set(people_on(scored[name])) for name in people}
    assert counting == {name: mine if scored[name].proposed else set() for name, mine in people.items()}
    for name, mine in counting.items():
        places = [counting[o] for o in people if o != name for _ in range(needed(scored[o], AS_OF))]
        taken = taken_by_others(name, scored, AS_OF)
        assert taken <= mine
        assert len(taken) == (-_best(places, frozenset(), mine)[1] if mine else 0)


def test_a_missing_piece_lowers_the_line() -> None:
    papers = staff(3, 0)
    without = [p for p in papers if p.type != "social_security"]
    two = evidence("social_security", persons=NAMES[:2], identities=[identity(0), identity(1)])
    short = evidence(
        "social_security", persons=[NAMES[2]], identities=[identity(2)], from_month="2022-03", file="3.pdf"
    )
    for pile in ([*without, two], [*without, two, short]):
        one = line(draft(pile), "11")
        assert told(one.draft_score, one.lowest, one.highest, one.confidence) == (0, 0, 0, "medium")
    officer = line(draft([evidence("cqo_certificate")]), "10.2")
    assert told(officer.draft_score, officer.confidence) == (0, "medium")
