"""The name of the organisation (or person) to which a paper was issued, cut cleanly out of a stretch of text.

A name may be broken over lines; it ends where its legal form ends, or where something else begins (a code, an
address, a sentence). English names are kept as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

_HAN: Final = r"\u3400-\u9fff"
_FORMS: Final = (
    r"有限责任公司|股份有限公司|有限公司|股份公司|集团公司|总公司|公司|有限合伙\)|研究院|研究所|设计院|事务所|"
    r"检测中心|检验中心|"
    r"认证中心|技术中心|中心|大学|学院|学校|医院|协会|学会|联合会|商会|合作社|总厂|工厂|厂|商行|经营部|门市部|"
    r"服务部|五金店|店|"
    r"部队|集团|银行|委员会|管理局|监督局|科学院|实验室"
)
_ORGANISATION_END: Final = re.compile(rf"(?:{_FORMS})(?:\([^()]*\))?$")
_BRANCH: Final = (
    rf"(?:[{_HAN}]{{2,14}}?(?:分公司|分厂|分院|分所|分店|营业部|第[一二三四五六七八九十\d]+分公司)|(?:中央|"
    rf"中心)?(?:检测中心|检验中心|实验室|试验室|检测实验室|测试中心|技术中心|研究院))"
)
_NAME_CHARS: Final = rf"[{_HAN}A-Za-z0-9()·&.\-—ⅠⅡⅢ]"
CHINESE_NAME: Final = re.compile(rf"{_NAME_CHARS}{{1,50}}?(?:{_FORMS})(?:\([{_HAN}]{{2,10}}\))?(?:{_BRANCH})?")
_LEGAL: Final = re.compile(
    rf"{_NAME_CHARS}{{2,50}}?(?:有限责任公司|股份有限公司|有限公司|公司|厂)(?:\((?:普通合伙|有限合伙|"
    rf"集团)\))?(?:{_BRANCH})?"
)
_CUT: Final = re.compile(
    r"统一社会信用代码|社会信用代码|信用代码|组织机构代码|注册号|注册地址|通讯地址|生产地址|经营地址|审核地址|"
    r"认证地址|地址[:：]?|住所|"
    r"邮编|邮政编码|\(?以下简称|建立的|建立并|建立和|的质量管理|的环境管理|的职业|的知识产权|的测量|的管理体系|"
    r"管理体系符合|质量管理体系|"
    r"环境管理体系|职业健康|经审核|经评审|经评定|经考核|经审查|[,，]?经$|符合|被评为|荣获|获得|评为|在\d{4}|"
    r"你单位|你公司|特发|特授|"
    r"发明人|设计人|法定代表人|负责人|代理机构|代理人|已通过|通过了|按照|依据|兹证明|特此|颁发|授予|Unified|"
    r"Address|ADDRESS|Add[:.]|USCC|located at",
)
_ENGLISH_CUT: Final = re.compile(
    r"\b(?:Unified|Address|ADDRESS|Add[:.]|Addr|USCC|located|has (?:been|implemented|established)|is in |"
    r"complies|conforms|"
    r"Registered|registered|Organi[sz]ation Code|Factory|Manufacturer|for the|which|whose|at the following)\b"
)
_ENGLISH_END: Final = re.compile(
    r"(?:Co\.?,? ?[LIl1]td\.?|CO\.?,? ?LTD\.?|Company,? Limited|Limited|LIMITED|Ltd\.?|LTD\.?|Inc\.?|INC\.?|LLC|"
    r"L\.L\.C\.|GmbH|AG|"
    r"Corp\.?|Corporation|CORPORATION|Company|COMPANY|Factory|FACTORY|Group|GROUP|S\.?A\.?|S\.p\.A\.|B\.V\.|"
    r"K\.K\.|PLC|Pty)(?:$|(?=[\s,;)(]))"
)
_MISREAD_LIMITED: Final = re.compile(r"(?<=[., ])[Il1|]td\b(?=\.?$)")
_LEAD: Final = re.compile(r"^[\s:：;；,，。.、\-_—=|*#~]+")
_TAIL: Final = " \t\n:;,，。、_-—=|*"
_NOT_A_NAME: Final = re.compile(
    r"^(?:名称|单位|企业|公司|组织|持有人|证书|本公司|该公司|贵公司|有限公司|股份有限公司|有限责任公司|我公司|"
    r"上述公司|地址|X{2,}|×{2,}|\*+|/+|无|统一|统一社会|社会|信用代码|(?i:(?:this|it) is (?:hereby )?(?:to )?certif.*|"
    r"(?:we )?hereby certify.*|certify that.*|certificate no\.?|registration no\.?|date of .*|issue date|"
    r"valid (?:until|to|from).*|scope.*|has (?:been|established|implemented).*))$"
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A name and where it stands in the stretch."""

    name: str
    start: int
    end: int
    repaired: str | None = None


def holder_in(text: str, *, labelled: bool) -> Holder | None:
    r"""The first name in the text; beside a label also one without a legal form (a school, a person).

    >>> holder_in("江门市恒晟电器\n有限公司 统一社会信用代码:91440703617700015J", labelled=True).name
    '江门市恒晟电器有限公司'
    >>> holder_in("SHANGHAI XINMA BUS BRIDGE CO.,Ltd.\nAddress: No. 1", labelled=True).name
    'SHANGHAI XINMA BUS BRIDGE CO.,Ltd.'
    """
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    if start >= len(text):
        return None
    if _is_english(text[start : start + 40]):
        return _english(text, start, labelled)
    return _chinese(text, start, labelled)


def has_legal_form(name: str) -> bool:
    """True for a name that ends like the name of an organisation."""
    return bool(_ORGANISATION_END.search(name.strip()) or _ENGLISH_END.search(name))


_WHOLE_END: Final = re.compile(rf"(?:{_FORMS}|[院所局社会校站店行部室厅处场坊馆园队署户厂铺团]|政府)(?:\([^()]*\))?$")
_SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊"
    "纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单"
    "杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲封芮储靳汲松井段富巫乌焦巴牧山谷车侯全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景"
    "詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦尚农"
    "温别庄晏柴瞿阎闫充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩聂晁勾敖融冷辛阚那简"
    "饶空曾毋沙养鞠须丰巢关蒯相查后荆红游竺权盖益桓公仉督岳帅缑亢况有琴商佘佟年爱阳佴言福覃邝冼岑区麦"
)
"""Single surnames after 百家姓, with those of Guangdong."""
_PERSON: Final = re.compile(
    rf"(?![{_HAN}]*[市省县区镇乡村路街号证书权])(?:[{_SURNAMES}][{_HAN}]{{1,2}}|[{_HAN}]{{1,8}}·[{_HAN}·]{{1,16}}"
    rf"|(?:欧阳|司徒|上官|诸葛|司马|夏侯|皇甫|尉迟|公孙|慕容|令狐|端木)[{_HAN}]{{1,2}})"
)


def is_whole_name(name: str) -> bool:
    """Does it end as names of organisations do, or may it be a person's? Else a part of it may be missing.

    >>> [is_whole_name(name) for name in ("江门市恒晟五金加工场", "欧阳小明", "Hengsheng Electric")]
    [True, True, True]
    >>> [is_whole_name(name) for name in ("江门市恒晟电器有限", "江门市恒", "路38号", "管理体系", "发明专利证书")]
    [False, False, False, False, False]
    """
    name = name.strip()
    return not re.search(f"[{_HAN}]", name) or bool(_WHOLE_END.search(name) or _PERSON.fullmatch(name))


def first_named(text: str) -> Holder | None:
    """The first name with a legal form that begins a line of the text (a label's twin or a gloss may stand before)."""
    for m in re.finditer(r"(?:^|\n)[ \t]*", text):
        found = holder_in(text[m.end() :], labelled=True)
        if found is not None and has_legal_form(found.name):
            return replace(found, start=m.end() + found.start, end=m.end() + found.end)
    return holder_in(text, labelled=False)


def holders_in(text: str) -> list[Holder]:
    r"""Every name of a list: separated by ; 、 or a comma after a legal form, or by line ends.

    >>> [h.name for h in holders_in("江门市恒晟电器有限公司;五邑大学")]
    ['江门市恒晟电器有限公司', '五邑大学']
    >>> [h.name for h in holders_in("华电重工股份有限公司\n张三")]
    ['华电重工股份有限公司', '张三']
    """
    result = []
    for m in re.finditer(r"[^;；、]+", text):
        result += _listed(m.group(), m.start())
    return result


def _listed(text: str, offset: int) -> list[Holder]:
    """Names of one entry of a list; a line break or blank parts two names only behind a whole one."""
    found: list[Holder] = []
    at = 0
    while at < len(text):
        one = holder_in(text[at:], labelled=True)
        if one is None or (found and one.name.isascii() and not has_legal_form(one.name)):
            break
        found.append(Holder(one.name, offset + at + one.start, offset + at + one.end))
        rest = text[at + one.end :]
        gap = re.match(r"\s*[,，]?\s*", rest)
        if gap is None or not gap.group() or not re.match(rf"[{_HAN}A-Z(]", rest[gap.end() :]):
            break
        at += one.end + gap.end()
    return found


def _is_english(text: str) -> bool:
    if re.match(rf"[{_HAN}]{{3}}", text):
        return False  # its English twin may stand behind it in the same line
    letters = sum(c.isascii() and c.isalpha() for c in text.split("\n")[0])
    hanzi = len(re.findall(f"[{_HAN}]", text.split("\n")[0]))
    return letters > 3 and letters > 2 * hanzi


def _chinese(text: str, start: int, labelled: bool) -> Holder | None:
    """Join the lines, cut at what cannot belong to a name, end at the legal form."""
    flat, places = _flat(text, start)
    cut = _CUT.search(flat, 2)
    if cut is not None:
        flat = flat[: cut.start()]
    m = _LEGAL.match(flat) or (None if labelled else CHINESE_NAME.search(flat))
    if m is None and labelled:
        first_line = text.find("\n", start)
        limit = len(text) if first_line < 0 else first_line
        head = "".join(c for c, at in zip(flat, places, strict=False) if at < limit)
        m = CHINESE_NAME.match(head) or re.match(rf"[{_HAN}·A-Za-z0-9()]{{2,40}}", head) or CHINESE_NAME.match(flat)
    if m is None or m.end() - m.start() < 2:
        return None
    name = m.group().strip(_TAIL)
    if _NOT_A_NAME.match(name) or re.fullmatch(r"[\dA-Z().-]+", name):
        return None
    first, last = places[m.start()], places[m.start() + len(name) - 1] + 1
    return Holder(_balanced(name), first, last)


def _flat(text: str, start: int) -> tuple[str, list[int]]:
    """The text without line ends and blanks between hanzi (a wide blank or a tab ends the name); its offsets."""
    chars: list[str] = []
    places: list[int] = []
    for at in range(start, len(text)):
        c = text[at]
        if c == "\t" and chars:
            break
        if c == "\f":
            break
        if c in " \n":
            if c == " " and "".join(chars[-4:]).endswith(("公司", "厂", "大学", "学院", "院", "中心")):
                break
            after = text[at + 1 : at + 2]
            before = chars[-1] if chars else ""
            if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
                chars.append(" ")
                places.append(at)
            continue
        chars.append(c)
        places.append(at)
    return "".join(chars), places


def _balanced(name: str) -> str:
    return name + ")" if name.count("(") > name.count(")") else name


def _english(text: str, start: int, labelled: bool) -> Holder | None:
    """The line, with the next one where the name goes on there; ends at the legal form or where hanzi begin."""
    stop = re.search(rf"[{_HAN}\t\f]", text[start:])
    limit = start + stop.start() if stop else len(text)
    cut = _ENGLISH_CUT.search(text, start + 3, limit)
    limit = cut.start() if cut else limit
    line_end = text.find("\n", start, limit)
    line_end = limit if line_end < 0 else line_end
    ends = [m.end() for m in _ENGLISH_END.finditer(text, start, line_end)]
    end = ends[-1] if ends else None
    if end is None and line_end < limit:
        second = text.find("\n", line_end + 1, limit)
        ends = [m.end() for m in _ENGLISH_END.finditer(text, start, limit if second < 0 else second)]
        end = ends[-1] if ends else None
    if end is None:
        if not labelled:
            return None
        end = line_end
    while text[end : end + 1] == "." and text[end - 1 : end] != ".":
        end += 1
    name = re.sub(r"\s+", " ", text[start:end]).strip(" ,;:\"'“”")
    lead = len(text[start:end]) - len(text[start:end].lstrip(" ,;:\"'“”"))
    if len(name) < 4 or _NOT_A_NAME.match(name) or (name[0].islower() and not _ENGLISH_END.search(name)):
        return None  # "the above organisation" is a stretch of a sentence
    mended = _MISREAD_LIMITED.sub("Ltd", name)
    return Holder(mended, start + lead, end, None if mended == name else f"{name[-4:].strip()}按Ltd读")
