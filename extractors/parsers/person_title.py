"""Professional titles (职称) and qualifications (职业资格) of persons, and what the rubric makes of them.

职称 are given by evaluation (人社部门 and its committees), 职业资格 by examination; levels: 员级 < 助理级 < 中级 <
副高级 < 正高级 (handbook 11.1; `extractors/data/title_levels.csv`). The longest title wins: 助理工程师 and 高级工程师
contain 工程师. The word on the paper decides, never the post; the field comes from the 专业 where the title names none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from extractors.parsers.found import Found
from extractors.parsers.tables import rows

Counts = Literal["yes", "no", "review+", "review-"]

LEVELS: Final = {
    "员级": "assistant",
    "助理级": "assistant",
    "中级": "intermediate",
    "副高级": "associate_senior",
    "正高级": "senior",
}
"""Level of the table -> level of the contract; all others are `other`."""

_ENGINEER: Final = re.compile(
    r"(?P<rank>正高级|教授级高级|高级|助理|主任|副总|总)?(?P<noun>工程师)|工程?技术员|技术员|高工(?!资)|助工(?=$|[\s,;，；、])"
)
_RANKS: Final = {"正高级": "正高级工程师", "教授级高级": "正高级工程师", "高级": "高级工程师", "助理": "助理工程师"}
_FIELDS: Final = (
    ("特种设备", ("特种设备", "锅炉", "压力容器", "压力管道", "起重机械", "电梯", "游乐设施", "无损检测")),
    ("标准化", ("标准化",)),
    ("计量", ("计量",)),
    ("质量", ("质量",)),
)
_PRINTED: Final = (
    ("正高级", "正高级"),
    ("副高级", "副高级"),
    ("高级", "副高级"),
    ("中级", "中级"),
    ("助理级", "助理级"),
    ("助理", "助理级"),
    ("初级", "助理级"),
    ("员级", "员级"),
)
_NOT_IN_TEXT: Final = frozenset(
    {"三级", "二级", "一级", "技师", "高级工", "A证", "G1", "N1", "CSE", "CQM", "CQE", "CQO", "见习"}
)
_OTHER: Final = re.compile(
    r"(?P<rank>正高级|高级|助理|主管|副主任|主任)?(?P<noun>会计师|统计师|农艺师|经济师|实验师|政工师|药师|医师|护师|讲师|建造师|造价师|造价工程师"
    r"|审计师|工艺美术师|畜牧师|编辑|馆员|翻译|研究员|副研究员|副教授|教授)"
)


_IDLE: Final = re.compile(
    r"[()]|工程系列|系列|工程技术|专业技术|专业|职务|资格|职称|任职|技术|名称|级别|中级|副?高级|初级|[:,]"
)
_RECOGNISED: Final = re.compile("人力资源|人社|人事|社会保障|职改|职称|评审委员会|评委会|人民政府|部$|厅|局")
_UNRECOGNISED: Final = re.compile("协会|学会|联盟|促进会|公司|培训|学院|研究院|中心|集团|厂")


@dataclass(frozen=True, slots=True)
class Title:
    """A title: kind (职称, 职业资格, 培训 …), field, level (Chinese), and whether indicators 10.1 and 11 count it."""

    title: str
    kind: str
    field: str
    level: str
    counts_10_1: Counts
    counts_11: Counts
    note: str = ""

    @property
    def contract_level(self) -> str:
        """assistant, intermediate, associate_senior, senior or other."""
        return LEVELS.get(self.level, "other")


def _counts(word: str) -> Counts:
    if word in ("yes", "no", "review+", "review-"):
        return word  # type: ignore[return-value]
    raise ValueError(f"title_levels.csv: counts must be yes, no, review+ or review-, not {word}")


@cache
def titles() -> dict[str, Title]:
    """Every title and alias of the table."""
    found: dict[str, Title] = {}
    for row in rows("title_levels.csv"):
        title = Title(
            row["title"].replace("（", "(").replace("）", ")"),
            row["class"],
            row["field"],
            row["level"],
            _counts(row["counts_10_1"]),
            _counts(row["counts_11"]),
            row["note"],
        )
        for name in (row["title"], *row["aliases"].split("|")):
            if name:
                found.setdefault(name.replace("（", "(").replace("）", ")"), title)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted((n for n in titles() if len(n) >= 3 and n not in _NOT_IN_TEXT), key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in names))


def field_of(speciality: str) -> str | None:
    """The field that a 专业 names: 特种设备, 标准化, 计量, 质量; None where it is another.

    >>> field_of("质量工程"), field_of("计量测试技术"), field_of("机械设计制造")
    ('质量', '计量', None)
    """
    return next((field for field, words in _FIELDS if any(word in speciality for word in words)), None)


def printed_level(text: str) -> str | None:
    """The level that a word of the paper states (级别: 中级), in the words of the table; None where it states none.

    >>> printed_level("中级"), printed_level("高级"), printed_level("正高级"), printed_level("二级")
    ('中级', '副高级', '正高级', None)
    """
    return next((level for word, level in _PRINTED if word in text), None)


def resolve(
    title: str, speciality: str | None = None, level: str | None = None, issuer: str | None = None
) -> Title | None:
    """The facts of a printed title with its 专业 and 级别; None where no title stands in the text.

    A bare 工程师 with a 专业 takes the field of it; without, its field stays unread and the table asks for review.

    >>> resolve("工程师", "质量工程").title, resolve("高级工程师", "机械").title, resolve("助理工程师").counts_11
    ('工程师(质量)', '高级工程师(其他专业)', 'no')
    >>> [resolve("工程师", "质量", issuer=i).counts_11 for i in ("江门市人社局", "某协会")]
    ['yes', 'review-']
    >>> resolve("工程师").field, resolve("品质经理")
    ('unspecified', None)
    """
    found = _resolved(title, speciality, level)
    if found is None or issuer is None or "no" == found.counts_11 == found.counts_10_1 or _RECOGNISED.search(issuer):
        return found
    if not _UNRECOGNISED.search(issuer):
        return found
    doubt = f"发证单位{issuer}不是人社部门，是否经人社部门认可待核"
    return replace(found, counts_10_1=_doubted(found.counts_10_1), counts_11=_doubted(found.counts_11), note=doubt)


def _doubted(counts: Counts) -> Counts:
    return "no" if counts == "no" else "review-"


def _resolved(title: str, speciality: str | None, level: str | None) -> Title | None:
    tight = re.sub(r"\s", "", title).replace("（", "(").replace("）", ")")
    known = titles().get(tight)
    if known is not None and known.field != "unspecified":
        return known
    if m := _ENGINEER.search(tight):
        base = _engineer(m)
        if base is None:
            return None
        inside = tight[: m.start()] + tight[m.end() :]
        if "注册" in inside and base == "工程师":
            if field_of(inside) == "质量":
                return titles()["质量经理"]  # registered by an association
            return Title(tight, "职业资格", "其他专业", "中级", "review-", "review-")
        field = field_of(inside) or (field_of(speciality) if speciality else None)
        if field:
            return titles().get(f"{base}({field})")
        if speciality or _IDLE.sub("", inside):
            return titles().get(f"{base}(其他专业)")
        return titles().get(base)
    if known is not None:
        return known
    if m := _pattern().search(tight):
        return titles()[m.group()]
    if m := _OTHER.search(tight):
        graded = {"正高级": "正高级", "高级": "副高级", "副主任": "副高级", "主任": "正高级", "助理": "助理级"}
        of_level = graded.get(m["rank"] or "", "中级")
        return Title(m.group(), "职称", "其他系列", of_level, "no", "no" if of_level == "助理级" else "review-")
    printed = printed_level(level or tight)
    if printed and speciality and (field := field_of(speciality)):
        return titles().get(f"{_BY_LEVEL[printed]}({field})")
    return None


_BY_LEVEL: Final = {
    "员级": "技术员",
    "助理级": "助理工程师",
    "中级": "工程师",
    "副高级": "高级工程师",
    "正高级": "正高级工程师",
}


def _engineer(m: re.Match[str]) -> str | None:
    if m["noun"]:
        rank = m["rank"]
        if rank in ("总", "副总", "主任"):
            return None  # a post
        return _RANKS.get(rank, "工程师") if rank else "工程师"
    return {"高工": "高级工程师", "助工": "助理工程师"}.get(m.group(), "技术员")


def find(text: str) -> list[Found]:
    """Titles in a view, longest first; `hint` is the level of the contract.

    >>> [(f.value, f.hint) for f in find("资格名称:高级工程师 专业:质量管理; 二级注册计量师; 助理工程师")]
    [('高级工程师', 'associate_senior'), ('二级注册计量师', 'assistant'), ('助理工程师', 'assistant')]
    """
    if not any(word in text for word in ("师", "员", "级", "高工", "质量", "标准", "六西格玛")):
        return []
    found = []
    for m in _pattern().finditer(text):
        title = titles()[m.group()]
        before = text[max(m.start() - 4, 0) : m.start()]
        if title.field == "unspecified" and re.search(r"(?:总|副总|主任|首席)$", before):
            continue
        found.append(Found(m.group(), *m.span(), hint=title.contract_level))
    return found
