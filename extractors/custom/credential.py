"""Titles and qualifications of persons (职称证书, 职业资格证书, handbook 11.1).

A firm's own letter of appointment (聘书) is a credential with the mark `firm_appointment`; papers of internal auditors
are no items. The word on the paper decides the level, the longest first, never the post.
"""

from __future__ import annotations

import re

from extractors.custom import persons
from extractors.custom.making import item, read_field
from extractors.evidence import Evidence, Field
from extractors.papers import SIGNS, TITLE, Match, Paper, Spread
from extractors.parsers import person_title

KIND = "credential"
SPREAD: Spread = "page"

_TITLE = re.compile(
    r"职\s{0,6}称\s{0,6}证\s{0,6}书"
    r"|(?:专业技术|技术)\s{0,4}(?:职务\s{0,4})?(?:任职\s{0,4})?资\s{0,4}格\s{0,4}(?:评审|认定)?\s{0,4}(?:证\s{0,4}书|表|通知)"
    r"|(?:专业技术人员)?\s{0,4}职\s{0,4}业\s{0,4}资\s{0,4}格\s{0,4}(?:证\s{0,4}书|考试)"
    r"|专业技术职务任职资格|任职资格证书|注册计量师|注册设备监理师|注册安全工程师"
    r"|(?:质量|标准化|计量|特种设备|高级|助理)?\s?工程师\s{0,4}(?:资格)?证\s{0,4}书"
    r"|技能等级证书|注册质量经理|资格证书|PROFESSIONAL QUALIFICATION|聘\s{0,6}[书任]"
)
_LETTER = re.compile(r"聘\s{0,6}(?:书|任\s{0,4}(?:书|证书|通知|决定|文件))|聘任(?:证书|决定)")
_HIRED = re.compile(
    rf"(?:聘任|聘请|聘用|兹聘|特聘)\s{{0,4}}(?P<person>{persons.NAME})\s{{0,4}}(?:同志|先生|女士)?\s{{0,4}}(?:为|担任|任)"
)
_NOT = re.compile(
    r"内\s?审\s?员|内部(?:质量)?审核员|首席质量官|CQO|评审标准|自评分|自评得分|参保|社会保险|营业执照|检验报告|专利证书|法定代表人授权|教师资格|驾驶证|毕业证书|学位证书"
    r"|作业人员证|健康证|上岗证"
)
_SIGNS = re.compile(
    r"姓\s{0,6}名|兹\s?证\s?明|准予注册|证件号码|身份证|资格名称|职称名称|评审委员会|评审组织|专业名称|资格级别|管理号|取得时间|批准时间|发证单位|发证机关|级\s{0,4}别|专\s{0,4}业"
)
_WORDS_VALUE = re.compile(
    r"[\s:_]*(?:[A-Za-z.]+[\s:_]+){0,4}"
    r"(?P<words>[\u4e00-\u9fff][\u4e00-\u9fff、()/ ]{1,20})"
)
_LOST_LABEL = re.compile(r"(?:^|\n)\s{0,3}业\s?:\s?(?P<words>[\u4e00-\u9fff]{2,16})(?=\s|$)")
"""专　　业： set wide, whose first character the engine lost."""
_QUALITY_STAFF = re.compile(r"质\s?量\s?专\s?业\s?技\s?术\s?人\s?员")
_CERTIFIED = re.compile(
    rf"(?:兹\s?证\s?明|授予)[\s:]{{0,3}}(?P<name>{persons.NAME})\s{{0,3}}(?:同志|先生|女士)?"
    rf"\s{{0,3}}(?=[,，(]|于|通过|参加|经|已|具备|性别|身份证)"
)
_STAFF_LIST = re.compile(r"序\s?号.{0,40}姓\s?名.{0,60}(?:职称|职务)|人员(?:名单|清单|一览表|汇总表|情况表|名册)")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,16}?(?:人力资源和社会保障(?:局|厅|部)|人力资源社会保障(?:局|厅|部)|人事(?:局|厅|部)|劳动和社会保障(?:局|厅|部)"
    r"|人事劳动和社会保障局|职称(?:改革)?(?:工作)?(?:领导小组)?办公室|市场监督管理(?:总局|局)|质量监督检验检疫总局|工业和信息化部)"
)


def recognise(paper: Paper) -> Match | None:
    """The title of such a paper with a person, or many of its labels."""
    text = paper.text
    if len(text) > 3000 or _NOT.search(text) or _STAFF_LIST.search(text[:600].replace("\n", " ")):
        return None
    title = _TITLE.search(text[:500])
    signs = len({re.sub(r"\s", "", m) for m in _SIGNS.findall(text)})
    has_title = bool(person_title.find(text))
    if title is not None and _LETTER.search(title.group()) is None and (signs >= 2 or (signs >= 1 and has_title)):
        return Match(KIND, TITLE, paper.span(*title.span()), starts=True)
    if (letter := _LETTER.search(text[:300])) and has_title and (_HIRED.search(text) or signs):
        return Match(KIND, TITLE, paper.span(*letter.span()), starts=True)
    if signs >= 4 and has_title and re.search(r"姓\s{0,6}名", text):
        return Match(KIND, SIGNS, None, starts=True)
    return None


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One item for each person's certificate on the page."""
    cuts = _papers_on_page(paper)
    return [_item(paper, match, start, end) for start, end in cuts]


def _papers_on_page(paper: Paper) -> list[tuple[int, int]]:
    """Two certificates on one page: each title with a name of its own below begins one."""
    text = paper.text
    names = [a for a, _ in persons.LABELS.values(paper, "person") if persons.person(paper, a, a + 1) is not None]
    titles = [m.start() for m in _TITLE.finditer(text) if "书" in m.group()]
    starts: list[int] = []
    for index, name in enumerate(names):
        before = [t for t in titles if t < name and (index == 0 or t > names[index - 1])]
        if index == 0 or before:
            starts.append(before[0] if before and index else 0)
    if len(starts) < 2:
        return [(0, len(text))]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _item(paper: Paper, match: Match, start: int, end: int) -> Evidence:
    fields: dict[str, Field] = {}
    extras: dict[str, Field] = {}
    marks = set()
    text = paper.text[start:end]
    letter = _LETTER.search(text[:300])
    hired = _HIRED.search(text) if letter else None
    if hired is not None:
        name = re.sub(r"\s", "", hired["person"])
        fields["person"] = read_field(paper, name, start + hired.start("person"), start + hired.end("person"))
    elif (person := persons.person(paper, start, end) or _certified(paper, start, end)) is not None:
        fields["person"] = person
    for name, field in (
        ("identity", persons.identity(paper, start, end)),
        ("certificate_no", persons.number(paper, start, end)),
        ("review", persons.labelled_body(paper, "review", start, end)),
    ):
        if field is not None:
            extras[name] = field
    speciality = _words(paper, "speciality", start, end)
    printed_level = _words(paper, "level", start, end)
    if speciality is not None:
        fields["speciality"] = speciality
    issuer = persons.labelled_body(paper, "issuer", start, end) or _office(paper, start, end)
    if letter is not None:
        marks.add("firm_appointment")
        signed = persons.firms(paper)
        issuer = issuer or (signed[-1] if signed else None)
    if issuer is not None:
        fields["issuer"] = issuer
    title = _title(paper, start, end) or _examined(paper, start, end, printed_level)
    if title is not None:
        fields["title"] = title
        known = person_title.resolve(
            str(title.value),
            str(speciality.value) if speciality else None,
            str(printed_level.value) if printed_level else None,
        )
        if known is not None and title.span is not None:
            fields["level"] = Field(known.contract_level, title.raw, title.span, title.reading)
    if "level" not in fields and printed_level is not None:
        level = _LEVEL_WORDS.get(person_title.printed_level(str(printed_level.value)) or "")
        if level is not None:
            fields["level"] = Field(level, printed_level.raw, printed_level.span, printed_level.reading)
    day = persons.day(paper, start, end) or persons.last_day(paper, start, end)
    if day is not None:
        fields["issue_date"] = day
    anchor = fields["title"].span if "title" in fields else match.anchor
    return item("credential", KIND, paper, fields, anchor=anchor, extras=extras, marks=marks)


_LEVEL_WORDS = {
    "员级": "assistant",
    "助理级": "assistant",
    "中级": "intermediate",
    "副高级": "associate_senior",
    "正高级": "senior",
}


def _title(paper: Paper, start: int, end: int) -> Field | None:
    """The title beside its label; else the longest title in the text."""
    for a, b in persons.LABELS.values(paper, "title", 40):
        if start <= a < end:
            found = person_title.find(paper.text[a:b])
            if found and found[0].start <= 14:
                one = found[0]
                return read_field(paper, one.value, a + one.start, a + one.end)
    found = person_title.find(paper.text[start:end])
    if not found:
        return None
    one = max(found, key=lambda f: (len(f.value or ""), -f.start))
    same = sum(f.value == one.value for f in found)
    return read_field(paper, one.value, start + one.start, start + one.end, labelled=same > 1)


def _certified(paper: Paper, start: int, end: int) -> Field | None:
    """兹证明 张三 通过…, 张三 身份证号…: the person in the sentence."""
    match = _CERTIFIED.search(paper.text, start, end)
    if match is None:
        return persons.in_prose(paper) if (start, end) == (0, len(paper.text)) else None
    return read_field(paper, re.sub(r"\s", "", match["name"]), *match.span("name"))


def _examined(paper: Paper, start: int, end: int, level: Field | None) -> Field | None:
    """The examination of 2001-2014, whose paper prints 质量专业技术人员 and a level but no title (handbook 11.1)."""
    match = _QUALITY_STAFF.search(paper.text, start, end)
    if match is None:
        return None
    printed = person_title.printed_level(str(level.value)) if level is not None else None
    grade = {"中级": "(中级)", "助理级": "(初级)"}.get(printed or "", "")
    return read_field(paper, f"质量专业技术人员职业资格{grade}", *match.span())


def _words(paper: Paper, name: str, start: int, end: int) -> Field | None:
    for a, b in persons.LABELS.values(paper, name, 40):
        if not start <= a < end:
            continue
        match = _WORDS_VALUE.match(paper.text[a:b])
        if match is None:
            continue
        words = re.split(
            r"\s{2,}|\s(?=[\u4e00-\u9fff]{2,6}\s?:)|(?:级别|取得|证书|批准|发证|评审|姓名|资格)", match["words"]
        )[0]
        if len(words.strip()) >= 2 and not re.fullmatch(r"类别|名称|技术资格|技术职务|技术人员", words.strip()):
            begin = a + match.start("words")
            return read_field(paper, words.strip(), begin, begin + len(words.rstrip()))
    if name == "speciality" and (lost := _LOST_LABEL.search(paper.text, start, end)):
        return read_field(paper, lost["words"], *lost.span("words"))
    return None


def _office(paper: Paper, start: int, end: int) -> Field | None:
    """The office under the seal, without a label."""
    found = list(_OFFICE.finditer(paper.text, start, end))
    if not found:
        return None
    one = found[-1]
    return read_field(paper, re.sub(r"\s", "", one.group()), *one.span(), labelled=len(found) > 1)
