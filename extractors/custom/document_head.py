"""The head of an official document or report (GB/T 9704-2012): who issues it, its number, its title, its day.

Red head `…文件`, 发文字号 on a line of its own, title over one or more lines that ends in the kind of document (通知,
方案, 纪要, …), addressee, body, signature with the day, and the 版记 (…印发) at the end. News pages have a title, and a
line with day and source. Whatever is missing stays None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractors.papers import Paper
from extractors.parsers import dates, document_number

KINDS: Final = (
    "实施意见|指导意见|意见|通知|行动计划|工作计划|计划|实施方案|工作方案|方案|规划|会议纪要|纪要|会议记录|决定|决议|工作报告|报告书|报告|白皮书"
    "|批复|复函|函|公告|通告|公报|管理办法|实施办法|办法|规定|实施细则|细则|工作总结|总结|工作要点|要点|工作制度|制度|应急预案|预案|机制"
    "|若干措施|措施|合作协议|协议|情况说明|说明|情况汇报|汇报|请示|简报|通报|倡议书|承诺书|责任书|批示|名单|条例|规程|指引|清单|分解表"
    "|情况表|统计表|一览表|汇总表|自评表|进度表|工作指标|指标体系|工作情况|完成情况|情况|状况|月报|年报|季报"
)
_TAILS: Final = (
    r"(?:\((?:20\d\d|征求|送审|讨论|试行|暂行|代拟|草案|修订|[第一二三四五六七八九十\d]+|摘)[^()\n]{0,24}\))*"
)
_TITLE_END: Final = re.compile(rf"(?:{KINDS})[》”\"]?{_TAILS}$")
_ADDRESSEE: Final = re.compile(r"^[^。;\n]{2,120}[:：]$")
_BODY: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十]\)|\d{1,2}[.、](?!\d)|第[一二三四五六七八九十]+[章条])|[。;]|^(?:根据|按照|为[了深贯进全切加]|现将)"
)
_RED: Final = re.compile(r"^(?P<who>[\u4e00-\u9fff()、 ]{4,40}?)(?:文件|公报|公告|简报|工作简报)$")
_NOT_TITLE: Final = re.compile(
    r"^(?:第?\s?[\d-]+\s?页?|[★☆].*|(?:机密|秘密|内部).*|签发人.*|附件\d*[:：]?|(?:当前位置|首页|字体|分享|打印|浏览|点击|来源|发布|索引号|信息来源|字号|作者|责任编辑|主题词).*"
    r"|[-—·_=*\s]+|编号.*|第?\(?\d+\)?期.*|特急|急件|加急)$"
)
_WEB_DAY: Final = re.compile(r"(?:发布|发文|成文|印发|公开|更新|生成|信息)?(?:日期|时间|时间为)[:：]?\s*")
_PRINTED: Final = re.compile(r"印发")
_SPEECH: Final = re.compile(r"^[—-]{1,2}.*(?:会议|大会)")
_SPEAKER: Final = re.compile(r"^(?P<who>[\u4e00-\u9fff]{2,16}人民政府)(?:代)?[省市区县]长")
_SOURCE: Final = re.compile(r"(?:信息)?来源[:：]\s*(?P<who>[\u4e00-\u9fff()]{3,30})")
_OFFICE: Final = (
    r"人民政府办公室|人民政府|政府办公室|委员会办公室|委员会|领导小组办公室|领导小组|联席会议办公室|联席会议|管理局|监督局|监管局|统计局|保护局|办公室|协会|中心|海关"
    r"|日报社|电视台|委|办|局|厅|署|院|部|队|会|政府"
)
_WHO: Final = re.compile(rf"[\u4e00-\u9fff()]{{2,36}}?(?:{_OFFICE})")
_SIGNATURE: Final = re.compile(rf"^(?:[\u4e00-\u9fff()]{{2,36}}(?:{_OFFICE})[ 、,]*){{1,4}}$")
HEAD_LINES: Final = 40


@dataclass(frozen=True)
class Located:
    """A value and where it stands in the paper's text. Agreed: another place says the same."""

    value: str
    start: int
    end: int
    agreed: bool = False
    repaired: str | None = None


@dataclass(frozen=True)
class Head:
    """What a document says of itself."""

    title: Located | None = None
    number: Located | None = None
    issuer: Located | None = None
    date: Located | None = None
    addressed: bool = False
    news: bool = False
    """A page of the web or a newspaper: a title with a line of day and source under it."""

    @property
    def named_year(self) -> int | None:
        """The year that the title names."""
        found = re.search(r"(20\d\d)年", self.title.value) if self.title is not None else None
        return int(found[1]) if found else None

    @property
    def year(self) -> int | None:
        """The year that the paper is about: the one its title names, else that of its day."""
        if (named := self.named_year) is not None:
            return named
        # A paper of the first months tells of the year before as often as of its own.
        if self.date is None or (not self.news and self.date.value[5:7] <= "03"):
            return None
        return int(self.date.value[:4])

    @property
    def kind(self) -> str:
        """The kind of document that its title ends in (通知, 方案), '' where it names none."""
        if self.title is None:
            return ""
        bare = re.sub(r"[》”\"]|\([^()]*\)$", "", re.sub(r"\([^()]*\)$", "", self.title.value))
        return next((k for k in KINDS.split("|") if bare.endswith(k)), "")


Line = tuple[str, int]


@lru_cache(maxsize=256)
def _head_of(paper: Paper) -> Head:
    lines = _lines(paper.text)
    first = [line for line in lines if line[1] < len(paper.parts[0].text)][:HEAD_LINES]
    number, at = _number(first)
    red = _red_head(first)
    title, after = _title(first, at + 1 if number is not None else 0)
    if at > 0 and (title is None or _ADDRESSEE.match(first[at + 1][0] if at + 1 < len(first) else "")):
        # Web pages and annexes print the number under the title, over the addressee.
        over, _ = _title(first[:at], 0)
        title, after = (over, at + 1) if over is not None else (title, after)
    date = _date(paper.text, lines, title)
    news = _news_title(first) if number is None and red is None else None
    title = news or title
    issuer = (
        red
        or _speaker(first)
        or (_source(first) if news else None)
        or _signature(lines, date)
        or _letterhead(first, at)
        or _of_title(title)
        or _source(first)
    )
    if red is not None and (signed := _signature(lines, date)) is not None and signed.value == red.value:
        issuer = Located(red.value, red.start, red.end, agreed=True)
    addressed = after < len(first) and _ADDRESSEE.match(first[after][0]) is not None
    return Head(title, number, issuer, date, addressed, news is not None)


def _letterhead(lines: Sequence[Line], number_at: int) -> Located | None:
    """A letter (函件格式) prints the office alone over its number, without 文件 and often without a signature."""
    if number_at < 1:
        return None
    text, start = lines[number_at - 1]
    return Located(text, start, start + len(text)) if _SIGNATURE.match(text) else None


def head_of(paper: Paper) -> Head:
    """The head of a paper; what it does not say is None."""
    return _head_of(paper)


def _lines(text: str) -> list[Line]:
    found = []
    for m in re.finditer(r"[^\n\f]+", text):
        bare = m.group().strip()
        if bare:
            found.append((bare, m.start() + m.group().index(bare[0])))
    return found


def _number(lines: list[Line]) -> tuple[Located | None, int]:
    """The document's own number: on a line of its own near the top, before the title."""
    for at, (line, start) in enumerate(lines[:14]):
        for found in document_number.find(line):
            rest = line[: found.start] + line[found.end :]
            rest = re.sub(r"签发人.*|^(?:发文字号|文号|文件编号|发文文号)[:：]?|[★☆\s_—-]|索引号.*", "", rest)
            if found.value and len(rest) <= 4:
                located = Located(found.value, start + found.start, start + found.end, repaired=found.repaired)
                return located, at
    return None, -1


def _red_head(lines: list[Line]) -> Located | None:
    for line, start in lines[:8]:
        m = _RED.match(line)
        if m is not None and re.search(rf"(?:{_OFFICE})\s*$", m["who"]):
            value = re.sub(r"\s", "", m["who"])
            return Located(value, start + m.start("who"), start + m.end("who"))
    return None


def _title(lines: list[Line], begin: int) -> tuple[Located | None, int]:
    """The first lines behind the number that together are a title; the index of the line behind it."""
    for first in range(begin, min(begin + 10, len(lines))):
        if _NOT_TITLE.match(lines[first][0]) or _RED.match(lines[first][0]) or len(lines[first][0]) < 4:
            continue
        joined = ""
        for last in range(first, min(first + 5, len(lines))):
            line = lines[last][0]
            if last > first and (_ADDRESSEE.match(line) or _BODY.search(line) or _NOT_TITLE.match(line)):
                break
            joined += line
            if len(joined) > 120 or _BODY.search(line):
                break
            if _TITLE_END.search(re.sub(r"\s", "", joined)) and not _title_goes_on(lines, last):
                start, end = lines[first][1], lines[last][1] + len(lines[last][0])
                return Located(_tight(joined), start, end), last + 1
        if _BODY.search(lines[first][0]):
            break
    return None, begin


_NEWS: Final = re.compile(
    r"(?:信息)?来源[:：]|(?:发布|更新|发稿)(?:日期|时间)[:：]|浏览(?:次数|量)|作者[:：]|记者[:：]|(?:字体|字号)[:：]"
)


def _news_title(lines: list[Line]) -> Located | None:
    """The lines over the line with source and day of publication."""
    for at, (line, _) in enumerate(lines[1:6], start=1):
        if _NEWS.search(line):
            own = [(w, s) for w, s in lines[:at] if not re.search(r"当前位置|首页|>>|您现在的位置", w) and len(w) >= 6]
            if not own or len(own) > 2 or any(_BODY.search(w) for w, _ in own):
                return None
            return Located(_tight("".join(w for w, _ in own)), own[0][1], own[-1][1] + len(own[-1][0]))
    return None


def _title_goes_on(lines: list[Line], last: int) -> bool:
    """The next line goes on with the title: it ends in a kind of document itself and is short."""
    if last + 1 >= len(lines):
        return False
    line = re.sub(r"\s", "", lines[last + 1][0])
    return bool(
        re.fullmatch(rf"(?:的)?(?:{KINDS})|\((?:征求意见稿|送审稿|讨论稿|试行|草案|20\d\d[^()日]*)\)", line)
    ) or (len(line) <= 30 and line.startswith(("的", "》")) and _TITLE_END.search(line) is not None)


def _tight(text: str) -> str:
    return re.sub(r"(?<![A-Za-z0-9]) +| +(?![A-Za-z0-9])", "", text)


def _date(text: str, lines: list[Line], title: Located | None) -> Located | None:
    """The day of the document: under its signature, else in brackets under the title, else of a web page or 版记."""
    own: list[Located] = []
    printed: list[Located] = []
    top: list[Located] = []
    for at, (line, start) in enumerate(lines):
        for found in dates.find_days(line):
            if found.value is None or found.hint == "range" or not re.match(r"\d{4}-\d\d(-\d\d)?$", found.value):
                continue
            rest = re.sub(r"[\s()（）]", "", line[: found.start] + line[found.end :])
            one = Located(found.value, start + found.start, start + found.end, repaired=found.repaired)
            masthead = (
                at < 8 and re.search(r"(?:编印?|主办|编发|办公室)$", rest) is not None and _ISSUE.search(text[:300])
            )
            near = at < HEAD_LINES and (title is None or start < title.end + 200)
            beside = _WEB_DAY.search(line[: found.start]) or line.startswith("(") or _SPEECH.match(line)
            if masthead or (near and beside and len(found.value) == 10):
                top.append(one)
            elif _PRINTED.match(line[found.end :].strip()):
                printed.append(one)
            elif not rest or (len(rest) <= 30 and re.fullmatch(rf".*(?:{_OFFICE})", rest) and not near):
                own.append(one)
    chosen = own[-1] if own else top[0] if top else printed[-1] if printed else None
    if chosen is None:
        return None
    others = [o.value for o in (*top, *printed) if o is not chosen]
    return Located(chosen.value, chosen.start, chosen.end, agreed=chosen.value in others, repaired=chosen.repaired)


_ISSUE: Final = re.compile(r"第\s?\d{1,3}\s?期|简报")


def _signature(lines: list[Line], date: Located | None) -> Located | None:
    """The office over (or beside) the day at the foot."""
    if date is None:
        return None
    at = next((i for i, (line, start) in enumerate(lines) if start <= date.start < start + len(line)), None)
    if at is None or at == 0:
        return None
    line, start = lines[at]
    beside = line[: date.start - start].strip()
    for candidate, begin in ((beside, start), *reversed(lines[max(at - 3, 0) : at])):
        tight = re.sub(r"\s", "", candidate)
        if (
            tight
            and _SIGNATURE.match(tight)
            and len(tight) <= 60
            and not re.search(r"召开|举办|开展|举行|关于|[:：]", tight)
        ):
            return Located(tight, begin, begin + len(candidate))
    return None


def _of_title(title: Located | None) -> Located | None:
    """江门市人民政府 of 江门市人民政府关于印发…的通知."""
    if title is None:
        return None
    m = re.match(rf"({_WHO.pattern})(?=关于|20\d\d年|20\d\d-)", title.value)
    return Located(m[1], title.start, title.start + m.end()) if m else None


def _speaker(lines: list[Line]) -> Located | None:
    """The government whose head reports to its congress."""
    for line, start in lines[:6]:
        if m := _SPEAKER.match(line):
            return Located(m["who"], start, start + m.end("who"))
    return None


def _source(lines: list[Line]) -> Located | None:
    for line, start in lines[:12]:
        if m := _SOURCE.search(line):
            return Located(m["who"], start + m.start("who"), start + m.end("who"))
    return None
