"""Tells in Chinese how the points of one line came about, from draft.json alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.emit.labels import code_advice, code_label, field_name, value_text, word


def explain(draft_json: Mapping[str, Any], indicator: str) -> str:
    """The steps, the papers accepted, questioned and refused with reasons, and what to follow up.

    Raises KeyError with a Chinese message that names the lines there are, where `indicator` is none of them.
    """
    lines = {line["id"]: line for line in draft_json["indicators"]}
    if indicator not in lines:
        raise KeyError(f"没有指标“{indicator}”；可选：{'、'.join(lines)}")
    line = lines[indicator]
    evidence = {item["id"]: item for item in draft_json["evidence"]}
    told = [
        *_head(draft_json, line),
        *_steps(line),
        *_papers(line, indicator, evidence),
        *_follow_up(draft_json, indicator),
    ]
    return "\n".join(told)


def _head(draft: Mapping[str, Any], line: Mapping[str, Any]) -> list[str]:
    rubric, applicant = draft["rubric"], draft["applicant"]
    low, high = line["score_range"]
    claimed = "未申报" if line["claimed_score"] is None else f"{line['claimed_score']:g} 分"
    return [
        f"{line['id']} {line['name']}（满分 {line['max_score']:g}）",
        f"申报单位：{applicant['name'] or '未识别'}　办法：{rubric['title']}（{rubric['source']}）　"
        f"基准日：{rubric['as_of']}",
        f"预评 {line['draft_score']:g} 分　可能区间 {low:g}～{high:g}　申报 {claimed}　"
        f"把握：{word('confidence', line['confidence'])}",
        f"依据：{line['basis']}",
    ]


def _steps(line: Mapping[str, Any]) -> list[str]:
    steps = line.get("steps") or []
    if not steps:
        return []
    told = ["", "计分过程"]
    for n, step in enumerate(steps, 1):
        points = "" if step.get("points") is None else f"　→ {step['points']:g} 分"
        papers = f"　（{'、'.join(step['evidence'])}）" if step.get("evidence") else ""
        told.append(f"  {n}. {step['text']}{points}{papers}")
    return told


def _papers(line: Mapping[str, Any], indicator: str, evidence: Mapping[str, Mapping[str, Any]]) -> list[str]:
    told: list[str] = []
    groups = (("accepted", "采信的材料"), ("questioned", "待核的材料"), ("rejected", "不采信的材料"))
    for status, title in groups:
        items = [evidence[i] for i in line["evidence"] if i in evidence and evidence[i]["status"] == status]
        if items:
            told += ["", title]
        for item in items:
            told += _paper(item, indicator)
    if not told:
        told = ["", "材料中没有找到本项的佐证。"]
    return told


def _paper(item: Mapping[str, Any], indicator: str) -> list[str]:
    points = item.get("counted", {}).get(indicator)
    source = item["source"]
    page = "" if source["page"] is None else f" 第{source['page']}页"
    told = [
        f"  {item['id']} {word('types', item['type'])}" + (f"　计 {points:g} 分" if points else "　不计分"),
        f"     {_values(item)}",
        f"     出处：{source['file']}{page}　{word('via', source['via'])}，读取把握 {item['confidence']:.0%}",
    ]
    details = {d["code"]: d["text"] for d in item.get("details", ())}
    told += [f"     {code_label(code)}：{details.get(code) or code_advice(code)}" for code in item["reasons"]]
    return told


def _values(item: Mapping[str, Any]) -> str:
    type_ = item["type"]
    return "；".join(
        f"{field_name(type_, name)}：{value_text(type_, name, value)}"
        for name, value in item["fields"].items()
        if not isinstance(value, dict)
    )


def _follow_up(draft: Mapping[str, Any], indicator: str) -> list[str]:
    found = [m for m in draft["mismatches"] if m["indicator"] == indicator]
    if not found:
        return []
    told = ["", "需要跟进"]
    for m in found:
        told.append(f"  [{word('severity', m['severity'])}] {code_label(m['code'])}：{m['message']}")
        if code_advice(m["code"]):
            told.append(f"     处理：{code_advice(m['code'])}")
    return told
