"""A form under another scheme: its rows belong to that scheme's lines, not to those of jiangmen-qic-2022."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from extractors.evidence import ApplicationForm, Claim
from matchers.cases import evidence
from matchers.cases import form as form_of
from matchers.claim_lines import assigned
from matchers.claims import line_claims
from matchers.rubric import Rubric, load_rubric

ROOT = Path(__file__).parents[2]
GREEN = load_rubric(str(ROOT / "docs" / "examples" / "green-factory"))
OLD = load_rubric("jiangmen-qic-2022")


def form(*claims: Claim) -> ApplicationForm:
    return ApplicationForm(evidence("application_form", file="申报表.docx"), claims=claims)


def lines(*claims: Claim, rubric: Rubric = GREEN) -> list[str | None]:
    return [c.indicator for f in assigned([form(*claims)], rubric) for c in f.claims]


def test_rows_go_to_the_line_whose_words_they_repeat() -> None:
    standard = "近五年每获得一项发明专利,得3分;每获得一项实用新型专利,得1分。(累计不超过15分)"
    assert lines(Claim("4", standard[:60], Decimal(9))) == ["3"]
    assert lines(
        Claim("9.2", "通过能源管理体系认证并在有效期内的,得10分;通过环境管理体系认证并在有效期内的", Decimal(10))
    ) == ["1"]


def test_rows_go_by_the_name_where_no_words_stand() -> None:
    assert lines(Claim("5", "清洁生产", Decimal(10)), Claim("5", "5.清洁生产", Decimal(10))) == ["5", "5"]
    assert lines(Claim("3", "现场评价#3", Decimal(10))) == ["8"]


def test_a_row_that_is_no_line_of_the_scheme_claims_nothing() -> None:
    claims = (
        Claim("5", "企业拥有自主注册5年以上国内注册商标,得2分", Decimal(2)),
        Claim("4", "清单"),
        Claim("1", "计量认证技术", Decimal(5)),
        Claim(None, "", Decimal(5)),
    )
    assert lines(*claims) == [None] * 4
    assert line_claims(assigned([form(*claims)], GREEN)) == {}


def test_under_its_own_scheme_nothing_changes() -> None:
    claims = (Claim("4", "清单"), Claim("9.2", "随便#9.2", Decimal(1)), Claim(None, "其他"))
    assert lines(*claims, rubric=OLD) == ["4", "9.2", None]


def test_the_cases_of_a_scheme_name_its_lines_by_id() -> None:
    made = form_of({"3": "6", "8": {"score": "10"}})
    assert {line: c.score for line, c in line_claims(assigned([made], GREEN)).items()} == {
        "3": Decimal(6),
        "8": Decimal(10),
    }
