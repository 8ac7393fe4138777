"""The rule that winners of the last rounds may not apply again, judged on the user's list (`matchers.winner_list`)."""

from __future__ import annotations

from collections.abc import Sequence

from matchers.conditions import Ground, Units, Verdict, made, note, words_about
from matchers.draft import Condition, Met
from matchers.holding import Holding, Identity, holding_of
from matchers.insurance import bare_name
from matchers.person_names import perhaps_same
from matchers.rubric_model import Eligibility, Winner


def _same(winner: Winner, ground: Ground) -> Holding:
    """Is this winner the applicant?"""
    case = ground.case
    if ground.rubric.applicant == "person":
        mine, theirs = bare_name(case.person or ""), bare_name(winner.name)
        if not mine:
            return Holding.NO_APPLICANT
        if mine != theirs:
            return Holding.UNCERTAIN if perhaps_same(mine, theirs) and not ground.found.known else Holding.DIFFERENT
        employer = holding_of((winner.employer,), None, case.identity).holding if winner.employer else Holding.UNREAD
        return Holding.SAME if employer is Holding.SAME else Holding.UNCERTAIN  # people share names
    if winner.uscc and case.identity.uscc:
        return Holding.SAME if winner.uscc.upper() == case.identity.uscc else _by_name(winner, case.identity)
    return _by_name(winner, case.identity)


def _by_name(winner: Winner, identity: Identity) -> Holding:
    found = holding_of((winner.name,), None, identity).holding
    if found is Holding.SAME and winner.uscc and identity.uscc and winner.uscc.upper() != identity.uscc:
        return Holding.UNCERTAIN  # one name, two codes: a person looks
    return found


def barred_rounds(winners: Sequence[Winner], rounds: int, before: int) -> tuple[int, ...]:
    """The last rounds of the list that were held before this one, newest first."""
    return tuple(sorted({w.round for w in winners if w.round < before}, reverse=True)[:rounds])


def earlier_winner(condition: Eligibility, ground: Ground, own: Units) -> Verdict:
    """Not met where the list names the applicant in one of the last rounds; unknown without a list."""
    assert condition.rounds is not None
    shown = [u for units in own.values() for u in units if u.status != "rejected"]
    ids = [i for u in shown for i in u.evidence]
    winners = ground.rubric.winners
    if winners is None:
        if not shown:
            return Verdict(made(condition, "unknown", (), (), f"未提供历届获奖名单；{condition.advice}"))
        message = f"{shown[0].title}显示以往获得本奖。请查是否在获奖后{condition.rounds}个评选周期内。"
        told = note("EARLIER_AWARD", "warning", message, ground.papers.get(shown[0].evidence[0]))
        basis = f"{words_about(shown[0])}显示以往获得本奖；未提供历届获奖名单；{condition.advice}"
        return Verdict(made(condition, "unknown", ids, ("EARLIER_AWARD",), basis), (told,))
    return _listed(condition, ground, ids, winners)


def _listed(condition: Eligibility, ground: Ground, ids: Sequence[str], winners: Sequence[Winner]) -> Verdict:
    rounds = condition.rounds or 1
    barred = barred_rounds(winners, rounds, ground.case.as_of.year)
    named = "、".join(f"{r}年" for r in barred) or "（名单中没有以往轮次）"
    matches = [(w, _same(w, ground)) for w in winners]
    hit = next((w for w, held in matches if held is Holding.SAME and w.round in barred), None)
    near = next((w for w, held in matches if held is Holding.UNCERTAIN and w.round in barred), None)
    older = next((w for w, held in matches if held is Holding.SAME and w.round not in barred), None)
    unknown = not ground.found.known or any(held is Holding.NO_APPLICANT for _, held in matches)
    if hit is not None and ground.found.known:
        message = f"历届获奖名单：{hit.name}{hit.round}年获奖，在最近{rounds}个评选周期（{named}）内，不得重复申报。"
        told = note("EARLIER_AWARD", "error", message, ids=ids)
        return Verdict(_said(condition, "not_met", ids, message, flagged=True), (told,))
    if hit is not None or near is not None or unknown:
        who = hit or near
        seen = f"名单中有相近的“{who.name}”（{who.round}年）" if who else "申报者未能确定"
        told = note("EARLIER_AWARD", "warning", f"历届获奖名单：{seen}。请核对是否同一申报者。", ids=ids)
        return Verdict(_said(condition, "unknown", ids, f"{seen}，请核对", flagged=True), (told,))
    if ids and older is None:
        told = note("EARLIER_AWARD", "warning", "材料显示以往获得本奖，但所给名单中没有。请核对名单是否齐全。", ids=ids)
        return Verdict(
            _said(condition, "unknown", ids, "材料显示以往获得本奖，但所给名单中没有", flagged=True), (told,)
        )
    why = (
        f"{older.round}年获奖，已过{rounds}个评选周期"
        if older
        else f"最近{rounds}个评选周期（{named}）的获奖名单中没有"
    )
    return Verdict(_said(condition, "met", ids, why, flagged=False))


def _said(condition: Eligibility, status: Met, ids: Sequence[str], basis: str, *, flagged: bool) -> Condition:
    return made(condition, status, ids, ("EARLIER_AWARD",) if flagged else (), basis)
