"""Is a doubt about a paper answered by another paper of the dossier? An expired certificate is no matter beside its
renewal: handing in the new one does not take the old one out of the dossier. Pure.
"""

from __future__ import annotations

from typing import Final

from pipeline.review.drafted import Drafted, DraftedDoubt, DraftedPaper

ONE_EACH: Final = frozenset(
    {
        "business_licence",
        "management_certificate",
        "metrology_confirmation",
        "high_tech_enterprise",
        "laboratory",
        "excellence_model",
    }
)
"""Types of which an applicant needs one a kind; of patents, people, reports one does not stand for another."""


def is_answered(drafted: Drafted, doubt: DraftedDoubt) -> bool:
    """Nothing has to be handed in for this doubt: another paper stands for each of its papers, or the line is full."""
    papers = [paper for i in doubt.evidence if (paper := drafted.paper(i)) is not None]
    if not papers or any(paper.status == "accepted" for paper in papers):
        return False
    return all(_is_replaced(drafted, paper) for paper in papers) or _is_full(drafted, doubt, papers)


def _is_replaced(drafted: Drafted, old: DraftedPaper) -> bool:
    """An accepted paper of the same kind, or of the same number, earns where the old one would have."""
    for paper in drafted.papers:
        if paper.id == old.id or paper.type != old.type or paper.status != "accepted" or not paper.counted:
            continue
        if paper.type in ONE_EACH and paper.kind == old.kind:
            return True
        if _number(paper) and _number(paper) == _number(old):
            return True
    return False


def _is_full(drafted: Drafted, doubt: DraftedDoubt, papers: list[DraftedPaper]) -> bool:
    """Every line that looked at these papers has its full points, whatever becomes of the doubts."""
    ids = {paper.id for paper in papers}
    lines = [line for line in drafted.lines if line.id == doubt.indicator or ids & set(line.evidence)]
    return bool(lines) and all(line.lowest == line.draft_score == line.max_score for line in lines)


def _number(paper: DraftedPaper) -> str:
    """What names the paper, where it has more than its type; a patent's number with and without ZL is one."""
    return paper.title.partition(" ")[2].replace(" ", "").removeprefix("ZL")
