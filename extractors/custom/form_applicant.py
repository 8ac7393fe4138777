"""Who applies: the key-value table of an application form."""

from __future__ import annotations

import re

from extractors.custom.labelled import Labels, cell_end, flat
from extractors.custom.making import read_field
from extractors.evidence import Field
from extractors.holders import holder_in
from extractors.papers import Paper
from extractors.parsers import dates, uscc

_EMPTY = re.compile(r"^[\s_/\-—:：]*$")
_NEXT_LABEL = re.compile(
    r"\s{2,}|\t|(?:邮\s?编|邮政编码|联系人|联系电话|电话|传真|法定代表人|注册资[本金]|成立[时日]|统一社会|企业性质|所属行业|填报|申报日期|电子邮箱)"
)


def applicant(paper: Paper, labels: Labels) -> Field:
    """The name, from the first label that has one."""
    for start, end in labels.values(paper, "applicant", 120):
        end = max(end, cell_end(paper, start) or 0)
        found = holder_in(_stripped(paper.text[start:end]), labelled=True)
        if found is None or len(found.name) < 4 or re.search(r"申报|单位名称|盖章|代码|地址", found.name):
            continue
        at = paper.text.find(found.name[:4], start)
        begin = at if 0 <= at < end else start
        stop = begin + len(found.name) if paper.text.startswith(found.name, begin) else end
        return read_field(paper, found.name, begin, stop, agreed=_stands_twice(paper, found.name))
    return Field(None)


def code(paper: Paper, labels: Labels) -> Field:
    """The unified social credit code."""
    for start, end in labels.values(paper, "uscc", 80):
        for one in uscc.find(paper.text[start:end]):
            if one.value:
                return read_field(
                    paper, one.value, start + one.start, start + one.end, check=one.check, repaired=one.repaired
                )
    for start, end in labels.blocks(paper, "uscc", 60):
        tight, places = flat(paper.text[start:end])  # broken over two lines of a narrow cell
        for one in uscc.find(tight):
            if one.value and one.check == "passed":
                first, last = start + places[one.start], start + places[one.end - 1] + 1
                return read_field(paper, one.value, first, last, check=one.check, repaired=one.repaired)
    for one in uscc.find(paper.text):
        if one.value and one.check == "passed":
            return read_field(paper, one.value, one.start, one.end, check=one.check, labelled=False)
    return Field(None)


def address(paper: Paper, labels: Labels) -> Field:
    """The registered address."""
    return _words(paper, labels, "address")


def business(paper: Paper, labels: Labels) -> Field:
    """The main business, as written."""
    return _words(paper, labels, "business")


def established(paper: Paper, labels: Labels) -> Field:
    """The day (or month) of founding."""
    for start, end in labels.values(paper, "established", 60):
        for one in dates.find(paper.text[start:end]):
            if one.value and "/" not in one.value:
                return read_field(paper, one.value, start + one.start, start + one.end, repaired=one.repaired)
    return Field(None)


def _words(paper: Paper, labels: Labels, name: str) -> Field:
    for start, end in labels.values(paper, name, 160):
        text = paper.text[start:end]
        cut = _NEXT_LABEL.search(text.lstrip(" :：_\n\t"))
        value = text.lstrip(" :：_\n\t")
        value = (value[: cut.start()] if cut else value).strip(" _\t\n")
        if len(value) >= 4 and not _EMPTY.match(value):
            at = start + text.index(value)
            return read_field(paper, re.sub(r"\s+", "", value), at, at + len(value))
    return Field(None)


def _stripped(text: str) -> str:
    return re.sub(r"^[\s:：_]*(?:\((?:盖章|公章|单位公章|加盖公章)\))?[\s:：_]*", "", text).replace("_", "")


def _stands_twice(paper: Paper, name: str) -> bool:
    return re.sub(r"\s", "", paper.text).count(name) > 1
