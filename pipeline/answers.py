"""What a worker process sends back, unpacked without trusting it: values of our own kinds, and no call of anything.

A worker opens papers that come from anybody. Should one of them ever take its process over, what it sends must not
run in the parent, as any pickle would: only dataclasses, enumerations and named tuples of this project are made, and
the plain values of the standard library that they hold.
"""

from __future__ import annotations

import importlib
import io
import pickle
from dataclasses import is_dataclass
from enum import Enum
from typing import Any, Final

OURS: Final = frozenset({"extractors", "matchers", "pipeline"})
PLAIN: Final = frozenset(
    {
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("builtins", "bytearray"),
        ("builtins", "complex"),
        ("builtins", "range"),
        ("builtins", "slice"),
        ("collections", "OrderedDict"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        ("fractions", "Fraction"),
        ("pathlib", "Path"),
        ("pathlib", "PosixPath"),
        ("pathlib", "WindowsPath"),
        ("pathlib", "PurePosixPath"),
        ("pathlib", "PureWindowsPath"),
        ("uuid", "UUID"),
    }
)


class ForeignAnswer(Exception):
    """An answer holds something that no worker of ours sends."""


class _Unpacking(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in PLAIN:
            return super().find_class(module, name)
        if module.partition(".")[0] in OURS and "." not in name:
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and found.__module__ == module and _is_value(found):
                return found
        raise ForeignAnswer(f"{module}.{name}")


def _is_value(kind: type) -> bool:
    """Whether making one of these does nothing but hold values."""
    return is_dataclass(kind) or issubclass(kind, Enum) or (issubclass(kind, tuple) and hasattr(kind, "_fields"))


def unpack_answer(data: bytes) -> Any:
    """The value in an answer; raises ForeignAnswer, or whatever a damaged pickle raises."""
    return _Unpacking(io.BytesIO(data)).load()
