"""The letter as DOCX: the office's Word template, or the package's own, filled in."""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from pipeline.emit.sheet_cells import clean
from pipeline.emit.whole_file import OutputBlocked, make_folder, write_bytes
from pipeline.errors import UnusableInput
from pipeline.follow_up.letter import Letter

FIELDS: Final = ("编号", "申报单位", "项目名称", "依据文件", "截止日期", "日期", "事项数", "分组")
NEEDED: Final = ("申报单位", "分组")
"""Without these a letter says nothing."""
EARLIER: Final = "历次"
_LONGEST: Final = 200
"""Bytes of a dossier's name in a letter's name; file systems take 255 in all."""


def template_bytes(path: Path | None) -> bytes:
    """The template's content; raises UnusableInput where it cannot be read."""
    if path is None:
        return resources.files("pipeline.emit").joinpath("data", "letter.docx").read_bytes()
    try:
        return path.read_bytes()
    except OSError as cause:
        raise UnusableInput(
            f"打不开模板“{path}”（{cause.strerror or cause}）", remedy="请核对路径；正用 Word 打开的请先关闭"
        ) from None


def check_template(content: bytes, name: str) -> None:
    """Raises UnusableInput, in Chinese, for what is no Word file, has broken fields or fields that nobody fills."""
    import jinja2

    template = _opened(content, name)
    try:
        asked = set(template.get_undeclared_template_variables(jinja_env=_environment()))
    except jinja2.TemplateError as cause:
        raise _broken(name, cause) from None
    if unknown := sorted(asked - set(FIELDS)):
        raise UnusableInput(
            f"模板“{name}”里有不认识的字段：{'、'.join(unknown)}", remedy=f"可用的字段：{'、'.join(FIELDS)}"
        )
    if missing := [field for field in NEEDED if field not in asked]:
        raise UnusableInput(
            f"模板“{name}”里没有字段：{'、'.join(missing)}",
            remedy="请从自带的模板改起（yushen letters --save-template）",
        )


def rendered(letter: Letter, content: bytes, name: str) -> bytes:
    """The filled-in letter. Raises UnusableInput where the template's fields do not work out."""
    import jinja2

    template = _opened(content, name)
    try:
        template.render(_clean(letter.fields()), jinja_env=_environment(), autoescape=True)
    except (jinja2.TemplateError, TypeError, ValueError, AttributeError, KeyError, IndexError) as cause:
        raise _broken(name, cause) from None
    target = BytesIO()
    template.save(target)
    return target.getvalue()


def write(letter: Letter, content: bytes, name: str, folder: Path) -> Path:
    """Writes the letter; one of the same name that says something else is kept under 历次/, never overwritten."""
    path = folder / file_name(letter.dossier)
    made = rendered(letter, content, name)
    if path.exists():
        try:
            before = path.read_bytes()
            if _parts(before) == _parts(made):
                return path
            _keep(path, folder)
        except OSError as cause:
            raise OutputBlocked(
                f"无法改写“{path.name}”（{cause.strerror or cause}）",
                remedy="文件可能正用 Word 打开，请关闭后重新运行",
            ) from None
    write_bytes(path, made)
    return path


def file_name(dossier: str) -> str:
    """The letter's name; a dossier's name that leaves no room is cut, its digest keeping two such apart.

    >>> file_name("恒晟电器")
    '补正通知书_恒晟电器.docx'
    >>> len(file_name("厂" * 80).encode()) <= 240, file_name("厂" * 80) == file_name("厂" * 79 + "店")
    (True, False)
    """
    if len(dossier.encode()) > _LONGEST:
        digest = hashlib.sha256(dossier.encode()).hexdigest()[:8]
        dossier = f"{dossier.encode()[: _LONGEST - 12].decode(errors='ignore')}…{digest}"
    return f"补正通知书_{dossier}.docx"


def _keep(path: Path, folder: Path) -> None:
    kept = folder / EARLIER
    make_folder(kept)
    number = 1
    while (target := kept / f"{path.stem}（{number}）{path.suffix}").exists():
        number += 1
    path.rename(target)


def _opened(content: bytes, name: str) -> Any:
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]
    from lxml.etree import LxmlError

    try:
        template = DocxTemplate(BytesIO(content))
        template.init_docx()
    except (PackageNotFoundError, zipfile.BadZipFile, zlib.error, LxmlError, KeyError, ValueError, OSError):
        raise UnusableInput(
            f"模板“{name}”不是完好的 Word 文件（.docx）", remedy="请用 Word 或 WPS 另存为 .docx 后再用"
        ) from None
    return template


def _environment() -> Any:
    """Templates come from outside: no access to Python's inside; a misspelt field is an error, not a blank."""
    import jinja2
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)


def _broken(name: str, cause: Exception) -> UnusableInput:
    said = str(cause)
    shown = "、".join(_quoted(said)) or said[:120]
    return UnusableInput(
        f"模板“{name}”里的字段写法有误（{shown}）",
        remedy="字段写成 {{ 申报单位 }}；循环以 {%p for 行 in 组.事项 %} 开始、以 {%p endfor %} 结束，各占一段",
    )


def _quoted(text: str) -> Iterator[str]:
    yield from dict.fromkeys(re.findall(r"'([^']{1,60})'", text))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value) if value.strip() else value
    if isinstance(value, list):
        return [_clean(part) for part in value]
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items()}
    return value


def _parts(content: bytes) -> dict[str, bytes] | None:
    """What the file holds, without the clock in its packing."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return {info.filename: packed.read(info) for info in packed.infolist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError):
        return None
