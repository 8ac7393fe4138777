"""A draft as it was handed to the reviewers: draft.json read back into frozen values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from matchers.draft import Choices, Confidence, Met, Part, Severity, Stake, Status, Worth
from pipeline.emit.draft_json import digest

_SEVERITIES: Final = ("error", "warning", "info")


class NotADraft(Exception):
    """The file is no draft.json of this program, or is damaged; says what in Chinese."""


@dataclass(frozen=True)
class DraftedLine:
    """One scored line as drafted. `warned`: a warning or an error stands at this very line."""

    id: str
    name: str
    group: str
    max_score: Decimal
    draft_score: Decimal
    lowest: Decimal
    highest: Decimal
    claimed_score: Decimal | None
    confidence: Confidence
    flags: tuple[str, ...]
    evidence: tuple[str, ...]
    basis: str
    choices: Choices | None
    warned: bool

    @property
    def is_promised(self) -> bool:
        """`high` without a warning: a reviewer may take it unseen. If it is wrong, that is a silent error."""
        return self.confidence == "high" and not self.warned


@dataclass(frozen=True)
class DraftedPaper:
    """One paper as drafted. `key` is the same in two drafts of the same paper: what was read, and of which content."""

    id: str
    type: str
    title: str
    file: str
    page: int | None
    confidence: float
    via: str
    status: Status
    reasons: tuple[str, ...]
    counted: Mapping[str, Decimal]
    key: str
    kind: str = ""
    """The kind within the type (`qms`, `ems`, …) where the type has kinds."""


@dataclass(frozen=True)
class DraftedCondition:
    """One condition of eligibility as drafted."""

    id: str
    text: str
    status: Met
    evidence: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class DraftedDoubt:
    """One mismatch as drafted, in the order of the sheet 疑点与跟进 (`number` counts from 1)."""

    number: int
    code: str
    severity: Severity
    message: str
    indicator: str | None
    evidence: tuple[str, ...]
    file: str | None
    page: int | None


@dataclass(frozen=True)
class Drafted:
    """One draft: whose, under which rubric on which day, and all that the sheet was written from."""

    id: str
    path: Path
    dossier: str
    applicant: str | None
    uscc: str | None
    district: str | None
    rubric: str
    rubric_title: str
    rubric_source: str
    as_of: str
    at_most: int | None
    group_caps: Mapping[str, Decimal]
    lines: tuple[DraftedLine, ...]
    papers: tuple[DraftedPaper, ...]
    conditions: tuple[DraftedCondition, ...]
    doubts: tuple[DraftedDoubt, ...]
    people: tuple[str, ...]
    total: Decimal
    total_max: Decimal

    @property
    def title(self) -> str:
        """The applicant's name; the dossier's where none was found."""
        return self.applicant or self.dossier

    def paper(self, paper_id: str) -> DraftedPaper | None:
        """The paper of that id."""
        return next((paper for paper in self.papers if paper.id == paper_id), None)


def read_drafted(path: Path) -> Drafted:
    """The draft of a draft.json. Raises NotADraft, or OSError where the file cannot be read."""
    return drafted_from(path.read_bytes(), path)


def drafted_from(content: bytes, path: Path) -> Drafted:
    """The draft of a draft.json's bytes; `path` says where they come from. Raises NotADraft."""
    try:
        loaded = json.loads(content, parse_float=Decimal)
        if not isinstance(loaded, dict) or loaded.get("schema") != "yushen/draft/1":
            raise NotADraft(f"“{path}”不是预审草稿")
        return drafted_of(loaded, digest(content), path)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as cause:
        raise NotADraft(f"草稿文件“{path}”已损坏或被改动（{type(cause).__name__}），请重新运行 yushen run") from None


def drafted_of(content: Mapping[str, Any], draft_id: str, path: Path) -> Drafted:
    """The draft of the JSON's content."""
    rubric, applicant, total = content["rubric"], content["applicant"], content["total"]
    hashes = {file["path"]: file.get("sha256") or file["path"] for file in content["dossier"]["files"]}
    lines = [row["id"] for row in content["indicators"]]
    warned = {m["indicator"] for m in content["mismatches"] if m["severity"] in ("warning", "error")}
    return Drafted(
        draft_id,
        path,
        content["dossier"]["name"],
        applicant["name"],
        applicant["uscc"],
        applicant["district"],
        rubric["id"],
        rubric["title"],
        rubric["source"],
        rubric["as_of"],
        rubric.get("at_most"),
        {group["title"]: Decimal(group["max_score"]) for group in rubric.get("groups", ())},
        tuple(_line(row, row["id"] in warned) for row in content["indicators"]),
        tuple(_paper(row, hashes) for row in content["evidence"]),
        tuple(
            DraftedCondition(c["id"], c["text"], c["status"], tuple(c["evidence"]), c.get("basis", ""))
            for c in content["eligibility"]
        ),
        _doubts(content["mismatches"], lines),
        tuple(person["name"] for person in content.get("people", ())),
        Decimal(total["draft_score"]),
        Decimal(total["max_score"]),
    )


def _line(row: Mapping[str, Any], warned: bool) -> DraftedLine:
    claimed = row["claimed_score"]
    return DraftedLine(
        row["id"],
        row["name"],
        row.get("group", ""),
        Decimal(row["max_score"]),
        Decimal(row["draft_score"]),
        Decimal(row["score_range"][0]),
        Decimal(row["score_range"][1]),
        None if claimed is None else Decimal(claimed),
        row["confidence"],
        tuple(row["flags"]),
        tuple(row["evidence"]),
        row["basis"],
        _choices(row.get("choices")),
        warned,
    )


def _choices(found: Mapping[str, Any] | None) -> Choices | None:
    if found is None:
        return None
    return Choices(
        tuple(Stake(stake["paper"], stake["taken"]) for stake in found["stakes"]),
        tuple(
            Part(
                part["mode"],
                tuple(Worth(tuple(w["papers"]), Decimal(w["points"]), w["taken"]) for w in part["worths"]),
                tuple((least, Decimal(points)) for least, points in part["tiers"]),
            )
            for part in found["parts"]
        ),
        tuple(Decimal(points) for points in found["table"]),
    )


def _paper(row: Mapping[str, Any], hashes: Mapping[str, str]) -> DraftedPaper:
    source, fields = row["source"], row["fields"]
    place = [hashes.get(source["file"], source["file"]), source.get("page"), source.get("part")]
    said = json.dumps([row["type"], fields, place], ensure_ascii=False, sort_keys=True, default=str)
    return DraftedPaper(
        row["id"],
        row["type"],
        _title(row["type"], fields),
        source["file"],
        source.get("page"),
        float(row["confidence"]),
        source.get("via", "text"),
        row["status"],
        tuple(row["reasons"]),
        {line: Decimal(points) for line, points in row["counted"].items()},
        digest(said.encode()),
        str(fields.get("kind") or ""),
    )


_NAMING: Final = (
    "certificate_no", "patent_no", "standard_no", "registration_no", "report_no", "number", "project_no", "name",
    "title", "person", "year", "holder",
)  # fmt: skip


def _title(type_: str, fields: Mapping[str, Any]) -> str:
    """The paper in one phrase: its type and the first thing that names it."""
    from pipeline.emit.labels import word

    named = next((str(fields[name]) for name in _NAMING if isinstance(fields.get(name), str)), "")
    return f"{word('types', type_)} {named}".strip()


def _doubts(rows: list[Mapping[str, Any]], lines: list[str]) -> tuple[DraftedDoubt, ...]:
    """In the order of the sheet (`pipeline.emit.sheet_lists.by_severity`)."""
    order = {line: n for n, line in enumerate(lines)}
    ranked = sorted(rows, key=lambda m: (_SEVERITIES.index(m["severity"]), order.get(m["indicator"] or "", -1)))
    return tuple(
        DraftedDoubt(
            n, m["code"], m["severity"], m["message"], m["indicator"], tuple(m["evidence"]), m["file"], m["page"]
        )
        for n, m in enumerate(ranked, 1)
    )
