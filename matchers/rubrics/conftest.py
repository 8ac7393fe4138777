"""Collects every rubric's cases.yaml as pytest items that show their Chinese names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from matchers.case_files import Case, read_cases
from matchers.draft_dossier import draft_dossier
from matchers.rubric import Rubric, load_rubric
from matchers.rubric_kinds import evidence_types


class CaseFailed(Exception):
    """What the draft says otherwise than the case."""


class CaseItem(pytest.Item):
    """One case."""

    case: Case
    rubric: Rubric

    def runtest(self) -> None:
        draft = draft_dossier(self.case.dossier, self.case.under(self.rubric), self.case.as_of)
        if complaints := self.case.complaints(draft):
            raise CaseFailed("\n".join(complaints))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        if isinstance(excinfo.value, CaseFailed):
            return f"{self.path.name} 第{self.case.written}行，指标{self.case.line}，{self.case.name}\n{excinfo.value}"
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name


class CaseFile(pytest.File):
    """One cases.yaml."""

    def collect(self) -> Iterator[CaseItem]:
        rubric = load_rubric(str(self.path.parent / "rubric.yaml"))
        types, _ = evidence_types(list(rubric.kinds), self.path.parent)
        for case in read_cases(self.path, rubric, types):
            item = CaseItem.from_parent(self, name=f"{case.line} {case.name}")
            item.case, item.rubric = case, rubric
            yield item


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CaseFile | None:
    """Every cases.yaml beside a rubric.yaml."""
    return CaseFile.from_parent(parent, path=file_path) if file_path.name == "cases.yaml" else None
