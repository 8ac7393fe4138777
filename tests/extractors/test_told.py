"""Every repair, failed check and double reading of a number or date is told on the paper."""

from __future__ import annotations

import pytest

from extractors.document import PageId
from extractors.evidence import Evidence, Field, Reading
from extractors.told import tell_readings


def patent(reading: Reading, name: str = "patent_no") -> Evidence:
    fields = {name: Field("ZL201910990622.3", "ZL 2019 1 0990622.3", reading=reading)}
    return Evidence("patent", "patent_cn", fields, (PageId("a.pdf", 1),), "ocr")


@pytest.mark.parametrize(
    ("reading", "code"),
    [
        (Reading(check="failed"), "NUMBER_INVALID"),
        (Reading(disputed=True), "READINGS_DIFFER"),
        (Reading(repaired="O→0"), "NUMBER_REPAIRED"),
    ],
)
def test_what_reading_left_open_is_a_reason(reading: Reading, code: str) -> None:
    told = tell_readings(patent(reading))
    assert [r.code for r in told.reasons] == [code]
    assert "专利号" in told.reasons[0].detail


def test_a_number_that_passes_gives_no_reason() -> None:
    assert tell_readings(patent(Reading(check="passed"))).reasons == ()


def test_only_numbers_and_dates_are_spoken_of() -> None:
    assert tell_readings(patent(Reading(disputed=True), "title")).reasons == ()
