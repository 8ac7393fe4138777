"""Inspection reports (检验报告, handbook 8): whose product, drawn by whom, and did it pass.

Only the conclusion cell says whether it passed: single verdicts repeat 合格 on every line. The level of a supervision
report is that of the authority that ordered it, of an entrusted one that of the institution.
"""

from __future__ import annotations

import re

from extractors.custom.inspection_conclusion import read_conclusion
from extractors.custom.labelled import Labels, flat
from extractors.custom.levels import level_of
from extractors.custom.making import item, load_data, read_field
from extractors.evidence import Evidence, Field
from extractors.holders import CHINESE_NAME, holder_in
from extractors.papers import SIGNS, TITLE, Match, Paper, Spread
from extractors.parsers import dates, organisation
from extractors.wording import mend_words

KIND = "inspection_report"
SPREAD: Spread = "run"
LABELS = Labels(load_data("inspection_report.yaml"))

_TITLE = re.compile(
    r"(?:[检檢]\s{0,8}[验测驗測脸睑](?:\s{0,4}[检檢]\s{0,4}[验测驗測脸睑])?|抽\s{0,4}查|测\s{0,4}试|试\s{0,4}验)\s{0,8}报\s{0,8}告(?:\s{0,4}书)?(?!说明|编号|管理|制度|复印|无|未|涂改)"
    r"|TEST\s+REPORT|INSPECTION\s+REPORT",
    re.I,
)
_LABELS = re.compile(
    r"受检单位|被抽[查样]单位|委托单位|委托方"
    r"|客户名称|Client Name|Sample Name|样品接收日期|检测周期|检测要求|检测依据|检测结[论果]"
    r"|生产单位|生产企业|样品名称|产品名称|检验类别|检测类别|检验结论|检验依据|判定依据|抽样日期|抽样地点|抽样基数|任务来源"
    r"|样品等级|规格型号|签发日期|检验项目|检测项目|样品数量|抽样单编号"
)
_TABLE = re.compile(r"检\s*[验测]\s*结\s*论|综合判定|抽样(?:日期|地点|基数)|样品等级|检验依据|判定依据|检测依据")
_NOT = re.compile(
    r"评审标准|自评分|自评得分|校准证书|检定证书|校准报告|出厂检验(?:报告|记录)|进货检验|来料检验|过程检验|检验规程|检验规范|检验制度|作业指导书|管理制度"
    r"|审核报告|评审报告|查新报告|审计报告|体检报告|环境检测|验收报告|年度工作总结"
)
_SUPERVISION = re.compile(r"监\s?督\s?抽\s?查|监\s?督\s?检\s?[验查]|专项抽查|定期监督|抽\s?查|监督抽样|联动抽查")
_ENTRUSTED = re.compile(r"委\s?托|送\s?检|送\s?样")
_TYPE = re.compile(r"型\s?式")
_OTHER = re.compile(r"风险监测|仲裁|出厂|复检|复验|认证检[验测]|鉴定|验货|评价性|监测")
_BY_WORD = (
    ("national", re.compile(r"国家(?:级)?(?:产品质量)?(?:监督|专项|联动)?抽查|国家监督|国抽")),
    ("provincial", re.compile(r"省(?:级)?(?:产品质量)?(?:监督|专项)?抽查|省级|省抽|省监督")),
    ("municipal", re.compile(r"市(?:级)?(?:产品质量)?(?:监督|专项)?抽查|市级|市监督抽查")),
    ("county", re.compile(r"[区县](?:级)?(?:产品质量)?(?:监督|专项)?抽查|[区县]级")),
)
_AUTHORITY = re.compile(r"[\u4e00-\u9fff]{2,20}?(?:监督管理总局|市场监督管理局|质量技术监督局|监督管理局|监督局|总局)")
_NUMBER = re.compile(r"[A-Z0-9\u4e00-\u9fff][A-Z0-9()\[\]〔〕/_.\u4e00-\u9fff-]{3,36}", re.I)
_PRODUCT_CUT = re.compile(r"\s{2,}|规格|型号|商标|样品(?:等级|数量|编号)|生产|检验|委托|受检")


def recognise(paper: Paper) -> Match | None:
    """The title and at least two labels of such reports, or many labels on an inner page."""
    text = mend_words(paper.text)
    signs = len({re.sub(r"\s", "", m) for m in _LABELS.findall(text)})
    if signs < 2 or _NOT.search(text[:300]):
        return None
    title = _TITLE.search(text[:500])
    if title is not None:
        if _is_inner(text):
            return Match(KIND, TITLE, paper.span(*title.span()), starts=False)
        # Page one repeats the cover's title: whether it goes on with an open cover, `continues` tells by the number.
        strength = SIGNS if _TABLE.search(text) else TITLE
        return Match(KIND, strength, paper.span(*title.span()), starts=True)
    if signs >= 5 and re.search(r"检验结论|检测结论|综合判定|检验类别", text):
        return Match(KIND, SIGNS, None, starts=not _is_inner(text) and _report_number(paper) is not None)
    return None


def continues(paper: Paper, page: Paper) -> bool | None:
    """Pages with the same number, tables of results, the cautions."""
    text = mend_words(page.text)
    number = _report_number(paper)
    if number is not None:
        other = _report_number(page)
        if other is not None and other.value == number.value:
            return True
        if other is not None and not _is_inner(text) and (_TITLE.search(text[:500]) or _TABLE.search(text)):
            return False
    if _TITLE.search(text[:500]) and _TABLE.search(text):
        return not any(_TABLE.search(mend_words(p.text)) for p in paper.parts)
    if re.search(
        r"检验项目|检测项目|实测值|单项(?:判定|评定|结论)|标准要求|注意事项|声明|以下空白|样品照片|检验专用章|技术要求",
        text,
    ):
        return True
    return None if not text.strip() else False


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One item for the report."""
    fields: dict[str, Field] = {}
    extras: dict[str, Field] = {}
    number = _report_number(paper)
    if number is not None:
        fields["report_no"] = number
    for name in ("inspected", "producer", "client"):
        if (found := _organisation(paper, name)) is not None:
            extras[name] = found
    holder = extras.get("inspected") or extras.get("producer") or extras.get("client")
    if holder is not None:
        fields["holder"] = holder
    if (product := _product(paper)) is not None:
        fields["product"] = product
    for name in ("sampled", "issued", "tested"):
        if (day := _day(paper, name)) is not None:
            extras[name] = day
    day = extras.get("sampled") or extras.get("issued") or _last_day(paper) or extras.get("tested")
    if day is not None:
        fields["date"] = day
    kind = _kind(paper)
    if kind is not None:
        fields["kind"] = kind
        level = _level(paper, kind, extras)
        if level is not None:
            fields["level"] = level
    conclusion = read_conclusion(paper, LABELS)
    if conclusion is not None:
        fields["conclusion"] = conclusion
    anchor = number.span if number is not None else match.anchor
    return [item("inspection_report", KIND, paper, fields, anchor=anchor, extras=extras)]


def _is_inner(text: str) -> bool:
    return re.search(r"第\s?(?:[2-9]|\d\d)\s?页", text) is not None


def _report_number(paper: Paper) -> Field | None:
    for start, end in LABELS.values(paper, "report_no", 60):
        match = _NUMBER.match(paper.text[start:end].lstrip(" :.")) if end > start else None
        if match is None or sum(c.isdigit() for c in match.group()) < 4 or re.match(r"\d{4}年", match.group()):
            continue
        lead = len(paper.text[start:end]) - len(paper.text[start:end].lstrip(" :."))
        raw = match.group().rstrip("./-_(")
        raw = re.split(r"第\d+页|共\d+页", raw)[0]
        begin = start + lead
        agreed = re.sub(r"\s", "", paper.text).count(raw) > 1
        return read_field(paper, raw, begin, begin + len(raw), agreed=agreed)
    return None


def _organisation(paper: Paper, name: str) -> Field | None:
    for start, end in LABELS.blocks(paper, name, 90):
        text = paper.text[start:end]
        if re.match(r"[\s:]*[/—-]", text):
            continue
        found = holder_in(text, labelled=False) or holder_in(text.split("\n")[0], labelled=True)
        if found is not None and len(found.name) >= 4 and not re.search(r"地址|电话|名称|检验|类别", found.name):
            return read_field(paper, found.name, start + found.start, start + found.end)
    return None


def _product(paper: Paper) -> Field | None:
    for start, end in LABELS.values(paper, "product", 60):
        text = paper.text[start:end]
        value = text.lstrip(" :_")
        cut = _PRODUCT_CUT.search(value)
        value = (value[: cut.start()] if cut else value).strip(" _\n")
        if len(value) >= 2 and not re.search(r"名称|单位|[:]", value):
            at = start + text.index(value)
            return read_field(paper, value, at, at + len(value))
    return None


def _day(paper: Paper, name: str) -> Field | None:
    for start, end in LABELS.values(paper, name, 50):
        for one in dates.find_days(paper.text[start:end]):
            if one.value and len(one.value) == 10:
                return read_field(paper, one.value, start + one.start, start + one.end, repaired=one.repaired)
    return None


def _last_day(paper: Paper) -> Field | None:
    """The day under the seal of the cover, without a label."""
    first = paper.parts[0].text
    days = [d for d in dates.find_days(first) if d.value and len(d.value) == 10]
    if not days:
        return None
    return read_field(paper, days[-1].value, days[-1].start, days[-1].end, labelled=False)


def _kind(paper: Paper) -> Field | None:
    """By 检验类别; else by the title, the authority that ordered it, or the client."""
    for start, end in LABELS.values(paper, "category", 50):
        text = paper.text[start:end]
        for kind, pattern in (
            ("other", re.compile(r"风险监测|仲裁")),
            ("supervision", _SUPERVISION),
            ("type", _TYPE),
            ("entrusted", _ENTRUSTED),
            ("other", _OTHER),
        ):
            if match := pattern.search(text):
                return read_field(paper, kind, start + match.start(), start + match.end())
    head = paper.parts[0].text
    for kind, pattern in (
        ("supervision", re.compile(r"监督抽查|监督检验报告")),
        ("type", re.compile(r"型式(?:检验|试验)报告")),
    ):
        if match := pattern.search(head[:400]):
            return read_field(paper, kind, match.start(), match.end())
    for start, end in LABELS.values(paper, "task", 80):
        if match := re.search(r"市场监督管理局|质量技术监督局|监督管理总局|监督抽查", paper.text[start:end]):
            return read_field(paper, "supervision", start + match.start(), start + match.end())
    if match := re.search(r"委托检[验测]", head[:400]):
        return read_field(paper, "entrusted", match.start(), match.end())
    if match := re.search(r"(?:委托(?:单位|方|人|客户)|客户)(?:名称)?|Client Name|Applicant", paper.text):
        return read_field(paper, "entrusted", match.start(), match.end(), labelled=False)
    return None


def _level(paper: Paper, kind: Field, extras: dict[str, Field]) -> Field | None:
    if kind.value == "supervision":
        return _ordered_by(paper)
    if kind.value != "entrusted":
        return None
    for start, end in LABELS.values(paper, "body", 80):
        found = holder_in(paper.text[start:end], labelled=False)
        if found is not None:
            return read_field(paper, level_of(found.name), start + found.start, start + found.end)
    named = {str(f.value) for f in extras.values()}
    head = paper.parts[0].text
    best: tuple[int, int, str] | None = None
    bodies = [(m.group(), m.start(), m.end()) for m in CHINESE_NAME.finditer(head)]
    bodies += [(f.value, f.start, f.end) for f in organisation.find(head) if f.value]  # 检测所, 检验院, 监测站
    for printed, begin, finish in bodies:
        name = re.sub(r"\s", "", printed)
        if any(name in n or n in name for n in named) or not re.search(r"检|测|质量|技术|研究|中心|所|院", name):
            continue
        level = level_of(name)
        if level is not None and (best is None or level == "national"):
            best = (begin, finish, level)
    return read_field(paper, best[2], best[0], best[1], labelled=False) if best else None


def _ordered_by(paper: Paper) -> Field | None:
    """The level of the authority in 任务来源, else the words of 检验类别 or of the title."""
    for start, end in LABELS.blocks(paper, "task", 80):
        text, at = flat(paper.text[start:end])
        for authority in _AUTHORITY.finditer(text):
            level = level_of(authority.group())
            if level is not None:
                return read_field(paper, level, start + at[authority.start()], start + at[authority.end() - 1] + 1)
    places = [*LABELS.values(paper, "category", 60), *LABELS.values(paper, "task", 80), (0, min(300, len(paper.text)))]
    for start, end in places:
        for level, pattern in _BY_WORD:
            if match := pattern.search(paper.text, start, end):
                return read_field(paper, level, *match.span())
    for match in re.finditer(r"[\u4e00-\u9fff]{2,20}?(?:市场监督管理总?局|质量技术监督局)[^\n]{0,30}抽查", paper.text):
        level = level_of(re.split(r"局", match.group())[0] + "局")
        if level is not None:
            return read_field(paper, level, *match.span())
    return None
