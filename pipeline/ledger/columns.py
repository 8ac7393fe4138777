"""Column types that take whatever a file system, an error text or a clock gives, alike on SQLite and PostgreSQL."""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

_ODD: Final = re.compile("[\x00\x1a\ud800-\udfff]")
_WRITTEN: Final = re.compile("\x1a([0-9a-f]{4})")


def to_stored(text: str) -> str:
    r"""Text without what no database takes: names that are no UTF-8 (surrogates) and NUL are written in hexadecimal.

    >>> to_stored("证书\udcff.pdf")
    '证书\x1adcff.pdf'
    """
    return _ODD.sub(lambda found: f"\x1a{ord(found[0]):04x}", text)


def from_stored(text: str) -> str:
    r"""The text as it was given.

    >>> from_stored(to_stored("a\udcff\x1a\x00"))
    'a\udcff\x1a\x00'
    """
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text)


class AnyText(TypeDecorator[str]):
    """Any Python text, names of files with stray bytes among them; equal texts are stored equal."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else to_stored(value)

    def process_result_value(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else from_stored(value)


class WholeNumber(TypeDecorator[int]):
    """A whole number of any size, as text: a file dated 2400 has more nanoseconds than 64 bits hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else str(int(value))

    def process_result_value(self, value: Any, dialect: Any) -> int | None:
        return None if value is None else int(value)
