"""A rubric with mistakes stops at load; every mistake is told in one run, in Chinese, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.strict_yaml import load
from matchers.rubric import YamlProblem, built_in_ids, load_rubric
from matchers.rubric_loader import BUILT_IN
from matchers.rubrics import summaries

GOOD = """\
id: small
title: 小办法
document: 某号
as_of: 2022-06-10
groups: [{id: 一, title: 一, max: 5}]
indicators:
  - id: "2.10"
    name: 甲
    group: 一
    max: 5
    source: {clause: 附件, quote: 每项得1分}
    materials: 证书
    papers: {patents: {title: 专利, type: patent, holder: patentees, checks: [holder]}}
    rule: {form: each, of: [patents], points: 0.5}
"""


def problems(tmp_path: Path, text: str) -> str:
    path = tmp_path / "rubric.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(YamlProblem) as caught:
        load_rubric(str(path))
    assert all(line.startswith(str(path)) for line in str(caught.value).splitlines())
    return str(caught.value)


def changed(old: str, new: str, text: str = GOOD) -> str:
    assert old in text
    return text.replace(old, new)


def test_a_small_rubric_loads_with_exact_numbers(tmp_path: Path) -> None:
    path = tmp_path / "rubric.yaml"
    path.write_text(GOOD, "utf-8")
    indicator = load_rubric(str(path)).indicators[0]
    assert indicator.id == "2.10"
    assert str(getattr(indicator.rule, "points", None)) == "0.5"


def test_a_key_that_stands_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    told = problems(tmp_path, changed("title: 小办法", "title: 小办法\ntitle: 大办法"))
    assert "第3行：键“title”重复（第2行已有）" in told


def test_all_mistakes_are_told_at_once_each_in_one_line(tmp_path: Path) -> None:
    text = changed("form: each", "form: every", changed("    name: 甲\n", "    nam: 甲\n"))
    text = changed("as_of: 2022-06-10", "as_of: 六月十日", text)
    told = problems(tmp_path, text).splitlines()
    assert len(told) == 4
    assert "第4行，as_of：应为日期" in told[0]
    assert any("缺少必填的键“name”" in line and "第7行" in line for line in told)
    assert any("第8行，indicators[0].nam：未知的键“nam”（是否指“name”？）；可用的键：" in line for line in told)
    assert any("第14行" in line and "form “every”不在可用之列" in line and "streak" in line for line in told)


def test_an_unknown_key_does_not_hide_sums_caps_and_quotations(tmp_path: Path) -> None:
    (tmp_path / "official.txt").write_text("每项得1分", "utf-8")
    text = changed("id: small", "id: small\nnote: 说明\ntotal: 100\ntext: [official.txt]")
    text = changed("points: 0.5", "points: 6", changed("quote: 每项得1分", "quote: 每项得2分", text))
    text = changed("title: 一, max: 5", "title: 一, max: 7", text)
    told = problems(tmp_path, text)
    assert "第2行，note：未知的键" in told
    assert "这一档给6分，高于本项满分5分" in told
    assert "“一”各项合计5分，与本类满分7分不符" in told
    assert "第3行，total：各类满分合计7分，与总分100分不符" in told
    assert "官方文本里没有这段原文：“每项得2分”" in told
    assert len(told.splitlines()) == 5


def test_a_mistake_of_the_types_makes_no_second_mistakes(tmp_path: Path) -> None:
    told = problems(tmp_path, changed("max: 5\n    source", "max: 五\n    source"))
    assert told.count("\n") == 0
    assert "应为数字（现为“五”）" in told


def test_a_quotation_may_be_broken_by_blanks_only(tmp_path: Path) -> None:
    (tmp_path / "official.txt").write_text("……每 项\n得 1 分……", "utf-8")
    path = tmp_path / "rubric.yaml"
    path.write_text(changed("id: small", "id: small\ntext: [official.txt]"), "utf-8")
    assert load_rubric(str(path)).text == ("official.txt",)
    assert "读不到官方文本“nowhere.txt”" in problems(tmp_path, changed("id: small", "id: small\ntext: [nowhere.txt]"))


def test_a_group_may_cap_its_lines_where_it_says_so(tmp_path: Path) -> None:
    path = tmp_path / "rubric.yaml"
    path.write_text(changed("title: 一, max: 5", "title: 一, max: 3, capped: true"), "utf-8")
    assert load_rubric(str(path)).max_score == 3
    assert "合计5分，与本类满分3分不符" in problems(tmp_path, changed("title: 一, max: 5", "title: 一, max: 3"))


def test_references_that_lead_nowhere_are_told_with_what_is_allowed(tmp_path: Path) -> None:
    told = problems(tmp_path, changed("of: [patents]", "of: [patent]", changed("type: patent,", "type: patnt,")))
    assert "本项的 papers 里没有“patent”（是否指“patents”？）；可用：patents" in told
    assert "没有“patnt”这种证据类型（是否指“patent”？）；可用：business_licence" in told


def test_unknown_fields_and_checks_name_the_known_ones(tmp_path: Path) -> None:
    assert "“holdr”不在可用之列（是否指“holder”？）" in problems(
        tmp_path, changed("checks: [holder]", "checks: [holdr]")
    )
    told = problems(tmp_path, changed("holder: patentees", "holder: patentee"))
    assert "patent 没有字段“patentee”（是否指“patentees”？）；可用：patent_no" in told


def test_ids_that_stand_twice_are_told(tmp_path: Path) -> None:
    row = GOOD[GOOD.index('  - id: "2.10"') :]
    text = changed("title: 一, max: 5", "title: 一, max: 10") + row
    assert "第15行，indicators[1].id：编号“2.10”重复" in problems(tmp_path, text)


def test_a_quote_must_not_be_empty(tmp_path: Path) -> None:
    assert "引文为空" in problems(tmp_path, changed("quote: 每项得1分", 'quote: ""'))


def test_tiers_must_rise_and_stay_below_the_maximum(tmp_path: Path) -> None:
    rule = "{form: count, of: [patents], tiers: [{at_least: 3, points: 2}, {at_least: 2, points: 9}]}"
    told = problems(tmp_path, changed("{form: each, of: [patents], points: 0.5}", rule))
    assert "各档须按 at_least 由少到多排列" in told
    assert "这一档给9分，高于本项满分5分" in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "须是“键: 值”的一组"),
        ("- a", "须是“键: 值”的一组"),
        ("a: [", "不是有效的 YAML"),
        ("a: {b: c", "不是有效的 YAML"),
        ("\x00", "不是有效的 YAML"),
        ("a: &x [1, *x]", "循环引用"),
        ("a: &x {b: {c: *x}}", "第1行：循环引用"),
        ("[" * 5000 + "]" * 5000, "嵌套超过"),
        ("a: *x", "引用了没有定义的锚点"),
        ("a: !!python/object:os.system [x]", "不支持标签"),
        ("a: 1\n---\nb: 2", "不是有效的 YAML"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in problems(tmp_path, text)


def test_a_wrong_row_does_not_make_its_list_too_short(tmp_path: Path) -> None:
    rule = "{form: sum_of, parts: [{form: eachh, of: [patents], points: 1}]}"
    told = problems(tmp_path, changed("{form: each, of: [patents], points: 0.5}", rule))
    assert told.count("\n") == 0
    assert "form “eachh”不在可用之列（是否指“each”？）" in told


def test_a_circle_of_anchors_hides_nothing_else(tmp_path: Path) -> None:
    text = changed("papers: {patents: {", "papers: &all {again: *all, patents: {")
    text = changed("id: small", "id: small\nidd: x", changed("points: 0.5", "points: 9", text))
    told = problems(tmp_path, text).splitlines()
    assert len(told) == 3
    assert "第14行：循环引用——锚点（第14行）在它自己的内容里又被引用" in told[0]
    assert "第2行，idd：未知的键" in told[1]
    assert "这一档给9分，高于本项满分5分" in told[2]


def test_anchors_that_grow_without_measure_are_refused(tmp_path: Path) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "展开后超过" in problems(tmp_path, "\n".join(rows))


def test_a_file_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rubric.yaml"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(YamlProblem, match="不是 UTF-8"):
        load_rubric(str(path))


@pytest.mark.parametrize("name", ["no-such-rubric", "", "a\x00b", "x" * 5000])
def test_a_missing_rubric_names_the_built_in_ones(name: str) -> None:
    with pytest.raises(YamlProblem, match="jiangmen-qic-2022"):
        load_rubric(name)


def test_nothing_is_converted_by_the_loader() -> None:
    assert load("a: 012\nno: yes\nid: 2.10\nday: 2022-06-10", "x") == {
        "a": "012",
        "no": "yes",
        "id": "2.10",
        "day": "2022-06-10",
    }


def test_every_built_in_rubric_loads_and_is_listed() -> None:
    assert [s.id for s in summaries()] == built_in_ids()
    assert "jiangmen-qic-2022" in built_in_ids()


@pytest.mark.parametrize("rubric_id", built_in_ids())
def test_every_built_in_rubric_is_compared_with_its_official_text(rubric_id: str) -> None:
    rubric = load_rubric(rubric_id)  # refuses a quotation that stands in none of its texts
    assert rubric.text
    for name in rubric.text:
        assert (BUILT_IN / rubric_id / name).stat().st_size > 1000


WHOLE = (BUILT_IN / "jiangmen-qic-2022" / "rubric.yaml").read_text("utf-8")
LINES = WHOLE.splitlines()


def mutations() -> st.SearchStrategy[str]:
    """The real rubric with a stretch cut, doubled, overwritten or moved."""
    place = st.integers(0, len(WHOLE))
    piece = st.one_of(
        st.sampled_from(["[", "]", "{", "}", ": ", "- ", "\n", "*presence", "&x ", "null", "''", "-1", "1e999", "\t"]),
        st.text(max_size=8),
    )
    cut = st.builds(lambda a, n, p: WHOLE[:a] + p + WHOLE[a + n :], place, st.integers(0, 400), piece)
    row = st.integers(0, len(LINES) - 1)
    moved = st.builds(
        lambda a, b, drop: "\n".join((*LINES[:b], LINES[a], *(LINES[b + drop :]))), row, row, st.integers(0, 3)
    )
    indented = st.builds(
        lambda a, n: "\n".join((*LINES[:a], " " * n + LINES[a].lstrip(), *LINES[a + 1 :])), row, st.integers(0, 14)
    )
    return st.one_of(cut, moved, indented)


@settings(max_examples=60, deadline=None)
@given(text=mutations())
def test_no_mutation_of_a_rubric_ends_in_anything_but_clear_lines(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "rubric.yaml"
    path.write_text(text, "utf-8", errors="replace")
    told: tuple[str, ...] = ("（可用）",)
    try:
        load_rubric(str(path))
    except YamlProblem as problem:
        told = problem.problems
    assert told
    assert all(line and "\n" not in line for line in told)


def test_a_wrong_list_of_winners_is_told_with_its_line_beside_the_rubrics_own_faults(tmp_path: Path) -> None:
    (tmp_path / "winners.csv").write_text("名称,获奖年度\n甲公司,2020\n乙公司,去年\n", "utf-8")
    told = problems(tmp_path, changed("id: small", "id: small\nidd: x"))
    assert "：winners.csv：第3行，获奖年度：应为整数（现为“去年”）" in told
    assert "第2行，idd：未知的键" in told


def test_kinds_that_cannot_be_loaded_make_no_second_mistakes(tmp_path: Path) -> None:
    text = changed("id: small", "id: small\nkinds: [nowhere]", changed("type: patent,", "type: own_paper,"))
    told = problems(tmp_path, text)
    assert "没有文件夹“nowhere”" in told
    assert told.count("\n") == 0


def test_units_and_tasks_that_refer_to_each_other_in_a_circle(tmp_path: Path) -> None:
    text = changed(
        "groups:",
        "applicant: unit\nunits: [{name: 甲局, members: [乙局]}, {name: 乙局, members: [甲局]}]\ngroups:",
    )
    task = "{id: '%s', text: 做, every: ongoing, units_as: '%s'}"
    tasks = ", ".join((task % ("1", "2"), task % ("2", "1")))
    source = "source: {clause: 附件, quote: 每项得1分}"
    text += f"    sub_items: [{{id: '1', points: 5, {source}, tasks: [{tasks}]}}]\n"
    told = problems(tmp_path, text)
    assert "循环引用：甲局→乙局→甲局" in told
    assert "循环引用：1→2→1" in told
