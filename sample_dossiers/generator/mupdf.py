"""PyMuPDF without its half-finished types: the library is untyped to us, so its objects are `Any`."""

from __future__ import annotations

import importlib
from typing import Any

Book = Any  # a pymupdf.Document being drawn
Leaf = Any  # a pymupdf.Page
pymupdf: Any = importlib.import_module("pymupdf")
pymupdf.TOOLS.set_icc(0)  # plain RGB: no colour profiles in every file
