"""Whatever stands on a page, no kind raises, and what a field says it read stands where it says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.custom import MODULES
from extractors.document import PageId, text_page
from extractors.evidence import ApplicationForm
from extractors.papers import Match, Paper

TEXT = """
申报表 自评分 评审标准 满分 5 / ☑ □ 无 合计 专利号 ZL202010430096.0 专利名称 商标 注册号 12345678
序号 姓名 张三 李 四 证件号码 4407**********1234 社会保险参保证明 202112-202205 单位名称 江门市恒晟电器有限公司
养老保险 检验报告 检验结论 不合格 合格 受检单位 报告编号 A2021-0001 职称证书 工程师 首席质量官 任命 聘任 为
证书编号 ICS 中华人民共和国国家标准 GB/T 12345-2021 前言 本文件起草单位： 、 。 2021-05-21 发布 实施
卓越绩效 自评报告 组织架构图 原名称： 现名称： 由 变更为 （ ）
"""
WORDS = st.sampled_from([*TEXT.split(), "\n", "\t"])


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40), st.sampled_from(["text", "ocr"]))
def test_任何文字都不出错且位置属实(words: list[str], via: str) -> None:
    page = text_page(PageId("a.pdf", 1), " ".join(words), via="ocr" if via == "ocr" else "text", score=0.9)
    paper = Paper.of([page])
    for module in MODULES:
        match = module.recognise(paper) or Match(module.KIND, 1.0)
        for one in module.extract(paper, match):
            item = one.evidence if isinstance(one, ApplicationForm) else one
            for field in (*item.fields.values(), *item.extras.values()):
                if field.span is not None:
                    stretch = page.text[field.span.start : field.span.end]
                    assert stretch
                    assert field.raw.startswith(stretch)
