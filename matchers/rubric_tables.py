"""Tables over all dossiers of a run, as data: a list of applicants, and figures that are due on a day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as by_default
from typing import Annotated, Literal

from pydantic import Field as Constraint

from matchers.rubric_papers import Source
from matchers.rule_forms import Strict


@dataclass(frozen=True, kw_only=True)
class TableColumn(Strict):
    """One column of a list, and what stands in it for each applicant.

    value: number (1, 2, …), applicant, person, employer, uscc, district, established, dossier: as the draft says;
    condition: the status of the condition `of`, put into `words`; open: the conditions of the part `of` (empty: of
    all) that are not met or not settled; paper: the `field` of the first paper of `type` that is not rejected, its
    values as every sheet words them, or put into `words`; people: left empty and marked, because people fill it in.
    """

    title: str
    width: Annotated[int, Constraint(ge=4, le=80)] = 14
    value: Literal[
        "number",
        "applicant",
        "person",
        "employer",
        "uscc",
        "district",
        "established",
        "dossier",
        "condition",
        "open",
        "paper",
        "people",
    ]
    of: str = ""
    type: str = ""
    field: str = ""
    words: Mapping[str, str] = by_default(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Figure(Strict):
    """One figure over the run: how many applicants have the condition at one of the statuses.

    Without a condition: how many there are at all. people: left empty and marked.
    """

    title: str
    condition: str = ""
    status: tuple[Literal["met", "not_met", "unknown"], ...] = ("met",)
    people: bool = False
    unit: str = "家"


@dataclass(frozen=True, kw_only=True)
class SummaryTable(Strict):
    """One sheet of the run: `columns` make a list with a row for each applicant, `figures` a table of counts."""

    id: str
    title: str
    file: str
    """The workbook's name without `.xlsx`; tables of one name stand in one workbook."""
    note: str
    """What a reader must know: whose columns these are, what the software cannot say."""
    source: Source
    due: datetime.date | None = None
    quota: Annotated[int, Constraint(ge=1)] | None = None
    columns: tuple[TableColumn, ...] = ()
    figures: tuple[Figure, ...] = ()
