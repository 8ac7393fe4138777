"""One county's results as handed to the city: its out folder with drafts and, if reviews came in, results.xlsx."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from pipeline.follow_up.open_items import open_items
from pipeline.follow_up.round_folder import drafts_in
from pipeline.review.drafted import Drafted
from pipeline.review.results_book import NAME as RESULTS
from pipeline.review.sheet_tables import FoundTable, NotRead, read_tables
from pipeline.review.typed_number import read_score

_WANTED: Final = {"排名": ("申报单位", "最终得分", "预评得分", "评审人", "材料")}
EXCLUDED: Final = "资格不符"
UNREVIEWED: Final = "未复核"


@dataclass(frozen=True)
class Entrant:
    """One applicant as a county hands it up; `total` is the final score where reviewed, else the draft's.

    open_matters: how many matters wait for the applicant; remarks: what the results say is unsettled.
    """

    county: str
    drafted: Drafted
    papers: Mapping[str, Any]
    total: Decimal
    lowest: Decimal
    highest: Decimal
    reviewed: bool
    excluded: bool
    remarks: str
    open_matters: int
    codes: Counter[str]

    @property
    def name(self) -> str:
        return self.drafted.title

    @property
    def label(self) -> str:
        """Where it lies: `蓬江区/01_某公司`."""
        return f"{self.county}/{self.drafted.dossier}"


@dataclass(frozen=True)
class County:
    """A county's entrants, and one Chinese line for everything that could not be taken."""

    name: str
    folder: Path
    entrants: tuple[Entrant, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reviewed:
    total: Decimal
    draft: Decimal
    reviewed: bool
    excluded: bool
    remarks: str


def read_county(name: str, folder: Path) -> County:
    """Reads a county's folder; never raises for what is in it."""
    if not folder.is_dir():
        return County(name, folder, (), (f"{name}：找不到文件夹“{folder}”，未并入",))
    drafts, problems = drafts_in(folder)
    told = [f"{name}：{problem}，未并入" for problem in problems]
    if not drafts:
        told.append(f"{name}：“{folder}”里没有可用的草稿，未并入")
        return County(name, folder, (), tuple(told))
    reviewed, more = _results(name, folder)
    told += more
    known = {draft.dossier for draft in drafts}
    told += [f"{name}：{RESULTS} 里的“{dossier}”没有草稿，未并入" for dossier in reviewed if dossier not in known]
    entrants = []
    for draft in drafts:
        found = reviewed.get(draft.dossier)
        if found is not None and found.draft != draft.total:
            told.append(
                f"{name}：{RESULTS} 里“{draft.dossier}”的预评得分（{found.draft}）与草稿（{draft.total}）不符，"
                "可能是另一次运行的，按草稿列出；请重新 yushen collect"
            )
            found = None
        entrants.append(_entrant(name, draft, found))
    return County(name, folder, tuple(entrants), tuple(told))


def _entrant(county: str, draft: Drafted, found: _Reviewed | None) -> Entrant:
    content = json.loads(draft.path.read_text("utf-8"), parse_float=Decimal)
    reviewed = found is not None and found.reviewed
    low, high = (Decimal(points) for points in content["total"]["score_range"])
    total = found.total if found and reviewed else draft.total
    return Entrant(
        county,
        draft,
        content,
        total,
        total if reviewed else low,
        total if reviewed else high,
        reviewed,
        found is not None and found.excluded,
        found.remarks if found else _doubted(draft),
        len(open_items(draft)),
        Counter(doubt.code for doubt in draft.doubts if doubt.severity != "info"),
    )


def _doubted(draft: Drafted) -> str:
    """The conditions that the draft finds not met; nobody decided on them yet."""
    unmet = [condition.id for condition in draft.conditions if condition.status == "not_met"]
    return f"预审认为不符合：{'、'.join(unmet)}" if unmet else ""


def _results(name: str, folder: Path) -> tuple[dict[str, _Reviewed], list[str]]:
    path = folder / RESULTS
    further = sorted(folder.glob(f"*/{RESULTS}"))
    if not path.exists() and len(further) == 1:
        path = further[0]
    if not path.exists() and further:
        return {}, [f"{name}：有{len(further)}份 {RESULTS}，不能确定用哪一份，按预评得分列出，标为草稿"]
    if not path.exists():
        return {}, [f"{name}：没有 {RESULTS}（未收回评审表），按预评得分列出，标为草稿"]
    try:
        table = read_tables(path, _WANTED).get("排名")
    except NotRead as cause:
        return {}, [f"{name}：{RESULTS} {cause}；按预评得分列出，标为草稿"]
    if table is None:
        return {}, [f"{name}：{RESULTS} 里没有“排名”表，按预评得分列出，标为草稿"]
    return _rows(name, table)


def _rows(name: str, table: FoundTable) -> tuple[dict[str, _Reviewed], list[str]]:
    found: dict[str, _Reviewed] = {}
    told = []
    for row in table.rows:
        dossier = str(row.value("材料") or "").strip()
        if not dossier:
            continue
        total, draft = read_score(row.value("最终得分")), read_score(row.value("预评得分"))
        if total.value is None or draft.value is None:
            told.append(f"{name}：{RESULTS}〔{table.sheet}〕第{row.number}行“{dossier}”的得分不是数，按草稿列出")
            continue
        remarks = "；".join(
            part for heading in ("资格", "未决事项") for part in str(row.value(heading) or "").split("\n") if part
        )
        found[dossier] = _Reviewed(
            total.value,
            draft.value,
            str(row.value("评审人") or "").strip() not in ("", UNREVIEWED),
            str(row.value("结果") or "").strip() == EXCLUDED,
            "" if remarks == "各项符合" else remarks,
        )
    return found, told
