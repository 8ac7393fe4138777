"""OFD (GB/T 33190), the state's fixed-layout format: text of template and content layers with places, and scans.

Lengths in the file are millimetres from the top left; pages here are in points. A page whose text is drawn as shapes
shows something that nobody could read here, and is told.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ofdkit

from extractors.document import Box, Page, PageId
from extractors.layout import Piece, compose_page
from pipeline.limits import Limits, size_text
from pipeline.readers.content import Content, Frame, Picture, picture_kind
from pipeline.readers.context import ReadContext
from pipeline.readers.ofd_unseen import hide_unseen
from pipeline.readers.package import DAMAGED, LOCKED, too_large, too_many_pictures
from pipeline.readers.refusal import Refusal

POINTS = 72 / 25.4
ASCENT = 0.88  # share of the letter height above the baseline
ENOUGH_TEXT = 60  # characters: with so many a large image is the paper's pattern, not its content
LARGE_SHARE = 0.15  # of the page: smaller images are seals and codes
MANY_SHAPES = 60
SHAPES = Refusal("LOW_OCR_QUALITY", "没有可读的文字（文字可能是图形）；请另存为 PDF 或扫描成图片后重新提交")


DAMAGE = (
    ofdkit.OFDError,
    zipfile.BadZipFile,
    OSError,
    ValueError,
    LookupError,
    AttributeError,
    NotImplementedError,
    struct.error,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image on a page: its part in the package and its rectangle in points."""

    part: str
    box: Box


def read_ofd(path: Path, name: str, context: ReadContext) -> Content:
    """An OFD file by its path on disk; `name` is its path in the dossier."""
    try:
        with zipfile.ZipFile(path) as archive:
            if any(info.flag_bits & 1 for info in archive.infolist()):
                return Content(refusal=LOCKED)
            if (refusal := _beyond(archive.infolist(), context.limits)) is not None:
                return Content(refusal=refusal)
        with ofdkit.open(path) as document:
            hide_unseen(document)
            return _read(document, name, context)
    except ofdkit.OFDLimitError:
        return Content(refusal=too_large("里有部件解开后", size_text(ofdkit.package.MAX_PART_SIZE)))
    except DAMAGE:
        return Content(refusal=DAMAGED)


def _beyond(parts: Sequence[zipfile.ZipInfo], limits: Limits) -> Refusal | None:
    """Why a package is too large to be opened, if so; ofdkit reads no part beyond the size that it claims."""
    if len(parts) > limits.package_parts:
        return too_large("里的部件", f"{limits.package_parts} 个")
    for part in parts:
        most = limits.xml_bytes if part.filename.lower().endswith(".xml") else limits.part_bytes
        if part.file_size > most:
            return too_large("里有部件解开后", size_text(most))
    if sum(part.file_size for part in parts) > limits.package_bytes:
        return too_large("解开后", size_text(limits.package_bytes))
    return None


def _read(document: ofdkit.OFDDocument, name: str, context: ReadContext) -> Content:
    pages: list[Page] = []
    pictures: list[Picture] = []
    losses: list[Refusal] = []
    most = context.limits.pages
    for number, source in enumerate(document.pages[:most], 1):
        page_id = PageId(name, number)
        if source.location is None:
            pages.append(Page(page_id, "", legibility="unread"))
            losses.append(Refusal("UNREADABLE_FILE", f"第 {number} 页的内容不在文件里，未读；请申报单位重新提交"))
            continue
        try:
            page = _text_page(source, page_id)
            images = list(_images(document, source))
        except DAMAGE:
            pages.append(Page(page_id, "", legibility="unread"))
            losses.append(Refusal("UNREADABLE_FILE", f"第 {number} 页已损坏，无法读取；请申报单位重新提交"))
            continue
        letters = sum(not char.isspace() for char in page.text)
        large = [i for i in images if _share(i.box, page) > LARGE_SHARE] if letters < ENOUGH_TEXT else []
        shown = [p for image in large[:3] if (p := _picture(document, image, page)) is not None]
        if shown and not letters:
            # The scan is the page: its text takes the page's place.
            pictures += [replace(p, page_id=page_id if at == 0 else p.page_id) for at, p in enumerate(shown)]
            continue
        pictures += shown
        if not letters and not shown and _shapes(document, source) > MANY_SHAPES:
            page = replace(page, legibility="unread")
            losses.append(Refusal(SHAPES.code, f"第 {number} 页{SHAPES.message}"))
        pages.append(replace(page, has_picture=bool(images)))
    if len(document.pages) > most:
        losses.append(Refusal("LIMIT_EXCEEDED", f"超过 {most} 页，其余未读；请拆分后重新提交"))
    if not document.pages:
        return Content(refusal=DAMAGED)
    if any(word in warning for warning in document.warnings for word in ("template", "DocRoot")):
        losses.append(Refusal("UNREADABLE_FILE", "里有部分内容（模板或文档）缺失或已损坏，未读；请申报单位重新提交"))
    if len(pictures) > context.limits.pictures:
        losses.append(too_many_pictures(context.limits.pictures))
        del pictures[context.limits.pictures :]
    return Content(tuple(pages), tuple(pictures), len(document.pages), losses=tuple(losses))


def _text_page(source: ofdkit.Page, page_id: PageId) -> Page:
    x0, y0, width, height = source.box
    pieces: list[Piece] = []
    own: list[Piece] = []  # of the page itself, not of its template
    printed: dict[str, list[Box]] = {}
    for run in sorted(source.runs, key=lambda run: run.from_template):
        text = run.text.strip()
        if not text or run.size <= 0:
            continue
        left = (run.x - x0) * POINTS + (len(run.text) - len(run.text.lstrip())) * run.width * POINTS / len(run.text)
        baseline = (run.y - y0) * POINTS
        size = run.size * POINTS
        share = len(text) / len(run.text)
        box = Box(left, baseline - ASCENT * size, left + max(run.width, 0) * POINTS * share, baseline + 0.12 * size)
        if not (0 <= box.centre[0] <= width * POINTS and 0 <= box.centre[1] <= height * POINTS):
            continue
        # Printed twice, by the template and by the page, or by either to look bold: read once.
        if any(_covers(other, box) for other in printed.get(text, [])) or (
            run.from_template and any(text in other.text and _covers(other.box, box) for other in own)
        ):
            continue
        pieces.append(Piece(text, box))
        printed.setdefault(text, []).append(box)
        if not run.from_template:
            own.append(pieces[-1])
    legibility: Any = "good" if pieces else "blank"
    return compose_page(page_id, pieces, width=width * POINTS, height=height * POINTS, legibility=legibility)


def _covers(outer: Box, inner: Box) -> bool:
    """True where most of a rectangle lies within another."""
    wide = min(outer.x1, inner.x1) - max(outer.x0, inner.x0)
    high = min(outer.y1, inner.y1) - max(outer.y0, inner.y0)
    return wide > 0.6 * inner.width and high > 0.6 * inner.height


def _share(box: Box, page: Page) -> float:
    return box.width * box.height / ((page.width or 1) * (page.height or 1))


def _contents(document: ofdkit.OFDDocument, source: ofdkit.Page) -> Iterator[Any]:
    """The XML of a page and of its templates."""
    if source.location is None:
        return
    root = document._package.read_xml(source.location)
    yield root
    for element in root:
        if _name(element) == "Template":
            template = source._body.templates.get((element.get("TemplateID") or "").strip())
            if template is not None:
                yield document._package.read_xml(template)


def _images(document: ofdkit.OFDDocument, source: ofdkit.Page) -> Iterator[PlacedImage]:
    x0, y0, _, _ = source.box
    media = _media(document, source)
    for root in _contents(document, source):
        for element in root.iter():
            if _name(element) != "ImageObject":
                continue
            part = media.get((element.get("ResourceID") or "").strip())
            numbers = (element.get("Boundary") or "").split()
            if part is not None and len(numbers) == 4:
                x, y, width, height = (float(number) * POINTS for number in numbers)
                left, top = x - x0 * POINTS, y - y0 * POINTS
                yield PlacedImage(part, Box(left, top, left + max(width, 0), top + max(height, 0)))


def _media(document: ofdkit.OFDDocument, source: ofdkit.Page) -> dict[str, str]:
    """Resource id → part of every image that this page may show."""
    package = document._package
    found: dict[str, str] = {}
    resources = list(source._body.resources)
    if source.location is not None:
        for element in package.read_xml(source.location):
            if _name(element) == "PageRes":
                own = package.resolve(source.location, element.text)
                resources += [own] if own is not None else []
    for resource in resources:
        try:
            root = package.read_xml(resource)
        except ofdkit.OFDError:
            continue
        base = posixpath.join(posixpath.dirname(resource), root.get("BaseLoc") or "")
        for element in root.iter():
            if _name(element) == "MultiMedia":
                location = next((c.text for c in element if _name(c) == "MediaFile"), None) or ""
                part = package.resolve(posixpath.join(base, "x"), location) or package.resolve(resource, location)
                if part is not None:
                    found[(element.get("ID") or "").strip()] = part
    return found


def _picture(document: ofdkit.OFDDocument, image: PlacedImage, page: Page) -> Picture | None:
    try:
        data = document._package.read(image.part)
    except ofdkit.OFDError:
        return None
    if picture_kind(data) != "image":
        return None
    frame = Frame(image.box, page.width or image.box.width, page.height or image.box.height)
    return Picture(replace_part(page.id, image.part), data, frame)


def replace_part(page_id: PageId, part: str) -> PageId:
    """The id of a picture on that page."""
    return PageId(page_id.file, page_id.number, part)


def _shapes(document: ofdkit.OFDDocument, source: ofdkit.Page) -> int:
    return sum(_name(element) == "PathObject" for root in _contents(document, source) for element in root.iter())


def _name(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1]
