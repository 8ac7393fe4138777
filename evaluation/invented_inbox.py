"""Small invented dossiers for the tests of `yushen watch`: text only, so that no OCR is needed; no person is real."""

from __future__ import annotations

import io
import random
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pymupdf as _pymupdf
from docx import Document as WordDocument

from sample_dossiers.generator.numbers import uscc

pymupdf: Any = _pymupdf

FIRST, SECOND, TRADES = "恒晟朗川粤创锦泰宏", "达源丰立拓越诚凯盈", ("五金", "电器", "塑料", "照明", "卫浴")


@dataclass(frozen=True)
class InventedDossier:
    """A dossier's name without extension, its files, and how it is handed in: folder, zip or a single file."""

    name: str
    form: str
    files: Mapping[str, bytes]

    @property
    def entry(self) -> str:
        """Its name in the inbox."""
        return {"folder": self.name, "zip": f"{self.name}.zip"}.get(self.form, f"{self.name}{self._suffix}")

    @property
    def _suffix(self) -> str:
        return Path(next(iter(self.files))).suffix

    def lay(self, folder: Path) -> Path:
        """Writes it into the folder, at its name there; what of it was there before goes."""
        place = folder / self.entry
        if place.is_dir():
            shutil.rmtree(place)
        if self.form == "folder":
            for name, data in self.files.items():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(data)
        else:
            place.write_bytes(self.packed())
        return place

    def packed(self) -> bytes:
        """The bytes of its one file."""
        if self.form != "zip":
            return next(iter(self.files.values()))
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.files.items():
                archive.writestr(zipfile.ZipInfo(name, (2022, 5, 1, 8, 0, 0)), data)
        return buffer.getvalue()

    def drop(self, inbox: Path, staging: Path) -> None:
        """Makes it appear in the inbox at once, by a rename from the folder beside it."""
        staging.mkdir(exist_ok=True)
        place = self.lay(staging)
        place.rename(inbox / place.name)


def text_pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A born-digital PDF."""
    document = pymupdf.open()
    for lines in pages:
        page = document.new_page()
        for number, line in enumerate(lines):
            page.insert_text((70, 90 + number * 28), line, fontname="china-s", fontsize=13)
    content: bytes = document.tobytes(no_new_id=True)
    return content


def word_file(lines: Sequence[str]) -> bytes:
    """A Word document."""
    document = WordDocument()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def licence(holder: str, code: str) -> list[str]:
    """The lines of a business licence."""
    return [
        "营业执照",
        f"统一社会信用代码：{code}",
        f"名称：{holder}",
        "类型：有限责任公司",
        "成立日期：2009年3月12日",
        "营业期限：长期",
        "住所：江门市蓬江区虚构路8号",
        "经营范围：制造、销售五金制品。",
        "登记机关：江门市市场监督管理局",
    ]


def certificate(holder: str, number: str, until: int) -> list[str]:
    """The lines of a quality-management certificate."""
    return [
        "质量管理体系认证证书",
        f"证书编号：{number}",
        "兹证明",
        holder,
        "建立的质量管理体系符合标准：",
        "GB/T 19001-2016 / ISO 9001:2015",
        "通过认证范围如下：五金制品的生产",
        "发证日期：2021年9月30日",
        f"有效期至：{until}年9月29日",
        "中国质量认证中心",
    ]


def invented(count: int, seed: int) -> list[InventedDossier]:
    """So many dossiers, each with names and numbers of its own; every form and format comes in turn."""
    rng = random.Random(seed)
    made = []
    for number in range(count):
        trade = TRADES[number % len(TRADES)]
        holder = f"江门市{FIRST[number // len(SECOND) % len(FIRST)]}{SECOND[number % len(SECOND)]}{trade}有限公司"
        code = uscc(f"9144070{rng.randrange(10**9):09}")
        paper = certificate(holder, f"0012{number % 10}Q3{number:04}R2M", 2024 - number % 4)
        pages = [licence(holder, code), paper]
        if number % 5 == 3:
            made.append(InventedDossier(holder, "file", {"申报材料.pdf": text_pdf(pages)}))
        elif number % 5 == 4:
            made.append(InventedDossier(holder, "file", {"申报材料.docx": word_file([*pages[0], *pages[1]])}))
        else:
            files = {
                "营业执照.pdf": text_pdf([licence(holder, code)]),
                "证书/质量体系.pdf": text_pdf([paper]),
                "证书/说明.docx": word_file(["质量管理体系说明", f"{holder}成立以来坚持质量第一。"]),
                "Thumbs.db": b"junk",
            }
            made.append(InventedDossier(holder, "zip" if number % 5 == 1 else "folder", files))
    return made


def supplemented(dossier: InventedDossier, number: int) -> InventedDossier:
    """The same with one more paper; a single file becomes another one."""
    more = text_pdf([certificate(dossier.name, f"0099{number % 10}E2{number:04}R1M", 2025)])
    if dossier.form == "file":
        name = next(iter(dossier.files))
        lines = [f"{dossier.name}补充说明", f"第{number}次修改"]
        return replace(dossier, files={name: word_file(lines) if name.endswith(".docx") else text_pdf([lines])})
    return replace(dossier, files={**dossier.files, f"证书/补充{number}.pdf": more})
