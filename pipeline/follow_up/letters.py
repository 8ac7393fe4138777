"""`yushen letters`: one DOCX for every applicant with open matters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from matchers.rubric import Rubric
from pipeline.emit.whole_file import make_folder
from pipeline.follow_up import word_letter
from pipeline.follow_up.letter import BLANK_DAY, BLANK_NUMBER, Letter, compose
from pipeline.follow_up.open_items import open_items
from pipeline.follow_up.quotations import quotations_of
from pipeline.follow_up.round_folder import RoundFolder


@dataclass(frozen=True)
class LetterRequest:
    """Where to, until when, dated when (None: blanks to fill in), with which template and numbers."""

    to: Path
    until: dt.date | None = None
    day: dt.date | None = None
    template: Path | None = None
    number_prefix: str = ""
    first_number: int = 1


@dataclass(frozen=True)
class Letters:
    """What was written, who has nothing open, and what to tell the office."""

    written: tuple[tuple[Letter, Path], ...]
    nothing_open: tuple[str, ...]
    told: tuple[str, ...]


def write_letters(found: RoundFolder, request: LetterRequest) -> Letters:
    """Writes the letters. Raises UnusableInput for a template that cannot be used, before any letter is written."""
    content = word_letter.template_bytes(request.template)
    name = request.template.name if request.template else "补正通知书模板"
    word_letter.check_template(content, name)
    letters, nothing, told = compose_all(found, request)
    make_folder(request.to)
    written = tuple((letter, word_letter.write(letter, content, name, request.to)) for letter in letters)
    done = [dossier for dossier in nothing if (request.to / word_letter.file_name(dossier)).exists()]
    told = (*told, *(f"“{dossier}”已没有未决事项，先前的通知书留着没有动" for dossier in done))
    return Letters(written, nothing, told)


def compose_all(
    found: RoundFolder, request: LetterRequest
) -> tuple[tuple[Letter, ...], tuple[str, ...], tuple[str, ...]]:
    """The letters, whose dossiers have nothing open, and what to tell."""
    quotations = quotations_of(found.rubric) if found.rubric else {}
    names = {name for draft in found.drafts for name in (draft.applicant, draft.uscc, _long(draft.dossier)) if name}
    letters: list[Letter] = []
    nothing: list[str] = []
    unworded: set[str] = set()
    for draft in found.drafts:
        items = open_items(draft, found.entries.get(draft.id, ()))
        if not items:
            nothing.append(draft.dossier)
            continue
        unworded |= {item.code for item in items if not item.words.own}
        own = {draft.applicant, draft.uscc, draft.dossier}
        serial = request.first_number + len(letters)
        letters.append(
            compose(
                items,
                quotations,
                title=_scheme(found.rubric) or draft.rubric_title,
                document=draft.rubric_source,
                number=f"{request.number_prefix}{serial}号" if request.number_prefix else BLANK_NUMBER,
                day=_shown(request.day),
                until=_shown(request.until),
                others=names - own,
            )
        )
    told = [f"疑点代码 {code} 没有写明对申报单位的措辞，按“其他”写入，请核对" for code in sorted(unworded)]
    unknown = [letter.dossier for letter in letters if _is_nameless(found, letter.dossier)]
    told += [f"“{dossier}”没有识别出申报单位名称，通知书以材料名称呼，请改写" for dossier in unknown]
    return tuple(letters), tuple(nothing), (*found.told, *told)


def _scheme(rubric: Rubric | None) -> str:
    """What is applied for."""
    if rubric is None:
        return ""
    return rubric.after_award.title if rubric.after_award and rubric.after_award.title else rubric.title


def _is_nameless(found: RoundFolder, dossier: str) -> bool:
    return any(draft.dossier == dossier and draft.applicant is None for draft in found.drafts)


def _long(name: str) -> str | None:
    """A dossier's name where it is long enough to be nothing but that name."""
    return name if len(name) >= 6 else None


def _shown(day: dt.date | None) -> str:
    return BLANK_DAY if day is None else f"{day.year}年{day.month}月{day.day}日"
