"""A rule, a selection and a condition in plain Chinese, so that an official can compare the file with the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Final

import yaml

from matchers.rubric_model import Deed, Eligibility, Indicator, Measure, Rubric, Selection, Window
from matchers.rule_forms import (
    AllOf,
    AnyOf,
    BestOf,
    Condition,
    Count,
    Each,
    Limit,
    Manual,
    Presence,
    Rule,
    Streak,
    SumOf,
    Tasks,
    Threshold,
    Trend,
)
from matchers.rule_parts import plain
from pipeline.emit.labels import field_name, value_text, word

Papers = Mapping[str, Selection]
_NUMBERS: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LIMITS: Final = {"at_least": "达到{}", "more_than": "大于{}", "at_most": "不超过{}", "less_than": "低于{}"}
_COMPARED: Final = {"at_least": "不低于", "more_than": "高于", "at_most": "不高于", "less_than": "低于"}


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = resources.files("pipeline.emit").joinpath("data", "rubric_words.yaml").read_text("utf-8")
    loaded: Mapping[str, Mapping[str, str]] = yaml.load(text, Loader=yaml.BaseLoader)  # strings only
    return loaded


def say(group: str, key: str) -> str:
    """The Chinese words for a word of a rubric file; the word itself where none is known."""
    return _words().get(group, {}).get(key, key)


def rule_text(rule: Rule, papers: Papers) -> str:
    """What a rule gives, in one or a few sentences; parts are numbered."""
    match rule:
        case Each():
            return f"{_any(rule.of, papers)}每有一项得{plain(rule.points)}分"
        case Presence():
            if not rule.points:
                return f"有{_any(rule.of, papers)}"
            return f"有{_any(rule.of, papers)}即得{plain(rule.points)}分，多项也只计一次"
        case Count():
            steps = "，".join(f"达到{tier.at_least}项得{plain(tier.points)}分" for tier in rule.tiers)
            return f"{_any(rule.of, papers)}按数量：{steps}"
        case Streak():
            return _streak(rule, papers)
        case Threshold():
            return _threshold(rule, papers)
        case Trend():
            way = "上升" if rule.direction == "rising" else "下降"
            run = f"截至{rule.ending}年连续{rule.periods}年逐年{way}"
            return f"{_any(rule.of, papers)}{run}" + _earns(rule.points)
        case Tasks():
            return "各分项按其任务的完成情况计分，各分项相加"
        case AllOf():
            return f"以下各条都须具备{_earns(rule.points)}：{_numbered(rule.parts, papers)}"
        case AnyOf():
            way = "以下由排在最前而能判断的一条决定" if rule.by == "first" else "以下有一条具备即可"
            return f"{way}{_earns(rule.points)}：{_numbered(rule.parts, papers)}"
        case Manual():
            shown = f"，供参考的材料为{_any(rule.of, papers)}" if rule.of else ""
            return (f"由人评定，0至{plain(rule.points)}分" if rule.points else "由人评定，没有公布分值") + shown
        case BestOf():
            way = "只计排在最前的一项" if rule.by == "order" else "只计得分最高的一项"
            return f"以下各项{way}：{_numbered(rule.parts, papers)}"
        case SumOf():
            return f"以下各项相加：{_numbered(rule.parts, papers)}"
        case Condition():
            needed = "、".join(_any((name,), papers) for name in rule.requires)
            return f"须先有{needed}才计，否则待核：{rule_text(rule.rule, papers)}"
        case other:
            return say("form", getattr(other, "form", ""))


def _earns(points: Decimal) -> str:
    return f"，得{plain(points)}分" if points else ""


def _numbered(parts: Sequence[Rule], papers: Papers) -> str:
    marks = [_NUMBERS[n] if n < len(_NUMBERS) else f"（{n + 1}）" for n in range(len(parts))]
    return "；".join(mark + rule_text(part, papers) for mark, part in zip(marks, parts, strict=True))


def _any(names: Sequence[str], papers: Papers) -> str:
    return "或".join(dict.fromkeys(_titled(papers[name]) if name in papers else name for name in names))


def _titled(selection: Selection) -> str:
    doubted = selection.doubt is not None and selection.doubt.effect == "question"
    return f"“{selection.title}”" + ("（待核，暂不计）" if doubted else "")


def _streak(rule: Streak, papers: Papers) -> str:
    ends = "或".join({0: "评审当年", 1: "评审上一年"}.get(n, f"评审年前{n}年") for n in rule.ending)
    text = f"连续{rule.years}个年度（末年为{ends}）每年都有{_any(rule.of, papers)}，得{plain(rule.points)}分"
    if rule.within_months:
        text += f"；只看截止日前{rule.within_months}个月内的"
    return text + (f"；其间有{_any(rule.unless, papers)}的不得分" if rule.unless else "")


def _threshold(rule: Threshold, papers: Papers) -> str:
    what = _any(rule.of, papers)
    if rule.tiers:
        steps = "，".join(f"{_limit(tier, rule.unit)}得{plain(tier.points)}分" for tier in rule.tiers)
        return f"{what}的数值：{steps}"
    if rule.than:
        return (
            f"{what}的数值{_COMPARED.get(rule.compare or '', '与之相比')}{_any(rule.than, papers)}{_earns(rule.points)}"
        )
    monthly = "每个月都" if rule.each_month else ""
    return f"{what}的数值{monthly}{_limit(rule, rule.unit)}{_earns(rule.points)}"


def _limit(limit: Limit, unit: str) -> str:
    told = [words.format(f"{plain(value)}{unit}") for key, words in _LIMITS.items()
            if (value := getattr(limit, key, None)) is not None]  # fmt: skip
    return "且".join(told)


def selection_text(selection: Selection) -> str:
    """Which papers a selection takes and what it asks of each."""
    told = [value for name, values in selection.where.items() if (value := _where(selection.type, name, values))]
    kind = word("types", selection.type)
    text = f"“{selection.title}”：{kind}" + (f"，{'，'.join(told)}" if told else "")
    asked = [say("checks", check) for check in selection.checks]
    asked += _measured(selection.measure) if selection.measure else []
    asked += _done(selection.deed) if selection.deed else []
    asked += [_window(selection, selection.window, "须在截止日前{}内")] if selection.window else []
    asked += [_window(selection, selection.older_than, "至截止日须满{}")] if selection.older_than else []
    if selection.lasting:
        asked.append(f"公示不少于{selection.lasting.working_days}个工作日")
    asked += [say("expired", selection.expired)] if selection.expired != "reject" else []
    asked += [say("assemble", selection.assemble)] if selection.assemble in {"person", "officer"} else []
    asked += [say("speciality", selection.speciality)] if selection.speciality != "none" else []
    if selection.share:
        part = "减半" if selection.share.factor == Decimal("0.5") else f"乘以{plain(selection.share.factor)}"
        asked.append(f"{field_name(selection.type, selection.share.when)}的{part}")
    if selection.bundle:
        needs = "和".join(value_text(selection.type, selection.bundle.field, n) for n in selection.bundle.needs)
        asked.append(f"同一项目须有{needs}")
    if selection.distinct:
        asked.append(f"{'、'.join(field_name(selection.type, n) for n in selection.distinct)}相同的只计一次")
    if selection.doubt:
        asked.append(f"{say('doubt', selection.doubt.effect)}（{selection.doubt.because}）")
    return text + (f"；{'；'.join(asked)}" if asked else "")


def _measured(measure: Measure) -> list[str]:
    """What a statistic must be of."""
    told = [f"{measure.year}年" if measure.year else "", {"month": "每月"}.get(measure.grain, "")]
    place = {"nation": "（全国）", "city": "（全市）"}.get(measure.place, "")
    asked = [f"须是{''.join(told)}“{measure.name}”{place}"]
    asked += [f"单位为{measure.unit}"] if measure.unit else []
    return asked + ([f"写作“{'”“'.join(measure.also)}”的也算，提示核对"] if measure.also else [])


def _done(deed: Deed) -> list[str]:
    """What a document or an event must show."""
    words = "，或".join("“" + "”和“".join(word.split("+")) + "”" for word in deed.words)
    asked = [f"标题须含{words}"]
    asked += [f"须在{deed.year}年"] if deed.year else []
    asked += [f"至少{plain(deed.at_least)}{'或'.join(deed.units)}"] if deed.at_least is not None else []
    asked += ["须已举办（通知不算）"] if deed.act == "held" else []
    return asked + (["任何单位发文均可"] if deed.issuer == "any" else [])


def _where(type_: str, name: str, values: Sequence[str]) -> str:
    taken = [_value(type_, name, v) for v in values if not v.startswith("!")]
    refused = [_value(type_, name, v[1:]) for v in values if v.startswith("!")]
    label = field_name(type_, name)
    told = [f"{label}为{'或'.join(taken)}".replace("为含“", "含“")] if taken else []
    plain_ones = [r for r in refused if not r.startswith("含")]
    told += [f"{label}不是{'、'.join(plain_ones)}"] if plain_ones else []
    return "，".join(told + [f"{label}不{r}" for r in refused if r.startswith("含")])


def _value(type_: str, name: str, value: str) -> str:
    if value == "null":
        return "未识别"
    if value.startswith("~"):
        return f"含“{value[1:].replace('|', '”或“')}”"
    return value_text(type_, name, value)


def _window(selection: Selection, window: Window, words: str) -> str:
    basis = "（按自然年）" if window.basis == "calendar" else ""
    return field_name(selection.type, window.field) + words.format(f"{window.years}年") + basis


def reading_notes(line: Indicator) -> list[str]:
    """The readings taken where the text leaves something open, and what limits the line's confidence."""
    notes = [f"“{r.question}”：取“{r.default}”；另一读法“{r.other}”" for r in line.reading]
    if line.at_most != "high":
        notes.append(f"把握至多为{say('confidence', line.at_most)}")
    return notes + ([f"待人确定：{line.todo}"] if line.todo else [])


def condition_text(condition: Eligibility, rubric: Rubric) -> str:
    """How a condition is judged."""
    titles = {f"{line.id}:{name}": _titled(s) for line in rubric.indicators for name, s in line.papers.items()}
    titles |= {name: _titled(s) for name, s in condition.papers.items()}

    def named(names: Sequence[str]) -> str:
        return "或".join(dict.fromkeys(titles.get(name, name) for name in names))

    told = [say("condition_checks", condition.check)]
    told += [f"须有{named(choice)}" for choice in condition.met_by]
    told += [f"有{named(condition.against)}的不符合"] if condition.against else []
    told += [f"须满{condition.years}年"] if condition.years else []
    told += [f"前{condition.rounds}届获奖的不得再报"] if condition.rounds else []
    told += [f"文件格式须有{'或'.join(choice)}" for choice in condition.formats]
    told += [selection_text(s) for s in condition.papers.values()]
    return "；".join(told)
