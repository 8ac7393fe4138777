"""A run's folder as follow-up needs it: every draft, what the reviewers wrote, the rubric's wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from matchers.rubric import Rubric, YamlProblem, load_rubric
from pipeline.errors import UnusableInput
from pipeline.review.drafted import Drafted, NotADraft, read_drafted
from pipeline.review.entries import Entries


@dataclass(frozen=True)
class RoundFolder:
    """The drafts of one run in the order of their names; `told`: what could not be read, one Chinese line each."""

    folder: Path
    drafts: tuple[Drafted, ...]
    entries: Mapping[str, tuple[Entries, ...]]
    rubric: Rubric | None
    told: tuple[str, ...]


def read_round(folder: Path, rubric: str | None = None, sheets: Path | None = None) -> RoundFolder:
    """Reads a run's folder; `sheets`: where the returned sheets lie, if elsewhere.

    Raises UnusableInput where it holds no draft.
    """
    if not folder.is_dir():
        raise UnusableInput(f"找不到文件夹“{folder}”", remedy="请给出 yushen run 的结果文件夹")
    drafts, told = drafts_in(folder)
    if not drafts:
        why = f"（{'；'.join(told)}）" if told else ""
        raise UnusableInput(f"“{folder}”里没有可用的草稿{why}", remedy="请给出 yushen run 的结果文件夹")
    loaded, problem = _rubric(rubric or drafts[0].rubric)
    return RoundFolder(folder, drafts, _entries(folder, drafts, sheets or folder), loaded, (*told, *problem))


def drafts_in(folder: Path) -> tuple[tuple[Drafted, ...], tuple[str, ...]]:
    """The drafts right below the folder, and a line for each that cannot be read."""
    drafts, told = [], []
    for path in sorted(folder.glob("*/draft.json")):
        try:
            drafts.append(read_drafted(path))
        except NotADraft as cause:
            told.append(str(cause))
        except OSError as cause:
            told.append(f"打不开“{path}”（{cause.strerror or cause}）")
    return tuple(drafts), tuple(told)


def _rubric(id_or_path: str) -> tuple[Rubric | None, tuple[str, ...]]:
    try:
        return load_rubric(id_or_path), ()
    except (YamlProblem, OSError):
        return None, (f"找不到评审办法“{id_or_path}”，没有引用原文；自己的办法文件请用 --rubric 给出",)


def _entries(folder: Path, drafts: tuple[Drafted, ...], sheets: Path) -> dict[str, tuple[Entries, ...]]:
    """What the reviewers wrote into their sheets, by draft."""
    from pipeline.review.collect import CollectRequest, collect

    found: dict[str, tuple[Entries, ...]] = {}
    for rubric in sorted({draft.rubric for draft in drafts}):
        for standing in collect(CollectRequest(sheets, folder, rubric)).standings:
            result = standing.result
            found[result.drafted.id] = tuple(review.entries for review in result.reviews)
    return found
