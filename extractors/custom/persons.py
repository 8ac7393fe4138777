"""What papers about one person share: name, identity number, day, issuer."""

from __future__ import annotations

import re

from extractors.custom.insured_text import masked_identity
from extractors.custom.labelled import Labels
from extractors.custom.making import load_data, read_field
from extractors.evidence import Field
from extractors.papers import Paper
from extractors.parsers import dates, organisation

LABELS = Labels(load_data("people.yaml"), glued=("person",))

NAME = r"(?:[\u4e00-\u9fff㐀-䶿·]{2,6}?|[\u4e00-\u9fff] {1,3}[\u4e00-\u9fff](?: {1,3}[\u4e00-\u9fff])?)"
_NAME_VALUE = re.compile(
    rf"[\s:_]*(?P<name>{NAME})(?=[\s,，;。(（\t]|$|性\s?别|证件|身份|出生|职称|专业|资格|同志|工作|单位|级别|Sex|[A-Za-z])"
)
_NOT_NAME = re.compile(
    r"姓名|性别|证件|身份|号码|单位|专业|职称|资格|级别|名称|照片|编号|时间|日期|证书|出生|系列|公司|工程师|以上|合格"
)
_IDENTITY = re.compile(r"\d{17}[\dX]|\d{15}|\d{3,6}[*X]{4,}\d{2,4}[\dX]?", re.I)
_OF_IDENTITY = re.compile(
    r"(?:身\s?份|社会?保[障险]?)\s?(?:证|卡)?\s?(?:件)?\s?(?:号\s?码?)?\s?(?:\([^()\n]{1,10}\))?\s?[:：]?\s*$"
)
_PERSON_SENTENCE = re.compile(
    r"任命|聘任|聘请|委任|授权|同志|先生|女士|担任|经研究|决定|^(?:你|我|本|贵|该)(?:公司|单位|司)|^\d{2,4}年"
)
_NUMBER = re.compile(r"[\s:.]*(?P<number>[\u4e00-\u9fffA-Z0-9()\[\]〔〕/-]{5,40})", re.I)

_PROSE = re.compile(
    rf"(?P<name>{NAME})\s{{0,3}}(?:同志|先生|女士|学员)?\s{{0,3}}[:：,，]?\s{{0,6}}(?:\(|身份证|于\s?\d{{4}}|参加|经)"
)


def person(paper: Paper, start: int = 0, end: int | None = None) -> Field | None:
    """The name beside its label, within [start, end)."""
    stop = len(paper.text) if end is None else end
    for a, b in LABELS.values(paper, "person", 30):
        if not start <= a < stop:
            continue
        match = _NAME_VALUE.match(paper.text[a : max(b, a + 12)])
        if match and not _NOT_NAME.search(match["name"]):
            name = re.sub(r"\s", "", match["name"])
            return read_field(paper, name, a + match.start("name"), a + match.end("name"))
    return None


def identity(paper: Paper, start: int = 0, end: int | None = None) -> Field | None:
    """The identity number, masked (value and raw alike)."""
    stop = len(paper.text) if end is None else end
    for a, b in LABELS.values(paper, "identity", 40):
        if start <= a < stop and (found := masked_identity(paper.text[a:b])):
            return Field(found)
    found = masked_identity(paper.text[start:stop])
    return Field(found) if found else None


def day(paper: Paper, start: int = 0, end: int | None = None) -> Field | None:
    """The first day (or month) beside a label of issue."""
    stop = len(paper.text) if end is None else end
    best: tuple[int, Field] | None = None
    for a, b in LABELS.values(paper, "issue_date", 50):
        if not start <= a < stop:
            continue
        for one in dates.find(paper.text[a:b]):
            if one.value and "/" not in one.value and one.value != dates.LONG_TERM:
                field = read_field(paper, one.value, a + one.start, a + one.end, repaired=one.repaired)
                if best is None or len(one.value) > best[0]:
                    best = (len(one.value), field)
                break
        if best is not None:
            return best[1]
    return None


def last_day(paper: Paper, start: int = 0, end: int | None = None) -> Field | None:
    """The last day of the text: under the signature."""
    stop = len(paper.text) if end is None else end
    days = [d for d in dates.find_days(paper.text[start:stop]) if d.value and d.value != dates.LONG_TERM]
    if not days:
        return None
    one = days[-1]
    return read_field(paper, one.value, start + one.start, start + one.end, labelled=True, repaired=one.repaired)


def labelled_body(paper: Paper, name: str, start: int = 0, end: int | None = None) -> Field | None:
    """An organisation (office, commission) beside a label."""
    stop = len(paper.text) if end is None else end
    for a, b in LABELS.blocks(paper, name, 80):
        if not start <= a < stop:
            continue
        text = paper.text[a:b].split("\t")[0]
        match = re.match(r"[\s:]*(?P<body>[\u4e00-\u9fff()（）\s]{4,40})", text)
        if match is None:
            continue
        body = re.split(r"\s*\n\s*(?=[\u4e00-\u9fff]{2,8}\s?:)|\n\n", match["body"])[0]
        value = re.sub(r"\s", "", body)
        value = re.split(r"(?<=[局厅会部院校])(?:二$|[二2][〇○零0O]|发证|评审|批准|证书|编号|签发|取得|姓名)", value)[0]
        if len(value) >= 4 and not _NOT_NAME.fullmatch(value):
            begin = a + match.start("body")
            return read_field(paper, value, begin, begin + len(body.rstrip()))
    return None


def number(paper: Paper, start: int = 0, end: int | None = None) -> Field | None:
    """The number of the certificate, opaque."""
    stop = len(paper.text) if end is None else end
    for a, b in LABELS.values(paper, "number", 60):
        if not start <= a < stop:
            continue
        if _OF_IDENTITY.search(paper.text[max(0, a - 16) : a]):
            continue  # 身份证号 ends in the words 证号
        match = _NUMBER.match(paper.text[a:b])
        if match is None or sum(c.isdigit() for c in match["number"]) < 3 or _IDENTITY.fullmatch(match["number"]):
            continue
        if re.match(r"\s?[*×＊●]", paper.text[a + match.end("number") :][:2]):
            continue  # the visible part of a masked number
        value = match["number"].replace("CQ0", "CQO")
        told = "CQ0按CQO读" if value != match["number"] else None
        return read_field(paper, value, a + match.start("number"), a + match.end("number"), repaired=told)
    return None


def firms(paper: Paper) -> list[Field]:
    """Every organisation that the text names, in order."""
    return firms_in(paper, 0, len(paper.text))


def firms_in(paper: Paper, start: int, end: int) -> list[Field]:
    """Every organisation that `text[start:end]` names; agreed where the paper names it again."""
    tight = re.sub(r"\s", "", paper.text)
    found = []
    for one in organisation.find(paper.text[start:end]):
        if one.value and not _PERSON_SENTENCE.search(one.value):
            twice = tight.count(one.value) > 1
            found.append(read_field(paper, one.value, start + one.start, start + one.end, agreed=twice))
    return found


def in_prose(paper: Paper) -> Field | None:
    """A name that begins a sentence: 张三（身份证号…）于2021年…, 李四 同志 参加…."""
    for match in _PROSE.finditer(paper.text):
        name = re.sub(r"\s", "", match["name"])
        before = paper.text[max(match.start() - 1, 0) : match.start()]
        if re.search(
            r"质量|证|培训|学员|姓名|公司|企业|任职|同志|^[该本其此上兹现]|持有|人员|单位|评审|审核|考[试核]|协会|学会|批准|通过",
            name,
        ) or re.match(r"[\u4e00-\u9fff]", before):
            continue
        return read_field(paper, name, *match.span("name"))
    return None
