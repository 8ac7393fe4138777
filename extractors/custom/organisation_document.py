"""The firm's own papers (制度文件, 台账, 组织架构图, 检验室总结): presence counts for 3 and 6.1-6.7, people judge.

The heading names the kind (`organisation_titles`). A manual's chapters, a ledger's further sheets and a summary's
sections belong to the paper that they stand in, whatever they speak of. Change-of-name papers are in `name_change`.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.columns import fold
from extractors.custom.making import item, read_field
from extractors.custom.organisation_holder import holder
from extractors.custom.organisation_titles import FITS, LAB, Heading, headings_of, named_by
from extractors.custom.organisation_year import year
from extractors.evidence import Evidence, Field
from extractors.page_forms import is_contents, page_number
from extractors.papers import SIGNS, WEAK, Match, Paper, Spread

KIND = "organisation_document"
SPREAD: Spread = "run"

BOOK: Final = re.compile(r"手册|汇编|程序文件|体系文件|制度文件|管理文件")
"""Titles of books: what stands in them are chapters."""
_GENERIC: Final = re.compile(r"^.{0,24}(?:程序文件|体系文件|制度文件|管理文件|质量管理体系|质量方针|质量管理制度)$")
"""Letterheads: a more exact title below says what the paper is."""
_CERTIFICATE: Final = re.compile(r"兹证明|特发此证|认证证书|评审标准|自评分|自评得分|申报得分|准予变更")
_NOT_OWN: Final = re.compile(
    r"佐证材料|证明材料|申报材料|营业执照|专利证书|商标注册|申报表|认证证书|知识产权|发明专利|社会保险|参保"
)
_CHAPTER_TITLE: Final = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百\d]{1,3}[章节篇]|\d{1,2}(?:\.\d{1,2}){0,2}[\s、.]"
    r"|[一二三四五六七八九十]{1,3}、)"
)
_RUBRIC: Final = re.compile(
    r"^\s*(?:[1-9]|1[01])[.\-、]?[1-7]?[\s、.]{0,2}(?:质量|计量|知识产权|品牌|标准|体系|人员|科技|检验室)"
)
_SUMMARY: Final = re.compile(r"(?:工作|运作|运行|年度|年终)总结(?:报告)?$")
_PAGE_CELL: Final = re.compile(r"页\s?[次码数]\s{0,3}:?\s{0,3}第?(?P<n>\d{1,3})\s?(?:/|页\s?共|of)\s?\d{1,3}")
NO_CHAPTER: Final = frozenset({"process_ledger", "lab_summary"})
"""What no manual has as a chapter."""
_PHOTOS: Final = re.compile(r"照\s?片|实\s?景|图\s?片")
_DOCUMENT: Final = re.compile(
    r"(?:制度|手册|台账|台帐|指导书|程序|程序文件|规程|规范|办法|架构图|机构图|结构图|流程图|总结|总结报告|系统"
    r"|截图|预案|照片|数据库|记录表)$"
)
_STANDARD: Final = re.compile(r"(?:国家|行业|团体|地方)\s?标\s?准\s*(?:\n|$)")
PHOTO_TEXT: Final = 120
"""A page with a picture and at most so many characters shows photos."""
BARE: Final = 3
"""A page that says no more than its title and so many characters is a divider, not the paper."""
COVER: Final = 110
"""A cover says at most so many characters: firm, title, number, version, who wrote and approved it, day."""


def recognise(paper: Paper) -> Match | None:
    """A heading in the first lines that names such a paper; else a file's name that the text fits."""
    text = paper.text
    if _CERTIFICATE.search(text[:900]) or _STANDARD.search(text[:160]):
        return None
    headings = headings_of(text)
    if len({h.kind for h in headings if h.chapter or len(h.line) <= 20}) >= 4:
        return None  # a list of papers
    heading = _title(text, headings)
    if heading is not None and _is_divider(paper, heading):
        return None
    if heading is not None and heading.chapter:
        # A section's heading begins a paper only where it could be a paper's title (三、风险管理制度).
        titled = _DOCUMENT.search(heading.words) is not None
        return Match(KIND, WEAK, paper.span(heading.start, heading.end), starts=False) if titled else None
    if heading is not None:
        return Match(KIND, SIGNS, paper.span(heading.start, heading.end), starts=not heading.chapter)
    if _by_name(paper) is not None:
        return Match(KIND, WEAK, paper.span(0, min(len(text), 20)))
    return None


def continues(paper: Paper, page: Paper) -> bool | None:
    """Chapters and pages with the open paper's title go on; another title begins another paper, but not in a book."""
    mine = _of_paper(paper)
    other = _title(page.text, headings_of(page.text))
    if other is None:
        running = mine is not None and mine.words in fold(page.text[:240])
        return True if running else None
    if mine is None:
        return False if _by_name(paper) != other.kind else None
    if mine.words in fold(page.text[:240]):
        return True
    if other.chapter:
        return other.kind == mine.kind or other.kind not in NO_CHAPTER
    first = _number(page.text) == 1
    if BOOK.search(mine.words):
        return other.kind not in NO_CHAPTER and not _leaves_book(paper, page, mine, other, first)
    return other.kind == mine.kind and not first


def _leaves_book(paper: Paper, page: Paper, mine: Heading, other: Heading, first: bool) -> bool:
    """A title of its own in a book of chapters: without the book's running head, a cover, or a page 1."""
    if any(mine.words in fold(part.text[:240]) for part in paper.parts[1:]):
        return True
    collected = "手册" not in mine.words
    return _is_cover(page.text, other) or (first and not collected) or _new_letterhead(paper, other)


def _number(text: str) -> int | None:
    """The page's number as printed, also in a letterhead's cell (页次 1/6)."""
    if match := _PAGE_CELL.search(text[:400]):
        return int(match["n"])
    number = page_number(text)
    return number.number if number is not None else None


def keeps(paper: Paper, page: Paper) -> bool:
    """A table of contents of chapters, a chapter's title page, a short section: the open paper's own."""
    text = page.text
    if _NOT_OWN.search(text) or re.search(r"附件|指标\d", text[:120]):
        return False
    mine = _of_paper(paper)
    if mine is None:
        return False
    if mine.words in fold(text[:240]) or is_contents(text):
        return True
    listed = {h.kind for h in headings_of(text)}
    return _CHAPTER_TITLE.match(text) is not None and listed <= {mine.kind} and _RUBRIC.match(text) is None


def stands(page: Paper) -> bool:
    """A short page that looks like a divider, but has a title without stamp or number and text of its own below it."""
    headings = headings_of(page.text)
    heading = _title(page.text, headings)
    if heading is None or heading.chapter or len(headings) > 1 or _NOT_OWN.search(page.text[:200]):
        return False
    if re.search(r"附件|材料|指标", fold(page.text[: heading.end])):
        return False
    below = [line for line in page.text[heading.end :].split("\n") if line.strip()]
    return len(below) >= 2 and len(fold("".join(below))) >= 12


def extract(paper: Paper, match: Match) -> list[Evidence]:
    """One item: kind, holder, year."""
    heading = _of_paper(paper)
    kind = heading.kind if heading is not None else _by_name(paper)
    if kind is None:
        return []
    pictures = any(p.has_picture for p in paper.pages)
    said = len(fold(paper.text))
    firm_named = heading is not None and any(re.search(r"公司|集团|厂", x) for x in (heading.line, *heading.above))
    if heading is not None and said <= len(heading.line) + BARE and not pictures and not firm_named:
        return []
    start, end = (heading.start, heading.end) if heading is not None else (0, min(len(paper.text), 20))
    fields: dict[str, Field] = {"kind": read_field(paper, kind, start, end, labelled=heading is not None)}
    if (firm := holder(paper, start, end)) is not None:
        fields["holder"] = firm
    if (when := year(paper, kind, start, end)) is not None:
        fields["year"] = when
    extras = {}
    if heading is not None:
        extras["title"] = read_field(paper, heading.words, start, end)
    marks = set()
    # A scan is a picture itself: there only a caption tells of photos.
    parts = [(part.page, part) for part in paper.parts]
    if any(p.has_picture and (p.via == "text" or _PHOTOS.search(part.text)) for p, part in parts):
        extras["has_photos"] = Field(True)
        marks.add("photo_only" if said <= PHOTO_TEXT * len(paper.parts) else "with_photo")
    return [item(KIND, KIND, paper, fields, anchor=paper.span(start, end), extras=extras, marks=marks)]


def _title(text: str, headings: list[Heading]) -> Heading | None:
    """The heading that says what the page is: the first, but below a letterhead the one that is more exact."""
    if not headings:
        return _split_summary(text)
    first = headings[0]
    if _GENERIC.match(first.words):
        for other in headings[1:]:
            if not other.chapter and not _GENERIC.match(other.words):
                return other
    return first


def _split_summary(text: str) -> Heading | None:
    """2021年度工作总结 in one line, the laboratory's name in a short line beside it."""
    lines = [m for m in re.finditer(r"[^\n\t\f]+", text[:400]) if m.group().strip()][:5]
    folded = [fold(m.group()) for m in lines]
    for index, words in enumerate(folded):
        near = [w for w in folded[max(0, index - 2) : index + 3] if w != words and len(w) <= 30 and w[-1] != "。"]
        if len(words) <= 30 and _SUMMARY.search(words) and any(re.search(rf"(?:{LAB})[)）]?$", w) for w in near):
            return Heading("lab_summary", *lines[index].span(), words, words, False, tuple(folded[:index]))
    return None


def _of_paper(paper: Paper) -> Heading | None:
    """The heading of the paper's first page."""
    text = paper.parts[0].text
    return _title(text, headings_of(text))


def _by_name(paper: Paper) -> str | None:
    """The kind that the file's name names, where the first page's text fits it."""
    kind = named_by(paper.parts[0].page.id.file)
    if kind is None:
        return None
    text = fold(paper.parts[0].text)
    fitting = sum(word in text for word in FITS[kind])
    photos = (
        kind == "lab_summary"
        and re.search(r"照片|图片|实景", paper.parts[0].page.id.file)
        and paper.parts[0].page.has_picture
    )
    return kind if fitting >= 3 or (photos and len(text) <= PHOTO_TEXT) else None


def _is_divider(paper: Paper, heading: Heading) -> bool:
    """佐证材料六：组织架构图 and nothing else."""
    stamped = _NOT_OWN.search(heading.line) is not None
    return stamped and len(fold(paper.text)) <= len(heading.line) + BARE and not paper.parts[0].page.has_picture


def _is_cover(text: str, heading: Heading) -> bool:
    """Firm, title, version, day and nothing else."""
    if len(fold(text)) > COVER or re.search(r"目\s?的|范\s?围|第一条|总\s?则|职\s?责", text):
        return False
    return any(re.search(r"公司|厂$|集团", line) for line in heading.above)


def _new_letterhead(paper: Paper, heading: Heading) -> bool:
    """The page's title stands below the firm's name, and the open book's inner pages bear no such letterhead."""

    def bears(text: str) -> bool:
        return re.search(r"公司|集团|厂(?=\s)", text[:60]) is not None

    if not any(re.search(r"(?:公司|集团|厂)$", line) for line in heading.above) or len(paper.parts) < 2:
        return False
    return not any(bears(part.text) for part in paper.parts[1:3])
