"""Lists of organisations: drafting units of a standard, owners of a patent, members of a committee (handbook 6.2).

Cut at 、and ; first; at a comma, a blank or 和 only where a legal form stands to the left. Names break at line ends
anywhere, so lines are joined without a blank. Brackets inside names (集团), (江门) do not part;
(张三) behind a name goes.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.parsers.found import Found
from extractors.parsers.organisation import LIST_FORMS
from extractors.parsers.tables import jiangmen_names, province_names
from extractors.text import View

_END: Final = re.compile(
    r"。|(?:本(?:文件|标准|部分))?(?:主要)?(?:起草人|参编人员)|本(?:文件|标准|部分|规范)(?:及其|所代替|代替|于|由|为)"
)
_ENDS_IN_FORM: Final = re.compile(rf"(?:{LIST_FORMS})(?:\([^()]*\))?$")
_PERSON: Final = re.compile(r"\((?!集团|股份|[^()]*(?:有限|合伙|公司|市|省))[\u3400-\u9fff·、]{2,20}\)$")
_GLUED: Final = re.compile(r"(?<=有限公司)(?=(?:中国|广东|江门|[\u3400-\u9fff]{2,4}[省市])[\u3400-\u9fff()]{4,})")
_PLACES: Final = frozenset(
    {*province_names(), *jiangmen_names(), "广州", "深圳", "佛山", "东莞", "中山", "珠海", "南京"}
)
_AND: Final = re.compile(r"(?:以及|和|及|与)(?=[\u3400-\u9fff()A-Za-z]{4,})")


def split(text: str) -> list[Found]:
    r"""The names of a list, with offsets; the list ends at 。 or where the drafters' names begin.

    >>> [f.value for f in split("江门市恒晟电器有限公司、中国家电\n研究院，恒展（集团）有限公司等。主要起草人：张三")]
    ['江门市恒晟电器有限公司', '中国家电研究院', '恒展(集团)有限公司']
    >>> [f.value for f in split("A检测技术（广东）有限公司 广东省标准化研究院和江门市质量协会")]
    ['A检测技术(广东)有限公司', '广东省标准化研究院', '江门市质量协会']
    """
    end = _END.search(text)
    stretch = text[: end.start()] if end else text
    view = View.of(stretch)
    view = view.replaced((m.start(), m.end(), "") for m in re.finditer(r"(?<![A-Za-z,.])[ \t]*\n[ \t]*", view.text))
    return [one for start, stop in _pieces(view.text) if (one := _item(view, start, stop)) is not None]


def _pieces(text: str) -> list[tuple[int, int]]:
    cuts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        size = 0
        if depth > 0:
            continue
        if char in "、;；":
            size = 1
        elif char in ",， \t\n":
            size = 1 if _ENDS_IN_FORM.search(text[start:at]) else 0
        elif (m := _AND.match(text, at)) and re.search(r"(?:公司|院|所|大学|协会|学会|中心|厂)$", text[start:at]):
            size = len(m.group())
        elif _GLUED.match(text, at):
            cuts.append((start, at))
            start = at
            continue
        if size and at >= start:
            cuts.append((start, at))
            start = at + size
    return [*cuts, (start, len(text))]


def _item(view: View, start: int, stop: int) -> Found | None:
    raw = view.text[start:stop]
    start += len(raw) - len(raw.lstrip(" ,，:\n\t"))
    name = view.text[start:stop].rstrip(" ,，。\n\t")
    name = re.sub(r"(?<=[\u3400-\u9fff)])等(?:单位)?$", "", name)
    if (person := _PERSON.search(name)) and person.group()[1:-1] not in _PLACES:
        name = name[: person.start()]
    if len(name) < 2:
        return None
    return Found(
        re.sub(r"(?<=[\u3400-\u9fff()]) +(?=[\u3400-\u9fff()])", "", name), *view.raw(start, start + len(name))
    )
