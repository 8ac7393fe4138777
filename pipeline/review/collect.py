"""`yushen collect`: every sheet in a folder → the drafts they belong to → entries → final points and ranking.

A sheet is known by what it says of itself, not by its name or place. What cannot be taken is told, the rest is taken.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final

from pipeline.errors import UnusableInput
from pipeline.review.belonging import draft_of, said_of_earlier, succeeds
from pipeline.review.carry import carry
from pipeline.review.counting import UNSIGNED, count_dossier, is_looked_at, is_unsettled, opinion_of, rank
from pipeline.review.drafted import Drafted, NotADraft, read_drafted
from pipeline.review.earlier import EARLIER
from pipeline.review.entries import Entries
from pipeline.review.results import Review, Round
from pipeline.review.sheet_tables import NotRead, Opened, open_sheet
from pipeline.review.told import Told
from pipeline.review.understanding import understand

SHEETS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ett", ".ods"})
OURS: Final = frozenset({"results.xlsx", "batch.xlsx", "跟进台账.xlsx"})
LIMIT: Final = Decimal(2)
"""Points by which two reviewers may differ on a line."""


@dataclass(frozen=True)
class CollectRequest:
    """Where the sheets lie, where their drafts lie (default: there too), which rubric, how far reviewers may differ."""

    folder: Path
    drafts: Path | None = None
    rubric: str | None = None
    limit: Decimal = LIMIT
    quota: int | None = None


@dataclass
class _Taken:
    """What has been taken so far, and told."""

    reviews: list[Review] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    earlier: set[tuple[str, str]] = field(default_factory=set)
    """Files (with the current draft) whose entries were carried over from an earlier draft."""


def collect(request: CollectRequest) -> Round:
    """The whole round. Raises UnusableInput where nothing can be begun; a bad sheet never raises."""
    if not request.folder.is_dir():
        raise UnusableInput(f"找不到文件夹“{request.folder}”", remedy="请给出存放评审表的文件夹")
    taken = _Taken()
    known = _drafts(request, taken)
    current = _of_one_rubric([draft for draft in known if not _is_earlier(draft.path)], request.rubric)
    taken.told.extend(_twice(current))
    for path in _sheets(request.folder):
        _take(path, request.folder, current, known, taken)
    reviews = _by_reviewer(taken, {draft.id: draft for draft in current})
    results = [
        count_dossier(draft, [review for review in reviews if review.draft == draft.id], request.limit)
        for draft in current
    ]
    first = current[0]
    quota = request.quota if request.quota is not None else first.at_most
    for result in results:
        if not result.reviews:
            taken.told.append(Told("note", result.drafted.title, "还没有收到填写过的评审表，按预评得分列出"))
    standings = rank(results, quota)
    return Round(
        first.rubric, first.rubric_title, first.rubric_source, first.as_of, quota, request.limit, standings,
        tuple(taken.told),
    )  # fmt: skip


def _drafts(request: CollectRequest, taken: _Taken) -> list[Drafted]:
    """All drafts, also those of earlier versions, each once."""
    folder = request.drafts or request.folder
    if not folder.is_dir():
        raise UnusableInput(f"找不到草稿文件夹“{folder}”", remedy="请用 --drafts 给出 yushen run 的结果文件夹")
    found: dict[str, Drafted] = {}
    for path in sorted(folder.rglob("draft.json")):
        try:
            drafted = read_drafted(path)
        except (NotADraft, OSError) as cause:
            taken.told.append(Told("fault", _shown(path, folder), f"草稿不能读取：{cause}"))
            continue
        if drafted.id not in found or _is_earlier(found[drafted.id].path):
            found[drafted.id] = drafted
    if not any(not _is_earlier(drafted.path) for drafted in found.values()):
        raise UnusableInput(f"“{folder}”里没有草稿（draft.json）", remedy="请用 --drafts 给出 yushen run 的结果文件夹")
    return list(found.values())


def _twice(current: Sequence[Drafted]) -> Iterator[Told]:
    """Dossiers of which two different drafts lie here: both would be ranked."""
    paths: dict[str, list[str]] = {}
    for drafted in current:
        paths.setdefault(drafted.dossier, []).append(drafted.path.as_posix())
    for dossier, several in paths.items():
        if len(several) > 1:
            text = f"有 {len(several)} 份不同的草稿（{'、'.join(several)}），排名中都列出；请只留一份后重新收取"
            yield Told("fault", dossier, text)


def _is_earlier(path: Path) -> bool:
    return EARLIER in path.parts


def _of_one_rubric(drafts: Sequence[Drafted], wanted: str | None) -> list[Drafted]:
    chosen = [draft for draft in drafts if wanted is None or draft.rubric == wanted]
    kinds = sorted({(draft.rubric, draft.as_of) for draft in chosen})
    if not chosen:
        known = "、".join(sorted({draft.rubric for draft in drafts}))
        raise UnusableInput(f"没有评审办法“{wanted}”的草稿", remedy=f"这里的草稿属于：{known}")
    if len(kinds) > 1:
        told = "；".join(f"{rubric}（基准日 {day}）" for rubric, day in kinds)
        raise UnusableInput(
            f"草稿属于不同的评审办法或基准日：{told}", remedy="请用 --rubric 指定一个办法，或把不同批次分开存放"
        )
    return sorted(chosen, key=lambda draft: draft.dossier)


def _sheets(folder: Path) -> Iterator[Path]:
    """Every file that may be a sheet, in a fixed order; earlier versions and the program's own lists are none."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if EARLIER in parts or path.name in OURS or path.name.startswith("."):
            continue
        if path.suffix.lower() in SHEETS and path.is_file() and not path.name.startswith("~$"):
            yield path


def _take(path: Path, folder: Path, current: Sequence[Drafted], known: Sequence[Drafted], taken: _Taken) -> None:
    file = _shown(path, folder)
    # Excel and WPS put `~$` before the name or in place of its first two letters; LibreOffice locks otherwise.
    locks = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    if any(path.with_name(lock).exists() for lock in locks):
        text = "文件还开着（旁边有锁定文件），只收到最后一次保存的内容；如有改动请保存、关闭后重新收取"
        taken.told.append(Told("note", file, text))
    try:
        opened = open_sheet(path)
    except NotRead as cause:
        taken.told.append(Told("fault", file, f"{cause}"))
        return
    drafted = draft_of(opened, file, current, known, taken.told)
    if drafted is None:
        return
    entries, told = understand(opened, drafted, file)
    if entries.is_empty and not any(one.level == "fault" for one in told):
        if entries.reviewer:
            taken.told.append(Told("note", file, f"评审人“{entries.reviewer}”没有填写任何意见，视为全部按预评采用"))
        else:
            return  # as it went out
    taken.told.extend(told)
    holds = next((one for one in current if one.id == drafted.id), None)
    if holds is None:
        holds = next(one for one in current if succeeds(one, drafted))
        carried = carry(entries, drafted, holds)
        taken.told.append(Told("fault", file, said_of_earlier(drafted, carried)))
        entries = carried.entries
        taken.earlier.add((file, holds.id))
    else:
        taken.told.extend(_incomplete(opened, drafted, entries, file))
    taken.reviews.append(Review(holds.id, entries.reviewer, entries.day, file, entries, digest_of(entries)))


def _incomplete(opened: Opened, drafted: Drafted, entries: Entries, file: str) -> Iterator[Told]:
    """What the reviewer still owes: a name, points that cannot follow, lines in doubt that nobody looked at."""
    table = opened.tables.get("评分表")
    sheet = table.sheet if table else ""
    cells = {str(row.value("编号")): row.cells["复核得分"].address for row in table.rows} if table else {}
    if not entries.reviewer:
        yield Told(
            "note", file, "评审人没有填写，按“未署名”收", sheet, opened.reviewer.address if opened.reviewer else ""
        )
    blank = []
    for line in drafted.lines:
        if is_unsettled(line, entries):
            text = f"指标 {line.id} 的材料采信有改动，但没有填复核得分，暂按预评 {line.draft_score} 分计"
            yield Told("fault", file, text, sheet, cells.get(line.id, ""))
        if not is_looked_at(line, entries) and not line.is_promised and line.lowest != line.highest:
            blank.append(line.id)
    if blank:
        text = f"有 {len(blank)} 项把握不高而没有填写意见，按预评得分计：{'、'.join(blank)}"
        yield Told("note", file, text, sheet, cells.get(blank[0], ""))
    undecided = [c.id for c in drafted.conditions if c.id not in entries.verdicts and c.status != "met"]
    if undecided:
        yield Told("note", file, f"资格条件没有填复核结论：{'、'.join(undecided)}", "资格条件")


def _by_reviewer(taken: _Taken, drafts: dict[str, Drafted]) -> list[Review]:
    """Each reviewer's sheet once; two that differ are both left out, since nobody can tell which holds."""
    groups: dict[tuple[str, str], list[Review]] = {}
    for review in taken.reviews:
        groups.setdefault((review.draft, "".join(review.reviewer.split())), []).append(review)
    kept = []
    for (draft, reviewer), several in groups.items():
        newer = [review for review in several if (review.file, draft) not in taken.earlier]
        for review in several if newer else ():
            if review not in newer:
                text = f"同一评审人已在新表（{newer[0].file}）上复核，以新表为准"
                taken.told.append(Told("note", review.file, text))
        several = newer or several
        first = several[0]
        if len({review.digest for review in several}) == 1:
            kept.append(first)
            for other in several[1:]:
                taken.told.append(Told("note", other.file, f"与“{first.file}”内容相同，只收一份"))
            continue
        files = "、".join(review.file for review in several)
        who = f"评审人“{first.reviewer}”" if reviewer else f"{UNSIGNED}的评审表"
        differing = "、".join(_differences(drafts[draft], several)[:6])
        text = f"{who}对“{drafts[draft].title}”有 {len(several)} 张内容不同的表（{files}），不能确定以哪张为准，都未收"
        taken.told.append(Told("fault", first.file, text + (f"；不同处：{differing}" if differing else "")))
    return kept


def _differences(drafted: Drafted, reviews: Sequence[Review]) -> list[str]:
    """The lines on which the sheets give other points."""
    return [
        f"指标 {line.id}" for line in drafted.lines if len({opinion_of(line, review).points for review in reviews}) > 1
    ]


def digest_of(entries: Entries) -> str:
    """Names the entries: the same for the same sheet, wherever it was saved."""
    said = json.dumps(asdict(entries), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


def _shown(path: Path, folder: Path) -> str:
    try:
        return path.relative_to(folder).as_posix()
    except ValueError:
        return path.as_posix()
