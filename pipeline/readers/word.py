"""DOCX (also DOCM and DOCX under another name): text and tables in document order, and the pictures in it.

A walk over the XML, because libraries that offer paragraphs and tables lose headers, text boxes, content controls,
insertions and nested tables. Insertions are kept, deletions and hidden text dropped; macros are never looked at.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractors.document import PageId
from pipeline.limits import DEFAULTS, Limits
from pipeline.readers.content import Content, Picture, is_ornament, picture_kind
from pipeline.readers.flow import Block, compose_flow
from pipeline.readers.package import (
    DAMAGED,
    UNPACKING,
    Package,
    Refused,
    Relation,
    local,
    lost_parts,
    too_deep,
    too_many_pictures,
)
from pipeline.readers.refusal import Refusal
from pipeline.readers.word_unseen import Unseen, unseen_by
from pipeline.readers.word_walk import Walk

PAPER = 19.0
"""Square centimetres: a smaller drawing is a formula or a logo."""


def read_word(path: Path, name: str, limits: Limits = DEFAULTS) -> Content:
    """A Word file by its path on disk; `name` is its path in the dossier."""
    try:
        with Package(path, limits) as package:
            return _read(package, path, name)
    except Refused as refused:
        return Content(refusal=refused.refusal)


def _read(package: Package, path: Path, name: str) -> Content:
    main = _main_part(package)
    relations = package.relations(main)
    root = _root(package, path, main)
    walk = Walk(package.limits.nesting, _unseen(package, relations, root))
    body = next((child for child in root if local(child) == "body"), None)
    if body is None:
        raise Refused(DAMAGED)
    blocks = walk.blocks(body)
    notes = _notes(package, relations, walk)
    references = list(dict.fromkeys(walk.references))
    pictures = [relations[i].target for i in walk.pictures if i in relations and not relations[i].external]
    shown = {relations[i].target: area for i, area in walk.areas.items() if i in relations}
    heads, feet, edge_pictures = _edges(package, relations, references, walk)
    page = compose_flow(PageId(name), [*heads, *blocks, *notes, *feet])
    found, lost = _pictures(package, name, [*pictures, *edge_pictures], shown)
    page = replace(page, has_picture=bool(found))
    pages = () if not page.text and found else (page,)
    losses = (*_losses(walk, relations), *lost_parts(package), *lost)
    return Content(pages, found, losses=losses, note=_note(walk))


def _unseen(package: Package, relations: dict[str, Relation], root: Any) -> Unseen:
    styles = next((r.target for r in relations.values() if r.kind == "styles" and package.has(r.target)), None)
    try:
        return unseen_by(package.xml(styles) if styles else None, root)
    except Refused as refused:
        package.lost[styles or ""] = refused.refusal
        return unseen_by(None, root)


def _root(package: Package, path: Path, main: str) -> Any:
    """The document's XML, opened by python-docx; what it refuses (DOCM, templates, parts that lead nowhere), by us.

    `Package` has looked at the sizes before, so that no bomb is unpacked here; its parser refuses entities, and a part
    that it refuses is not tried again.
    """
    import docx
    from lxml import etree

    root = package.xml(main)
    try:
        return docx.Document(str(path)).element
    except (KeyError, AttributeError, etree.XMLSyntaxError, *UNPACKING):
        return root


def _main_part(package: Package) -> str:
    for relation in package.relations("").values():
        if relation.kind == "officeDocument" and package.has(relation.target):
            return relation.target
    if package.has("word/document.xml"):
        return "word/document.xml"
    raise Refused(DAMAGED)


def _notes(package: Package, relations: dict[str, Any], walk: Walk) -> list[Block]:
    """Footnotes and endnotes that the text refers to, after it."""
    blocks: list[Block] = []
    for relation in relations.values():
        wanted = {"footnotes": walk.footnotes, "endnotes": walk.endnotes}.get(relation.kind)
        if not wanted or not package.has(relation.target):
            continue
        for note in package.xml(relation.target):
            if any(value in wanted for key, value in note.attrib.items() if key.endswith("}id")):
                blocks += walk.blocks(note)
    return blocks


def _edges(
    package: Package, relations: dict[str, Any], references: list[str], main: Walk
) -> tuple[list[Block], list[Block], list[str]]:
    """Headers, footers and the pictures in them; each part once, a part that only counts pages not at all."""
    blocks: dict[str, list[Block]] = {"header": [], "footer": []}
    pictures: list[str] = []
    seen: set[str] = set()
    for reference in references:
        relation = relations.get(reference)
        if (
            relation is None
            or relation.kind not in blocks
            or relation.target in seen
            or not package.has(relation.target)
        ):
            continue
        seen.add(relation.target)
        try:
            root = package.xml(relation.target)
        except Refused as refused:
            package.lost[relation.target] = refused.refusal
            continue
        walk = Walk(package.limits.nesting, main.unseen)
        found = [b for b in walk.blocks(root) if not isinstance(b, str) or any(c.isalpha() for c in b)]
        blocks[relation.kind] += [b for b in found if b not in blocks[relation.kind]]
        main.too_deep += walk.too_deep
        own = package.relations(relation.target)
        pictures += [own[i].target for i in walk.pictures if i in own and not own[i].external]
    return blocks["header"], blocks["footer"], pictures


def _pictures(
    package: Package, name: str, targets: list[str], shown: dict[str, float | None]
) -> tuple[tuple[Picture, ...], list[Refusal]]:
    """Every picture once, in document order; drawings (EMF, WMF) of the size of a paper are told as lost."""
    found: list[Picture] = []
    losses: list[Refusal] = []
    for target in dict.fromkeys(targets):
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
        kind = picture_kind(data)
        if kind == "image":
            ornament = target not in shown or is_ornament(data, shown[target])
            found.append(Picture(PageId(name, None, target), data, ornament=ornament))
        elif target in shown and (shown[target] or PAPER) >= PAPER:
            losses.append(
                Refusal(
                    "UNSUPPORTED_FORMAT",
                    f"里的图片 {posixpath.basename(target)}（{kind or '未知格式'}）未读取；请把该文件另存为 PDF 后提交",
                )
            )
    return tuple(found), losses


def _losses(walk: Walk, relations: dict[str, Any]) -> list[Refusal]:
    losses = []
    if walk.too_deep:
        losses.append(too_deep(walk.deepest))
    for reference in dict.fromkeys(walk.objects):
        relation = relations.get(reference)
        if relation is not None and not relation.external:
            what = posixpath.basename(relation.target)
            losses.append(Refusal("UNSUPPORTED_FORMAT", f"里嵌入的对象 {what} 未读取；请把嵌入的文件单独提交"))
    if walk.unseen.unsure:
        losses.append(Refusal("UNREADABLE_FILE", "里有白色文字，看不看得见不能确定，未计；请改为黑色文字后重新提交"))
    if walk.chunks:
        losses.append(Refusal("UNSUPPORTED_FORMAT", "里插入的外部文件片段未读取；请用 Word 另存后重新提交"))
    if any(i in relations and relations[i].external for i in walk.pictures):
        losses.append(Refusal("UNREADABLE_FILE", "里有链接到外部的图片，文件中没有图片本身；请改为嵌入图片后重新提交"))
    return losses


def _note(walk: Walk) -> str | None:
    if walk.dropped:
        return "含修订痕迹或隐藏文字：插入的文字已读，删除和隐藏的文字未计"
    return None
