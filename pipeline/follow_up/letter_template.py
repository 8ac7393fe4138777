"""Makes the Word template of the letters: `python -m pipeline.follow_up.letter_template FILE`.

The file that the package carries (`pipeline/emit/data/letter.docx`) was made by it; an office edits its own copy.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

_ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def make(path: Path) -> None:
    """Writes the template."""
    book = docx.Document()
    section = book.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.4)
    style = book.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    book.core_properties.author = "yushen"
    book.core_properties.title = "补正通知书"

    _line(book, "补 正 通 知 书", bold=True, size=22, font="黑体", align="center", after=6)
    _line(book, "{{ 编号 }}", align="center", after=14)
    _line(book, "{{ 申报单位 }}：", after=4)
    _line(
        book,
        "贵单位申报“{{ 项目名称 }}”的材料已收到。经审查，有下列{{ 事项数 }}项需要补正或说明"
        "（依据：{{ 依据文件 }}）。请于{{ 截止日期 }}前将补正材料送达我局；每份材料请注明对应的序号，复印件请盖公章。",
        indent=True,
        after=8,
    )
    _line(book, "{%p for 组 in 分组 %}")
    _line(book, "{{ 组.标题 }}", bold=True, font="黑体", before=8, after=2)
    _line(book, "{%p for 行 in 组.事项 %}")
    _line(book, "{{ 行.序号 }}. {{ 行.指标 }}", bold=True, before=4, keep=True)
    _entry(book, "问题：", "{{ 行.问题 }}", keep=True)
    _entry(book, "请提交：", "{{ 行.请提交 }}")
    _line(book, "{%p if 行.依据 %}")
    _entry(book, "依据：", "{{ 行.依据 }}", size=10)
    _line(book, "{%p endif %}")
    _line(book, "{%p endfor %}")
    _line(book, "{%p endfor %}")
    _line(book, "", after=4)
    _line(
        book,
        "逾期未补正又未说明的，按已提交的材料评审。材料是否认定由评审人员决定，本通知不代表评审结论。",
        indent=True,
        after=10,
    )
    _line(book, "联系人：                        联系电话：", indent=True, after=24)
    _line(book, "（单位名称、盖章）              ", align="right", after=6)
    _line(book, "{{ 日期 }}", align="right", after=16)
    _line(book, "签收人：                        签收日期：      年    月    日", after=0)
    book.save(str(path))


def _line(
    book: Any, text: str, *, bold: bool = False, size: float = 12, font: str = "", align: str = "left",
    indent: bool = False, before: float = 0, after: float = 0, keep: bool = False,
) -> Any:  # fmt: skip
    paragraph = book.add_paragraph()
    _run(paragraph, text, size, bold=bold, font=font)
    paragraph.alignment = _ALIGNED[align]
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing, form.keep_with_next = Pt(before), Pt(after), 1.25, keep
    if indent:
        form.first_line_indent = Pt(2 * size)
    return paragraph


def _entry(book: Any, label: str, field: str, *, size: float = 12, keep: bool = False) -> None:
    """A label and its text, the text's further lines standing below its first."""
    paragraph = book.add_paragraph()
    _run(paragraph, label, size, bold=True)
    _run(paragraph, field, size)
    form = paragraph.paragraph_format
    form.left_indent, form.line_spacing, form.keep_with_next = Pt(24), 1.2, keep
    form.space_after = Pt(2)


def _run(paragraph: Any, text: str, size: float, *, bold: bool = False, font: str = "") -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if font:
        run.font.name = font
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
