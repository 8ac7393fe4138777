"""`yushen merge`: several counties' folders → the city's workbook, its picture, the list for public notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matchers.rubric import YamlProblem, load_rubric
from pipeline.emit.whole_file import make_folder
from pipeline.errors import UnusableInput
from pipeline.masking import mask_name
from pipeline.merging import city_book, picture, publicity
from pipeline.merging.city import City, join
from pipeline.merging.county import read_county
from pipeline.names import path_name, unique_name


@dataclass(frozen=True)
class MergeRequest:
    """The counties' folders (`名称=文件夹`, or the folder alone, whose name is then the county's), where to, quota."""

    counties: tuple[str, ...]
    out: Path
    quota: int | None = None
    first_day: dt.date | None = None
    """From when the list is published; None: to be filled in."""


@dataclass(frozen=True)
class Merged:
    """The city and the files written."""

    city: City
    files: tuple[Path, ...]


def merge(request: MergeRequest) -> Merged:
    """Joins the counties. Raises UnusableInput where none of them can be used."""
    counties = [read_county(name, folder) for name, folder in named(request.counties)]
    city = join(counties, request.quota)
    if city is None:
        told = "；".join(line for county in counties for line in county.told)
        raise UnusableInput(f"没有可以汇总的结果（{told}）", remedy="请给出各县（市、区）yushen run 的结果文件夹")
    out = request.out.resolve()
    for county in counties:
        if out.is_relative_to(county.folder.resolve()):
            raise UnusableInput(f"输出文件夹“{request.out}”在“{county.folder}”里面", remedy="请把 --out 指到别处")
    try:
        make_folder(request.out)
    except OSError as cause:
        raise UnusableInput(
            f"不能建立结果文件夹“{request.out}”（{cause.strerror or cause}）", remedy="请换一个文件夹"
        ) from None
    drawn = picture.write(city, request.out)
    files = [city_book.write(city, request.out, drawn), drawn]
    if city.total_max:
        files.append(publicity.write(city, request.out, _awarded(city), request.first_day))
    return Merged(city, tuple(files))


def named(counties: Sequence[str]) -> list[tuple[str, Path]]:
    """Name and folder of each county; two of one name get a number."""
    taken: set[str] = set()
    found = []
    for text in counties:
        name, equals, rest = text.partition("=")
        folder = Path(rest) if equals and name and rest and not Path(text).exists() else Path(text)
        shown = name if folder == Path(rest) and equals else path_name(folder.resolve().name) or "未命名"
        found.append((unique_name(mask_name(shown), taken), folder))
    return found


def _awarded(city: City) -> str:
    """What is awarded (江门市企业质量提升创新中心); the rubric's title where nothing says."""
    try:
        after = load_rubric(city.rubric).after_award
    except (YamlProblem, OSError):
        after = None
    return after.title if after and after.title else city.rubric_title
