"""Conditions of application: the numbered list under 申报条件, with its exact words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from matchers.drafting.folded import plain
from matchers.rubric_model import Eligibility, Source

_HEAD: Final = re.compile(
    r"(?:申报|申请|参评|推荐|认定|评选|参选|基本|评审|创建|评定|准入)(?:主体|单位|企业|对象|的)?(?:应)?(?:基本|应当?具备的?|须具备的?|范围及|对象和|范围和|资格)?条件"
    r"|(?:应|应当|须|必须|需)(?:同时)?(?:具备|符合|满足)(?:以下|下列|如下)?(?:基本)?(?:条件|要求)|(?:具备|符合|满足)(?:以下|下列|如下)(?:基本)?(?:条件|要求)"
)
_ITEM: Final = re.compile(r"^[(（]?(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）、.．]\s*\S")
_CHAPTER: Final = re.compile(r"^(?:第[一二三四五六七八九十百]+[章条]|附件|附:)")
_FAILURE: Final = re.compile(r"(?:抽查|抽检|抽样检验|监督检验)[^。;；]{0,16}不合格|不合格[^。;；]{0,10}(?:抽查|抽检)")
"""Only a failed inspection answers such a condition; accidents, offences and dishonesty do not show in a report."""
MOST: Final = 30


@dataclass(frozen=True, slots=True)
class Item:
    """One condition: the clause it stands in and its words."""

    clause: str
    number: str
    quote: str


def read_conditions(lines: tuple[str, ...]) -> tuple[Eligibility, ...]:
    """The first list of conditions in the text."""
    for at, line in enumerate(lines):
        words = plain(line)
        if not _HEAD.search(words) or len(words) > 260:
            continue
        items = _items(lines, at)
        if items:
            return tuple(_condition(item, at) for at, item in enumerate(items, 1))
    return ()


def _items(lines: tuple[str, ...], at: int) -> list[Item]:
    head = plain(lines[at])
    article = re.match(r"第([一二三四五六七八九十]+)条", head)
    clause = article[0] if article else "申报条件"
    own = _style(lines[at])
    found: list[Item] = []
    style = None
    for line in lines[at + 1 : at + 1 + 4 * MOST]:
        text = line.strip()
        if not text:
            continue
        if _CHAPTER.match(plain(text)):
            break
        item = _ITEM.match(text)
        kind = _style(text)
        if item is not None and (style is None or kind == style) and kind != own:
            style = kind
            found.append(Item(clause, item["n"], text))
        elif item is not None and own is not None and kind == own:
            break
        elif not found:
            if len(plain(text)) > 120:
                break
        elif _continues(found[-1].quote, text, item is not None):
            found[-1] = Item(clause, found[-1].number, found[-1].quote + "\n" + text)
        else:
            break
        if len(found) >= MOST:
            break
    return found if len(found) >= 2 else []


def _style(text: str) -> str | None:
    found = re.match(r"\s*([(（]?)([一二三四五六七八九十]{1,3}|\d{1,2})\s*([)）、.．])", text)
    if found is None:
        return None
    opened = "(" if found[1] else ""
    return (
        opened
        + ("han" if not found[2].isdigit() else "digit")
        + ("" if found[1] else plain(found[3]).replace("、", "."))
    )


def _continues(quote: str, text: str, is_item: bool) -> bool:
    return is_item or quote.rstrip()[-1:] not in "。"


def _condition(item: Item, at: int) -> Eligibility:
    words = re.sub(r"^[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）、.．]\s*", "", item.quote)
    short = re.split(r"[。;；\n]", words)[0].strip()
    article = re.match(r"第([一二三四五六七八九十]+)条", item.clause)
    prefix = _digits(article[1]) if article else "条件"
    number = item.number
    source = Source(clause=f"{item.clause}（{number}）", quote=item.quote)
    check = "no_failure" if _FAILURE.search(plain(words)) else "people_decide"
    return Eligibility(id=f"{prefix}.({number})", text=short or words, source=source, check=check)  # type: ignore[arg-type]


def _digits(han: str) -> str:
    from matchers.drafting.folded import amount

    value = amount(han)
    return str(value) if value is not None else han
