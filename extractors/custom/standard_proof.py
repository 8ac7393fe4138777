"""Papers that say somebody took part in a standard: the rubric takes none of them
(有关行业、机构出具的证明不作为评价依据).

Marks: `drafting_certificate` (起草单位证书, 参编证书), `association_letter`, `plan_notice`, `query_page` (the page of a
query site that lists 起草单位: not the text either, but a person may look it up).
"""

from __future__ import annotations

import re

from extractors.custom.drafting_units import find_units
from extractors.custom.flow import flow_of
from extractors.custom.making import item, read_field
from extractors.custom.standard_cover import find_numbers
from extractors.document import Span
from extractors.evidence import Evidence, Field
from extractors.papers import Paper
from extractors.parsers import dates, standard_number

_CERTIFICATE = re.compile(
    r"(?:标准)?(?:主要|参与|负责)?(?:起草|参编|主编|编制|制定|制订|修订)(?:单位|工作)?\s{0,4}(?:荣誉)?(?:证书|证明(?!书?材料清单)|奖牌|证明书)"
    r"|参与(?:起草|制定|编制|制修订)标准(?:的)?证明|标准(?:制定|制修订|研制|编制)(?:参与)?(?:单位)?(?:证书|证明)"
    r"|标准(?:化)?工作(?:参与|贡献)(?:单位)?(?:证书|证明)"
)
_LETTER = re.compile(
    r"(?:兹|特此)?证\s{0,4}明.{0,400}?(?:参与|参加|负责|主持|主导|牵头|作为|承担|是).{0,160}?(?:起草|编制|制定|制订|修订|研制)",
    re.S,
)
_PLAN = re.compile(
    r"标准.{0,12}(?:立项|制修订计划|计划项目).{0,12}(?:公告|通知|公示|批复|函)|(?:关于|下达).{0,40}标准.{0,12}(?:立项|制修订(?:项目)?计划)"
)
_SITE = re.compile(
    r"全国标准信息公共服务平台|国家标准全文公开|全国团体标准信息平台|地方标准信息(?:服务)?平台|行业标准信息(?:服务)?平台|std\.samr|openstd|ttbz\.org|企业标准信息公共服务平台"
    r"|标准状态[:：]?\s*(?:现行|即将实施)|企业标准自我声明公开"
)
_NAMED = re.compile(
    r"(?:中文标准名称|标准中文名称|标准名称|中文名称)\s{0,3}[:：]?\s{0,3}([\u4e00-\u9fff][^\n\t]{1,80})"
)
_TEXT_OF_STANDARD = re.compile(r"前\s{0,4}言|ICS\s?\d|本(?:文件|标准)按照|1\s{0,3}范围")
MAX_LETTER = 1500


def recognise_proof(paper: Paper) -> Span | None:
    """The words that show such a paper, on its first page; None for the text of a standard itself."""
    text = paper.parts[0].text
    if "标准" not in text or _TEXT_OF_STANDARD.search(text):
        return None
    if len(text) > MAX_LETTER and not _PLAN.search(text[:200]):
        return None
    if not (find_numbers(text) or re.search(r"《[^》]{4,60}》|标准", text)):
        return None
    found = _kind(text)
    return paper.span(*found[1]) if found else None


def read_proof(paper: Paper) -> list[Evidence]:
    """One item of type `standard` that earns nothing."""
    text = paper.text
    found = _kind(paper.parts[0].text)
    if found is None:
        return []
    mark, (start, end) = found
    fields: dict[str, Field] = {}
    numbers = [f for f in find_numbers(text) if f.value is not None]
    if numbers:
        one = numbers[0]
        fields["standard_no"] = read_field(paper, one.value, one.start, one.end, repaired=one.repaired)
        fields["level"] = read_field(paper, standard_number.level(one.value or ""), one.start, one.end)
    title = _NAMED.search(text) if mark == "query_page" else None
    title = title or re.search(r"《([^》]{2,80})》", text)
    if title:
        fields["title"] = read_field(paper, re.sub(r"\s+", "", title[1]), *title.span(1))
    day = next((d for d in dates.find_days(text) if d.value and re.match(r"\s*发布", text[d.end : d.end + 6])), None)
    if day is None:
        day = next(
            (d for d in dates.find_days(text) if d.value and re.search(r"发布日期[:：]?\s*$", text[: d.start])), None
        )
    if day is not None:
        fields["publish_date"] = read_field(paper, day.value, day.start, day.end)
    flow = flow_of(paper)
    units = find_units(flow)
    if units.units:
        fields["drafting_units"] = read_field(
            paper, units.names, *flow.place(units.units[0].start, units.units[-1].end)
        )
    return [item("standard", "standard", paper, fields, anchor=paper.span(start, end), marks={mark})]


def _kind(text: str) -> tuple[str, tuple[int, int]] | None:
    if match := _CERTIFICATE.search(text):
        return "drafting_certificate", match.span()
    if match := _SITE.search(text):
        return "query_page", match.span()
    if (match := _LETTER.search(text)) and "标准" in text[match.start() : match.end() + 120]:
        head = re.search(r"证\s{0,4}明", text)
        return "association_letter", head.span() if head else match.span()
    if match := _PLAN.search(text):
        return "plan_notice", match.span()
    return None
