"""A Chinese company name taken apart: 行政区划 | 字号 and 行业 | 组织形式 (企业名称登记管理规定 2020, art. 6).

Folding before comparison (handbook 14, 17): width, blanks and brackets; words after the name (以下简称…, seal text);
traditional to simplified by OpenCC, except characters that registered names keep (钜, 昇, 乾 …); OCR damage only inside
the closed lists of legal forms and places (有眼公司, 江们市).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"

_KEPT: Final = {"鉅": "钜", "昇": "昇", "乾": "乾", "徵": "徵", "谿": "谿", "陞": "陞"}
"""Characters that OpenCC would change into another registered character."""

_FORMS: Final = (
    "集团股份有限公司",
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "集团公司",
    "有限公司",
    "股份公司",
    "总公司",
    "公司",
    "总厂",
    "工厂",
    "厂",
    "研究院",
    "研究所",
    "合作社",
    "经营部",
    "商行",
    "中心",
    "大学",
    "学院",
    "集团",
)
_FORM_DAMAGE: Final = str.maketrans(
    {
        **dict.fromkeys("眼艰很恨根银狠", "限"),
        **dict.fromkeys("可同伺词", "司"),
        **dict.fromkeys("么厶", "公"),
        **dict.fromkeys("冇育", "有"),
        **dict.fromkeys("肢般殷", "股"),
        **dict.fromkeys("扮纷", "份"),
        "仕": "任",
        "贵": "责",
    }
)
_PLACE_DAMAGE: Final = (
    (re.compile("^(?:江|汀)(?:门|们|[Il]门|冂)(?=市|$|[\u4e00-\u9fff])"), "江门"),
    (re.compile("^广(?:柬|车|乐)(?=省)"), "广东"),
    (re.compile("^广柬"), "广东"),
    (re.compile("(?<=^江门)巿"), "市"),
    (re.compile("(?<=^江门市)(?:薪会|新会)(?:区|巨)"), "新会区"),
    (re.compile("(?<=^江门市)(?:蓬|篷)(?:江|汀)(?:区|巨)"), "蓬江区"),
    (re.compile("^(?:鹤|鹄)山(?:市|巿)"), "鹤山市"),
    (re.compile("^(?:开|幵)平(?:市|巿)"), "开平市"),
    (re.compile("^(?:恩|思)平(?:市|巿)"), "恩平市"),
    (re.compile("^(?:台|合)山(?:市|巿)"), "台山市"),
)
_PLACE: Final = re.compile(
    r"(?:中国|国家|全国)|[\u4e00-\u9fff]{2,3}(?:省|自治区)|(?:广东|北京|上海|天津|重庆)(?:市)?"
    r"|(?:江门|蓬江|江海|新会|台山|开平|鹤山|恩平|广州|深圳|佛山|东莞|中山|珠海|惠州|肇庆|清远|阳江|茂名|湛江|韶关|汕头)(?:市|区)?"
    r"|[\u4e00-\u9fff]{2,3}(?:市|县)|[\u4e00-\u9fff]{2}区"
)
_TAIL: Final = re.compile(
    r"\((?:以下简称|简称|下称)[^()]*\)?$|\((?:盖章|公章|章|加盖公章)\)$"
    r"|(?:公章|盖章|合同专用章|检验专用章)$|(?<=公司)[\d ]{6,20}$"
)
_AFTER: Final = re.compile(r"(?:(?<=公司)|(?<=[厂院所]))\(?[A-Za-z][A-Za-z&.,'() -]{5,}$")
_BRANCH: Final = re.compile(
    r"[\u4e00-\u9fff()0-9]{0,14}?(?:分公司|分厂|分院|分部|研究院|研究所|办事处|营业部|第[一二三四五六七八九十]+工厂|工厂|生产基地|技术中心|检测中心|实验室)"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """A name by parts: `places` in order, those in brackets last; `core` 字号 and 行业; `mended` tells of repairs."""

    whole: str
    places: tuple[str, ...]
    core: str
    form: str
    group: bool
    mended: bool


@cache
def _converter() -> Any:
    import opencc  # 50 ms and 7 MB: only where a name holds a character that may be traditional

    return opencc.OpenCC("t2s")


def simplified(name: str) -> str:
    """Traditional characters as simplified ones, place by place; registered characters stay.

    >>> simplified("江門市恆鉅電器有限公司"), simplified("恒昇")
    ('江门市恒钜电器有限公司', '恒昇')
    """
    converted = _converter().convert(name)
    if len(converted) != len(name):
        return name
    return "".join(_KEPT.get(before, after) for before, after in zip(name, converted, strict=True))


def tidy(name: str) -> str:
    """Width, blanks and brackets in one form: what two prints of one name may differ in without any doubt.

    >>> tidy(" 恒晟（江门） 电器 有限公司 ")
    '恒晟(江门)电器有限公司'
    """
    folded = unicodedata.normalize("NFKC", name).translate(str.maketrans("〔〕【】[]", "()()()"))
    return re.sub(r"\s+", "", folded).strip(".,，。;；:：、")


@lru_cache(maxsize=4096)
def parts_of(name: str) -> Parts:
    """The parts of a name after folding.

    >>> p = parts_of("江们市恒晟电器有眼公司")
    >>> p.whole, p.places, p.core, p.form, p.mended
    ('江门市恒晟电器有限公司', ('江门市',), '恒晟电器', '有限公司', True)
    >>> parts_of("恒晟（江门）电器（集团）有限公司").places, parts_of("恒晟（江门）电器（集团）有限公司").group
    (('江门',), True)
    """
    text = simplified(tidy(name))
    text = _AFTER.sub("", text)
    while (cut := _TAIL.sub("", text)) != text:
        text = cut
    before = text
    tail = text[-6:].translate(_FORM_DAMAGE)
    if tail.endswith(("有限公司", "责任公司")):
        text = text[:-6] + _only_form(text[-6:], tail)
    for damaged, right in _PLACE_DAMAGE:
        text = damaged.sub(right, text)
    whole = text
    bracketed = tuple(m for m in re.findall(r"\(([^()]{2,8})\)", text) if _PLACE.fullmatch(m))
    group = "集团" in text or "控股" in text
    text = re.sub(r"\((?:集团|控股)\)", "", text)
    for place in bracketed:
        text = text.replace(f"({place})", "", 1)
    form = next((f for f in _FORMS if text.endswith(f)), "")
    text = text[: len(text) - len(form)] if form else text
    places = []
    while (m := _PLACE.match(text)) and len(text) - m.end() >= 2:
        places.append(m.group())
        text = text[m.end() :]
    return Parts(whole, (*places, *bracketed), text, form, group, whole != before)


def _only_form(before: str, after: str) -> str:
    """Mended characters only within the legal form at the end."""
    form = next(f for f in _FORMS if after.endswith(f))
    return before[: len(before) - len(form)] + form


@cache
def _look_alikes() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    with (DATA / "look_alike_characters.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for char in row["characters"]:
                found[char] = found.get(char, frozenset()) | frozenset(row["characters"])
    return found


def look_alike(a: str, b: str) -> bool:
    """True where OCR or a typist takes one character for the other.

    >>> look_alike("晟", "展"), look_alike("晟", "达")
    (True, False)
    """
    return b in _look_alikes().get(a, frozenset())


def branch_word(longer: str, shorter: str) -> str | None:
    """What stands behind the shorter name where the longer one is its branch, institute or works; None otherwise.

    >>> branch_word("江门市恒晟电器有限公司新会分公司", "江门市恒晟电器有限公司")
    '新会分公司'
    """
    if len(shorter) >= 6 and longer.startswith(shorter):
        rest = longer[len(shorter) :]
        if rest and _BRANCH.fullmatch(rest):
            return rest
    return None


_TRADE: Final = re.compile(
    "电器|电子|电气|科技|五金|塑料|塑胶|机械|机电|实业|制造|食品|化工|材料|家具|灯饰|照明|纺织|服装|印刷|包装|设备|工业|贸易|环保"
    "|能源|汽车|摩托车|金属|不锈钢|卫浴|厨具|陶瓷|建材|医疗|药业|生物|信息|智能|自动化|技术|投资|发展|制品|工程|检测|认证"
)


@lru_cache(maxsize=1024)
def brand_of(core: str) -> str:
    """The 字号 at the beginning of 字号 and 行业: up to the first word of a trade; jieba cuts where none is known.

    >>> brand_of("恒晟电器"), brand_of("美的制冷")
    ('恒晟', '美的')
    """
    if (m := _TRADE.search(core, 2)) is not None:
        return core[: m.start()]
    if len(core) <= 3:
        return core
    import logging

    import jieba  # half a second at first use: only for names without a known trade

    jieba.setLogLevel(logging.ERROR)
    words = jieba.lcut(core)
    return words[0] if len(words[0]) >= 2 else "".join(words[:2])
