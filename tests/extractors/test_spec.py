"""A wrong kind stops at load, with file, key and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.spec import load_kind
from extractors.strict_yaml import SpecError, load

GOOD = """
kind: sample
type: award
title: 样例
recognise:
  titles: ['样例证书']
fields:
  name: {labels: [奖项], required: true}
examples:
  - {name: 一, text: "样例证书\\n奖项：甲", yields: {name: 甲}}
  - {name: 二, text: 别的, nothing: true}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_good_kind_loads(tmp_path: Path) -> None:
    assert load_kind(write(tmp_path, GOOD)).title == "样例"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("title: 样例", "title: 样例\ntitle: 又一"), "“title”重复"),
        (("title: 样例", "titel: 样例"), "titel"),
        (("labels: [奖项]", "label: [奖项]"), "labels"),
        (("type: award", "type: prize"), "business_licence"),
        (("name: {labels", "nom: {labels"), "issuer"),
        (("'样例证书'", "'样例(证书'"), "正则表达式"),
        (("yields: {name: 甲}", "yields: {nam: 甲}"), "nam"),
        (("kind: sample", "kind: other"), "文件名"),
    ],
)
def test_wrong_kind_is_refused(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    assert change[0] in GOOD
    with pytest.raises(SpecError) as error:
        load_kind(write(tmp_path, GOOD.replace(*change)))
    assert "sample.yaml" in str(error.value)
    assert told in str(error.value)


def test_kind_without_examples_does_not_load(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="examples"):
        load_kind(write(tmp_path, GOOD.split("examples:")[0]))


def test_scalars_stay_strings() -> None:
    assert load("a: 2.10\nb: no\nc: 012\nd: 2021-09-30", "x") == {"a": "2.10", "b": "no", "c": "012", "d": "2021-09-30"}
