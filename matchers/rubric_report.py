"""What `yushen rubrics check` and `rubrics test` tell: what is wrong, what no paper gives, what people must settle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.fields import FIELDS
from extractors.strict_yaml import YamlProblem
from matchers.case_files import Case, CaseFile, read_case_file
from matchers.draft_dossier import draft_dossier
from matchers.rubric_check import Types
from matchers.rubric_kinds import evidence_types, unread
from matchers.rubric_loader import Loaded, built_in_ids, examine, load_rubric, path_of
from matchers.rubric_model import Rubric


@dataclass(frozen=True)
class Outcome:
    """One case run: the points that the draft gives (None: no line of that id), and what is otherwise than it says."""

    case: Case
    points: str
    complaints: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A rubric's file looked at from all sides; each finding is one line."""

    loaded: Loaded
    cases: CaseFile | None
    outcomes: tuple[Outcome, ...] = ()
    unread: tuple[str, ...] = ()
    todos: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[str, ...]:
        """Why the file is refused, each line with the file that it is about."""
        told = [f"{self.loaded.path}：{problem}" for problem in self.loaded.problems]
        if self.cases is not None:
            wrong = (*self.cases.problems, *_differing(self.outcomes))
            told += [f"{self.cases.path}：{problem}" for problem in wrong]
        return tuple(told)

    @property
    def findings(self) -> tuple[str, ...]:
        return (*self.errors, *self.unread, *self.todos)


def cases_beside(path: Path) -> Path | None:
    """The cases of the rubric at `path`: `<name>.cases.yaml`, else `cases.yaml`; None where there are none."""
    beside = (path.with_name(f"{path.stem}.cases.yaml"), path.with_name("cases.yaml"))
    return next((found for found in beside if found.is_file() and found != path), None)


def load_tested(id_or_path: str) -> Rubric:
    """The rubric, refused with YamlProblem also where its own cases come out otherwise than they say.

    A built-in rubric's cases are run by the test suite and not again.
    """
    rubric = load_rubric(id_or_path)
    if id_or_path in built_in_ids():
        return rubric
    path = path_of(id_or_path)
    types, _ = evidence_types(list(rubric.kinds), path.parent)
    cases, outcomes = run_cases(rubric, path, types)
    wrong = (*cases.problems, *_differing(outcomes)) if cases is not None else ()
    if cases is not None and wrong:
        raise YamlProblem(cases.path, wrong)
    return rubric


def _differing(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """One line for every case that comes out otherwise."""
    for outcome in outcomes:
        if outcome.complaints:
            case = outcome.case
            yield f"第{case.written}行，{case.line}“{case.name}”：{'；'.join(outcome.complaints)}"


def report(id_or_path: str) -> Report:
    """Everything about the rubric with that id or in that file. Raises YamlProblem where it cannot be read at all."""
    loaded = examine(id_or_path)
    rubric, path = loaded.rubric, loaded.path
    if rubric is None:
        return Report(loaded, None)
    folders = [path.parent / name for name in rubric.kinds]
    types, wrong = evidence_types(list(rubric.kinds), path.parent)
    missing = [] if wrong else [loaded.at(at, text) for at, text in unread(rubric, folders)]
    todos = [
        loaded.at(("indicators", n), f"“{line.id} {line.name}”待人确定：{line.todo}")
        for n, line in enumerate(rubric.indicators)
        if line.todo
    ]
    cases, outcomes = run_cases(rubric, path, types, loaded.lost)
    return Report(loaded, cases, outcomes, tuple(dict.fromkeys(missing)), tuple(todos))


def run_cases(
    rubric: Rubric, path: Path, types: Types = FIELDS, lost: frozenset[str] = frozenset()
) -> tuple[CaseFile | None, tuple[Outcome, ...]]:
    """The cases beside the rubric, each drafted; None where there are none."""
    beside = cases_beside(path)
    if beside is None:
        return None, ()
    found = read_case_file(beside, rubric, types, lost)
    outcomes = []
    for case in found.cases:
        draft = draft_dossier(case.dossier, case.under(rubric), case.as_of)
        line = next((one for one in draft.lines if one.id == case.line), None)
        condition = next((one for one in draft.eligibility if one.id == case.line), None)
        told = f"{line.draft_score}分" if line else {"met": "符合", "not_met": "不符合"}.get(
            condition.status if condition else "", "待定")  # fmt: skip
        outcomes.append(Outcome(case, told, tuple(case.complaints(draft))))
    return found, tuple(outcomes)
