"""What calamine does not tell about a workbook: pictures and their sheets, formulas without result, claimed sizes."""

from __future__ import annotations

import posixpath
import re
import struct
from pathlib import Path

from legacy_doc.exceptions import LegacyDocError
from legacy_doc.ole import OleReader
from legacy_doc.types import ExtractionOptions

from extractors.document import PageId
from pipeline.limits import DEFAULTS, Limits
from pipeline.readers.content import Picture, is_ornament, picture_kind
from pipeline.readers.legacy_doc import carve_pictures
from pipeline.readers.package import Package, Refused, attribute, local, too_large, too_many_pictures
from pipeline.readers.refusal import Refusal

FILLED_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(?=\s*<)')
UNCOMPUTED = re.compile(rb'<c\b(?![^>]*\bt="str")[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>')


def sheet_parts(package: Package) -> list[str | None]:
    """The parts of the sheets in the workbook's order (None where one is missing)."""
    try:
        root = package.xml("xl/workbook.xml")
    except Refused:
        return []
    relations = package.relations("xl/workbook.xml")
    parts: list[str | None] = []
    for sheets in root:
        if local(sheets) == "sheets":
            for sheet in sheets:
                relation = next(
                    (relations[v] for k, v in sheet.attrib.items() if k.endswith("}id") and v in relations), None
                )
                parts.append(relation.target if relation and package.has(relation.target) else None)
    return parts


def check_size(package: Package) -> None:
    """Refuse a sheet whose few filled cells lie so far apart that any reader must build a monstrous table."""
    for part in package.names:
        if not re.search(r"(?i)xl/worksheets/[^/]+\.xml$", part):
            continue
        data = package.read(part, package.limits.sheet_bytes)
        rows, columns = [], []
        for found in FILLED_CELL.finditer(data):
            rows.append(int(found[2]))
            columns.append(column_number(found[1]))
        most = max(3 * package.limits.area, 300 * len(rows))  # a large table that is full is no trick
        if rows and (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) > most:
            raise Refused(too_large("的工作表行列范围", f"{most} 格"))


def column_number(letters: bytes) -> int:
    """The number of a column, A being 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def count_uncomputed(package: Package) -> int:
    """Formulas whose result was not saved, in all sheets."""
    uncomputed = 0
    for part in sheet_parts(package):
        if part is not None:
            try:
                data = package.read(part, package.limits.sheet_bytes)
            except Refused as refused:
                package.lost[part] = refused.refusal
                continue
            uncomputed += len(UNCOMPUTED.findall(data))
    return uncomputed


def sheet_pictures(package: Package, name: str) -> tuple[tuple[Picture, ...], list[Refusal]]:
    """Pictures with the number of the sheet they stand on; those in cells (WPS) go to the first sheet."""
    place: dict[str, int] = {}
    for number, part in enumerate(sheet_parts(package), 1):
        if part is None:
            continue
        for relation in package.relations(part).values():
            if relation.kind in {"drawing", "vmlDrawing"} and not relation.external:
                for target in _drawn(package, relation.target):
                    place.setdefault(target, number)
    for part in package.names:
        if part.lower().startswith("xl/media/"):
            place.setdefault(part, 1)
    found: list[Picture] = []
    losses: list[Refusal] = []
    for target, number in sorted(place.items(), key=lambda item: item[1]):
        if not package.has(target):
            continue
        if len(found) >= package.limits.pictures:
            losses.append(too_many_pictures(package.limits.pictures))
            break
        try:
            data = package.read(target)
        except Refused as refused:
            why = refused.refusal
            losses.append(Refusal(why.code, f"里的图片 {posixpath.basename(target)} {why.message}"))
            continue
        if picture_kind(data) == "image":
            found.append(Picture(PageId(name, number, target), data, ornament=is_ornament(data)))
        elif len(data) > 20_000:
            losses.append(
                Refusal("UNSUPPORTED_FORMAT", f"里的图片 {posixpath.basename(target)} 未读取；请另存为 PDF 后提交")
            )
    return tuple(found), losses


def _drawn(package: Package, drawing: str) -> list[str]:
    """The pictures of one drawing, in its order."""
    relations = package.relations(drawing)
    try:
        root = package.xml(drawing)
    except Refused:
        return []  # its pictures are read all the same, as pictures of the first sheet
    order = []
    for node in root.iter():
        reference = {"blip": "embed", "imagedata": "relid"}.get(local(node))
        found = relations.get(attribute(node, reference) or "") if reference else None
        if found is not None and not found.external:
            order.append(found.target)
    return order


def old_pictures(path: Path, name: str, limits: Limits = DEFAULTS) -> tuple[tuple[Picture, ...], tuple[Refusal, ...]]:
    """Pictures of an XLS; its drawing records do not say on which sheet they stand, so the first one is named."""
    data = path.read_bytes()
    try:
        ole = OleReader(data, options=ExtractionOptions(max_file_bytes=len(data), max_chain_sectors=1 << 22))
        stream = ole.try_read_stream("Workbook") or ole.try_read_stream("Book") or b""
    except (LegacyDocError, struct.error, IndexError):
        return (), ()
    found = list(dict.fromkeys(carve_pictures(_drawing_group(stream))))
    pictures = tuple(
        Picture(PageId(name, 1, f"图片{number}"), picture, ornament=is_ornament(picture))
        for number, picture in enumerate(found[: limits.pictures], 1)
    )
    return pictures, (too_many_pictures(limits.pictures),) if len(found) > limits.pictures else ()


def _drawing_group(stream: bytes) -> bytes:
    """The drawing records (MSODRAWINGGROUP with what continues them) without the record heads that cut them up."""
    parts: list[bytes] = []
    at, inside = 0, False
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        inside = kind == 0x00EB or (kind == 0x003C and inside)
        if inside:
            parts.append(stream[at + 4 : at + 4 + size])
        at += 4 + size
    return b"".join(parts)
