"""The application form (申报表): who applies and what is claimed. Claims, never evidence.

Every year's form looks different (DOCX, XLSX, PDF, scan); shared are the title, the applicant's data and a table with a
column of own scores (`../sources/README.md`). Lists inside the form are claims too.
"""

from __future__ import annotations

import re

from extractors.custom import form_applicant
from extractors.custom.form_claims import COLUMNS, claims_of, score_rows
from extractors.custom.form_indicators import indicators
from extractors.custom.labelled import Labels
from extractors.custom.list_pages import rows_go_on
from extractors.custom.making import item, load_data
from extractors.evidence import ApplicationForm, Claim, Evidence, Field
from extractors.papers import TITLE, Match, Paper, Spread

KIND = "application_form"
WHOLE_FORM = TITLE + 0.1
"""Strength of a page with the form's title, applicant and score table: no paper that it names can rival it."""
SPREAD: Spread = "run"
LABELS = Labels(load_data("application_form.yaml")["labels"])

_TITLE = re.compile(
    r"申\s{0,6}(?:报|请)\s{0,6}(?:表|书)(?!说明|格式要求)|自\s{0,3}评\s{0,3}(?:表|打分表|评分表|报告表)|评审指标自评"
)
_SCHEME = re.compile(r"质量提升创新中心|创新中心|评审指标|自评|质量奖|申报单位|申报企业|申请单位|申请企业")
_FIRST = re.compile(
    r"申报(?:单位|企业|主体|组织)|申请(?:单位|企业)|企\s?业\s?(?:名\s?称|全\s?称)|单\s?位\s?名\s?称|公司名称|填报日期|申报日期|填表日期"
)
_OTHER = re.compile(
    r"社会保险费?申报|纳税申报|社保申报|申报表.{0,10}税|增值税|所得税|专利请求书|商标注册申请书|海关|报关|认证申请书|检测申请"
    r"|科技计划项目申报书|高新技术企业认定申请书|职称|参保"
)
_INSIDE = re.compile(
    r"自评|评审标准|评审指标|一级指标|二级指标|企业基本情况|申报单位|推荐意见|审核意见|初审意见|承诺|真实性|负责人签|填表人|联系人|盖章|申报材料|指标"
)


def recognise(paper: Paper) -> Match | None:
    """The title 申报表 (a first page), or a score table with a column of own scores (an inner page)."""
    text = paper.text
    head = text[:400]
    title = _TITLE.search(head)
    if title is not None and _SCHEME.search(text) and not _OTHER.search(text[: title.end() + 20]):
        first = bool(_FIRST.search(text)) and not title.group().startswith(("自", "评"))
        # A form in one long page (DOCX) quotes the titles of all the papers that it lists.
        whole = first and _names_indicators(text)
        return Match(KIND, WHOLE_FORM if whole else TITLE, paper.span(*title.span()), starts=first)
    if re.search(r"自\s?评|申报得分|申报分|申请得分|自查得分|企业得分", text) and _names_indicators(text):
        rows = score_rows(paper)
        if rows or len(re.findall(r"得\s?\d\s?分", text)) >= 3:
            return Match(KIND, TITLE, rows[0].span if rows else None, starts=False)
    return None


def continues(paper: Paper, page: Paper) -> bool | None:
    """Pages that speak as a form does, or on which the score table goes on."""
    text = page.text
    if _INSIDE.search(text) or _names_indicators(text):
        return True
    if rows_go_on(paper, page, COLUMNS):
        return True
    return None if not text.strip() else False


def keeps_list(paper: Paper, page: Paper) -> bool:
    """A page headed with the next number of the form's own sections (三、专利清单 after 二、) is the form's list."""
    words = _next_section(paper, page)
    return words is not None and re.search(r"清单|一览表?|列表|明细|情况|汇总|名单|统计|表$", words) is not None


def keeps(paper: Paper, page: Paper) -> bool:
    """A short section of the form (二、指标完成情况 over a small table) is no divider; a bare heading is one."""
    below = [line for line in page.text.strip().split("\n")[1:] if line.strip()]
    return len(below) >= 2 and _INSIDE.search(page.text) is not None


def _next_section(paper: Paper, page: Paper) -> str | None:
    """The words of the page's heading where its number follows the last section of the form."""
    head = _SECTION.match(page.text.lstrip())
    before = [m["number"] for m in _SECTIONS.finditer(paper.text)]
    if head is None or (before and _ORDER.find(head["number"]) != _ORDER.find(before[-1]) + 1):
        return None
    return head["words"] if before else None


_ORDER = "一二三四五六七八九十"
_SECTION = re.compile(rf"(?P<number>[{_ORDER}])\s?[、.．]\s?(?P<words>[^\n]{{2,40}})")
_SECTIONS = re.compile(rf"(?:^|\f)\s*(?P<number>[{_ORDER}])\s?[、.．](?=\s?[^\n]{{2,40}}$)", re.M)


def extract(paper: Paper, match: Match) -> list[Evidence | ApplicationForm]:
    """The form: one item of evidence that earns nothing, applicant, claims."""
    claims = claims_of(paper)
    name = form_applicant.applicant(paper, LABELS)
    code = form_applicant.code(paper, LABELS)
    extras = {
        "applicant": name,
        "uscc": code,
        "address": form_applicant.address(paper, LABELS),
        "established": form_applicant.established(paper, LABELS),
        "business": form_applicant.business(paper, LABELS),
    }
    fields = {"claims": Field(tuple(_shown(c) for c in claims if c.indicator is not None))}
    evidence = item("application_form", KIND, paper, fields, anchor=match.anchor, extras=extras)
    return [ApplicationForm(evidence, name, code, extras["address"], extras["established"], claims)]


def _shown(claim: Claim) -> str:
    """One claim in one line: 4：8分，3项（ZL…、ZL…）."""
    parts = [f"{claim.score}分"] if claim.score is not None else []
    parts += [f"{claim.count}项"] if claim.count is not None else []
    parts += ["已勾选"] if claim.ticked and claim.score is None else []
    named = "、".join(i.number or i.name or i.text[:20] for i in claim.items)
    return f"{claim.indicator}：{'，'.join(parts) or '有清单'}" + (f"（{named}）" if named else "")


def _names_indicators(text: str) -> bool:
    """At least three 二级指标 of the rubric are named."""
    tight = re.sub(r"\s", "", text)
    found = {one.group for one in indicators().values() if any(n in tight for n in one.names if len(n) >= 5)}
    found |= {one.group for one in indicators().values() if any(w in tight for w in one.lines if len(w) >= 8)}
    return len(found) >= 3
