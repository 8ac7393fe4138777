"""JSON Schema of a kind's file, for editors: completion, checking, and a few Chinese words for every key."""

from __future__ import annotations

import copy
from typing import Any, Final

from extractors.fields import FIELDS
from extractors.spec import Kind

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
WORDS: Final[dict[str, dict[str, str]]] = {
    "Kind": {
        "": "一种材料：怎样认出它、读哪些字段、例子（装入时逐一试读）",
        "kind": "材料种类的名字，与文件名相同",
        "type": "证据类型：约定中的，或用 type_fields 新写的",
        "title": "中文名称，用在提示里",
        "type_fields": "新证据类型的全部字段；约定中已有的类型不写",
        "reader": "由程序里的哪个读取器读字段：statistic、official_document、event；写了它就不写 fields",
        "beside": "true：不与别的材料争页，另外把每一页再读一遍",
        "instead_of": "让开的内置材料：同一页两种都认得时，以本种为准",
        "spread": "page：只管认出的页和写明续页的页；run：一直到下一份材料",
        "recognise": "怎样认出这种材料",
        "fields": "字段名 → 怎样读",
        "extras": "类型以外的附加字段",
        "ignore": "别的标签：它们后面的文字不归前一个字段",
        "derive": "由另一个日期推算",
        "terms": "常见的有效期年数，用来互相核对日期",
        "marks": "标记：写着某些话时加上",
        "doubts": "存疑：代码和一句话",
        "refuse": "写着这些话就不读",
        "split": "一份材料按哪个字段拆成几项",
        "rows": "名单的一行的模式，组名即字段名",
        "columns": "名单表格的表头",
        "rows_only": "true：只有名单行算，正文不算一项",
        "later_mark": "拆成几项时，第二项起加的标记",
        "examples": "例子，至少两个，其中至少一个写明 yields",
    },
    "Recognise": {
        "titles": "独占一行的标题（正则表达式），有一个即可",
        "need": "全文须有的话，个个都要",
        "any": "全文须有其一",
        "none": "有了就不是",
        "none_title": "标题行里有了就不是",
        "signs": "没有标题时的特征词",
        "signs_needed": "至少几个特征词",
        "slack": "标题行里最多还可以有几个别的字",
    },
    "FieldSpec": {
        "labels": "标签，值在它后面、下面或右边一格",
        "fallback": "上面的标签都读不到时再用的标签",
        "patterns": "模式：(?P<v>…) 与标签同样可靠，(?P<w>…) 次之",
        "parse": "值是什么：日期、机构名称、编号……",
        "pick": "有几个日期时取哪个",
        "side": "写着起止日期时取哪一头",
        "choices": "只能取这些值，各由哪些话表明",
        "constant": "这种材料恒为此值",
        "required": "读不到就不确定",
        "deciding": "是否影响把握；不写时同 required",
        "reach": "值最多跨几行",
        "many": "可以有几个值",
    },
    "Example": {
        "name": "这个例子说明什么",
        "text": "材料上的文字",
        "yields": "应读出的字段；几项就写几个",
        "nothing": "true：不应认作这种材料",
        "marks": "应有的标记",
        "reasons": "应有的原因代码",
        "score": "按OCR读、每个字的得分",
    },
}


def kinds_schema() -> dict[str, Any]:
    """The schema of a file in a folder of kinds."""
    made: dict[str, Any] = _loosened(copy.deepcopy(Kind.model_json_schema()))
    for name, part in ({"Kind": made} | made.get("$defs", {})).items():
        told = WORDS.get(name, {})
        part.pop("title", None)
        part.pop("description", None)
        if "" in told:
            part["description"] = told[""]
        for key, value in part.get("properties", {}).items():
            value.pop("title", None)
            if key in told:
                value["description"] = told[key]
    made["properties"]["type"] = {
        "description": WORDS["Kind"]["type"],
        "anyOf": [{"enum": list(FIELDS)}, {"type": "string"}],
    }
    yields = made["$defs"]["Example"]["properties"]["yields"]
    yields["anyOf"] = [{"type": "object"}, {"type": "array", "items": {"type": "object"}}]
    for key in ("type", "items", "default"):
        yields.pop(key, None)
    return {"$schema": DIALECT, "title": "预审：材料种类（kinds 文件夹里的文件）", **made}


def _loosened(node: Any) -> Any:
    """A text may be written without quotation marks: an editor then takes `2` for a number, our loader does not."""
    if isinstance(node, list):
        return [_loosened(part) for part in node]
    if not isinstance(node, dict):
        return node
    made = {key: _loosened(value) for key, value in node.items()}
    if made.get("type") == "string" and "enum" not in made:
        made["type"] = ["string", "number", "boolean", "null"]
    return made
