"""Page.text holds every word at its place; tables, columns, skew and touching pieces follow the docstring of Page."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from extractors.document import Box, Page, PageId
from extractors.layout import GridCell, Piece, compose_page

ID = PageId("a.pdf", 1)


def piece(text: str, x: float, y: float, size: float = 10, **more: object) -> Piece:
    width = sum(size if ord(c) > 0x2E7F else size / 2 for c in text)
    return Piece(text, Box(x, y, x + width, y + size), **more)  # type: ignore[arg-type]


def grid(columns: list[float], rows: list[float]) -> list[GridCell]:
    return [
        GridCell(r, c, Box(columns[c], rows[r], columns[c + 1], rows[r + 1]))
        for r in range(len(rows) - 1)
        for c in range(len(columns) - 1)
    ]


def compose(pieces: list[Piece], grids: list[list[GridCell]] | None = None, slope: float = 0.0) -> Page:
    return compose_page(ID, pieces, grids or [], width=600, height=800, slope=slope)


def check_places(page: Page) -> None:
    assert all(page.text[w.start : w.end] == w.text for w in page.words)
    assert [w.start for w in page.words] == sorted(w.start for w in page.words)
    for table in page.tables:
        for cell in table.cells:
            inside = page.words_in(cell.start, cell.end)
            assert all(cell.start <= w.start and w.end <= cell.end for w in inside)
            assert not page.cell_text(cell).replace(" ", "").replace("\n", "") or inside


pieces = st.builds(
    piece,
    st.text(alphabet="证书编号ABC0123456789.- \t\n　", min_size=0, max_size=12),
    st.floats(0, 500),
    st.floats(0, 780),
    st.floats(4, 40),
    aside=st.booleans(),
)


@given(st.lists(pieces, max_size=25), st.booleans(), st.floats(-0.05, 0.05))
def test_every_word_stands_where_it_says(found: list[Piece], ruled: bool, slope: float) -> None:
    page = compose(found, [grid([50, 200, 350, 500], [100, 200, 300, 400])] if ruled else [], slope)
    check_places(page)
    wanted = sorted("".join(p.text for p in found).translate({ord(c): None for c in " \t\n　"}))
    assert sorted("".join(w.text for w in page.words).replace(" ", "")) == wanted


def test_lines_from_top_to_bottom_and_words_from_left_to_right() -> None:
    page = compose(
        [piece("有效期至", 50, 120), piece("2024年", 120, 121), piece("证书编号", 50, 100), piece("Q12", 120, 99)]
    )
    assert page.text == "证书编号 Q12\n有效期至 2024年"


def test_a_skewed_line_stays_one_line() -> None:
    found = [piece(t, x, 100 + 0.04 * x) for t, x in (("证书编号", 50), ("00121Q", 300), ("R0M", 500))]
    below = [piece(t, x, 112 + 0.04 * x) for t, x in (("发证日期", 50), ("2021年", 300), ("9月", 500))]
    assert compose(found + below, slope=0.04).text == "证书编号 00121Q R0M\n发证日期 2021年 9月"


def test_small_type_beside_a_tall_character_keeps_its_lines() -> None:
    page = compose([piece("章", 50, 100, 40), piece("上行", 100, 102), piece("下行", 100, 126)])
    assert sorted(page.text.replace("章", "").split()) == ["上行", "下行"]
    assert "上行下行" not in page.text


def test_a_value_cut_by_the_engine_is_joined_and_columns_are_not() -> None:
    assert compose([piece("2021年9", 50, 100), piece("月30日", 86, 100)]).text == "2021年9月30日"
    assert compose([piece("20210", 50, 100), piece("12345", 76, 100)]).text == "2021012345"
    assert compose([piece("姓名", 50, 100), piece("性别", 80, 100)]).text == "姓名 性别"
    assert compose([piece("Quality", 50, 100), piece("Management", 87, 100)]).text == "Quality Management"


def test_cells_in_row_major_order_with_tabs_and_newlines() -> None:
    found = [
        piece("专利号", 60, 110),
        piece("名称", 210, 110),
        piece("ZL2018", 60, 210),
        piece("一种铝型材", 210, 205),
        piece("挤压装置", 210, 220),
        piece("附表", 60, 80),
        piece("注：", 60, 420),
    ]
    page = compose(found, [grid([50, 200, 350], [100, 200, 300])])
    assert page.text == "附表\n专利号\t名称\nZL2018\t一种铝型材\n挤压装置\n注："
    check_places(page)
    table = page.tables[0]
    assert [page.cell_text(c) for c in table.cells] == ["专利号", "名称", "ZL2018", "一种铝型材\n挤压装置"]


def test_an_empty_cell_and_a_merged_cell() -> None:
    cells = [
        GridCell(0, 0, Box(50, 100, 350, 200), colspan=2),
        GridCell(1, 0, Box(50, 200, 200, 300)),
        GridCell(1, 1, Box(200, 200, 350, 300)),
    ]
    page = compose([piece("人员表", 60, 110), piece("张三", 210, 210)], [cells])
    assert page.text == "人员表\n\t张三"
    assert [c.start == c.end for c in page.tables[0].cells] == [False, True, False]
    assert page.grid(page.tables[0])[0][1] is page.tables[0].cells[0]


def test_a_piece_over_a_ruled_line_is_cut_there() -> None:
    scores = tuple(0.9 + i / 100 for i in range(8))
    long = piece("张三李四王五赵六", 165, 110, scores=scores)
    page = compose([long], [grid([50, 205, 350], [100, 200, 300])])
    assert [page.cell_text(c) for c in page.tables[0].cells][:2] == ["张三李四", "王五赵六"]
    assert page.words[1].scores == scores[4:]
    assert page.words[1].box == Box(205, 110, 245, 120)


def test_two_columns_of_prose_come_one_after_the_other() -> None:
    left = [piece("左栏文字写满整行一直到边上才换行的", 50, 100 + 14 * i) for i in range(8)]
    right = [piece("右栏文字也写满整行一直到边上才换行", 320, 100 + 14 * i) for i in range(8)]
    text = compose([piece("通栏标题在最上面", 200, 60), *left, *right]).text
    assert text.startswith("通栏标题")
    assert text.rindex("左栏") < text.index("右栏")


def test_labels_and_values_side_by_side_stay_in_their_lines() -> None:
    labels = ["证书编号", "获证组织", "注册地址", "认证范围", "发证日期", "有效期至", "发证机构"]
    found = [piece(t, 50, 100 + 20 * i) for i, t in enumerate(labels)]
    found += [piece("值" * (3 + 2 * i), 330, 100 + 20 * i) for i in range(len(labels))]
    lines = compose(found).text.split("\n")
    assert [line[:4] for line in lines] == labels
    assert all("值" in line for line in lines)


def test_a_slanting_watermark_stands_behind_everything() -> None:
    page = compose([piece("名称", 50, 100), piece("仅供存档", 75, 98, aside=True), piece("某公司", 130, 100)])
    assert page.text == "名称 某公司\n仅供存档"


def test_a_turned_page_is_read_in_one_frame_and_seen_in_another() -> None:
    page = compose([piece("证书", 50, 100)], [])  # 600 x 800 as read
    for degrees, where in ((90, Box(100, 530, 110, 550)), (180, Box(530, 690, 550, 700)), (270, Box(690, 50, 700, 70))):
        turned = dataclasses.replace(page, turned=degrees)
        assert turned.box_of(0, 2) == Box(50, 100, 70, 110)
        seen = turned.seen()
        assert seen.box_of(0, 2) == where
        assert seen.text == page.text
        assert (seen.turned, seen.width) == (0, 600 if degrees == 180 else 800)
        check_places(seen)
    half = dataclasses.replace(page, turned=90).seen().box_of(0, 1)
    assert half == Box(100, 540, 110, 550)  # text runs upwards: its first half is the lower one
    assert page.seen() is page
