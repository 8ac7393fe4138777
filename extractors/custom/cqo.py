"""Training certificates of chief quality officers (首席质量官任职培训证书, handbook 11.2)."""

from __future__ import annotations

import re

from extractors.custom import persons
from extractors.custom.making import item
from extractors.evidence import Evidence, Field
from extractors.papers import TITLE, Match, Paper, Spread

KIND = "cqo_certificate"
SPREAD: Spread = "page"

_TITLE = re.compile(r"首\s{0,4}席\s{0,4}质\s{0,4}量\s{0,4}官|CQO|Chief\s+Quality\s+Officer", re.I)
_CERTIFICATE = re.compile(r"证\s{0,6}书|合\s?格\s?证|结\s?业\s?证|特发此证|Certificate", re.I)
_TRAINED = re.compile(r"培\s{0,4}训|考核合格|考试合格|结业|training", re.I)
_ROSTER = re.compile(r"(?:人员|学员)?名单|序\s?号[\s\t]{0,4}姓\s?名")
_NOT = re.compile(
    r"任命书|关于(?:任命|聘任|聘请)|任命通知|经研究|任命[\u4e00-\u9fff]{2,4}(?:同志)?(?:为|担任)|评审标准|评审指标|自评|申报得分|申\s?报\s?[表书]|申\s?请\s?表|目\s{0,4}录|页\s?码|材料名称|材料清单|培训通知|签到表|管理制度|岗位职责|自评得分"
)
_TRAINING_DAYS = re.compile(r"(?:于|自)\s?\d{4}年")


def recognise(paper: Paper) -> Match | None:
    """首席质量官, a certificate, and training; not an appointment."""
    text = paper.text
    title = _TITLE.search(text)
    if title is None or len(text) > 2000 or _NOT.search(text) or _ROSTER.search(text):
        return None
    if _CERTIFICATE.search(text) and (_TRAINED.search(text) or re.search(r"姓\s{0,4}名", text)):
        return Match(KIND, TITLE, paper.span(*title.span()), starts=True)
    return None


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One item: the person, the number, the day."""
    fields: dict[str, Field] = {}
    extras: dict[str, Field] = {}
    person = persons.person(paper) or persons.in_prose(paper)
    if person is not None:
        fields["person"] = person
    if (number := persons.number(paper)) is not None:
        fields["certificate_no"] = number
    if (day := persons.day(paper) or persons.last_day(paper)) is not None:
        fields["issue_date"] = day
    if (identity := persons.identity(paper)) is not None:
        extras["identity"] = identity
    if (issuer := persons.labelled_body(paper, "issuer")) is not None:
        extras["issuer"] = issuer
    anchor = fields["certificate_no"].span if "certificate_no" in fields else match.anchor
    return [item("cqo_certificate", KIND, paper, fields, anchor=anchor, extras=extras)]
