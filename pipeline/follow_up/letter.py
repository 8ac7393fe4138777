"""One letter as plain values: groups by severity, entries with quotation and what to hand in. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.emit.labels import code_label
from pipeline.follow_up.open_items import OpenItem
from pipeline.follow_up.quotations import Quotation

BLANK_DAY: Final = "＿＿＿＿年＿＿月＿＿日"
BLANK_NUMBER: Final = "＿＿＿＿〔＿＿＿＿〕＿＿号"
_TITLES: Final = {
    "error": "须补正的事项（不补正的，有关材料不予认定）",
    "warning": "须核对、说明的事项",
}
_ORDINALS: Final = "一二三四"
OTHERS: Final = "其他单位"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: the line's name, what is missing or doubtful (one sentence a paper), why, what to hand in."""

    number: int
    name: str
    said: tuple[str, ...]
    why: str
    hand_in: str


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one severity."""

    title: str
    rows: tuple[Entry, ...]


@dataclass(frozen=True)
class Letter:
    """Everything that the Word template may ask for. Days and number are blanks to fill in where not given."""

    dossier: str
    applicant: str
    title: str
    document: str
    number: str
    day: str
    until: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    def fields(self) -> dict[str, Any]:
        """The template's fields by their names."""
        return {
            "编号": self.number,
            "申报单位": self.applicant,
            "项目名称": self.title,
            "依据文件": self.document,
            "截止日期": self.until,
            "日期": self.day,
            "事项数": self.count,
            "分组": [
                {
                    "标题": group.title,
                    "事项": [
                        {
                            "序号": entry.number,
                            "指标": entry.name,
                            "问题": "\n".join(entry.said),
                            "依据": entry.why,
                            "请提交": entry.hand_in,
                        }
                        for entry in group.rows
                    ],
                }
                for group in self.groups
            ],
        }


def compose(
    items: Sequence[OpenItem],
    quotations: Mapping[str, Quotation],
    *,
    title: str,
    document: str,
    number: str,
    day: str,
    until: str,
    others: Collection[str] = (),
) -> Letter:
    """The letter about one applicant's open matters; `others`: names of other applicants, which it must not say."""
    first = items[0]
    groups: list[Group] = []
    count = 0
    quoted: dict[str, int] = {}
    for severity in ("error", "warning"):
        rows = []
        for alike in _alike([item for item in items if _weight(item) == severity]):
            count += 1
            rows.append(_entry(count, alike, quotations, others, quoted))
        if rows:
            groups.append(Group(f"{_ORDINALS[len(groups)]}、{_TITLES[severity]}", tuple(rows)))
    return Letter(first.dossier, first.applicant, title, document, number, day, until, tuple(groups))


def _weight(item: OpenItem) -> str:
    return "error" if item.severity == "error" else "warning"


def _alike(items: Sequence[OpenItem]) -> list[list[OpenItem]]:
    """Matters of one code on the same lines together; the same sentence on several lines once."""
    lines: dict[tuple[str, str], list[str]] = {}
    for item in items:
        found = lines.setdefault((item.code, item.said), [])
        found += [line for line in item.lines if line not in found]
    together: dict[tuple[object, ...], list[OpenItem]] = {}
    told: set[tuple[str, str]] = set()
    for item in items:
        if (item.code, item.said) in told:
            continue
        told.add((item.code, item.said))
        key = (item.code, tuple(lines[item.code, item.said]))
        together.setdefault(key, []).append(item)
    return list(together.values())


def _entry(
    number: int,
    items: Sequence[OpenItem],
    quotations: Mapping[str, Quotation],
    others: Collection[str],
    quoted: dict[str, int],
) -> Entry:
    first = items[0]
    concerned = list(dict.fromkeys(line for item in items for line in item.lines if line in quotations))
    known = [quotations[line] for line in concerned]
    said = tuple(dict.fromkeys(without(item.said, others, first.applicant) for item in items))
    why = [_why(quotation, quoted.setdefault(quotation.text, number), number) for quotation in known[:2]]
    name = "、".join(quotation.name for quotation in known[:3]) or code_label(first.code)
    return Entry(number, name, said, "\n".join(why), first.words.hand_in + "。")


def _why(quotation: Quotation, first: int, number: int) -> str:
    """The wording, once in a letter."""
    return quotation.text if first == number else f"{quotation.clause}（原文见第{first}项）"


def without(text: str, others: Collection[str], own: str) -> str:
    """The text without the names of other applicants; the own name stays, also where another's is part of it.

    >>> without("持有人是“甲厂”，不是甲厂东分厂", ["甲厂"], "甲厂东分厂")
    '持有人是“其他单位”，不是甲厂东分厂'
    """
    parts = text.split(own) if own else [text]
    for other in sorted((name for name in others if name and name != own), key=len, reverse=True):
        parts = [part.replace(other, OTHERS) for part in parts]
    return own.join(parts)
