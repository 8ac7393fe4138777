"""Who applies where a person does: the person on the form, in the folder's name, or on most papers; and the employer.

Holders of papers are compared with the employer; papers about people are asked whether they name this person
(check `person`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractors.confidence import CERTAIN, certainty
from extractors.evidence import ApplicationForm, Evidence, Field
from matchers.applicant import Found, clean, identify
from matchers.draft import Applicant, Dossier, Mismatch
from matchers.insurance import bare_name
from matchers.naming import page_of, title_of
from matchers.rubric_model import District

FORM = "award_form"
"""Evidence type of the form on which a person is put forward (fields person, employer)."""
_NAME = r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?"
_NO_NAME = re.compile(r"公司|集团|申报|材料|资料|个人|推荐|质量|证明|清远|佐证|电子|文件")


def person_in_folder(name: str) -> str | None:
    """The person that a folder's name names; None where it names none or may name a place or a firm.

    >>> person_in_folder("02-李明（个人奖）"), person_in_folder("清远市恒晟陶瓷有限公司-张三")
    ('李明', '张三')
    >>> person_in_folder("申报材料") is None
    True
    """
    text = re.sub(r"[（(【\[].*?[）)】\]]", " ", name)
    parts = [p for p in re.split(r"[\s_\-—+、.．\d]+", text) if p]
    for part in parts:
        bare = re.sub(r"(?:同志|先生|女士)?(?:个人)?(?:申报|推荐)?(?:材料|资料|表)?$", "", part)
        if re.fullmatch(_NAME, bare) and not _NO_NAME.search(bare) and not re.search(r"[市县区镇厂局院]$", bare):
            return bare
    return None


def _form(evidence: Sequence[Evidence]) -> Evidence | None:
    """The form that names a person; the one with most fields read."""
    forms = [e for e in evidence if e.type == FORM and e.text("person")]
    return max(forms, key=lambda e: (sum(f.value is not None for f in e.fields.values()), e.id), default=None)


def _on_papers(evidence: Sequence[Evidence]) -> str | None:
    """The person whom at least two papers name, and more than any other."""
    votes: Counter[str] = Counter()
    for paper in evidence:
        if paper.type != "social_security":
            votes.update({bare_name(n) for n in paper.names("person")})
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _employed(dossier: Dossier, form: Evidence | None) -> Dossier:
    """The dossier as the employer's: the form's 工作单位 stands where an organisation's form would name itself."""
    if form is None or not form.text("employer"):
        return dossier
    stated = ApplicationForm(form, form.fields["employer"], form.fields.get("uscc", Field(None)))
    return replace(dossier, forms=(stated,))


def identify_person(dossier: Dossier, evidence: Sequence[Evidence], district: District | None) -> Found:
    """The person and the employer, as far as form, folder and papers tell."""
    form = _form(evidence)
    employer = identify(_employed(dossier, form), evidence, district)
    # Whose employer is unknown may still be known as a person: only the comparison of holders suffers.
    told = tuple(m for m in employer.mismatches if m.code != "APPLICANT_UNKNOWN")
    folder, papers = person_in_folder(dossier.name), _on_papers(evidence)
    name, basis, known = (bare_name(form.text("person") or "") or None) if form else None, "推荐表", True
    if form is not None and name is not None:
        sure = certainty(form.fields["person"].reading) >= CERTAIN
        known = sure or name in {folder, papers}
        if papers is not None and papers != name and (folder is not None and folder != name):
            known = False
            message = f"{title_of(form)}写“{name}”，文件夹名称写“{folder}”。请核对申报个人。"
            page = page_of(form)
            told = (*told, Mismatch("PERSON_UNCERTAIN", "warning", message, None, (form.id,), page.file, page.number))
    elif folder is not None:
        name, basis, known = folder, "文件夹名称", papers is None or papers == folder
    elif papers is not None:
        name, basis, known = papers, "材料中的姓名", False
    if name is None:
        message = "推荐表、文件夹名称和材料都不能确定申报个人，各项均须打开材料核对。"
        told = (*told, Mismatch("APPLICANT_UNKNOWN", "error", message))
    place = employer.applicant
    applicant = Applicant(name, None, place.district, None, clean(place.name) if place.name else None)
    return replace(
        employer,
        applicant=applicant,
        basis=basis,
        known=name is not None and known,
        mismatches=told,
        person=name,
    )
