"""Every code that matching may raise has a Chinese label and an advice in the reviewer's sheet."""

from __future__ import annotations

from pathlib import Path

import yaml

import pipeline.emit
from matchers.codes import codes


def test_every_code_is_labelled_with_advice() -> None:
    labels = yaml.safe_load((Path(pipeline.emit.__file__).parent / "data" / "labels.yaml").read_text("utf-8"))["codes"]
    assert set(codes()) <= set(labels)
    assert all(entry["label"] and entry["advice"] for entry in labels.values())
