"""A firm's appointment of its chief quality officer (任命文件, handbook 11.2); other posts keep their own name."""

from __future__ import annotations

import re

from extractors.custom import persons
from extractors.custom.flow import Flow, flow_of
from extractors.custom.making import item, read_field
from extractors.document import Span
from extractors.evidence import Evidence, Field
from extractors.papers import SIGNS, TITLE, Match, Paper, Spread
from extractors.parsers import document_number

KIND = "appointment"
SPREAD: Spread = "page"

_VERB = r"(?:任命|聘任|聘请|委任|授权|委派|指定|聘)(?!书|通知|文件|决定|令|证|期)"
_POST = (
    r"(?P<post>首席质量官|CQO|质量安全总监|质量负责人|管理者代表|质量总监|质量管理负责人"
    r"|[\u4e00-\u9fff]{0,6}质量[\u4e00-\u9fff]{0,6}(?:经理|部长|主管|负责人|总监))"
)
_WHO = (
    r"(?:(?:我|本)(?:公司|企业|单位|司|厂)(?:的)?)?(?:员工|职工)?"
    r"(?:(?:(?!为|任)[\u4e00-\u9fff]){2,10}?(?:经理|部长|主管|总监|主任|厂长|副总|总工程师|工程师|科长))?"
)
"""Words between the verb and the name: 我公司, the person's present post."""
_FULL = re.compile(
    rf"{_VERB}{_WHO}(?P<person>[\u4e00-\u9fff·]{{2,6}}?)(?:同志|先生|女士|\([^)]{{1,40}}\))*"
    rf"(?:为|担任|任|出任)(?:本?公司|本?企业|我司|本单位|[\u4e00-\u9fff()]{{4,30}}?(?:公司|厂))?(?:的)?{_POST}",
    re.I,
)
_SPLIT = re.compile(
    rf"(?P<person>[\u4e00-\u9fff·]{{2,4}}?)(?:同志|先生|女士)?(?:被任命为|任|担任|出任)(?:本?公司|我司)?(?:的)?{_POST}",
    re.I,
)
_NAMED = re.compile(
    r"(?:被任命人|任命人员|受聘人|任命对象|姓名)[:：]?(?P<person>[\u4e00-\u9fff·]{2,4}?)(?=性别|职务|身份|部门|任命|担任|岗位|[,，;。(])"
)
_TITLE = re.compile(
    r"任\s{0,6}命\s{0,6}(?:书|通知|文件|决定|令)|关于.{0,40}(?:任命|聘任|聘请|任职).{0,40}(?:通知|决定|文件)|授\s{0,4}权\s{0,4}书|任职(?:通知|文件|决定)|聘\s{0,6}书|委任书",
    re.S,
)
_NOT = re.compile(
    r"评审标准|自评分|自评得分|任职培训(?:合格)?证书|培训证书|岗位职责说明|劳动合同|法人授权委托书|投标|目\s?录"
)
_PERSON_WORDS = re.compile(r"公司|质量|研究|决定|任命|部门|现|同意|人员|职务")


def recognise(paper: Paper) -> Match | None:
    """A sentence that appoints somebody to a quality post."""
    text = paper.text
    if len(text) > 3000 or ("质" not in text and "CQO" not in text) or _NOT.search(text):
        return None
    flow = flow_of(paper)
    found = _sentence(flow)
    titled = _TITLE.search(text[:400])
    if found is not None:
        chief = re.search(r"首席质量官|CQO", found["post"], re.I)
        if titled or chief:
            return Match(
                KIND, TITLE if titled and chief else SIGNS, paper.span(*flow.place(*found.span())), starts=True
            )
    if titled and "首席质量官" in flow.text:
        return Match(KIND, TITLE, paper.span(*titled.span()), starts=True)
    return None


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One item for each person appointed."""
    flow = flow_of(paper)
    holder = _holder(paper)
    day = persons.last_day(paper)
    made: dict[str, Evidence] = {}
    for found in _sentences(flow):
        fields = {
            "person": read_field(paper, found["person"], *flow.place(*found.span("person"))),
            "post": read_field(paper, found["post"], *flow.place(*found.span("post"))),
        }
        made.setdefault(found["person"], _item(paper, fields, holder, day, paper.span(*flow.place(*found.span()))))
    if made:
        return list(made.values())
    fields = {}
    if named := _NAMED.search(flow.text):
        fields["person"] = read_field(paper, named["person"], *flow.place(*named.span("person")))
    if post := re.search(r"首席质量官", flow.text):
        fields["post"] = read_field(paper, post.group(), *flow.place(*post.span()))
    return [_item(paper, fields, holder, day, match.anchor)]


def _item(
    paper: Paper, fields: dict[str, Field], holder: Field | None, day: Field | None, anchor: Span | None
) -> Evidence:
    complete = dict(fields)
    if holder is not None:
        complete["holder"] = holder
    if day is not None:
        complete["date"] = day
    extras = {}
    for one in document_number.find(paper.text):
        if one.value:
            extras["document_no"] = read_field(paper, one.value, one.start, one.end)
            break
    place = fields["person"].span if "person" in fields else None
    return item("appointment", KIND, paper, complete, anchor=place or anchor, extras=extras)


def _sentences(flow: Flow) -> list[re.Match[str]]:
    found = [m for m in _FULL.finditer(flow.text) if not _PERSON_WORDS.search(m["person"])]
    chief = [m for m in found if re.search(r"首席质量官|CQO", m["post"], re.I)]
    found = chief or found
    return found or [m for m in _SPLIT.finditer(flow.text) if not _PERSON_WORDS.search(m["person"])][:1]


def _sentence(flow: Flow) -> re.Match[str] | None:
    found = _sentences(flow)
    return found[0] if found else None


def _holder(paper: Paper) -> Field | None:
    """The firm that appoints: the one named most often, the last of those (signature)."""
    firms = persons.firms(paper)
    if not firms:
        return None
    names = [str(f.value) for f in firms]
    most = max(names, key=lambda n: (names.count(n), names.index(n)))
    return next(f for f in reversed(firms) if f.value == most)
