"""Places and ranks of authorities: which level of government a name belongs to, which district of Jiangmen an address.

市 is two ranks: 江门市 is municipal, 开平市 county (codes xx81-xx99 of GB/T 2260 are county-level cities; handbook 7).
A name without a place has no level: it is never guessed from the kind of office.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from extractors.parsers.tables import province_names, rows

Rank = Literal["national", "provincial", "municipal", "county"]

_NATIONAL: Final = re.compile(
    r"^(?:中华人民共和国|国务院|国家(?!.{0,20}(?:有限|股份))|中国国家|中国合格评定国家认可|全国|科学技术部|科技部|工业和信息化部|财政部|教育部|商务部|中共中央)"
)
_MUNICIPALITIES: Final = ("北京", "上海", "天津", "重庆")
_COUNTY_CITIES: Final = (
    "台山|开平|鹤山|恩平|阳春|高要|四会|廉江|雷州|吴川|高州|化州|信宜|罗定|英德|连州|普宁|陆丰|兴宁|乐昌|南雄"
    "|昆山|义乌|慈溪|余姚|江阴|宜兴|张家港|常熟|太仓|诸暨|乐清|瑞安|永康|东阳|温岭|晋江|石狮|南安|福清|胶州|寿光"
)
_COUNTY_CITY: Final = re.compile(rf"(?:{_COUNTY_CITIES})市")
_DISTRICT: Final = re.compile(
    r"(?<![市校厂园地片社小])[\u4e00-\u9fff]{2,3}?(?:区(?!域|块|分|间)|县(?!级))|(?:蓬江|江海|新会)区?"
)
_CITY: Final = re.compile(r"[\u4e00-\u9fff]{2,3}市(?!场|政[^府]|民|级)")
_ZONE: Final = re.compile("高新区|高新技术产业开发区|开发区|工业园区")


def rank_of(authority: str) -> Rank | None:
    """The rank of the authority, institution or award that a name begins with; None where it names no place.

    >>> [rank_of(n) for n in ("国家知识产权局", "广东省市场监督管理局", "江门市科技局", "开平市人民政府")]
    ['national', 'provincial', 'municipal', 'county']
    >>> [rank_of(n) for n in ("江门市新会区市场监督管理局", "新会区科工商务局", "市场监督管理局", "北京市科委")]
    ['county', 'county', None, 'provincial']
    """
    name = re.sub(r"[\s()（）]", "", authority)
    name = re.sub("^国家税务总局(?=[\u4e00-\u9fff]{2,3}[省市区县])", "", name)
    if not name:
        return None
    if _NATIONAL.match(name):
        return "national"
    head = name[:16]
    if _COUNTY_CITY.search(head) or re.match("(?:台山|开平|鹤山|恩平)", head):
        return "county"
    if re.search("自治州|地区行署", head):
        return "municipal"
    for city in _MUNICIPALITIES:
        if name.startswith(city):
            return "municipal" if re.match(rf"{city}市?[\u4e00-\u9fff]{{2,3}}区(?!域)", name) else "provincial"
    rest = _without_province(head)
    if rest is not None and not _CITY.match(rest) and not _DISTRICT.match(rest):
        return "municipal" if re.match("广州|深圳|江门|佛山|东莞|中山|珠海", rest) else "provincial"
    rest = head if rest is None else rest
    if m := _CITY.match(rest):
        below = rest[m.end() :]
        if _ZONE.match(below):
            return None
        return "county" if _DISTRICT.match(below) else "municipal"
    if re.match("江门(?!市)", rest):
        return "municipal"
    return "county" if _DISTRICT.match(rest) else None


def _without_province(head: str) -> str | None:
    """What follows the province; None where the name begins with none."""
    for name in province_names():
        if name not in _MUNICIPALITIES and head.startswith(name):
            return re.sub("^(?:省|自治区|壮族自治区|回族自治区|维吾尔自治区)", "", head[len(name) :])
    return None


@cache
def _districts() -> tuple[tuple[str, str], ...]:
    """Names and short names of Jiangmen's districts of today -> full name; longest first."""
    found = []
    for row in rows("admin_jiangmen.csv"):
        if (
            row["is_jiangmen_today"] == "yes"
            and not row["to_year"]
            and row["kind"] in ("district", "county-level city")
        ):
            found += [(name, row["name_zh"]) for name in (row["name_zh"], *row["aliases"].split("|")) if name]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def district_of(text: str) -> str | None:
    """The district of Jiangmen that an address, a registry or a company name stands in; None where it tells none.

    >>> district_of("江门市新会区会城街道"), district_of("鹤山市沙坪镇"), district_of("河南省鹤壁市鹤山区")
    ('新会区', '鹤山市', None)
    >>> district_of("江门市高新区"), district_of("广州市天河区江海大道")
    ('江海区', None)
    """
    tight = re.sub(r"\s", "", text)
    province = re.match(r"([\u4e00-\u9fff]{2,3})(?:省|自治区)", tight)
    if province and province[1] != "广东":
        return None
    city = re.search(r"([\u4e00-\u9fff]{2})市(?!场|政|民|级)", tight.removeprefix("广东省"))
    inside = "江门" in tight
    if city and not inside and not any(full == city.group() for _, full in _districts()):
        return None
    for name, full in _districts():
        at = tight.find(name)
        whole = name == full
        if at >= 0 and (whole or inside or at == 0):
            return full
    return "江海区" if inside and "高新" in tight else None
