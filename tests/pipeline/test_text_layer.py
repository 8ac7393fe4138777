"""Which text layers are real text: damaged ones are found, honest unusual ones are left alone."""

from __future__ import annotations

import pytest

from pipeline.readers.text_layer import has_impossible_date, why_useless

GOOD = [
    "质量管理体系认证证书\n证书编号：00121Q30215R2M\n有效期至：2024年9月29日",
    "CERTIFICATE OF REGISTRATION\nThis is to certify that the quality management system of the organisation",
    "1\n2\n3\n12,345.67\n8,900.00\n2021-03-04",
    "GB/T 19001-2016 idt ISO 9001:2015",
    "QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5 表示数据段的内容和结构组成说明",
    "目　次\n前言 ……………… Ⅰ\n1 范围 ……………… 1",
    "申请号 2018.11.02 版本 3.25.99",
    "犀牛、狮子和独角兽的状态",
    "有效期：长期 电话 0750-3871234 QR: abcXYZ",
    "",
]
BAD = [
    "\x19\x12\x01",
    '"7+%-',
    "证书(cid:123)(cid:45)编号(cid:9)",
    "\ue011\ue012证\ue013书\ue014编\ue015",
    "\ufffd\ufffd\ufffd\ufffd号",
    "犐犆犛３５．０４０ 犔８０",
    '!"#!"$##!$#!!"$$#%!$&!\n% $"\n!"#!\n!"#$%&\'()*+,-./',
    "&&&º»¯õGCD%8±DEýE/ÆÚÛ",
    "发证日期：5332年36月41日",
    "有效期至2024-13-45止",
    "龘靐齉爩鱻麤龗灪吁龖厵鸞鬱驫飍",
]


@pytest.mark.parametrize("text", GOOD)
def test_real_text_is_kept(text: str) -> None:
    assert why_useless(text) is None


@pytest.mark.parametrize("text", BAD)
def test_useless_layers_are_found(text: str) -> None:
    assert why_useless(text)


def test_dates() -> None:
    assert not has_impossible_date("2021年9月30日 2021-12-31 2021.1.5 2024年 3 月")
    assert has_impossible_date("2021年13月1日")
    assert has_impossible_date("2021/02/32")
    assert not has_impossible_date("0750-3871234 440703-1994-01 GB/T 1.1-2009")
