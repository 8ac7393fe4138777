"""Labels on social security papers: employer, code, person, period of contributions."""

from __future__ import annotations

import re

from extractors.custom.labelled import Labels
from extractors.custom.making import read_field
from extractors.evidence import Field
from extractors.holders import holder_in
from extractors.papers import Paper
from extractors.parsers import dates, identity_number, uscc

_NAME = r"(?:[\u4e00-\u9fff·]{2,6}|[\u4e00-\u9fff] {1,3}[\u4e00-\u9fff](?: {1,3}[\u4e00-\u9fff])?)"
_PROSE_PERSON = re.compile(
    rf"(?:兹|特)?证\s?明[:：]?\s*(?!兹|特|证)(?P<name>{_NAME})\s*(?:同志|先生|女士)?\s*[,，(（]?\s*(?:性别|男|女|身份证|公民身份|证件|社会保障号|系)"
)
_PROSE_EMPLOYER = re.compile(
    r"(?:由|在|系|为)(?P<name>[\u4e00-\u9fff()（）\s]{4,40}?(?:公司|厂|院|所|中心))(?:为其|缴纳|参加|职工|员工|的?在职)"
)
_ORGANISATION = re.compile(r"[\u4e00-\u9fff()]{2,}(?:公司|厂|院|所|中心|局|社|店|部)")
_TITLE_PERIOD = re.compile(
    r"(?P<period>20\d\d年\d{1,2}月(?:份)?(?:\s?[-至~]\s?(?:20\d\d年)?\d{1,2}月份?)?)[^\n]{0,20}(?:社会保险|社保|养老保险|缴费|申报表|清单|名册|参保)"
)
_PROSE_PERIOD = re.compile(
    r"(?:自|从|于|在)\s*(?P<period>20\d\d年\s?\d{1,2}月(?:\d{1,2}日)?(?:起)?\s?(?:至|到|-|~)\s?(?:20\d\d年\s?\d{1,2}月(?:\d{1,2}日)?|今))"
)


class SocialLabels(Labels):
    """The labels of `data/social_security.yaml`."""

    def holder(self, paper: Paper) -> Field | None:
        """The employer that the paper names for itself."""
        for start, end in self.values(paper, "holder"):
            one = holder_in(paper.text[start:end], labelled=True)
            if one is not None and _ORGANISATION.search(one.name):
                a, b = start + one.start, start + one.end
                return read_field(paper, one.name, a, b, agreed=_twice(paper, one.name, a))
        match = _PROSE_EMPLOYER.search(paper.text)
        if match is not None:
            return read_field(paper, re.sub(r"\s", "", match["name"]), *match.span("name"))
        for match in re.finditer(
            r"(?:江门市|广东省|[\u4e00-\u9fff]{2,3}市):(?P<name>[\u4e00-\u9fff()\n]{4,40}公司)", paper.text
        ):
            return read_field(paper, re.sub(r"\s", "", match["name"]), *match.span("name"))
        return None

    def uscc(self, paper: Paper) -> Field | None:
        """The employer's code."""
        for start, end in self.values(paper, "uscc", 60):
            for one in uscc.find(paper.text[start:end]):
                if one.value:
                    return read_field(
                        paper, one.value, start + one.start, start + one.end, check=one.check, repaired=one.repaired
                    )
        return None

    def person(self, paper: Paper) -> tuple[str, Field] | None:
        """The person of a certificate for one."""
        for start, end in self.values(paper, "person", 40):
            match = re.match(
                rf"[\s:：]*(?P<name>{_NAME})(?=[\s,，;。(（]|$|性别|证件|身份|社会)", paper.text[start:end]
            )
            if match and not re.search(r"姓名|性别|证件|身份|号码|单位|险种|公司|时间", match["name"]):
                name = re.sub(r"\s", "", match["name"])
                return name, read_field(paper, name, start + match.start("name"), start + match.end("name"))
        prose = _PROSE_PERSON.search(paper.text)
        if prose is not None:
            name = re.sub(r"\s", "", prose["name"])
            return name, read_field(paper, name, *prose.span("name"))
        return None

    def identity(self, paper: Paper) -> str | None:
        """The person's identity number, masked."""
        for start, end in self.values(paper, "identity", 40):
            if (found := masked_identity(paper.text[start:end])) is not None:
                return found
        return masked_identity(paper.text)

    def period(self, paper: Paper) -> Field | None:
        """The months for which the whole paper speaks, as YYYY-MM/YYYY-MM."""
        for start, end in self.values(paper, "period", 60):
            for one in dates.find_months(paper.text[start:end]):
                if one.value and (value := months_of(one.value)):
                    return read_field(paper, value, start + one.start, start + one.end)
        for pattern in (_PROSE_PERIOD, _TITLE_PERIOD):
            match = pattern.search(paper.text)
            if match:
                for one in dates.find_months(match["period"].replace("份", "").replace("起", "")):
                    if one.value and (value := months_of(one.value)):
                        return read_field(paper, value, *match.span("period"))
        return None


def months_of(value: str) -> str | None:
    """A date, month or range as a range of months.

    >>> months_of("2021-12-01/2022-05-31"), months_of("2022-05"), months_of("long-term")
    ('2021-12/2022-05', '2022-05/2022-05', None)
    """
    first, last = dates.ends(value)
    last = last or first
    if not (re.match(r"\d{4}-\d\d", first) and re.match(r"\d{4}-\d\d", last)):
        return None
    return f"{first[:7]}/{last[:7]}"


def masked_identity(text: str) -> str | None:
    """The first identity number of a text, all but the first and the last four hidden."""
    printed = re.search(r"(?<![\dA-Z])(\d{3,6})[*xX×·]{4,15}(\d{2,4}[\dXx]?)(?![\dA-Z])", text)
    if printed:
        first, last = printed[1][:4], printed[2][-4:].upper()
        return f"{first}{'*' * (18 - len(first) - len(last))}{last}"
    for one in identity_number.find(text):
        if one.value:
            return identity_number.mask(one.value)
    return None


def _twice(paper: Paper, name: str, at: int) -> bool:
    return re.sub(r"\s", "", paper.text).count(name) > 1
