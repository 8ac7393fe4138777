"""Reads a paper with a kind's YAML: labels, patterns, choices and constants to fields, each with span and reading."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from extractors.candidates import Candidate, find_candidates
from extractors.choosing import choose
from extractors.confidence import UNREAD, certain_of
from extractors.english_names import HOLDER_EN, english_holder
from extractors.evidence import Evidence, Field, Reading, Reason
from extractors.fields import FLAG_FIELDS, LIST_FIELDS
from extractors.holders import has_legal_form
from extractors.label_book import LabelBook, book_of
from extractors.labels import labelled_on
from extractors.listed import rows_of
from extractors.papers import Match, Paper, Spread
from extractors.recognition import Recogniser, recogniser_of
from extractors.settled import (
    as_flag,
    chosen_value,
    fill_from_ranges,
    looked_up,
    offsets_of,
    rank_named,
    title_stretch,
)
from extractors.spec import Kind, load_kinds
from extractors.terms import READABLE, confirm_by_terms, derive_date, doubt_years, doubted
from extractors.wording import mend_words

NAME = 4
"""A person's name has at most so many characters; a longer holder is an organisation and ends like one."""
NOT_CALLED_A_FIRM = 0.85
"""Confidence of a paper whose holder does not end like an organisation: it may be a piece of something else."""


@dataclass(frozen=True)
class SpecKind:
    """A kind in YAML with the protocol of a kind in Python."""

    spec: Kind

    @property
    def KIND(self) -> str:
        return self.spec.kind

    @property
    def INSTEAD_OF(self) -> tuple[str, ...]:
        return self.spec.instead_of

    @property
    def SPREAD(self) -> Spread:
        return self.spec.spread

    @cached_property
    def recogniser(self) -> Recogniser:
        return recogniser_of(self.spec)

    @cached_property
    def _book(self) -> LabelBook:
        fields = self.spec.all_fields.items()
        return book_of(
            [
                *((name, 0, f.labels) for name, f in fields),
                *((name, 1, f.fallback) for name, f in fields),
                (None, 0, self.spec.ignore),
                (None, 0, COMMON_LABELS),
            ]
        )

    @cached_property
    def _refused(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(p, re.IGNORECASE) for p in self.spec.refuse)

    def recognise(self, paper: Paper) -> Match | None:
        return self.recogniser.match(paper)

    def extract(self, paper: Paper, match: Match) -> list[Evidence]:
        """The paper's evidence: one item, or one for each value of the field that `split` names."""
        text = mend_words(paper.text)
        if any(p.search(text) for p in self._refused):
            return []
        labelled = labelled_on(paper, text, self._book)
        candidates = find_candidates(labelled, self.spec.all_fields, text)
        fields = self._fields(paper, text, match, candidates)
        if "holder" in self.spec.fields and "holder" in fields and self.spec.split != "holder":
            spec = self.spec.fields["holder"]
            if (english := english_holder(paper, labelled, spec, candidates["holder"], fields["holder"])) is not None:
                fields[HOLDER_EN] = english
        listed = rows_of(paper, text, self.spec)
        if self.spec.rows_only and not listed:
            return []
        rows = listed or [fields]
        found = []
        for row in rows:
            whole = self._within(paper, text, {**fields, **row})
            own = {} if listed else candidates
            split = [whole] if self.spec.split is None else self._split(paper, whole, own)
            found += [(one, n) for n, one in enumerate(split)]
        several = len({one["holder"].value for one, _ in found if "holder" in one}) > 1
        items = []
        for one, at in found:
            marks = {"published_list"} if several else set()
            if at and self.spec.later_mark:
                marks.add(self.spec.later_mark)
            items.append(self._evidence(paper, text, match, one, frozenset(marks)))
        return items

    def _within(self, paper: Paper, text: str, fields: dict[str, Field]) -> dict[str, Field]:
        """Choices that are looked for only in what other fields say: the first of these that shows one."""
        result = dict(fields)
        for name, spec in self.spec.all_fields.items():
            if not spec.within or name in result:
                continue
            spans = [result[source].span for source in spec.within if source in result]
            stretches = [offsets_of(paper, span) for span in spans if span is not None]
            found = chosen_value(paper, text, spec, [*stretches, *([(0, len(text))] if spec.anywhere else [])])
            found = found or (rank_named(result, spec.rank_of) if spec.rank_of else None)
            if found is not None:
                result[name] = found
        return result

    def _fields(
        self, paper: Paper, text: str, match: Match, candidates: dict[str, list[Candidate]]
    ) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        for name, spec in self.spec.all_fields.items():
            found = choose(paper, spec, candidates[name])
            if found is None and spec.choices and not spec.within:
                title = title_stretch(paper, text, match) if spec.title and match.anchor is not None else None
                found = chosen_value(paper, text, spec, [title]) if title else None
                # What the title says, then who issued the paper; running text may name any level.
                found = found or (rank_named(fields, spec.rank_of) if spec.rank_of else None)
                found = found or chosen_value(paper, text, spec, [(0, len(text))])
            if found is None and spec.constant is not None:
                found = Field(spec.constant, reading=Reading(via=paper.via(), derived="此类材料恒为此值"))
            if found is None and spec.key is not None and spec.key in fields:
                found = looked_up(fields[spec.key], spec)
            if found is None and spec.rank_of and not spec.within:
                found = rank_named(fields, spec.rank_of)
            if found is not None:
                fields[name] = found
        allowed = {n: s for n, s in self.spec.all_fields.items() if not _any_in(s.not_where, text)}
        fill_from_ranges(paper, allowed, fields, candidates)
        for name, spec in allowed.items():
            if spec.otherwise is not None and spec.otherwise in fields and name not in fields:
                fields[name] = doubted(fields[spec.otherwise], READABLE)  # its own may only be unread
        fields = doubt_years(fields)
        for name, rule in self.spec.derive.items():
            if name not in fields or (fields[name].value is None and fields[name].span is None):
                derived = derive_date(paper, fields.get(rule.source), rule.years)
                if derived is not None:
                    fields[name] = derived
        return confirm_by_terms(fields, self.spec.terms)

    def _split(
        self, paper: Paper, fields: dict[str, Field], candidates: dict[str, list[Candidate]]
    ) -> list[dict[str, Field]]:
        """One set of fields for each value of the splitting field; as many numbers as values: each its own."""
        assert self.spec.split is not None
        several = fields.get(self.spec.split)
        if several is None or not isinstance(several.value, tuple):
            return [fields]
        values = [*several.value, *self._further(candidates)]
        items = [{**fields, self.spec.split: replace(several, value=v)} for v in dict.fromkeys(values)]
        for name, spec in self.spec.all_fields.items():
            if spec.apart and len(items) > 1:
                found: list[Field] = []
                for c in candidates.get(name, []):
                    one = choose(paper, spec, [c])
                    if one is not None and one.value not in [f.value for f in found]:
                        found.append(one)
                if len(found) == len(items):
                    ordered = sorted(found, key=lambda f: f.span.start if f.span else 0)
                    items = [{**item, name: own} for item, own in zip(items, ordered, strict=True)]
        return items

    def _further(self, candidates: dict[str, list[Candidate]]) -> list[str]:
        """Organisations under further labels of the splitting field (主要承担单位, 联合承担单位)."""
        assert self.spec.split is not None
        if self.spec.fields[self.spec.split].parse != "organisation_list":
            return []
        labelled = [c.value.value for c in candidates.get(self.spec.split, []) if c.rank == 0]
        return [name for value in labelled if isinstance(value, tuple) for name in value]

    def _evidence(
        self, paper: Paper, text: str, match: Match, found: dict[str, Field], listed: frozenset[str] = frozenset()
    ) -> Evidence:
        found = {n: as_flag(f) if n in FLAG_FIELDS else f for n, f in found.items()}
        fields = {n: found.get(n, Field(() if n in LIST_FIELDS else None)) for n in self.spec.names}
        extras = {n: found[n] for n in (*self.spec.extras, HOLDER_EN) if n in found}
        marks = {m.mark for m in self.spec.marks if _any_in(m.when, text)}
        reasons = [Reason(d.code, d.detail) for d in self.spec.doubts if not d.when or _any_in(d.when, text)]
        derived = [n for n, f in fields.items() if f.reading.derived and n.endswith("_date") and f.value]
        reasons += [Reason("DERIVED_DATE", f"{fields[n].reading.derived}，推算为{fields[n].value}") for n in derived]
        # An end of validity decides as soon as one is printed, also where the kind may have none.
        deciding = tuple(
            n
            for n, s in self.spec.fields.items()
            if s.decides or (n == "expiry_date" and s.deciding is None and fields[n].value)
        )
        sure = min((certain_of(fields[n]) for n in deciding), default=UNREAD)
        holder = fields.get("holder")
        if holder is not None and isinstance(holder.value, str) and len(holder.value) > NAME:
            sure = sure if has_legal_form(holder.value) else min(sure, NOT_CALLED_A_FIRM)
        anchors = [fields[n].span for n in fields if n.endswith("_no") or n == "number"]
        return Evidence(
            type=self.spec.type,
            kind=self.spec.kind,
            fields=fields,
            pages=paper.page_ids,
            via=paper.via(),
            anchor=next((a for a in anchors if a is not None), match.anchor),
            extras=extras,
            marks=listed | marks,
            reasons=tuple(reasons),
            confidence=sure,
            deciding=deciding,
        )


def _any_in(patterns: tuple[str, ...], text: str) -> bool:
    return any(re.search(p, text, re.IGNORECASE) for p in patterns)


COMMON_LABELS = (
    "统一社会信用代码", "社会信用代码", "组织机构代码", "法定代表人", "负责人", "注册资本", "地址", "住所",
    "邮编", "邮政编码", "联系电话", "电话", "传真", "网址", "E-mail", "二维码", "Tel", "Fax", "Address", "Website",
    "备注", "附件",
)  # fmt: skip
"""Labels of any paper: they end the value before them."""


@lru_cache(maxsize=1)
def spec_kinds() -> tuple[SpecKind, ...]:
    """All kinds in YAML, ready to read."""
    return tuple(SpecKind(kind) for kind in load_kinds())
