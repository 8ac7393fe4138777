"""What a run is asked to do, and what that means: the rubric, the day, the tables and folders behind the arguments."""

from __future__ import annotations

import datetime as dt
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from extractors.fitted_confidence import BadTable, FittedTable, read_fitted
from matchers.calls import CallProblem, resolve
from matchers.rubric import Rubric, YamlProblem
from matchers.rubric_report import load_tested
from pipeline.emit.whole_file import make_folder
from pipeline.errors import UnusableInput


@dataclass(frozen=True)
class RunRequest:
    """What to do: the command line's arguments, already parsed.

    as_of: the day by which validity is judged; call: a yearly call of the rubric, whose deadline is that day;
    cache: None for the user's cache folder; cache_sources: further folders of read pages that are only looked into;
    supplements: a folder of papers handed in later, one sub-folder a dossier; confidence: a table fitted to reviews;
    limits: what one file, archive or dossier may cost (`pipeline.limits_file`), None for YUSHEN_LIMITS or the defaults;
    scratch: where archives are unpacked for the time of a run, None for the system's folder of temporary files.
    """

    paths: tuple[Path, ...]
    rubric: str
    out: Path
    as_of: dt.date | None = None
    call: str | None = None
    single: bool = False
    jobs: int | None = None
    cache: Path | None = None
    cache_sources: tuple[Path, ...] = ()
    ocr: bool = True
    supplements: Path | None = None
    confidence: Path | None = None
    limits: Path | None = None
    scratch: Path | None = None


def user_cache() -> Path:
    """Where read pages and whole results are kept between runs: YUSHEN_CACHE, else the platform's cache folder."""
    if given := os.environ.get("YUSHEN_CACHE"):
        return Path(given)
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "yushen" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "yushen"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yushen"


def rubric_of(request: RunRequest) -> Rubric:
    """The rubric that the request names; UnusableInput with everything wrong with it."""
    try:
        return load_tested(request.rubric)
    except YamlProblem as problem:
        raise UnusableInput(
            f"评审办法不能使用：\n{problem}", remedy="内置的办法见 yushen rubrics；自己的办法文件请按提示修改"
        ) from None


def as_of_day(request: RunRequest, rubric: Rubric) -> dt.date:
    """The day by which validity is judged."""
    try:
        return resolve(rubric, request.call, request.as_of)
    except CallProblem as problem:
        raise UnusableInput(str(problem), remedy="届次见 yushen rubrics show") from None


def fitted_table(request: RunRequest) -> FittedTable | None:
    """The table of `yushen quality --fit`, where one is given."""
    path = request.confidence
    if path is None:
        return None
    try:
        return read_fitted(path)
    except BadTable as cause:
        raise UnusableInput(str(cause), remedy="请给出 yushen quality --fit 写出的 confidence.json") from None
    except OSError as cause:
        raise UnusableInput(
            f"打不开把握对照表“{path}”（{cause.strerror or cause}）", remedy="请检查路径；不用对照表就不写 --confidence"
        ) from None


def output_folder(request: RunRequest) -> Path:
    """The folder for results, made if need be."""
    out = request.out
    try:
        make_folder(out)
    except OSError as cause:
        raise UnusableInput(
            f"不能建立结果文件夹“{out}”（{cause.strerror or cause}）", remedy="请换一个可以写入的文件夹"
        ) from None
    return out
