"""What holds for every module of `extractors/parsers`, also for new ones: any text is borne, values are stable."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import parsers
from extractors.parsers import identity_number, patent_number, uscc
from extractors.parsers.found import Found, InvalidNumber

MODULES = {
    info.name: importlib.import_module(f"extractors.parsers.{info.name}")
    for info in pkgutil.iter_modules(parsers.__path__)
}
NUMBERED = {name: module for name, module in MODULES.items() if hasattr(module, "validate")}
SIGNS = (
    "0123456789OoIlBSZXx专利号证书ZLCNAGBTQWHKRM/-.·—–年月日至到二〇一十廿百万元%‰℃"
    "第号次 \n\t\f()（）:：〔〕[]起止长期有限公司厂江门市、，。;"
)
FORMS = [
    "91440703617700015J",
    "ZL 2020 1 0430096.0",
    "CN 111472379 B",
    "US 10,123,456 B2",
    "EP 1 234 567 B1",
    "第 9988776 号",
    "001 21 Q 30215 R2M/4400",
    "CMS粤（2022）A0456",
    "CNASL13344",
    "211900111234",
    "GR 2021 4400 1234",
    "GB/T19001—2016",
    "江府办[2017]33号",
    "2021年9月30日至2024年9月29日",
    "二〇二一年九月",
    "三年",
    "11010519491231002X",
    "98.5%",
    "1,200家",
    "2021年第三季度",
    "江门市市场监督管理局",
    "高级工程师",
    "江门市恒晟电器有限公司、五邑大学",
]
ANY = st.one_of(st.text(max_size=60), st.text(st.sampled_from(SIGNS), max_size=60))


@st.composite
def nearly(draw: st.DrawFn) -> str:
    """A printed form with a sign changed, dropped or put in, in the middle of other text."""
    form = draw(st.sampled_from(FORMS))
    at = draw(st.integers(0, len(form) - 1))
    sign = draw(st.one_of(st.just(""), st.sampled_from(SIGNS), st.characters(codec="utf-8")))
    spoilt = form[:at] + sign + form[at + draw(st.integers(0, 1)) :]
    return draw(st.sampled_from(["", "编号：", "共", "\n"])) + spoilt + draw(st.sampled_from(["", "，", "\n", "号"]))


TEXTS = st.one_of(ANY, nearly())


def functions_of_text(module: ModuleType) -> Iterable[Any]:
    """Public functions of the module whose first argument is a text and whose others may be left out."""
    for name, function in inspect.getmembers(module, inspect.isfunction):
        given = list(inspect.signature(function).parameters.values())
        own = function.__module__ == module.__name__ and not name.startswith("_")
        text = bool(given) and given[0].name == "text" and all(p.default is not p.empty for p in given[1:])
        if own and text and name != "validate":
            yield function


@pytest.mark.parametrize("name", sorted(MODULES))
@given(text=TEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_borne(name: str, text: str) -> None:
    for function in functions_of_text(MODULES[name]):
        try:
            found = function(text)
        except InvalidNumber:  # its own error, where a value was asked for
            continue
        for one in found if isinstance(found, list) else []:
            if isinstance(one, Found):
                assert 0 <= one.start <= one.end <= len(text)
                assert one.value or one.problem or one.hint or one.check == "failed", (function.__name__, one)


@pytest.mark.parametrize("name", sorted(NUMBERED))
@given(text=TEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_validate_gives_a_value_or_says_why_not(name: str, text: str) -> None:
    module: Any = NUMBERED[name]
    if module.is_valid(text):
        assert module.validate(text)
        return
    with pytest.raises(InvalidNumber) as why:
        module.validate(text)
    assert str(why.value)


PRINTED = sorted(name for name, module in NUMBERED.items() if hasattr(module, "format"))


@pytest.mark.parametrize("name", PRINTED)
@given(text=TEXTS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_printed_anew_is_read_as_the_same(name: str, text: str) -> None:
    module: Any = NUMBERED[name]
    if not module.is_valid(text):
        return
    value = module.validate(text)
    printed = module.format(value)
    assert module.is_valid(printed), (text, value, printed)
    assert module.format(module.validate(printed)) == printed


DIGITS = "0123456789"


@given(
    st.sampled_from(["uscc", "patent", "identity"]),
    st.integers(0, 10**8 - 1),
    st.integers(0, 17),
    st.sampled_from(DIGITS),
)
def test_one_wrong_digit_is_never_valid(kind: str, serial: int, at: int, other: str) -> None:
    module: Any
    if kind == "uscc":
        organisation = f"{serial:08}"
        body = "91440703" + organisation + uscc.organisation_digit(organisation)
        number, module = body + uscc.check_character(body), uscc
    elif kind == "patent":
        body = f"20181{serial % 10**7:07}"
        number, module = f"{body}.{patent_number.check_digit(body)}", patent_number
    else:
        body = f"11010519491231{serial % 1000:03}"
        number, module = body + identity_number.check_digit(body), identity_number
    assert module.is_valid(number)
    at %= len(number)
    wrong = number[:at] + other + number[at + 1 :]
    if wrong != number and number[at].isdigit():
        assert not module.is_valid(wrong)


def test_a_check_character_that_was_replaced_to_fit_proves_nothing() -> None:
    found = uscc.read("90440703C8Y83HA88I")  # by fuzzing: once 91440703C8Y83HA88H
    assert found.repaired is None or found.check != "passed"
    repaired = uscc.read("9144O703MA5B8Q2G4G")
    assert (repaired.value, repaired.check) == ("91440703MA5B8Q2G4G", "passed")


def test_the_second_sign_of_a_code_is_never_mended_to_a_letter() -> None:
    assert uscc.read("91440603U5PW84PEXP").value != "9L440603U5PW84PEXP"  # by fuzzing; it fits both check characters
