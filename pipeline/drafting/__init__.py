"""`yushen rubrics draft`: a published notice in a file becomes the draft of a rubric file."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from pathlib import Path

from matchers.drafting import RubricDraft, describe, draft_notice
from matchers.drafting.compose import NoScoringTable
from matchers.drafting.yaml_text import draft_yaml
from pipeline.drafting.notice_file import read_notice
from pipeline.errors import UnusableInput
from pipeline.readers.context import ReadContext

__all__ = ["RubricDraft", "describe", "draft_from", "draft_rubric"]


def draft_rubric(
    path: Path, *, rubric_id: str | None = None, as_of: dt.date | None = None, context: ReadContext | None = None
) -> str:
    """The YAML text of the rubric drafted from the notice at `path`; raises UnusableInput with a Chinese message."""
    return draft_yaml(draft_from(path, rubric_id=rubric_id, as_of=as_of, context=context))


def draft_from(
    path: Path, *, rubric_id: str | None = None, as_of: dt.date | None = None, context: ReadContext | None = None
) -> RubricDraft:
    """As `draft_rubric`, before it is written out."""
    notice = read_notice(path, context or ReadContext())
    try:
        return draft_notice(notice, rubric_id or id_of(path), as_of)
    except NoScoringTable:
        raise UnusableInput(
            f"“{path.name}”里没有找到评分表",
            remedy="评分表须有“评分标准”和“分值”一类的列，或在条目名称、条文中写明分数；若评分表在另一个附件里，请对该附件运行",
        ) from None


def id_of(path: Path) -> str:
    """An id from the file's name: letters, digits and Chinese characters, joined by hyphens."""
    words = re.findall(r"[A-Za-z0-9\u4e00-\u9fff]+", unicodedata.normalize("NFKC", path.stem))
    return "-".join(words)[:60].lower() or "drafted-rubric"
