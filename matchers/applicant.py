"""Who applies: form, licence, folder's name, the holder that most papers name; agreement and conflict."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.confidence import CERTAIN, certainty
from extractors.evidence import ApplicationForm, Evidence, Field
from extractors.parsers import uscc
from matchers.draft import Applicant, Dossier, Mismatch
from matchers.duplicates import paper_key
from matchers.holding import Holding, Identity, holding_of
from matchers.name_parts import brand_of, parts_of
from matchers.naming import page_of, title_of
from matchers.registered import within
from matchers.rubric_model import District

ORGANISATION = re.compile(
    r"(?:公司|集团|厂|局|厅|委员会|研究院|研究所|研究中心|学院|大学|协会|学会|商会|联合会|合作社|事务所|经营部|商行|医院|中心|分公司)$"
)
NAMING = ("holder", "patentees")


@dataclass(frozen=True)
class Found:
    """The applicant, how it is compared with holders, how sure, and what does not agree."""

    applicant: Applicant
    identity: Identity
    basis: str
    known: bool
    mismatches: tuple[Mismatch, ...] = ()
    evidence: tuple[str, ...] = ()
    person: str | None = None
    """Where a person applies: the person's name; `applicant` names the person, `identity` is the employer's."""


def clean(name: str) -> str:
    """A name without blanks, in one form of brackets."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", name))
    return text.replace("(", "（").replace(")", "）")


def folder_name(name: str) -> str | None:
    """The organisation that a folder's name names, without numbers and words around it; None if it names none.

    >>> folder_name("01-江门市恒晟电器有限公司（申报材料）")
    '江门市恒晟电器有限公司'
    >>> folder_name("第二批-江门市恒晟电器有限公司"), folder_name("03 江门市恒晟电器有限公司")
    ('江门市恒晟电器有限公司', '江门市恒晟电器有限公司')
    >>> folder_name("申报材料") is None
    True
    """
    text = re.sub(r"^[\s\d０-９._、\-—()（）【】\[\]#]+", "", clean(name))
    text = re.sub(
        r"[_\-—+\s]*(?:[（(【\[])?(?:质量提升创新中心)?(?:申报|申请|佐证)?(?:材料|资料|表|书|报告)[）)】\]]?$", "", text
    )
    apart = [clean(part) for part in re.split(r"[\s_\-—+]+", name)]
    for part in (*apart, *re.split(r"[_\-—+]", text), text):
        if len(part) >= 5 and ORGANISATION.search(part) and re.search(r"[\u4e00-\u9fff]{4}", part):
            return part
    return None


def _majority(evidence: Sequence[Evidence]) -> tuple[str | None, int, int]:
    """The holder that most papers name, how many name it, how many name anybody."""
    votes: Counter[str] = Counter()
    papers = 0
    for paper in evidence:
        if paper.type in {"business_licence", "application_form"}:
            continue
        names = {clean(n) for field in NAMING for n in paper.names(field) if re.search(r"[\u4e00-\u9fff]", n)}
        papers += bool(names)
        votes.update(names)
    if not votes:
        return None, 0, papers
    ranked = sorted(votes.items(), key=lambda v: (-v[1], v[0]))
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None, ranked[0][1], papers
    return ranked[0][0], ranked[0][1], papers


def _votes_for(identity: Identity, evidence: Sequence[Evidence]) -> int:
    """How many papers name this applicant as holder."""
    others = (e for e in evidence if e.type not in {"business_licence", "application_form"})
    named = ([n for field in NAMING for n in paper.names(field)] for paper in others)
    return sum(bool(n) and holding_of(n, None, identity).holding is Holding.SAME for n in named)


def _former_names(evidence: Iterable[Evidence], name: str | None) -> tuple[str, ...]:
    """Names proved by a notice of change (原名称 → 现名称) whose other side is the applicant."""
    found: list[str] = []
    for paper in evidence:
        if paper.type == "organisation_document" and paper.value("kind") == "name_change":
            names = [
                clean(n) for key in ("former_names", "former_name", "holder", "new_name") for n in paper.names(key)
            ]
            if name is not None and clean(name) in names:
                found += [n for n in names if n != clean(name)]
        elif paper.type == "trademark" and "name_change" in paper.marks and name is not None:
            # 核准变更商标注册人名义证明: the registry itself says that both names are one company.
            if clean(name) in {clean(n) for n in paper.names("holder")}:
                found += [clean(n) for n in paper.names("former_name") if clean(n) != clean(name)]
        elif paper.type == "business_licence" and name and clean(paper.text("name") or "") == clean(name):
            found += [clean(n) for key in ("former_names", "former_name") for n in paper.names(key)]
    return tuple(dict.fromkeys(found))


def _printed_code(evidence: Iterable[Evidence], name: str | None) -> str | None:
    """The code that certificates print beside the applicant's name, where all agree and its check digit passes."""
    found = set()
    for paper in evidence:
        code = paper.text("uscc")
        if code and name and clean(name) in {clean(n) for n in paper.names("holder")} and uscc.is_valid(code):
            found.add(uscc.compact(code))
    return found.pop() if len(found) == 1 else None


def _maybe_former(evidence: Iterable[Evidence], name: str | None) -> tuple[str, ...]:
    """Names of other companies with the applicant's 字号 that several papers bear: perhaps its own former name."""
    if name is None:
        return ()
    brand = brand_of(parts_of(name).core)
    votes: Counter[str] = Counter()
    for paper in evidence:
        if paper.type != "business_licence":
            votes.update({n for field in NAMING for n in paper.names(field)})
    # A 字号 of three characters is hardly shared by chance; one of two only counts where several papers bear it.
    needed = 1 if len(brand) >= 3 else 3
    return tuple(
        sorted(n for n, v in votes.items() if v >= needed and n != name and parts_of(n).core.startswith(brand))
    )


def _english_names(evidence: Sequence[Evidence], name: str | None) -> tuple[str, ...]:
    """The applicant's English name, where a bilingual paper, or its English twin of one number, prints it."""
    found = []
    for paper in evidence:
        chinese = {clean(n) for field in ("holder", "holder_zh", "name", "patentees") for n in paper.names(field)}
        if name is not None and clean(name) in chinese:
            found += list(paper.names("holder_en"))
            if clean(name) in {clean(n) for n in paper.names("holder_zh")}:
                found += [h for h in paper.names("holder") if not re.search(r"[\u4e00-\u9fff]", h)]
    by_number: dict[tuple[str, ...], list[Evidence]] = {}
    for paper in evidence:
        if key := paper_key(paper):
            by_number.setdefault(key, []).append(paper)
    for twins in by_number.values():
        holders = {n for paper in twins for n in paper.names("holder")}
        if name is not None and clean(name) in {clean(h) for h in holders}:
            found += sorted(h for h in holders if not re.search(r"[\u4e00-\u9fff]", h))
    return tuple(dict.fromkeys(found))


def _licence(evidence: Sequence[Evidence], wanted: str | None) -> Evidence | None:
    """The applicant's own licence: the one that the form or the folder names, else the only one."""
    licences = [e for e in evidence if e.type == "business_licence"]
    for paper in licences:
        if wanted and clean(paper.text("name") or "") == clean(wanted):
            return paper
    return licences[0] if len(licences) == 1 or (licences and wanted is None) else None


def _note(code: str, severity: str, message: str, paper: Evidence | None) -> Mismatch:
    page = page_of(paper) if paper else None
    return Mismatch(
        code,
        "error" if severity == "error" else "warning",
        message,
        None,
        (paper.id,) if paper else (),
        page.file if page else None,
        page.number if page else None,
    )


def _conflicts(form: ApplicationForm | None, licence: Evidence | None) -> tuple[list[Mismatch], bool]:
    """Form against licence; the flag says whether the names differ for certain."""
    if form is None or licence is None:
        return [], False
    told, serious = [], False
    name, licensed = form.applicant.value, licence.text("name")
    if isinstance(name, str) and licensed:
        verdict = holding_of((licensed,), None, Identity(name))
        codes = {form.uscc.value, licence.text("uscc")} - {None}
        if verdict.holding is not Holding.SAME and len(codes) != 1:
            serious = True
        if verdict.holding is not Holding.SAME:
            message = f"申报表写“{name}”，{title_of(licence)}写“{licensed}”。请核对申报单位，查有无更名证明。"
            told.append(_note("APPLICANT_NAME_CONFLICT", "warning", message, licence))
    code, licensed_code = form.uscc.value, licence.text("uscc")
    if isinstance(code, str) and licensed_code and code != licensed_code:
        message = f"申报表的统一社会信用代码是{code}，{title_of(licence)}是{licensed_code}。请以执照原件核对。"
        told.append(_note("USCC_CONFLICT", "error", message, licence))
        serious = serious or bool(name and licensed and clean(str(name)) != clean(licensed))
    return told, serious


def district_of(text: str, district: District | None) -> str | None:
    """The smallest part of the district that an address names, None where it names none."""
    if district is None or within(text, district) is not True:
        return None
    found = [place for place in district.places if place[:2] in text]
    return next((place for place in reversed(found) if place != district.name), district.name)


def _which(form: ApplicationForm, licence: Evidence, folder: str | None, evidence: Sequence[Evidence]) -> str | None:
    """Form and licence name two companies: "form" or "licence" where the papers or the folder decide, else None."""
    sides = {"form": str(form.applicant.value), "licence": licence.text("name") or ""}
    votes = {side: _votes_for(Identity(name), evidence) for side, name in sides.items()}
    if votes["form"] != votes["licence"]:
        return max(votes, key=lambda side: votes[side])
    return next((side for side, name in sides.items() if folder and clean(folder) == clean(name)), None)


def _two_companies(form: ApplicationForm | None, licence: Evidence | None, serious: bool) -> bool:
    """Form and licence surely name two companies (not one whose name was changed, or misread)."""
    if not serious or form is None or licence is None or not isinstance(form.applicant.value, str):
        return False
    name = licence.text("name")
    return bool(name) and holding_of((str(name),), None, Identity(form.applicant.value)).holding is Holding.DIFFERENT


def identify(dossier: Dossier, evidence: Sequence[Evidence], rubric_district: District | None) -> Found:
    """Who applies, as far as form, licence, folder and papers tell."""
    form = next((f for f in dossier.forms if f.applicant.value), dossier.forms[0] if dossier.forms else None)
    form_name = form.applicant.value if form and isinstance(form.applicant.value, str) else None
    folder = folder_name(dossier.name)
    licence = _licence(evidence, form_name or folder)
    licence_name = licence.text("name") if licence else None
    shown = (licence.id,) if licence else ()
    majority, votes, papers = _majority(evidence)
    told, serious = _conflicts(form, licence)
    if form is not None and licence is not None and _two_companies(form, licence, serious):
        # The name of one company with the code of the other would be a third one, which nobody named.
        side = _which(form, licence, folder, evidence)
        if side is None:
            message = "申报表和营业执照是两家单位，其他材料不能确定哪一家申报，各项均须打开材料核对。"
            told.append(Mismatch("APPLICANT_UNKNOWN", "error", message))
            return Found(Applicant(None, None), Identity(None), "", False, tuple(told), (licence.id,))
        if side == "form":
            licence, licence_name = None, None
        else:
            form, form_name = None, None
    name, basis, settled = form_name, "申报表", True
    if name is None and licence_name is not None:
        name, basis = licence_name, "营业执照"
    if name is None and folder is not None:
        name, basis = folder, "文件夹名称"
    if name is None and majority is not None:
        short = re.sub(r"^[\d\s._\-—]+|(?:申报|佐证)?(?:材料|资料)$", "", clean(dossier.name))
        hinted = len(short) >= 2 and short in majority
        if hinted or (votes >= 2 and votes * 5 >= papers * 3):
            name, basis, settled = majority, f"{votes}份材料的持有人", hinted
    if name is not None and majority is not None and votes >= 3 and basis in {"营业执照", "文件夹名称"}:
        own = Identity(name, None, _former_names(evidence, name), (), _maybe_former(evidence, name))
        if holding_of((majority,), None, own).holding is Holding.DIFFERENT and _votes_for(own, evidence) * 2 < votes:
            message = f"{basis}写“{name}”，但{votes}份材料的持有人是“{majority}”。请核对申报单位。"
            told.append(_note("APPLICANT_NAME_CONFLICT", "warning", message, licence))
            serious = True
    read = form.applicant if basis == "申报表" and form else licence.fields["name"] if licence else Field(None)
    if basis in {"申报表", "营业执照"} and certainty(read.reading) < CERTAIN:
        # A name read poorly and repeated nowhere may be misread: then every own paper would look like another's.
        others = {clean(n) for n in (licence_name if basis == "申报表" else None, folder) if n}
        settled = clean(name or "") in others or _votes_for(Identity(name), evidence) > 0
    code = form.uscc.value if form and isinstance(form.uscc.value, str) else None
    licensed_code = licence.text("uscc") if licence else None
    address = (licence.text("address") if licence else None) or (
        str(form.address.value) if form and form.address.value else None
    )
    established = (licence.text("established") if licence else None) or (
        str(form.established.value) if form and form.established.value else None
    )
    if name is None:
        message = "申报表、营业执照、文件夹名称和材料持有人都不能确定申报单位，各项均须打开材料核对。"
        told.append(Mismatch("APPLICANT_UNKNOWN", "error", message))
    printed = _printed_code(evidence, name) if code is None and licensed_code is None else None
    place = district_of(f"{address or ''}{licence.text('registry') or '' if licence else ''}", rubric_district)
    applicant = Applicant(name, licensed_code or code or printed, place, established)
    identity = Identity(
        name,
        licensed_code or code or printed,
        _former_names(evidence, name),
        _english_names(evidence, name),
        _maybe_former(evidence, name),
        settled,
    )
    return Found(applicant, identity, basis, name is not None and not serious, tuple(told), shown)
