from __future__ import annotations

import pytest

from extractors.parsers.place import district_of, rank_of


@pytest.mark.parametrize(
    ("name", "rank"),
    [
        ("国家市场监督管理总局", "national"),
        ("中国合格评定国家认可委员会", "national"),
        ("国家日用小家电产品质量监督检验中心（广东）", "national"),
        ("广东省江门市质量计量监督检测所", "municipal"),
        ("广东产品质量监督检验研究院", "provincial"),
        ("国家税务总局广东省税务局", "provincial"),
        ("江门市政府质量奖", "municipal"),
        ("开平市政府质量奖", "county"),
        ("广东省开平市人民政府", "county"),
        ("昆山市人民政府", "county"),
        ("佛山市顺德区市场监督管理局", "county"),
        ("上海市浦东新区人民政府", "municipal"),
        ("中国质量协会", None),
        ("人力资源和社会保障局", None),
    ],
)
def test_rank(name: str, rank: str | None) -> None:
    assert rank_of(name) == rank


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("广东省江门市江海区高新技术开发区", "江海区"),
        ("广东省江门市台山市台城", "台山市"),
        ("开平市水口镇", "开平市"),
        ("河南省鹤壁市鹤山区", None),
        ("中山市东区新会路", None),
        ("江门市恒晟电器有限公司", None),
    ],
)
def test_district(text: str, district: str | None) -> None:
    assert district_of(text) == district
