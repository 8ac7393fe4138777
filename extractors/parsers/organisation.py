"""Names of organisations in running text and in lists.

A Chinese name = 行政区划 + 字号 + 行业 + 组织形式 (企业名称登记管理规定, 2020, art. 6); it ends in a legal form of
a closed list, which is how it is found: from the form backwards to a sign that no name contains,
then without words of the sentence.
English names end in Co., Ltd. and the like. Lists of drafting units are cut after handbook 6.2.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.parsers.found import Found
from extractors.parsers.tables import jiangmen_names, province_names

STRONG_FORMS: Final = (
    "公司|集团|研究院|研究所|设计院|科学院|检测院|检验院|监测院|检验所|检测所|大学|学院|协会|学会|联合会|商会|促进会|合作社|事务所|检测中心|检验中心"
    "|研究中心|认证中心|服务中心|技术中心|中心|委员会|监督局|管理局|检测站|分厂|总厂|厂|经营部|商行|研究总院|人民政府|局|厅"
)
"""Endings by which a name is found in running text."""

LIST_FORMS: Final = f"{STRONG_FORMS}|院|所|局|社|会|医院|学校|站|店|行|部|室|有限合伙\\)"
"""Endings after which a comma or a blank parts two names of a list."""

_HAN: Final = r"\u3400-\u9fff〇"
_FORM: Final = re.compile(STRONG_FORMS)
_NAME_CHAR: Final = re.compile(rf"[{_HAN}A-Za-z0-9·&\-]")
_LABELS: Final = (
    "(?:获证)?组织名称|获证组织|企业名称|单位名称|公司名称|机构名称|受审核方|持证人|制造商|生产者|申请人|认证委托人|委托人|注册人|权利人"
    "|专利权人|持有人|参保单位|缴费单位|用人单位|承担单位|牵头单位|受检单位|委托单位|生产单位|被抽查单位|受让人|转让人|名称"
)
_LEAD: Final = re.compile(
    r"^(?:.*?(?:兹证明|特此证明|证明|授予|颁发给|颁给|以下简称|经审核[,，]?)(?=[\u3400-\u9fff])"
    rf"|(?:{_LABELS})(?=[\u3400-\u9fffA-Z]{{4}})|(?:本[\u3400-\u9fff]{{1,6}})?[由系致](?=[\u3400-\u9fff]{{6}})|兹有|关于)"
)
_TAIL: Final = re.compile(
    rf"(?<=公司)(?:[{_HAN}]{{2,8}}?(?:分公司|分厂|分院|研究院|研究所|办事处|营业部)|\((?:有限合伙|普通合伙)\))"
)
_GENERIC: Final = re.compile(
    r"(?:[本我该贵总子母各某此其]?(?:股份)?(?:有限)?(?:责任)?|(?:认证|检测|生产|加工|制造|母子|集团|关联|上市|外贸|贸易|本|我|分|所属|任何|其他|保险|物业)*)"
    rf"(?:{STRONG_FORMS})"
)
_ENGLISH_END: Final = re.compile(
    r"(?<![A-Za-z])(?:Co\.? ?, ?Ltd\.?|Co\.? ?Ltd\.?|Company,? Limited|Pte\.? ?Ltd\.?|(?:Holdings? )?Limited|Ltd\.?"
    r"|Inc\.?|LLC|L\.L\.C\.?|GmbH|Corporation|Corp\.|S\.p\.A\.?|B\.V\.)(?![A-Za-z])",
    re.I,
)
_ENGLISH_LEAD: Final = re.compile(
    r"^.*?(?:certify that|certifies that|certificate holder|organi[sz]ation|applicant|manufacturer|company name|name"
    r"|holder|awarded to|issued to|factory|client|the management system of|of)(?: is|:)? (?=[A-Z])",
    re.I,
)
_LIMIT: Final = 48
_WEAK: Final = frozenset({"厂", "中心", "集团", "局", "厅"})
_PLACE: Final = re.compile("|".join((*province_names(), *jiangmen_names(), "中国", rf"[{_HAN}]{{2,3}}市")))
_BROKEN: Final = ("有限公司", "限公司", "公司", "股份有限", "份有限公司", "有限责任", "责任公司", "限责任公司")
_SAME_NAME: Final = 6
_NEW_NAME: Final = re.compile(rf"中国|广东|江门|[{_HAN}]{{2,4}}[省市]")


def find(text: str) -> list[Found]:
    r"""Chinese and English names in a view (`hint` zh, en); a name broken by one line end is put together.

    >>> [f.value for f in find("兹证明江门市恒晟电器有限公司 This is to certify that Hengsheng Electric Co., Ltd.")]
    ['江门市恒晟电器有限公司', 'Hengsheng Electric Co., Ltd.']
    >>> [f.value for f in find("恒晟(江门)电器有限公司新会分公司；本公司；参保单位 江门市恒晟电器\n有限公司")]
    ['恒晟(江门)电器有限公司新会分公司', '江门市恒晟电器有限公司']
    """
    found: list[Found] = []
    for m in _FORM.finditer(text):
        if found and m.end() <= found[-1].end:
            continue
        one = _chinese(text, m.start(), m.end())
        if one is None:
            continue
        if not found or one.start >= found[-1].end:
            found.append(one)
        elif m.start() - found[-1].end <= _SAME_NAME and not _NEW_NAME.match(text, found[-1].end):
            found[-1] = one  # 研究院 + 有限公司: the longer name
        elif m.end() - found[-1].end >= 6:
            start = found[-1].end  # 、 lost between two names
            found.append(Found(text[start : one.end].replace("\n", ""), start, one.end, hint="zh"))
    if "td" in text or "TD" in text or "imited" in text.lower() or _ENGLISH_END.search(text):
        found += _english(text)
    return sorted(found, key=lambda f: f.start)


def _chinese(text: str, form_start: int, form_end: int) -> Found | None:
    if tail := _TAIL.match(text, form_end):
        form_end = tail.end()
    elif text[form_end - 2 : form_end] == "公司" and text[form_end : form_end + 1] in {"章", "员", "法", "治"}:
        return None
    start = _left_edge(text, form_start)
    start = _above(text, start, form_start)
    name = text[start:form_end]
    if lead := _LEAD.match(name[: form_start - start + 1]):
        start += lead.end()
        name = text[start:form_end]
    if text[form_start:form_end] in _WEAK and not _ends_name(text, form_end):
        return None
    value = name.replace("\n", "").replace("\t", "")
    if (
        len(value) < 4
        or _GENERIC.fullmatch(value)
        or value.startswith(("本公司", "我公司", "该公司", "贵公司", *"的)-"))
    ):
        return None
    return Found(value, start, form_end, hint="zh")


def _ends_name(text: str, at: int) -> bool:
    """A weak form ends a name only where no further character of a word follows."""
    return at >= len(text) or re.match(rf"[^{_HAN}A-Za-z0-9]", text[at]) is not None


def _left_edge(text: str, at: int) -> int:
    """The first character of the name whose legal form begins at `at`."""
    start, depth, crossed = at, 0, False
    while start > 0 and at - start < _LIMIT:
        char = text[start - 1]
        if char == ")":
            depth += 1
        elif char == "(":
            if depth == 0:
                break
            depth -= 1
        elif (
            char == "\n"
            and not crossed
            and at - start < 3
            and text[start : at + 4].startswith(("有限", "股份", "责任", "公司", "限公"))
        ):
            crossed = True
        elif not _NAME_CHAR.match(char):
            break
        start -= 1
    if depth:
        start = text.index(")", start) + 1
    return start


def _above(text: str, start: int, form_start: int) -> int:
    """Where a name without a place begins a line and a name's beginning ends the line above, it begins there."""
    if start == 0 or text[start - 1] != "\n" or form_start - start > 6 or _PLACE.match(text, start):
        return start
    above = _left_edge(text, start - 1)
    return above if above < start - 3 and _PLACE.match(text, above) and not _FORM.search(text, above, start) else start


def _english(text: str) -> list[Found]:
    found: list[Found] = []
    for m in _ENGLISH_END.finditer(text):
        if found and m.start() < found[-1].end:
            continue
        edge = max(text.rfind(sep, max(m.start() - 90, 0), m.start()) for sep in '\n\t:;。，、"')
        start = max(edge + 1, found[-1].end if found else 0, m.start() - 90)
        han = re.match(rf".*[{_HAN}][^A-Za-z]*", text[start : m.start()])
        start += han.end() if han else 0
        lead = _ENGLISH_LEAD.match(text[start : m.start()])
        start += lead.end() if lead else 0
        while start < m.start() and not (text[start].isupper() or text[start].isdigit()):
            start += 1
        value = re.sub(r"\s+", " ", text[start : m.end()]).strip()
        if len(value) > len(m.group()) + 2:
            found.append(Found(value, start, m.end(), hint="en"))
    return found


_SEAL: Final = re.compile(
    rf"^(?P<name>.*(?:{STRONG_FORMS}|\(有限合伙\)))(?:\((?:盖章|公章|章)\)|公章|盖章|印章|[^{_HAN}A-Za-z]*\d*)$"
)


def clean(text: str) -> str:
    r"""The name in the value of a label: without label words in front, seal words and serials behind, and line ends.

    >>> clean("兹证明 江门市恒晟电器\n有限公司（盖章）"), clean("江门市恒晟电器有限公司 4407031234567")
    ('江门市恒晟电器有限公司', '江门市恒晟电器有限公司')
    >>> clean("Hengsheng Electric Co.,\nLtd.")
    'Hengsheng Electric Co., Ltd.'
    """
    folded = text.replace("（", "(").replace("）", ")").strip()
    if not re.search(rf"[{_HAN}]", folded):
        return re.sub(r"\s+", " ", folded)
    tight = re.sub(rf"(?<=[{_HAN}()])\s+(?=[{_HAN}()])", "", folded)
    tight = re.sub(r"^(?:兹证明|特此证明|名\s*称:?|单位名称:?|企业名称:?)", "", tight).strip(" :,，。、;")
    m = _SEAL.match(tight)
    return m["name"] if m else tight
