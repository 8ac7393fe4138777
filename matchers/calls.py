"""Which day a run judges by: the day given, the applicants' deadline of a yearly call, else the rubric's own."""

from __future__ import annotations

import datetime as dt

from matchers.rubric_calls import Call
from matchers.rubric_model import Rubric


class CallProblem(ValueError):
    """The call cannot be used; the message says which ones the rubric has."""


def find(rubric: Rubric, call: str) -> Call:
    """The call with that id; raises CallProblem naming the known ones."""
    known = {one.id: one for one in rubric.calls}
    if call in known:
        return known[call]
    listed = "、".join(f"{one.id}（申报截止{one.applicants_until}）" for one in rubric.calls)
    told = f"可用：{listed}" if listed else "这个办法没有登记历年申报（calls）"
    raise CallProblem(f"办法“{rubric.id}”没有“{call}”这一届申报；{told}")


def resolve(rubric: Rubric, call: str | None, as_of: dt.date | None) -> dt.date:
    """The as-of day: `as_of`, else the call's deadline for applicants, else the rubric's own day.

    Raises CallProblem for an unknown call, and where both a call and a day are given: which one is meant is no guess.
    """
    if call is None:
        return as_of or rubric.as_of
    found = find(rubric, call)
    if as_of is not None:
        raise CallProblem(f"不能同时指定申报届次“{call}”（截止日{found.applicants_until}）和判断日{as_of}；请只写一个")
    return found.applicants_until
