from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.confidence import CERTAIN, CERTAIN_SCORE, certainty, lowest
from extractors.evidence import Reading
from pipeline import ocr

READINGS = st.builds(
    Reading,
    via=st.sampled_from(["text", "ocr"]),
    score=st.floats(0, 1),
    check=st.sampled_from(["passed", "failed", "none"]),
    labelled=st.booleans(),
    agreed=st.booleans(),
    disputed=st.booleans(),
    repaired=st.sampled_from([None, "O按0读"]),
    derived=st.sampled_from([None, "有效期三年"]),
)


def test_the_score_is_the_one_that_the_reader_of_pictures_calibrated() -> None:
    assert CERTAIN_SCORE == ocr.CERTAIN


@pytest.mark.parametrize(
    ("reading", "certain"),
    [
        (Reading(), True),
        (Reading(check="passed", via="ocr", score=0.7), True),
        (Reading(agreed=True, via="ocr", score=0.8), True),
        (Reading(via="ocr", score=CERTAIN_SCORE), True),
        (Reading(via="ocr", score=CERTAIN_SCORE - 0.001), False),
        (Reading(via="ocr", score=1.0, labelled=False), False),
        (Reading(via="ocr", score=1.0, repaired="l按1读"), False),
        (Reading(check="passed", via="ocr", score=1.0, repaired="l按1读"), True),
        (Reading(check="passed", via="text", repaired="l按1读"), False),
        (Reading(check="failed"), False),
        (Reading(disputed=True, agreed=True), False),
        (Reading(derived="有效期三年"), True),
    ],
)
def test_what_is_certain(reading: Reading, certain: bool) -> None:
    assert (certainty(reading) >= CERTAIN) is certain


@given(READINGS)
def test_a_doubt_never_raises_certainty(reading: Reading) -> None:
    value = certainty(reading)
    assert 0 < value < 1
    if reading.disputed or reading.check == "failed":
        assert value <= 0.5


@given(st.lists(READINGS, max_size=5))
def test_evidence_is_as_certain_as_its_least_certain_field(readings: list[Reading]) -> None:
    assert lowest(readings) == min((certainty(r) for r in readings), default=0.0)
