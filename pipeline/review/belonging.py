"""Which draft a returned sheet belongs to: this one, an earlier one of the same dossier, or none that is known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.review.carry import LOST, Carried
from pipeline.review.drafted import Drafted, NotADraft, drafted_from
from pipeline.review.sheet_tables import Opened
from pipeline.review.told import Told


def draft_of(
    opened: Opened, file: str, current: Sequence[Drafted], known: Sequence[Drafted], told: list[Told]
) -> Drafted | None:
    """The draft that the sheet was written for; else why it cannot be taken."""
    said = opened.identity
    if said is None:
        if "评分表" in opened.tables:
            text = "标识表和文件属性都已丢失，不能确定是哪一份材料的评审表，未收；请在原表上填写"
            told.append(Told("fault", file, text))
        else:
            told.append(Told("note", file, "不是预审评分表，跳过"))
        return None
    for drafted in current:
        if drafted.id == said.draft:
            return drafted
    earlier = next((one for one in known if one.id == said.draft), None) or _inside(opened, file)
    if earlier is not None and any(succeeds(one, earlier) for one in current):
        return earlier
    text = _why_not(said.draft, said.rubric, said.dossier, said.as_of, current, known)
    told.append(Told("fault", file, text))
    return None


def succeeds(new: Drafted, old: Drafted) -> bool:
    """Is this a later draft of the same applicant's dossier, under the same rubric on the same day?"""
    whose = (new.dossier, new.applicant, new.uscc, new.rubric, new.as_of)
    return whose == (old.dossier, old.applicant, old.uscc, old.rubric, old.as_of) and new.applicant is not None


def said_of_earlier(old: Drafted, carried: Carried) -> str:
    """One line about a sheet of an earlier draft: what of it still holds, and what does not."""
    lost = [change.about for change in carried.changes if change.kind == LOST]
    told = f"这张表是“{old.dossier}”另一次运行的（草稿编号 {old.id}），材料没有变化的意见已收"
    if not lost:
        return told
    listed = "、".join(lost[:8]) + (f" 等 {len(lost)} 项" if len(lost) > 8 else "")
    return f"{told}；{listed}的材料或预评有变，未收，请在新表上复核"


def _inside(opened: Opened, file: str) -> Drafted | None:
    """The draft that the sheet brings along, if nobody changed it."""
    if opened.content is None or opened.identity is None:
        return None
    try:
        found = drafted_from(opened.content, Path(file))
    except NotADraft:
        return None
    return found if found.id == opened.identity.draft else None


def _why_not(
    draft: str, rubric: str, dossier: str, as_of: str, current: Sequence[Drafted], known: Sequence[Drafted]
) -> str:
    here = current[0]
    if rubric != here.rubric:
        return f"这张表是另一评审办法（{rubric}）的，本次收取的是 {here.rubric}，未收"
    if any(one.id == draft for one in known):
        return f"这张表是“{dossier}”以前一次预评分的，材料变动后已重新预评，未收；请在新表上复核"
    if any(one.dossier == dossier for one in current):
        if as_of != here.as_of:
            return f"这张表是另一次运行的（基准日 {as_of}，本次 {here.as_of}），未收"
        text = f"这张表是“{dossier}”另一次运行的（草稿编号 {draft} 不符），未收"
        return f"{text}；请在本次的表上复核，或用 --drafts 指定那次的结果"
    return f"找不到“{dossier}”的草稿，未收；请用 --drafts 给出写出这张表的结果文件夹"
