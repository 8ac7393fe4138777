"""A score as people type it: full-width digits, `4分`, `=3+2`; what leaves a doubt is refused, with the reason.

>>> read_score("４．５"), read_score("4分"), read_score("=3+2"), read_score(3)
(Typed(value=Decimal('4.5'), told=''), Typed(value=Decimal('4'), told='写作“4分”'), \
Typed(value=Decimal('5'), told='写作“=3+2”'), Typed(value=Decimal('3'), told=''))
>>> read_score("四五分").told
'“四五分”不是数'
"""

from __future__ import annotations

import ast
import datetime as dt
import operator
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_WITH_UNIT: Final = re.compile(rf"({_NUMBER.pattern})\s*分?[。.]?")
_FORMULA: Final = re.compile(r"=[0-9.+\-*/() ]{1,60}")
_OPERATORS: Final[dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_HUNDREDTH: Final = Decimal("0.01")
_LARGEST: Final = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Typed:
    """The number, or None; `told` says what was unusual about the cell, or why it cannot be taken."""

    value: Decimal | None
    told: str = ""


def read_score(cell: object) -> Typed:
    """The number in a cell; a blank one gives no number and nothing to tell."""
    if cell is None:
        return Typed(None)
    if isinstance(cell, bool):
        return Typed(None, "内容是逻辑值，不是数")
    if isinstance(cell, int | float | Decimal):
        return _settled(Decimal(str(cell)), "")
    if isinstance(cell, dt.date | dt.datetime | dt.time | dt.timedelta):
        return Typed(None, f"内容被办公软件当成日期或时间（{cell}），请改成数")
    raw = str(cell)
    text = unicodedata.normalize("NFKC", raw).replace("\u200b", "").strip().replace("。", ".")
    if not text:
        return Typed(None)
    if text.startswith("="):
        return _formula(text, raw)
    if _NUMBER.fullmatch(text):
        return _settled(Decimal(text), "")
    if hit := _WITH_UNIT.fullmatch(text):
        return _settled(Decimal(hit.group(1)), f"写作“{raw.strip()[:20]}”")
    return Typed(None, f"“{raw.strip()[:20]}”不是数")


def _settled(value: Decimal, told: str) -> Typed:
    if not value.is_finite() or abs(value) > _LARGEST:
        return Typed(None, "内容不是分数")
    whole = value.quantize(_HUNDREDTH)
    if whole != value and abs(whole - value) > Decimal("1e-9"):
        return Typed(None, f"“{value}”小数超过两位")
    return Typed(Decimal(format(whole, "f").rstrip("0").rstrip(".") or "0"), told)


def _formula(text: str, raw: str) -> Typed:
    """Sums of plain numbers are worked out; whatever looks at other cells is not ours to guess."""
    refused = Typed(None, f"内容是公式“{raw.strip()[:30]}”，请改成数")
    if not _FORMULA.fullmatch(text):
        return refused
    try:
        value = _worked_out(ast.parse(text[1:].strip(), mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError, InvalidOperation, RecursionError):
        return refused
    return _settled(value, f"写作“{raw.strip()[:30]}”")


def _worked_out(node: ast.expr) -> Decimal:
    match node:
        case ast.Constant(value=int() | float() as value):
            return Decimal(str(value))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_worked_out(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _worked_out(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_worked_out(left), _worked_out(right))
    raise ValueError("not a plain sum")
