"""The level of a public body by its name: national, provincial, municipal or county (handbook 7, 8).

The lowest place in the name decides (江门市新会区… is county); 市 is two ranks, so county-level cities stand in a list.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.parsers.tables import province_names

COUNTY_CITIES: Final = (
    "台山|开平|鹤山|恩平|普宁|陆丰|兴宁|阳春|英德|连州|乐昌|南雄|四会|罗定|廉江|雷州|吴川|化州|信宜|高州"
    "|义乌|慈溪|余姚|昆山|张家港|常熟|太仓|江阴|宜兴|瑞安|乐清|永康|东阳|诸暨|海宁|桐乡|平湖|温岭|晋江|石狮|南安|福清|胶州|即墨|寿光|诸城"
)
_COUNTY: Final = re.compile(
    rf"(?:{COUNTY_CITIES})市|[\u4e00-\u9fff]{{2,4}}市[\u4e00-\u9fff]{{1,5}}(?:区|县)|(?<!自治)(?<!开发)[\u4e00-\u9fff]{{2,4}}县"
    r"|(?:蓬江|江海|新会|顺德|南海|禅城|三水|高明|番禺|黄埔|宝安|龙岗)区|(?:镇|街道)"
)
_MUNICIPAL_CITIES: Final = re.compile(r"(?:北京|上海|天津|重庆)市?")
_FIRM: Final = re.compile(r"有限公司|股份|集团公司|公司")


def level_of(name: str, *, firms: bool = False) -> str | None:
    """The level, or None where the name tells none (a firm, a body without a place).

    >>> level_of("国家市场监督管理总局"), level_of("广东省市场监督管理局"), level_of("江门市市场监督管理局")
    ('national', 'provincial', 'municipal')
    >>> level_of("开平市市场监督管理局"), level_of("江门市新会区检测所"), level_of("华测检测有限公司")
    ('county', 'county', None)
    >>> level_of("国家家用电器质量检验检测中心（广东）")
    'national'
    """
    text = re.sub(r"\s", "", name)
    if not firms and _FIRM.search(text):
        return None
    named = re.search(r"国家[\u4e00-\u9fff()]{2,20}(?:中心|实验室|所)", text)
    if named or re.match(r"国家|中华人民共和国|全国|中国国家|国务院", text):
        return "national"
    if _COUNTY.search(text):
        return "county"
    if _MUNICIPAL_CITIES.match(text):
        return "county" if re.search(r"区[\u4e00-\u9fff]", text[2:]) else "provincial"
    if re.search(r"[\u4e00-\u9fff]{2,4}市", text.replace("市场", "")):
        return "municipal"
    if re.search(r"省|自治区", text) or any(text.startswith(p) for p in province_names()):
        return "provincial"
    return None
