from __future__ import annotations

import csv
import json
import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import fake_draft
import jsonschema
import pytest

from extractors.fields import FIELDS
from matchers.draft import Draft, Mismatch
from pipeline.emit import draft_json
from pipeline.emit.labels import code_advice, code_label, field_name, word

CONTRACT = Path(os.environ.get("YUSHEN_CONTRACT", Path(__file__).parents[4] / "shared" / "contract"))


@pytest.fixture(scope="module")
def content(draft: Draft) -> dict[str, object]:
    return draft_json.as_dict(draft)


def test_it_says_what_the_contract_asks(draft: Draft, tmp_path: Path) -> None:
    path = draft_json.write(draft, tmp_path / "out")
    loaded = json.loads(path.read_text("utf-8"))
    assert loaded["schema"] == "yushen/draft/1"
    by_id = {e["id"]: e for e in loaded["evidence"]}
    assert by_id["E06"]["fields"] == {
        "patent_no": "ZL202010430096.0",
        "kind": "invention",
        "jurisdiction": "CN",
        "title": None,
        "patentees": [fake_draft.NAME],
        "filing_date": None,
        "grant_date": "2022-01-14",
    }
    assert by_id["E06"]["counted"] == {"4": 2}
    source = by_id["E06"]["source"]
    assert (source["file"], source["page"], source["text"], source["via"]) == (
        "专利.pdf",
        1,
        "ZL202010430096.0",
        "text",
    )
    assert len(source["bbox"]) == 4
    assert by_id["E16"]["source"]["bbox"] is None
    assert by_id["E16"]["source"]["page"] is None


def test_the_form_is_an_object_of_claims(content: dict[str, object]) -> None:
    form = next(e for e in content["evidence"] if e["type"] == "application_form")  # type: ignore[attr-defined]
    assert form["fields"]["claims"]["4"] == {
        "score": 6,
        "count": 4,
        "items": ["ZL202010430096.0 一种电器", "实用新型两件"],
    }
    assert set(form["fields"]["claims"]) == {"1", "4"}


@pytest.mark.parametrize(("points", "text"), [("5", "5"), ("5.0", "5"), ("2.5", "2.5"), ("0", "0"), ("1E+1", "10")])
def test_points_are_plain_numbers(points: str, text: str) -> None:
    assert json.dumps(draft_json.number(Decimal(points))) == text


def test_nothing_private_is_emitted(draft: Draft) -> None:
    text = draft_json.to_bytes(draft_json.as_dict(draft)).decode()
    assert fake_draft.PHONE not in text
    assert fake_draft.IDENTITY not in text
    assert "138****8000" in text
    assert "CMS粤[2020]AAA3125号" in text


def test_the_same_draft_gives_the_same_bytes(draft: Draft, tmp_path: Path) -> None:
    again, _ = fake_draft.make(tmp_path / "again")
    first = draft_json.write(draft, tmp_path / "a").read_bytes()
    assert first == draft_json.write(again, tmp_path / "b").read_bytes()


def test_a_draft_outside_the_contract_is_refused_and_leaves_no_file(draft: Draft, tmp_path: Path) -> None:
    wrong = replace(draft, mismatches=(Mismatch("X", "fatal", "…"),))  # type: ignore[arg-type]
    with pytest.raises(jsonschema.ValidationError):
        draft_json.write(wrong, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_steps_are_kept_for_explain(content: dict[str, object]) -> None:
    line = next(i for i in content["indicators"] if i["id"] == "4")  # type: ignore[attr-defined]
    assert [s["points"] for s in line["steps"]] == [2, 1, None, 3]


def test_every_type_and_field_has_a_chinese_name() -> None:
    for type_, fields in FIELDS.items():
        assert word("types", type_) != type_
        for name in fields:
            assert field_name(type_, name) != name


def test_every_code_of_the_contract_has_its_label_and_an_advice() -> None:
    if not CONTRACT.exists():
        pytest.skip("the contract's table is not beside this checkout")
    with (CONTRACT / "codes.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            assert code_label(row["code"]) == row["label"]
            assert code_advice(row["code"]).endswith("。")


def test_the_schema_is_the_contracts() -> None:
    if not CONTRACT.exists():
        pytest.skip("the contract's schema is not beside this checkout")
    own = Path(draft_json.__file__).parent / "data" / "draft.schema.json"
    assert json.loads(own.read_text("utf-8")) == json.loads((CONTRACT / "draft.schema.json").read_text("utf-8"))
