"""Words that OCR misreads in one known way, put right before labels and titles are looked for (handbook 17).

A closed list, same length in and out, so that offsets stay. Never for values: those are read from the view itself.
"""

from __future__ import annotations

import re
from typing import Final

_MISREAD: Final = {
    "征书": "证书",
    "证节": "证书",
    "证书编亏": "证书编号",
    "质虽": "质量",
    "质里管理": "质量管理",
    "质量管埋": "质量管理",
    "管埋体系": "管理体系",
    "管理休系": "管理体系",
    "专剌": "专利",
    "专刊号": "专利号",
    "专刊权": "专利权",
    "专利杈人": "专利权人",
    "检脸": "检验",
    "检睑": "检验",
    "台格证": "合格证",
    "有眼公司": "有限公司",
    "有限公可": "有限公司",
    "江们市": "江门市",
    "营业执熙": "营业执照",
    "营业执昭": "营业执照",
    "商标汪册": "商标注册",
    "商标注朋": "商标注册",
    "商标注册汪": "商标注册证",
    "商标注册征": "商标注册证",
    "注朋": "注册",
    "有效朋": "有效期",
    "有郊期": "有效期",
    "有效期全": "有效期至",
    "发证日朋": "发证日期",
    "颂证": "颁证",
    "颁正日期": "颁证日期",
    "发汪": "发证",
    "兹汪明": "兹证明",
    "慈证明": "兹证明",
    "滋证明": "兹证明",
    "認証": "认证",
    "認證": "认证",
    "茲證明": "兹证明",
    "證明": "证明",
    "範圍": "范围",
    "機構": "机构",
    "獲證": "获证",
    "頒發": "颁发",
    "證書": "证书",
    "質量": "质量",
    "體系": "体系",
    "環境": "环境",
    "職業": "职业",
    "編號": "编号",
    "頒證": "颁证",
    "發證": "发证",
    "有效期間": "有效期间",
    "組織": "组织",
    "專利": "专利",
    "發明": "发明",
    "實用新型": "实用新型",
    "註冊": "注册",
    "註册": "注册",
    "商標": "商标",
}
_ANY: Final = re.compile("|".join(sorted(map(re.escape, _MISREAD), key=len, reverse=True)))

if any(len(wrong) != len(right) for wrong, right in _MISREAD.items()):
    raise AssertionError("a misread word and what it stands for must have one length")


def mend_words(text: str) -> str:
    """The text with known misreadings of words put right; as long as before.

    >>> mend_words("质虽管理体系认证征书 编号 Q1")
    '质量管理体系认证证书 编号 Q1'
    """
    return _ANY.sub(lambda m: _MISREAD[m.group()], text)
