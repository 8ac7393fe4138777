"""Every row of the handbook's number examples gives the stated result; skipped visibly where the file is not there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.parsers import (
    certificate_number,
    cma_number,
    cnas_number,
    dates,
    document_number,
    foreign_patent,
    high_tech_number,
    identity_number,
    measurement_number,
    patent_number,
    publication_number,
    standard_number,
    trademark_number,
    uscc,
)
from extractors.parsers.found import Found

READERS: dict[str, Callable[[str], Found]] = {
    "uscc": uscc.read,
    "patent_cn": patent_number.read,
    "publication_cn": publication_number.read,
    "patent_foreign": foreign_patent.read,
    "trademark": trademark_number.read,
    "certificate": certificate_number.read,
    "measurement": measurement_number.read,
    "cnas": cnas_number.read,
    "cma": cma_number.read,
    "hnte": high_tech_number.read,
    "standard": standard_number.read,
    "document_number": document_number.read,
    "date": dates.read,
    "ric": identity_number.read,
}


def _examples() -> Path | None:
    shared = Path(os.environ.get("YUSHEN_SHARED", Path(__file__).resolve().parents[4] / "shared"))
    path = shared / "domain" / "number_examples.jsonl"
    return path if path.is_file() else None


def _verdict(found: Found) -> tuple[bool, str | None]:
    usable = found.value is not None and found.problem is None and found.check != "failed"
    return usable and found.repaired is None, found.value if usable else None


@pytest.mark.skipif(_examples() is None, reason="number_examples.jsonl is not beside this repository (YUSHEN_SHARED)")
def test_every_row_of_the_handbook() -> None:
    path = _examples()
    assert path is not None
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    wrong = [
        (row["kind"], row["text"], row["why"], _verdict(READERS[row["kind"]](row["text"])))
        for row in rows
        if _verdict(READERS[row["kind"]](row["text"])) != (row["valid"], row["normalised"])
    ]
    assert len(rows) >= 267
    assert wrong == []


OWN = [
    ("uscc", "91350100M000100Y43", True, "91350100M000100Y43"),
    ("uscc", "9144O703MA5B8Q2G4G", False, "91440703MA5B8Q2G4G"),
    ("uscc", "91440703MA5B8Q2G4", False, None),
    ("patent_cn", "专利号：ZL 2018 2 1234567.5", True, "ZL201821234567.5"),
    ("patent_cn", "2L 2020 1 0430096.0", False, "ZL202010430096.0"),
    ("patent_cn", "ZL 2020 1 0480096.0", False, None),
    ("publication_cn", "CN 111472379 A", False, None),
    ("patent_foreign", "DE 10 2015 123 456 B4", True, "DE102015123456 B"),
    ("trademark", "第l2345678号", False, None),
    ("certificate", "00121Q30215ROM", False, "00121Q30215R0M"),
    ("certificate", "00121G30215R2M", False, None),
    ("measurement", "CMS 粤 [2021] AA0123 号", True, "CMS粤[2021]AA0123号"),
    ("cnas", "CNAS C001-M", False, None),
    ("hnte", "6R202144001234", False, "GR202144001234"),
    ("standard", "GB/T19001—2016", True, "GB/T 19001-2016"),
    ("standard", "G8/T 19001-2016", False, "GB/T 19001-2016"),
    ("standard", "GB汀 19001-2016", False, "GB/T 19001-2016"),
    ("standard", "QB/I 1562-2014", False, "QB/T 1562-2014"),
    ("standard", "CB/T 4706-2020", True, "CB/T 4706-2020"),
    ("standard", "DB99/T 1-2020", False, None),
    ("document_number", "江市监规字〔2022〕第1号", True, "江市监规字〔2022〕1号"),
    ("date", "二〇二一年十二月廿一日", True, "2021-12-21"),
    ("date", "2021年9月31日", False, None),
    ("date", "09/10/2021", False, None),
    ("ric", "440703********123X", True, "440703********123X"),
]


@pytest.mark.parametrize(("kind", "text", "clean", "value"), OWN)
def test_own_examples(kind: str, text: str, clean: bool, value: str | None) -> None:
    assert _verdict(READERS[kind](text)) == (clean, value)
