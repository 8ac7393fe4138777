"""Checks that only one kind of paper is asked; with `matchers.checks` the closed set that rubrics may name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from extractors.evidence import Evidence
from matchers.checks import Case, Check, holder, issued, refusal, valid
from matchers.days import days_of, printed, shift_years
from matchers.holding import Holding, holding_of
from matchers.insurance import bare_name
from matchers.person_names import perhaps_same
from matchers.published_lists import award_decision, export_decision
from matchers.rubric_model import CheckName, Selection
from matchers.unit import Effect, Finding

FIRST_PLACES = 3
"""A group standard's unit within the first three of the list is 负责参与 in every reading (handbook 15, row 7)."""
TERM_YEARS: Final = {"invention": 20, "utility_model": 10, "design": 15}
NOT_SCIENCE = "工业和信息化|经济和信息化|发展和改革|市场监督|质量技术监督|人力资源|商务局|农业农村|住房|生态环境"
SCIENCE = "科技|科学技术|火炬|自然科学基金|科工商务|创新"


def named(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """The standard's own list of drafting units names the applicant."""
    units = evidence.names("drafting_units")
    if not units:
        yield Finding("MISSING_MATERIAL", "未见前言中的起草单位名单", "question", broken=True)
        return
    verdicts = [holding_of((unit,), None, case.identity) for unit in units]
    places = [n for n, v in enumerate(verdicts, 1) if v.holding is Holding.SAME]
    if places:
        if evidence.value("level") == "group" and places[0] > FIRST_PLACES:
            yield Finding("", f"起草单位排第{places[0]}位", "soft")
        return
    if case.identity.name is None:
        yield Finding("HOLDER_UNCERTAIN", "申报单位未能确定", "question", broken=True)
    elif near := [(u, v) for u, v in zip(units, verdicts, strict=True) if v.holding is Holding.UNCERTAIN]:
        unit, verdict = near[0]
        yield Finding("HOLDER_UNCERTAIN", f"起草单位“{unit}”{verdict.detail}", "question")
    elif evidence.id in case.naming:
        detail = f"读出的起草单位（共{len(units)}家）中没有申报单位，但该标准文本上印有{case.identity.name}"
        yield Finding("HOLDER_UNCERTAIN", detail, "question")
    elif "units_incomplete" in evidence.marks:
        yield Finding("NOT_NAMED", "起草单位名单未读全，未见申报单位", "question", broken=True)
    else:
        detail = f"起草单位名单（共{len(units)}家）中没有{case.identity.name}"
        yield refusal(evidence, "NOT_NAMED", detail, fields=("drafting_units",))


def published(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """The text of a published standard, not a draft, and not somebody's letter about it."""
    if evidence.marks & {"draft_standard", "draft"}:
        yield refusal(evidence, "WRONG_PROOF", "封面标明是报批稿、送审稿或征求意见稿，不是已发布的标准")
    if evidence.marks & {"drafting_certificate", "association_letter", "plan_notice"}:
        yield refusal(evidence, "WRONG_PROOF", "不是标准文本；有关行业、机构出具的证明不作为评价依据")
    if "cover_missing" in evidence.marks:
        yield Finding("MISSING_MATERIAL", "未见标准封面（首页）", "question")
    if evidence.marks & {"query_page", "screenshot"}:
        yield Finding("WRONG_PROOF", "是查询网页的截图，不是标准文本的首页及前言", "question")


def granted(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """Granted by the as-of day; a row of a list without certificate counts, but not in every reading."""
    if any(reason.code == "NOT_GRANTED" for reason in evidence.reasons):
        return
    row = "list_row" in evidence.marks
    status = evidence.text("status") or ""
    marked = bool(evidence.marks & {"application", "publication", "acceptance_notice", "not_granted", "grant_notice"})
    if marked or re.search("实审|受理|公开|驳回|撤回", status):
        yield refusal(evidence, "NOT_GRANTED", "是申请、受理或公布，不是授权", fields=() if marked else ("status",))
        return
    days = days_of(evidence.value("grant_date"))
    if days is None and row and not re.search("授权|有效|维持", status):
        if evidence.via == "ocr" or (evidence.text("patent_no") or "").startswith("ZL"):
            # The cell may have been lost in reading, and ZL stands before the numbers of grants only.
            yield Finding("NOT_GRANTED", "列表中未见授权日期", "question", broken=evidence.via == "ocr")
        else:
            yield refusal(evidence, "NOT_GRANTED", "列表中没有授权日期")
    elif days is None:
        yield Finding("VALIDITY_UNKNOWN", "未能识别授权公告日", "question", broken=True)
    else:
        yield from issued(evidence, selection, case)
    if re.search("终止|失效|无效|放弃|未缴年费", status) or evidence.marks & {"lapsed", "terminated"}:
        yield Finding("EXPIRED", f"材料显示专利权已终止（{status or '见原件'}）", "question")
    if row:
        yield Finding("", "只有列表，没有专利证书", "soft")


def in_term(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """The term (20 years, 10 for utility models) counted from filing is not over."""
    years = TERM_YEARS.get(evidence.text("kind") or "")
    days = days_of(evidence.value("filing_date"))
    if years is None:
        return
    number = re.match(r"(?:ZL)?((?:19|20)\d{2})[12389]\d{7}", evidence.text("patent_no") or "")
    old = re.match(r"(?:ZL)?\d{2}[12389]\d{5}(?:\.|$)", evidence.text("patent_no") or "")
    if days:
        over = shift_years(days.last, years) < case.as_of
    elif number:
        over = int(number[1]) + years < case.as_of.year
    else:
        over = bool(old) and case.as_of.year >= 2023
    if over:
        yield Finding("EXPIRED", f"自申请日起已满{years}年，专利期限已届满", "question")


def own_registration(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """Registered by the applicant itself: no purchase, no licence, no mere application."""
    if evidence.marks & {"transferred", "transfer"}:
        yield Finding("TRANSFERRED", "商标系受让取得，是否属“自主注册”待核", "question")
    if evidence.marks & {"licence", "licensed"}:
        yield refusal(evidence, "WRONG_PROOF", "是商标使用许可，不是自有商标")
    if evidence.marks & {"application", "acceptance_notice", "preliminary", "not_registered"}:
        yield refusal(evidence, "NOT_GRANTED", "是注册申请受理或初步审定，尚未注册")
    if "list_row" in evidence.marks:
        yield Finding("", "只有列表，没有商标注册证", "soft")


def registered(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """Registered abroad; an application counts only in the other reading (row 17)."""
    if evidence.marks & {"application", "acceptance_notice", "not_registered"}:
        yield Finding("NOT_GRANTED", "境外商标只有申请，尚未注册", "question")
    if "list_row" in evidence.marks:
        yield Finding("", "只有列表，没有境外商标注册证", "soft")


def giver(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """A government's quality award to an organisation (matchers/data/award_levels.csv)."""
    name = evidence.text("name")
    yield from decided(evidence, selection, case)
    if name is None:
        yield Finding("LEVEL_UNKNOWN", "未能识别奖项名称", "question", broken=True)
        return
    decision = award_decision(name)
    if decision is None:
        if "质量奖" not in name:
            yield refusal(evidence, "LEVEL_TOO_LOW", f"“{name}”不是政府质量奖", fields=("name",))
        else:
            yield Finding("LEVEL_UNKNOWN", f"“{name}”是否政府质量奖、属哪一级待核", "question")
    elif decision.decision == "no":
        yield refusal(evidence, "LEVEL_TOO_LOW", f"“{name}”不是授予企业的政府质量奖", fields=("name",))
    elif decision.decision == "review":
        yield Finding("LEVEL_UNKNOWN", f"“{name}”是否计分待核（如提名奖、协会奖）", "question")
    issuer = evidence.text("issuer") or ""
    if re.search("协会|学会|联合会|商会|促进会|公司", issuer) and "政府" not in issuer:
        yield refusal(evidence, "LEVEL_TOO_LOW", f"授奖单位是“{issuer}”，不是政府", fields=("issuer",))


def inspected(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """The report has a date; a failing one works against the line."""
    if days_of(evidence.value("date")) is None:
        yield Finding("VALIDITY_UNKNOWN", "未能识别抽样或签发日期", "question", broken=True)
    if evidence.value("conclusion") == "fail":
        days = days_of(evidence.value("date"))
        if days is None or days.last.year >= case.as_of.year - 3:
            yield Finding("FAILED_INSPECTION", "检验结论不合格", "adverse")


def inspection_level(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """国家、省、市 for supervision, 省级以上 institutions for entrusted reports."""
    level, entrusted = evidence.value("level"), evidence.value("kind") == "entrusted"
    if level is None:
        why = "委托检验机构是否省级以上" if entrusted else "监督抽查由哪一级部门下达"
        yield Finding("LEVEL_UNKNOWN", f"{why}未能识别", "question")
    elif level == "county" or (entrusted and level == "municipal"):
        why = "委托检验机构不属省级以上" if entrusted else "县（区）级抽查不属国家、省、市监督抽查"
        yield refusal(evidence, "LEVEL_TOO_LOW", why, fields=("level", "kind"))


def science_department(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """Confirmed by a department of science and technology (row 24)."""
    told = " ".join(filter(None, (evidence.text("issuer"), evidence.text("name"), evidence.text("project_no"))))
    issuer = evidence.text("issuer") or ""
    if re.search(NOT_SCIENCE, issuer) and not re.search(SCIENCE, issuer):
        yield Finding("LEVEL_UNKNOWN", f"“{issuer}”不是科技部门，是否计分待核", "question")
    elif not re.search(SCIENCE, told):
        yield Finding("LEVEL_UNKNOWN", "未能识别是否科技部门确认的项目", "question")


def undertaker(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """Undertaken, not merely joined."""
    if "announcement" in evidence.marks:
        yield Finding("NOT_GRANTED", "是公示，不是立项或结题的决定", "question")
    if re.search("参与|合作|协作", evidence.text("role") or "") or "participant" in evidence.marks:
        yield Finding("HOLDER_UNCERTAIN", "申报单位是参与或合作单位，是否属“承担”待核", "question")


def founded(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """A founded committee within its term of five years; joint undertaking is told."""
    if evidence.marks & {"preparatory", "working_group"}:
        yield Finding("LEVEL_UNKNOWN", "是筹建中的委员会或工作组，是否计分待核", "question")
    days = days_of(evidence.value("date"))
    if days and days.last < shift_years(case.as_of, -5):
        yield Finding("VALIDITY_UNKNOWN", f"批准日期{evidence.text('date')}已超过一届五年，未见换届材料", "question")
    if evidence.value("joint") is True:
        yield Finding("JOINT_UNDERTAKING", "联合承担，按一半分值计", "note")


def strong_proof(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """An award, certificate or third party's evaluation; own papers are weaker, training alone too weak."""
    proof = evidence.text("proof") or ""
    if re.search("质量奖|认证|评价|评审|证书", proof) and not re.search("培训", proof):
        return
    if re.search("培训|签到", proof):
        yield Finding("WRONG_PROOF", "只有培训材料，不足以证明成功导入", "question")
    else:
        yield Finding("WRONG_PROOF", "是企业自己的文件或报告，是否“成功导入”须由人判断", "propose")


def developed_market(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """A third party's certificate for the market of a developed country (matchers/data/export_certificates.csv)."""
    if evidence.marks & {"declaration", "test_report", "audit_report"}:
        yield Finding("WRONG_PROOF", "是自我声明、检测报告或验厂报告，不是第三方认证证书", "question")
    scheme = evidence.text("scheme")
    decision = export_decision(scheme or "")
    if decision is None:
        yield Finding("LEVEL_UNKNOWN", f"认证“{scheme or '未识别'}”是否面向发达国家待核", "question")
    elif decision.developed == "no":
        yield refusal(evidence, "LEVEL_TOO_LOW", f"{scheme}面向的市场不是发达国家", fields=("scheme",))
    elif decision.needs_notified_body:
        issuer = evidence.text("issuer") or ""
        if "notified_body" not in evidence.marks and not re.search(
            "T[ÜU]V|SGS|Intertek|DEKRA|Veritas|VDE|BSI", issuer, re.I
        ):
            yield Finding("WRONG_PROOF", f"{scheme}证书是否由公告机构（Notified Body）签发待核", "question")
    elif decision.counts != "yes":
        effect: Effect = "propose" if decision.proposed else "question"
        yield Finding("LEVEL_UNKNOWN", f"{scheme}是否属发达国家的出口认证待核", effect)


def last_year(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """The summary is of the year before the as-of day."""
    days = days_of(str(evidence.value("year") or ""))
    if days and days.first.year != case.as_of.year - 1:
        yield Finding(
            "OUT_OF_WINDOW", f"是{days.first.year}年的总结，要求上一年度（{case.as_of.year - 1}年）", "question"
        )


def person(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """The paper is about the person who applies (field `person` or `persons`, else named in `subject`)."""
    names = [bare_name(n) for n in (*evidence.names("person"), *evidence.names("persons"))]
    subject = bare_name(evidence.text("subject") or "")
    if not {"person", "subject"} & set(evidence.fields) and not names:
        # An award or a report is about its holder: an organisation's is not the person's.
        names = [bare_name(n) for n in evidence.names("holder")]
    who = bare_name(case.person or "")
    if not who:
        yield Finding("PERSON_UNCERTAIN", "申报个人未能确定", "question", broken=True)
    elif who in names or who in subject:
        return
    elif any(perhaps_same(who, name) for name in names):
        yield Finding("PERSON_UNCERTAIN", f"写的是“{'、'.join(names)}”，与申报个人{who}相近", "question", broken=True)
    elif names:
        told = f"写的是“{'、'.join(names[:3])}”，不是申报个人{who}"
        yield refusal(evidence, "PERSON_MISMATCH", told, fields=("person", "persons"))
    else:
        yield Finding("PERSON_UNCERTAIN", f"未能识别是否关于{who}", "question", broken=True)


def decided(evidence: Evidence, selection: Selection, case: Case) -> Iterator[Finding]:
    """An award that was given: no list of candidates, no 公示."""
    if evidence.marks & {"announcement", "nomination_list", "application_form"}:
        yield refusal(evidence, "NOT_GRANTED", "是公示、入围或申报材料，不是获奖证明")


CHECKS: Final[Mapping[CheckName, Check]] = {
    "holder": holder,
    "valid": valid,
    "issued": issued,
    "named": named,
    "published": published,
    "granted": granted,
    "in_term": in_term,
    "own_registration": own_registration,
    "registered": registered,
    "giver": giver,
    "inspected": inspected,
    "inspection_level": inspection_level,
    "science_department": science_department,
    "undertaker": undertaker,
    "founded": founded,
    "strong_proof": strong_proof,
    "developed_market": developed_market,
    "last_year": last_year,
    "person": person,
    "decided": decided,
}


def as_of_words(case: Case) -> str:
    """The as-of day in a Chinese sentence."""
    return printed(case.as_of)
