"""Change of the firm's name (准予变更登记通知书, handbook 14.6): an organisation_document of kind `name_change`.

extras: `former_names`, `new_name`; the matchers accept papers in a former name only with such a paper.
"""

from __future__ import annotations

import re

from extractors.columns import fold
from extractors.custom import persons
from extractors.custom.labelled import Labels, flat
from extractors.custom.making import item, load_data, read_field
from extractors.evidence import Evidence, Field
from extractors.holders import holder_in
from extractors.papers import SIGNS, TITLE, Match, Paper, Spread

KIND = "name_change"
SPREAD: Spread = "page"

_DATA = load_data("organisation_document.yaml")
LABELS = Labels(_DATA["change_labels"])
_TITLE = re.compile("|".join(r"\s{0,6}".join(re.escape(c) for c in t) for t in _DATA["name_change"]))
_FIRM = r"[\u4e00-\u9fff()]{4,30}?(?:有限责任公司|股份有限公司|有限公司|公司|厂)"
_BY_SENTENCE = (
    re.compile(
        rf"(?:名称)?(?:由|从)[“\"《]?(?P<old>{_FIRM})[”\"》]?(?:正式)?(?:变更|更名|改名)(?:登记)?(?:为"
        rf"|成)[“\"《]?(?P<new>{_FIRM})"
    ),
    re.compile(
        rf"(?P<old>{_FIRM})[”\"]?(?:已|现|于\d{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?)*(?:名称)?(?:变更|更名"
        rf"|改名)为[“\"]?(?P<new>{_FIRM})"
    ),
    re.compile(
        rf"原(?:企业|公司)?(?:名称)?[:：为]?[“\"]?(?P<old>{_FIRM})[”\"]?[,，。;；]?现(?:企业"
        rf"|公司)?(?:名称)?[:：为]?[“\"]?(?P<new>{_FIRM})"
    ),
)
_ADDRESSEE = re.compile(rf"^[ \t]*(?P<old>{_FIRM})[ \t]*:[ \t]*$", re.MULTILINE)
_INTO = re.compile(
    rf"名\s?称[^\n。]{{0,12}}(?:变更|更名|改|核准)为[:“\"\s]{{0,4}}(?P<new>{_FIRM})(?![\u4e00-\u9fff]{{0,6}}公司)"
)
_NOT = re.compile(r"评审标准|自评分|自评得分|商标|专利权人|著录项目|佐证材料")


def recognise(paper: Paper) -> Match | None:
    """The title of such a paper, or a sentence that changes one name into another."""
    text = paper.text
    if len(text) > 4000 or ("变更" not in text and "更名" not in text and "现名称" not in text) or _NOT.search(text):
        return None
    title = _TITLE.search(text[:400])
    before, after = _names(paper)
    if title is not None and (before or after):
        return Match(KIND, TITLE, paper.span(*title.span()), starts=True)
    if before and after:
        return Match(KIND, SIGNS, before[0].span, starts=True)
    return None


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One item with both names."""
    before, after = _names(paper)
    fields: dict[str, Field] = {"kind": Field("name_change")}
    extras: dict[str, Field] = {}
    if after:
        fields["holder"] = extras["new_name"] = after[0]
    if before:
        first = before[0]
        extras["former_names"] = Field(tuple(str(f.value) for f in before), first.raw, first.span, first.reading)
    if (day := persons.last_day(paper)) is not None and isinstance(day.value, str):
        extras["date"] = day
        fields["year"] = Field(day.value[:4], day.raw, day.span, day.reading)
    return [item("organisation_document", KIND, paper, fields, anchor=match.anchor, extras=extras)]


def _names(paper: Paper) -> tuple[list[Field], list[Field]]:
    """(former names, new name): from labels and columns, else from a sentence."""
    table = _from_table(paper)
    if table is not None:
        return [table[0]], [table[1]]
    before, after = _labelled(paper, "before"), _labelled(paper, "after")
    if before and after and before[0].value != after[0].value:
        return before, after
    text, at = flat(paper.text)
    for pattern in _BY_SENTENCE:
        if match := pattern.search(text):
            fields = []
            for name in ("old", "new"):
                start, end = match.span(name)
                fields.append(read_field(paper, match[name], at[start], at[end - 1] + 1))
            if fields[0].value != fields[1].value:
                return [fields[0]], [fields[1]]
    return _addressed(paper) or (before, after)


def _addressed(paper: Paper) -> tuple[list[Field], list[Field]] | None:
    """A notice to the old name (in a line of its own, with a colon) that the name 变更为 the new one."""
    old, new = _ADDRESSEE.search(paper.text), _INTO.search(paper.text)
    if old is None or new is None or fold(old["old"]) == fold(new["new"]):
        return None
    return (
        [read_field(paper, fold(old["old"]), *old.span("old"))],
        [read_field(paper, fold(new["new"]), *new.span("new"))],
    )


def _labelled(paper: Paper, name: str) -> list[Field]:
    found: list[Field] = []
    for start, end in LABELS.blocks(paper, name, 120):
        one = holder_in(paper.text[start:end], labelled=False)
        if one is not None and re.search(r"公司|厂|社|店|部|中心", one.name):
            field = read_field(paper, one.name, start + one.start, start + one.end)
            if all(f.value != field.value for f in found):
                found.append(field)
    return found


def _from_table(paper: Paper) -> tuple[Field, Field] | None:
    """A row 名称 | old | new under 变更前 | 变更后 (原登记 | 现登记), with ruled columns or blanks between them."""
    head = fold(paper.text)
    if not re.search(r"变更前|原登记|原核准", head) or not re.search(r"变更后|现登记|现核准", head):
        return None
    for part, base in zip(paper.parts, paper.starts, strict=True):
        for line in re.finditer(
            r"^[ \t]*(?:企业|公司|单位)?名[ \t]*称(?:变更)?[ \t:]+(?P<rest>[^\n]+)", part.text, re.MULTILINE
        ):
            cells = list(re.finditer(r"[^\s]+", line["rest"]))
            if len(cells) != 2:
                continue
            both = []
            for cell in cells:
                start = base + line.start("rest") + cell.start()
                one = holder_in(cell.group(), labelled=True)
                if one is not None:
                    both.append(read_field(paper, one.name, start + one.start, start + one.end))
            if len(both) == 2 and both[0].value != both[1].value:
                return both[0], both[1]
    return None
