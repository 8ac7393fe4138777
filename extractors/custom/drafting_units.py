"""Who drafted a standard: the sentences of its foreword (handbook 6.2, forms of GB/T 1.1-2009, GB/T 1.1-2020 and
engineering standards) cut into names.

Names break at line ends anywhere, so the sentence is read without white space; a blank or line end parts two names only
where no other separator does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.custom.flow import Flow

_THIS = (
    r"本(?:文件|标准|部分|规范|规程|指导性技术文件|指导性文件|技术文件|指南|导则|规则|办法"
    r"|标准化指导性技术文件|团体标准|细则|通则)"
)
_ROLE = r"(?:主要|负责|牵头|参加|参与|协助|联合|共同|组织|第[一二三]|主导)"
_LIST = re.compile(
    rf"(?:{_THIS}(?:第\d+部分)?)?的?{_ROLE}*(?:起草|编制|编写|主编|参编|修订|制订|制定|研制|承编|协编)单位"
    r"(?P<people>(?:[、和及,/与]|以及)?(?:主要)?(?:起草|编写)?(?:人员?)(?:名单)?)?"
    r"(?:名单)?(?:\([^)]{1,16}\))?(?:如下|分别)?(?:为|是|有|包括)?(?P<colon>[:：;.,、]?)"
    r"(?P<units>[^。]{3,4000})"
)
_BY = re.compile(
    rf"{_THIS}由(?P<units>(?:(?!提出(?!并|、|和)|归口|由)[^。]){{4,1500}}?)(?:提出(?:并|、|和))?"
    rf"(?:主要|负责|牵头|共同|联合|主导|参加|参与|协助)*(?<!组织)(?:起草|编制|编写|修订)(?!工作组|单位|人)"
)
_JOINED = re.compile(
    rf"[,，;；、](?:并?由)?(?P<units>[^。,，;；:：]{{4,1500}}?){_ROLE}+(?:了?(?:起草|编制|编写|修订|制定|制订|编)?(?:工作)?)(?=[。,，;；]|$|{_THIS})"
)
_END = re.compile(
    rf"{_THIS}|(?:主要)?(?:起草|编写|审查|审定|审核|编制)人员?|(?:参加|参与|协助|主要)?(?:起草|编制|参编|主编|修订|审查|协编|承编)单位"
    r"|归口单位|提出单位|批准|首次发布|历次版本|技术支持单位|支持单位|解释单位|首批承诺|鸣谢|试验单位|验证单位|引言$|目次$|Introduction"
)
_NOT_LIST = re.compile(r"^(?:证书|证明|名称|的|和?起草人|负责解释|应|可|须|需|盖章|意见|共\d+家$|代码|为准)")
_FORM = (
    r"(?:公司|集团|研究院|设计院|科学院|工程院|检测院|检验院|研究所|检验所|检测所|[院所厂局站社处校店会部]|中心|大学|学院|协会|学会|联合会|商会"
    r"|联盟|委员会|实验室|医院|基地|合作社|事务所|政府|管理系|编辑部|平台)(?:\([^()]{1,24}\))?"
)
_ENDS = re.compile(rf"{_FORM}$")
_STRONG = re.compile(
    r"(?:公司|研究院|研究所|检验院|检测院|检测中心|检验中心|大学|协会|学会|商会|联合会|监督局|管理局|厂)$"
)
_BRANCH = re.compile(r"^[\u4e00-\u9fff]{0,8}分(?:公司|院|所|厂|中心|校|会|部)")
_PERSONS = re.compile(r"\((?:[\u4e00-\u9fff·]{2,5}[、,，;]?)+\)$")
_STRAY = re.compile(r"^[\d一二三四五六七八九十]{0,2}[)）.、:：]|^[:：,，、;；.\-—]+|[:：,，、;；.\-—*]+$")
_ETC = re.compile(r"(?<=.)等(?:\d+家|[一二三四五六七八九十]+家)?(?:单位|企业|公司)?$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A drafting unit and where it stands in the flow."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftingUnits:
    """All units in printed order; `complete` False where the list itself ends in 等."""

    units: tuple[Unit, ...]
    complete: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(u.name for u in self.units))


def find_units(flow: Flow) -> DraftingUnits:
    """Every drafting unit that the sentences name."""
    units: list[Unit] = []
    complete = True
    taken: list[tuple[int, int]] = []
    for start, end, people in sorted(_sentences(flow.text)):
        if any(start < b and a < end for a, b in taken):
            continue
        taken.append((start, end))
        for unit, whole in _cut(flow, start, end, people=people):
            complete = complete and whole
            units.append(unit)
    return DraftingUnits(tuple(units), complete)


def _sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    for match in _LIST.finditer(text):
        start, end = match.span("units")
        yield from _listed(text, start, end, bool(match["people"]), bool(match["colon"]))
        # Lists that follow within the same sentence (主编单位…参编单位…) begin again at their own label.
        inner = start
        while (again := _LIST.search(text, inner, end)) is not None:
            yield from _listed(text, again.start("units"), end, bool(again["people"]), bool(again["colon"]))
            inner = again.start("units")
    for match in _BY.finditer(text):
        yield (*match.span("units"), False)
        at = match.end()
        while (more := _JOINED.match(text, at)) is not None:
            yield (*more.span("units"), False)
            at = more.end()


def _listed(text: str, start: int, end: int, people: bool, colon: bool) -> Iterator[tuple[int, int, bool]]:
    stop = _END.search(text, start, end)
    end = stop.start() if stop else end
    if end - start < 3 or _NOT_LIST.match(text[start:end]):
        return
    if not colon and not re.search(_FORM, text[start : min(end, start + 40)]):
        return
    yield start, end, people


def _cut(flow: Flow, start: int, end: int, *, people: bool) -> Iterator[tuple[Unit, bool]]:
    for a, b in _pieces(flow, start, end):
        name = flow.text[a:b]
        while (stray := _STRAY.search(name)) is not None:
            if stray.start() == 0:
                a += stray.end()
            else:
                b -= len(name) - stray.start()
            name = flow.text[a:b]
        if people and (persons := _PERSONS.search(name)):
            b -= len(name) - persons.start()
            name = flow.text[a:b]
        etc = _ETC.search(name)
        if etc is not None and _ENDS.search(name[: etc.start()]):
            b -= len(name) - etc.start()
            name = flow.text[a:b]
        if (
            3 <= len(name) <= 60
            and re.search(r"[\u4e00-\u9fff]{2}|[A-Za-z]{4}", name)
            and _is_unit(name, people=people)
        ):
            yield Unit(name, a, b), etc is None


def _is_unit(name: str, *, people: bool) -> bool:
    if re.search(r"\d{4}年|[:：]", name) or name.startswith(("排名不分", "(排名")):
        return False
    return not people or len(name) > 4 or _ENDS.search(name) is not None


def _pieces(flow: Flow, start: int, end: int) -> Iterator[tuple[int, int]]:
    """First at 、 and ;, then at a comma behind a legal form, then at white space between two whole names."""
    text, depth, begin = flow.text, 0, start
    cuts: list[tuple[int, int]] = []
    for at in range(start, end):
        char = text[at]
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(depth - 1, 0)
        elif (char in "、;；" and not depth) or (char in ",，" and not depth and _ENDS.search(text[begin:at])):
            cuts.append((begin, at))
            begin = at + 1
    cuts.append((begin, end))
    for a, b in cuts:
        yield from _at_gaps(flow, a, b)


def _at_gaps(flow: Flow, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for gap in range(start + 3, end - 2):
        if gap not in flow.gaps:
            continue
        left, right = flow.text[begin:gap], flow.text[gap:end]
        form = _STRONG if gap in flow.breaks else _ENDS
        if len(left) >= 4 and form.search(left) and not _BRANCH.match(right) and re.search(_FORM, right):
            yield begin, gap
            begin = gap
    yield begin, end
