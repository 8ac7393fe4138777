"""From a plan to the files of a dossier, and where each paper came to stand."""

from __future__ import annotations

import copy
import io
import random
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import yaml
from PIL import Image

from . import containers, form, lists, scan
from .catalogue import draw
from .mupdf import Book, pymupdf
from .wording import Data

PLANS = Path(__file__).parent.parent / "plan"
ATTACHMENTS = PLANS / "attachments"


class _Plain(yaml.SafeLoader):
    """YAML in which `no` is a word, dates stay text, and only true and false are truth values."""


_Plain.yaml_implicit_resolvers = {
    first: [
        (tag, expression)
        for tag, expression in found
        if not tag.endswith(":timestamp") and (not tag.endswith(":bool") or first in "tfTF")
    ]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

_BROKEN: dict[str, bytes] = {
    "damaged": b"%PDF-1.6\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n" + b"\x00\x17\x9c" * 400,
    "junk": b"\x00\x00\x00\x01Bud1" + b"\x00" * 64,
}


@dataclass
class Placed:
    """A paper where it stands: the file, its first page (None where the format has none)."""

    paper: Data
    file: str
    page: int | None


@dataclass
class Built:
    """A dossier's files by path, and its papers."""

    files: dict[str, bytes] = field(default_factory=dict)
    placed: list[Placed] = field(default_factory=list)


def load(path: Path) -> Data:
    """A plan; every paper filled in from the applicant's data."""
    plan: Data = yaml.load(path.read_text("utf-8"), _Plain)
    for file in plan["files"]:
        file["papers"] = [_filled(paper, plan) for paper in file.get("papers", [])]
    return plan


def plans() -> list[Data]:
    """All plans in order."""
    return [load(path) for path in sorted(PLANS.glob("*.yaml"))]


def _filled(paper: Data, plan: Data) -> Data:
    applicant = plan["applicant"]
    base = {
        "holder": "@",
        "address": applicant["address"],
        "holder_en": applicant.get("name_en", ""),
        "owners": ["@"],
        "inventors": "佘清和;晁景行;缪知远",
    }
    if paper["kind"] in {"licence", "form"}:
        base = {**applicant, **base}
    full = _named({**base, **copy.deepcopy(paper)}, applicant["name"])
    assert isinstance(full, dict)
    if "person" in full and "id" not in full:
        full["id"] = plan["people"][full["person"]]
    if paper["kind"] == "social":
        full["persons"] = [{"name": n, "id": plan["people"][n]} for n in full["persons"]]
    if paper["kind"] == "management" and full["holder"] == applicant["name"]:
        full.setdefault("uscc", applicant["uscc"])
    if paper["kind"] == "form":
        full["claims"] = {str(k): v for k, v in plan["claims"].items()}
    return full


def _named(value: object, name: str) -> object:
    if isinstance(value, dict):
        return {k: _named(v, name) for k, v in value.items()}
    if isinstance(value, list):
        return [_named(v, name) for v in value]
    return value.replace("@", name) if isinstance(value, str) else value


def build(plan: Data) -> Built:
    """Draw every file of a plan."""
    built = Built()
    for file in plan["files"]:
        _build_file(plan, file, built)
    return built


def _draw(paper: Data, seed: str, book: Book) -> None:
    if paper["kind"] == "form":
        form.printed(book, paper)
    elif paper["kind"] == "list":
        lists.printed(book, paper)
    else:
        draw(book, paper, seed)


def _build_file(plan: Data, file: Data, built: Built) -> None:
    path, how, papers = file["path"], file.get("as", "pdf"), file["papers"]
    seed = f"{plan['dossier']}/{path}"
    if how in {"docx", "xlsx", "ofd", "attachment", "raw", "empty"}:
        built.files[path] = _office(how, file, papers)
        built.placed += [Placed(p, path, 1 if how in {"xlsx", "ofd"} else None) for p in papers]
        return
    book = pymupdf.open()
    starts, looks = [], []
    for n, paper in enumerate(papers):
        starts.append(len(book))
        _draw(paper, f"{seed}/{n}", book)
        looks += [(paper.get("look", file.get("look", "scan")), paper.get("turn", file.get("turn", 0)))] * (
            len(book) - starts[-1]
        )
    rng = np.random.default_rng(random.Random(seed).randrange(2**31))
    dpi, quality = int(file.get("dpi", 150)), int(file.get("quality", 36))
    if how in {"pdf", "locked"}:
        built.files[path] = containers.pdf_bytes(book) if how == "pdf" else containers.locked(book)
    elif how == "scan":
        built.files[path] = _scan_pdf(book, looks, rng, dpi, quality)
    elif how == "tiff":
        frames = [scan.treat(p, "bw", rng, dpi, turn) for p, (_, turn) in zip(book, looks, strict=True)]
        kept = io.BytesIO()
        frames[0].save(kept, "TIFF", compression="group4", save_all=True, append_images=frames[1:], dpi=(dpi, dpi))
        built.files[path] = kept.getvalue()
    elif how == "pasted":
        pictures = [
            (
                f"图{i}　{papers[min(i, len(papers)) - 1].get('caption', '证书扫描件')}",
                scan.encoded(scan.treat(p, look, rng, dpi, turn), "jpg", dpi, quality),
            )
            for i, (p, (look, turn)) in enumerate(zip(book, looks, strict=True), 1)
        ]
        built.files[path] = containers.steady(lists.pasted(pictures))
        built.placed += [Placed(p, path, None) for p in papers]
        return
    else:
        _pictures(path, how, book, looks, rng, file, built, papers, starts)
        return
    built.placed += [Placed(p, path, s + 1) for p, s in zip(papers, starts, strict=True)]


def _pictures(
    path: str,
    how: str,
    book: Book,
    looks: list[tuple[str, int]],
    rng: np.random.Generator,
    file: Data,
    built: Built,
    papers: list[Data],
    starts: list[int],
) -> None:
    """One picture a page: `a.jpg`, or `a_1.jpg`, `a_2.jpg` where there are more."""
    names = (
        [path]
        if len(book) == 1
        else [f"{path.rsplit('.', 1)[0]}_{i}.{path.rsplit('.', 1)[1]}" for i in range(1, len(book) + 1)]
    )
    dpi, quality = int(file.get("dpi", 140)), int(file.get("quality", 38))
    for page, name, (look, turn) in zip(book, names, looks, strict=True):
        image = scan.treat(page, look, rng, dpi, turn)
        built.files[name] = scan.encoded(image, how, dpi, quality, int(file.get("orientation", 1)))
    built.placed += [Placed(p, names[s], 1) for p, s in zip(papers, starts, strict=True)]


def _scan_pdf(book: Book, looks: list[tuple[str, int]], rng: np.random.Generator, dpi: int, quality: int) -> bytes:
    out = pymupdf.open()
    for page, (look, turn) in zip(book, looks, strict=True):
        if look == "text":
            out.insert_pdf(book, page.number, page.number)
            continue
        if look == "bw":
            one = io.BytesIO()
            scan.treat(page, look, rng, max(dpi, 200), turn).save(one, "PDF", resolution=max(dpi, 200))
            out.insert_pdf(pymupdf.open(stream=one.getvalue(), filetype="pdf"))
            continue
        image = scan.treat(page, look, rng, dpi, turn)
        width, height = image.width * 72 / dpi, image.height * 72 / dpi
        sheet = out.new_page(width=width, height=height)
        sheet.insert_image(sheet.rect, stream=scan.encoded(image, "jpg", dpi, quality))
    return containers.pdf_bytes(out, subset=False)


def _office(how: str, file: Data, papers: list[Data]) -> bytes:
    if how == "raw":
        return _BROKEN.get(file["content"]) or str(file["content"]).encode(file.get("encoding", "utf-8"))
    if how == "empty":
        return b""
    if how == "attachment":
        return bytes((ATTACHMENTS / str(file["source"])).read_bytes())
    first = papers[0]
    if how == "ofd":
        return containers.decision_ofd(first)
    if first["kind"] == "form":
        return containers.steady(form.word(first)) if how == "docx" else form.workbook(first)
    if how == "docx":
        return containers.steady(lists.word(first))
    return lists.workbook(papers)


def write(plan: Data, built: Built, inbox: Path) -> None:
    """Put a dossier into the inbox: a folder, a ZIP, or its only file."""
    name = plan["dossier"]
    inbox.mkdir(parents=True, exist_ok=True)
    if plan["container"] == "zip":
        (inbox / f"{name}.zip").write_bytes(containers.archive(built.files))
    elif plan["container"] == "single":
        (only,) = built.files.items()
        (inbox / only[0]).write_bytes(only[1])
    else:
        for path, data in built.files.items():
            target = inbox / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


def thumbnail(data: bytes, page: int = 0, dpi: int = 60) -> Image.Image:
    """A page of a PDF as a small picture, to look at while working on layouts."""
    shot = pymupdf.open(stream=data, filetype="pdf")[page].get_pixmap(dpi=dpi)
    return Image.frombytes("RGB", (shot.width, shot.height), shot.samples)
