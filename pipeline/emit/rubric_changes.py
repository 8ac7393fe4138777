"""What a new edition of a rubric changes, in Chinese: lines, points, quotations word by word, rules, windows, dates."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from matchers.rubric_model import Eligibility, Group, Indicator, Rubric, Source
from matchers.rubric_pairs import pair
from matchers.rule_parts import plain
from pipeline.emit.rubric_table import when
from pipeline.emit.rubric_words import condition_text, reading_notes, rule_text, say, selection_text


def changes(old: Rubric, new: Rubric) -> list[str]:
    """One line for every change; empty where the editions say the same."""
    return [*_whole(old, new), *_groups(old, new), *_lines(old, new), *_conditions(old, new), *_calls(old, new),
            *_after(old, new)]  # fmt: skip


def _whole(old: Rubric, new: Rubric) -> Iterator[str]:
    rows = (
        ("名称", old.title, new.title),
        ("文号", old.document, new.document),
        ("满分", plain(old.max_score) + "分", plain(new.max_score) + "分"),
        ("默认截止日", str(old.as_of), str(new.as_of)),
        ("有效期至", str(old.in_force_until or "未写"), str(new.in_force_until or "未写")),
        ("材料种类文件夹", "、".join(old.kinds) or "无", "、".join(new.kinds) or "无"),
        ("地区", _district(old), _district(new)),
    )
    for label, before, after in rows:
        if before != after:
            yield f"办法：{label}由“{before}”改为“{after}”"


def _district(rubric: Rubric) -> str:
    return f"{rubric.district.name}（{'、'.join(rubric.district.places)}）" if rubric.district else "未写"


def _groups(old: Rubric, new: Rubric) -> Iterator[str]:
    found = pair(old.groups, new.groups, lambda g: g.id, lambda g: g.title)
    for gone in found.gone:
        yield f"类别：删去“{gone.title}”（{plain(gone.max)}分）"
    for added in found.new:
        yield f"类别：新增“{added.title}”（{plain(added.max)}分）"
    for before, after in found.both:
        yield from _group(before, after)


def _group(before: Group, after: Group) -> Iterator[str]:
    if before.title != after.title:
        yield f"类别：“{before.title}”改称“{after.title}”"
    if before.max != after.max:
        yield f"类别“{after.title}”：满分由{plain(before.max)}分改为{plain(after.max)}分"


def _lines(old: Rubric, new: Rubric) -> Iterator[str]:
    found = pair(old.indicators, new.indicators, lambda i: i.id, lambda i: f"{i.name}\n{i.source.quote}")
    for gone in found.gone:
        yield f"指标{gone.id}“{gone.name}”：删去（原{plain(gone.max)}分）"
    for added in found.new:
        yield f"指标{added.id}“{added.name}”：新增（{plain(added.max)}分）：{rule_text(added.rule, added.papers)}"
    for before, after in found.both:
        name = f"指标{after.id}“{after.name}”"
        yield from (f"{name}：{told}" for told in _line(before, after))


def _line(before: Indicator, after: Indicator) -> Iterator[str]:
    if before.id != after.id:
        yield f"编号由{before.id}改为{after.id}"
    if before.name != after.name:
        yield f"名称由“{before.name}”改为“{after.name}”"
    if before.group != after.group:
        yield f"所属类别由{before.group}改为{after.group}"
    if before.max != after.max:
        yield f"满分由{plain(before.max)}分改为{plain(after.max)}分"
    yield from _source(before.source, after.source)
    if before.materials != after.materials:
        yield f"材料要求有改动：{words_changed(before.materials, after.materials)}"
    rules = rule_text(before.rule, before.papers), rule_text(after.rule, after.papers)
    if rules[0] != rules[1]:
        yield f"计分规则有改动：{words_changed(*rules)}"
    yield from _papers(before, after)
    if before.at_most != after.at_most:
        words = say("confidence", before.at_most), say("confidence", after.at_most)
        yield f"把握上限由{words[0]}改为{words[1]}"
    yield from _listed("读法", reading_notes(before), reading_notes(after))
    yield from _listed("须备材料", [m.name for m in before.needs], [m.name for m in after.needs])
    if before.units != after.units:
        yield f"责任单位由“{'、'.join(before.units)}”改为“{'、'.join(after.units)}”"
    yield from _target(before, after)


def _source(before: Source, after: Source) -> Iterator[str]:
    if before.clause != after.clause:
        yield f"条款由“{before.clause}”改为“{after.clause}”"
    if before.quote != after.quote:
        yield f"原文有改动：{words_changed(before.quote, after.quote)}"


def _papers(before: Indicator, after: Indicator) -> Iterator[str]:
    titles = {selection.title: selection for selection in before.papers.values()}
    known = [before.papers.get(name) or titles.get(s.title) for name, s in after.papers.items()]
    for selection in before.papers.values():
        if not any(selection is one for one in known):
            yield f"不再认“{selection.title}”"
    for past, selection in zip(known, after.papers.values(), strict=True):
        if past is None:
            yield f"新认{selection_text(selection)}"
            continue
        old, new = (selection_text(one).split("；") for one in (past, selection))
        gone, came = [one for one in old if one not in new], [one for one in new if one not in old]
        if gone and came:
            yield f"“{selection.title}”的要求由“{'；'.join(gone)}”改为“{'；'.join(came)}”"
        elif gone or came:
            yield f"“{selection.title}”的要求{'删去' if gone else '新增'}“{'；'.join(gone or came)}”"


def _target(before: Indicator, after: Indicator) -> Iterator[str]:
    for key, label in (("baseline", "基期值"), ("goal", "目标"), ("remark", "备注")):
        told = getattr(before.target, key, ""), getattr(after.target, key, "")
        if told[0] != told[1]:
            yield f"{label}由“{told[0]}”改为“{told[1]}”"
    tasks = [{task.id: task for sub in line.sub_items for task in sub.tasks} for line in (before, after)]
    for name in tasks[0].keys() - tasks[1].keys():
        yield f"任务{name}：删去"
    for name, task in tasks[1].items():
        old = tasks[0].get(name)
        if old is None:
            yield f"任务{name}：新增“{task.text}”"
        elif old.text != task.text:
            yield f"任务{name}：内容有改动：{words_changed(old.text, task.text)}"
        elif (old.due, old.deadline) != (task.due, task.deadline):
            yield f"任务{name}：时限由“{old.due}”改为“{task.due}”"
        elif old.units != task.units:
            yield f"任务{name}：责任单位由“{'、'.join(old.units)}”改为“{'、'.join(task.units)}”"


def _conditions(old: Rubric, new: Rubric) -> Iterator[str]:
    found = pair(old.eligibility, new.eligibility, lambda c: c.id, lambda c: c.source.quote)
    yield from (f"条件{c.id}：删去“{c.text}”" for c in found.gone)
    yield from (f"条件{c.id}：新增“{c.text}”" for c in found.new)
    for before, after in found.both:
        yield from (f"条件{after.id}：{told}" for told in _condition(before, after, old, new))


def _condition(before: Eligibility, after: Eligibility, old: Rubric, new: Rubric) -> Iterator[str]:
    if before.id != after.id:
        yield f"编号由{before.id}改为{after.id}"
    if before.text != after.text:
        yield f"有改动：{words_changed(before.text, after.text)}"
    yield from _source(before.source, after.source)
    texts = condition_text(before, old), condition_text(after, new)
    if texts[0] != texts[1]:
        yield f"判断办法有改动：{words_changed(*texts)}"


def _calls(old: Rubric, new: Rubric) -> Iterator[str]:
    before, after = ({call.id: call for call in rubric.calls} for rubric in (old, new))
    for name in [n for n in before if n not in after]:
        yield f"申报{name}：删去"
    for name, call in after.items():
        past = before.get(name)
        if past is None:
            yield f"申报{name}：新增，申报截止{call.applicants_until}，县级上报截止{call.counties_until or '未写'}"
            continue
        for key, label in (
            ("applicants_until", "申报截止日"),
            ("counties_until", "县级上报截止日"),
            ("at_most", "名额"),
            ("who", "申报对象"),
            ("document", "文号"),
        ):
            told: tuple[Any, Any] = (getattr(past, key), getattr(call, key))
            if told[0] != told[1]:
                yield f"申报{name}：{label}由“{told[0] or '未写'}”改为“{told[1] or '未写'}”"


def _after(old: Rubric, new: Rubric) -> Iterator[str]:
    before, after = old.after_award, new.after_award
    if before is None or after is None:
        if before is not after:
            yield f"认定之后：{'新增' if before is None else '删去'}全部事项"
        return
    if before.valid_years != after.valid_years:
        yield f"认定之后：有效期由{before.valid_years}年改为{after.valid_years}年"
    duties = [[f"{d.title}（{when(d.every, d.due)}）" for d in part.duties] for part in (before, after)]
    yield from (f"认定之后：{told}" for told in _listed("事项", *duties))
    grounds = [[f"{g.text}（{g.follows or g.effect}）" for g in part.grounds] for part in (before, after)]
    yield from (f"认定之后：{told}" for told in _listed("终止取消情形", *grounds))


def _listed(label: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    yield from (f"{label}删去“{one}”" for one in before if one not in after)
    yield from (f"{label}新增“{one}”" for one in after if one not in before)


def words_changed(before: str, after: str) -> str:
    """The new text with what went and what came marked, by words; long stretches that agree are cut.

    >>> words_changed("近五年来参与发布的标准，得5分", "近三年来参与发布的标准，得10分")
    '近【删：五】【增：三】年来参与发布的标准，得【删：5】【增：10】分'
    """
    old, new = _cut(before), _cut(after)
    told = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            told.append(_shortened("".join(new[c:d])))
            continue
        gone, came = "".join(old[a:b]), "".join(new[c:d])
        if re.sub(r"\s", "", gone) == re.sub(r"\s", "", came):
            told.append(came)
            continue
        told.append((f"【删：{gone}】" if gone.strip() else "") + (f"【增：{came}】" if came.strip() else ""))
    return "".join(told)


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:16]}……{text[-16:]}"


def _cut(text: str) -> list[str]:
    """Words; a number stands alone and 年, 项 and the like are no part of it."""
    pieces: list[str] = []
    for word in _jieba().lcut(text):
        pieces += [p for p in re.split(r"(\d+(?:\.\d+)?|[一二三四五六七八九十百]+(?=[年项名个分家]))", word) if p]
    return pieces


@cache
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    return jieba
