"""Hostile PDFs that hold a real paper: a patent that would move line 4, damaged, disguised, covered or hidden.

`TOLD` must be said to be unread, in whole or part; `SHOWN` are read as a person sees them; of `UNSEEN` nothing counts.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import hostile_pdf as made
import pymupdf as _pymupdf
from hostile_draft import SPARE_PATENT, text_pdf
from hostile_pdf_damage import (
    Case,
    cut_off,
    half_a_photograph,
    newer_edition,
    paper,
    picture_beside,
    saved,
    scratched,
    then,
    with_content,
    wrong_sum,
)
from hostile_pdf_disguise import (
    around,
    attached,
    clear_stamp,
    dynamic_form,
    locked,
    mapped,
    over_the_date,
    pinned,
    portfolio,
    private_glyphs,
    put_box_and_date,
    put_note,
    put_stamp,
    put_stroke,
    put_white_square,
    scan_with_false_layer,
    seal,
    shifted,
    stamp,
    swapped,
    text_under_scan,
    without_a_map,
    write,
)

pymupdf: Any = _pymupdf


TOLD: dict[str, Case] = {
    "数据流截断": lambda: with_content(cut_off),
    "数据流损坏": lambda: with_content(scratched),
    "校验和不符": lambda: with_content(wrong_sum),
    "未知过滤器": lambda: with_content(zlib.compress, more="/Nonsense"),
    "第二内容流缺失": lambda: with_content(zlib.compress, more=""),
    "外部对象缺失": lambda: with_content(then(b"/Fm9 Do")),
    "字符串未闭合": lambda: with_content(then(b"BT /F1 12 Tf 60 60 Td (ABC")),
    "乱码指令": lambda: with_content(then(b"\x00\x01\xff\xfe<<[ {} zz >> ))")),
    "内嵌图像损坏": lambda: with_content(then(b"BI /W 90 /H 90 /BPC 8 /CS /G ID abc\n")),
    "页中图片不完整": half_a_photograph,
    "页中图片数据过少": lambda: picture_beside(b"\x00" * 99, "Filter=null Width=2000 Height=2000"),
    "文件结尾缺失": lambda: text_pdf(SPARE_PATENT)[:-60],
    "新版本写到一半": lambda: newer_edition(0.5),
    "数字映射加1": shifted(1),
    "数字映射加3": shifted(3),
    "数字映射加5": shifted(5),
    "数字映射2与7互换": swapped("2", "7"),
    "数字映射1与7互换": swapped("1", "7"),
    "数字映射6与9互换": swapped("6", "9"),
    "数字映射0与6互换": swapped("0", "6"),
    "批注文字盖住日期": over_the_date(put_note),
    "图章批注盖住日期": over_the_date(put_stamp),
    "白色方框批注盖住日期": over_the_date(put_white_square),
    "图片盖住日期": over_the_date(
        lambda page, place: page.insert_image(place, stream=stamp("2021-03-18"), keep_proportion=False)
    ),
    "带透明通道的图片盖住日期": over_the_date(
        lambda page, place: page.insert_image(place, stream=clear_stamp("2021-03-18"), keep_proportion=False)
    ),
    "白框上写新日期": over_the_date(put_box_and_date),
    "白色粗线盖住日期": over_the_date(put_stroke),
    "白色字块盖住日期": over_the_date(
        lambda page, place: page.insert_text(
            (place.x0, place.y1 - 3), "\u2588" * 9, fontname="china-s", fontsize=12, color=(1, 1, 1)
        )
    ),
    "黑条盖住日期": over_the_date(lambda page, place: page.draw_rect(place, fill=(0, 0, 0))),
    "内嵌附件": lambda: attached("专利证书.pdf"),
    "批注里的附件": pinned,
    "文件包": portfolio,
    "动态表单": dynamic_form,
    "隐藏文字层与扫描件不符": scan_with_false_layer,
    "文字在图片之下": text_under_scan,
    "打开密码": locked,
    "私用区字符": private_glyphs,
    "字体没有字符表": without_a_map,
}
"""What must be told as unread, in whole or in part: no line that it could move is `high`."""


def filled(draw: Callable[[Any], None]) -> Case:
    """A page with a line that is seen, and what `draw` adds."""

    def build() -> bytes:
        book = pymupdf.open()
        page = book.new_page(width=595, height=842)
        page.insert_text((60, 50), "目录", fontname="china-s", fontsize=12)
        draw(page)
        return saved(book)

    return build


def hidden_layer(page: Any) -> None:
    layer = page.parent.add_ocg("暗", on=False)
    write(page, SPARE_PATENT, oc=layer)


def outside(page: Any) -> None:
    page.set_mediabox(pymupdf.Rect(0, 0, 595, 1700))
    write(page, SPARE_PATENT)
    page.set_cropbox(pymupdf.Rect(0, 1200, 595, 1700))


def boxed(page: Any) -> None:
    write(page, SPARE_PATENT)
    page.draw_rect(pymupdf.Rect(0, 60, 595, 842), fill=(1, 1, 1), color=None)


UNSEEN: dict[str, Case] = {
    "不可见文字": filled(lambda page: write(page, SPARE_PATENT, render_mode=3)),
    "白底白字": filled(lambda page: write(page, SPARE_PATENT, color=(1, 1, 1))),
    "全透明文字": filled(lambda page: write(page, SPARE_PATENT, fill_opacity=0)),
    "关闭的图层": filled(hidden_layer),
    "裁切框外": filled(outside),
    "整页白框之下": filled(boxed),
    "脚本": lambda: made.BROKEN["javascript"](),
}
"""What nobody sees counts for nothing."""


def turned() -> bytes:
    book = paper()
    book[0].set_rotation(90)
    return saved(book)


def large_unit() -> bytes:
    book = paper()
    book.xref_set_key(book[0].xref, "UserUnit", "2")
    return saved(book)


def shifted_boxes() -> bytes:
    book = paper()
    book[0].set_mediabox(pymupdf.Rect(-100, -100, 800, 1000))
    book[0].set_cropbox(pymupdf.Rect(20, 50, 695, 1000))
    return saved(book)


def mixed_sizes() -> bytes:
    book = paper()
    book.new_page(width=1684, height=2384).insert_text((60, 60), "A1")
    book.new_page(width=100, height=60)
    book.set_page_labels([{"startpage": 0, "prefix": "甲-", "style": "r", "firstpagenum": 9}])
    return saved(book)


def bold_by_doubling() -> bytes:
    book = pymupdf.open()
    page = book.new_page(width=595, height=842)
    for shift in (0, 0.3):
        for number, words in enumerate(SPARE_PATENT.splitlines()):
            page.insert_text((60 + shift, 90 + number * 30), words.strip(), fontname="china-s", fontsize=12)
    return saved(book)


def with_data_attached() -> bytes:
    book = paper()
    book.embfile_add("签名.xml", b"<x/>", filename="签名.xml")
    return saved(book)


SHOWN: dict[str, Case] = {
    "转了90度": turned,
    "单位放大": large_unit,
    "页框不从零起": shifted_boxes,
    "页面大小不一": mixed_sizes,
    "重复打印加粗": bold_by_doubling,
    "所有者密码": lambda: saved(paper(), encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="b"),
    "只附机读数据": with_data_attached,
    "同一文件的新版本": newer_edition,
    "诚实的字符表": lambda: mapped({}),
    "结尾补零": lambda: text_pdf(SPARE_PATENT) + bytes(5000),
    "透明印章盖在日期上": over_the_date(
        lambda page, place: page.insert_image(around(place), stream=seal(), keep_proportion=False)
    ),
    "高亮批注": over_the_date(lambda page, place: page.add_highlight_annot(place)),
}
"""What is whole and seen is read: the patent counts, and its line may be `high`."""
