"""What a typed model says against data, as one clear Chinese line each: which place, what is wrong, what is allowed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

Schema = Mapping[str, Any]
Place = tuple[str | int, ...]


def told(error: ValidationError, schema: Schema) -> list[tuple[Place, str]]:
    """Every complaint of the model: its place in the data as written, and the line for people.

    `schema` is the model's JSON Schema; the allowed keys are taken from it.
    """
    lines: dict[tuple[Place, str], None] = {}
    entries = error.errors(include_url=False)
    for entry in entries:
        at = entry["loc"]
        inside = any(len(one["loc"]) > len(at) and one["loc"][: len(at)] == at for one in entries)
        if entry["type"] == "too_short" and inside:
            continue  # only because a row that is wrong was not counted
        written, node = _walk(entry["loc"], schema)
        lines[(written, _sentence(dict(entry), written, node, schema))] = None
    return list(lines)


def allowed_keys(schema: Schema, location: Sequence[str | int]) -> list[str]:
    """The keys that a mapping at this place may have; empty where any may stand."""
    return sorted(_walk(location, schema)[1].get("properties", {}))


def nearest(word: object, allowed: Sequence[str]) -> str:
    """`（是否指“name”？）` where one of the allowed words looks alike."""
    found = difflib.get_close_matches(str(word), list(allowed), 1, 0.6)
    return f"（是否指“{found[0]}”？）" if found else ""


def _sentence(entry: dict[str, Any], written: Place, at: Schema, schema: Schema) -> str:
    context: Mapping[str, Any] = entry.get("ctx") or {}
    given = _shown(entry.get("input"))
    match entry["type"]:
        case "unexpected_keyword_argument" | "extra_forbidden":
            keys = allowed_keys(schema, written[:-1])
            return f"未知的键“{written[-1]}”{nearest(written[-1], keys)}；可用的键：{'、'.join(keys)}"
        case "missing" | "missing_argument" | "missing_keyword_only_argument":
            return f"缺少必填的键“{written[-1] if written else ''}”"
        case "union_tag_invalid":
            tags = [tag.strip().strip("'") for tag in str(context.get("expected_tags", "")).split(",")]
            tag = context.get("tag")
            name = str(context.get("discriminator", "form")).strip("'")
            return f"{name} “{tag}”不在可用之列{nearest(tag, tags)}；可用：{'、'.join(tags)}"
        case "union_tag_not_found":
            name = str(context.get("discriminator", "form")).strip("'")
            return f"缺少必填的键“{name}”；可用：{'、'.join(_tags(at))}"
        case "literal_error":
            words = [str(w) for w in at.get("enum", ()) or ([at["const"]] if "const" in at else [])]
            listed = "、".join(words) or str(context.get("expected"))
            return f"{given}不在可用之列{nearest(entry.get('input'), words)}；可用：{listed}"
        case "value_error":
            return str(context.get("error", entry["msg"]))
        case kind:
            return f"{_PLAIN.get(kind, entry['msg']).format(**context)}（现为{given}）"


_PLAIN: Mapping[str, str] = {
    "decimal_parsing": "应为数字",
    "decimal_type": "应为数字",
    "decimal_max_digits": "数字过长",
    "finite_number": "应为有限的数字",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "float_parsing": "应为数字",
    "float_type": "应为数字",
    "bool_parsing": "应为 true 或 false",
    "bool_type": "应为 true 或 false",
    "greater_than": "须大于{gt}",
    "greater_than_equal": "不得小于{ge}",
    "less_than": "须小于{lt}",
    "less_than_equal": "不得大于{le}",
    "date_type": "应为日期，例如 2022-06-10",
    "date_parsing": "应为日期，例如 2022-06-10",
    "date_from_datetime_parsing": "应为日期，例如 2022-06-10",
    "date_from_datetime_inexact": "应为日期，例如 2022-06-10",
    "string_type": "应为一段文字",
    "string_too_short": "不得为空",
    "string_pattern_mismatch": "写法不符合{pattern}",
    "tuple_type": "应为列表，例如 [甲, 乙]",
    "list_type": "应为列表，例如 [甲, 乙]",
    "dict_type": "应为“键: 值”的一组",
    "mapping_type": "应为“键: 值”的一组",
    "model_type": "应为“键: 值”的一组",
    "model_attributes_type": "应为“键: 值”的一组",
    "dataclass_type": "应为“键: 值”的一组",
    "too_short": "至少要有{min_length}项",
    "too_long": "至多{max_length}项",
}


def _shown(value: object) -> str:
    """The value as written, cut to a length that a line can bear."""
    if value is None:
        return "空"
    if isinstance(value, dict):
        return "“键: 值”的一组"
    if isinstance(value, list | tuple):
        return "列表"
    text = str(value)
    return f"“{text[:40]}…”" if len(text) > 41 else f"“{text}”"


def _tags(at: Schema) -> list[str]:
    return list(at.get("discriminator", {}).get("mapping", {}))


def _resolved(node: Schema, schema: Schema) -> Schema:
    while "$ref" in node:
        node = schema.get("$defs", {}).get(str(node["$ref"]).rsplit("/", 1)[-1], {})
    return node


def _walk(location: Sequence[str | int], schema: Schema) -> tuple[Place, Schema]:
    """Down the model along a complaint's place: the place without the steps that only the model has (a form's name)."""
    at, written = _resolved(schema, schema), []
    for n, part in enumerate(location):
        at = _resolved(at, schema)
        options = [_resolved(option, schema) for option in (at, *at.get("anyOf", ()))]
        step = next((found for option in options if (found := _step(option, part)) is not None), None)
        if step is not None:
            at = _resolved(step, schema)
            written.append(part)
            continue
        chosen = next((o for o in options if part in o.get("discriminator", {}).get("mapping", {})), None)
        if chosen is not None:
            at = _resolved({"$ref": chosen["discriminator"]["mapping"][part]}, schema)
            continue
        if part != "[key]" and (isinstance(part, int) or n == len(location) - 1):
            written.append(part)
        at = {}
    return tuple(written), at


def _step(at: Schema, part: str | int) -> Schema | None:
    """The schema one step down; None where this schema has no such step."""
    if isinstance(part, int):
        fixed = at.get("prefixItems", ())
        if part < len(fixed):
            found: Schema = fixed[part]
            return found
        items = at.get("items")
        return items if isinstance(items, dict) else None
    if part in at.get("properties", {}):
        chosen: Schema = at["properties"][part]
        return chosen
    more = at.get("additionalProperties")
    return more if isinstance(more, dict) else None
