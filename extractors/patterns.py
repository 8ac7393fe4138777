"""Patterns in a kind's YAML: regular expressions with shorthands, on text in which OCR confusions are undone.

`{ISO}` stands for the ways in which ISO is misread, `{PROVINCE}` for any province, `{SEP}` for what parts two words.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

from extractors.wording import mend_words

MACROS = {
    "{ISO}": r"(?:[I1l|]?[S5][O0Q]|[I1l][O0][S5])",
    "{PROVINCE}": (
        "(?:北京市|天津市|上海市|重庆市|河北省|山西省|辽宁省|吉林省|黑龙江省|江苏省|浙江省|安徽省|福建省|江西省|"
        "山东省|河南省|湖北省|湖南省|广东省|海南省"
        "|四川省|贵州省|云南省|陕西省|甘肃省|青海省|台湾省|内蒙古自治区|广西壮族自治区|西藏自治区|"
        "宁夏回族自治区|新疆维吾尔自治区)"
    ),
    "{SEP}": r"[ \t/,，、;；和及与&-]*",
}

LINE_ENDS = {r"(?=\n|$)": r"(?=[\n\f]|$)", r"(?:^|\n)": r"(?:^|[\n\f])"}
"""A page ends a line too: the date at the foot of a letter stands before its annex."""


def expanded(value: object) -> object:
    """The pattern as it will be tried: shorthands written out, words mended; ValueError where it is none."""
    if not isinstance(value, str):
        return value
    for name, text in (*MACROS.items(), *LINE_ENDS.items()):
        value = value.replace(name, text)
    value = mend_words(value)  # as the text is that it will be tried on
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"不是有效的正则表达式：{error}") from None
    return value


Pattern = Annotated[str, BeforeValidator(expanded)]
