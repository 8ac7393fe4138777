"""The papers of one line while its rule is being written: a name for every selection, and carrying over."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields import FIELDS
from matchers.drafting.clauses import Clause, Criteria
from matchers.drafting.folded import plain
from matchers.drafting.papers import UNKNOWN, Kind, Meant, has_date, kind_of, kinds_in, levels_in, scale_of, selection
from matchers.rubric_papers import Selection
from matchers.rule_forms import BestOf, Presence, Rule
from matchers.rule_parts import named, parts


class PaperNames:
    """Selections by name. A clause that names no kind of paper takes the one before, else that of the line."""

    def __init__(self, criteria: Criteria, context: str) -> None:
        self.criteria = criteria
        self.selections: dict[str, Selection] = {}
        self.todos: list[str] = []
        self._line = kind_of(criteria.shared) or None
        self._context = kind_of(context)
        self._last: Kind | None = None
        self._parallel: list[str] = []
        self._shift = 0

    def settled(self) -> str | None:
        """A name for the papers that the whole line means; None where its words settle none."""
        kind = kind_of(self.criteria.text) or self._context
        return self._add(Meant(kind), self.criteria.folded) if kind is not None else None

    def shift(self, at: int) -> None:
        """The clause at that place is a further number of 分别得5分、3分、1分."""
        self._shift = at

    def name(self, clause: Clause, at: int) -> str:
        """The name of the papers that the clause means."""
        kind = kind_of(clause.words) or kind_of(clause.before) or self._line or self._last or self._context
        self._last = kind
        scale = scale_of(kind)
        levels = levels_in(clause.words, scale) if scale else ()
        if scale and not levels and clause.before:
            levels = levels_in(clause.before, scale)
        levels = self._one_of_parallel(clause, at, levels)
        return self._add(Meant(kind, levels), clause.words)

    def _one_of_parallel(self, clause: Clause, at: int, levels: tuple[str, ...]) -> tuple[str, ...]:
        clauses = self.criteria.clauses
        follows = at + 1 < len(clauses) and clauses[at + 1].is_parallel
        if not clause.is_parallel and not follows:
            return levels
        if not clause.is_parallel:
            self._parallel, self._shift = list(levels), at
        place = at - next((i for i in range(at, -1, -1) if not clauses[i].is_parallel), at)
        return (self._parallel[place],) if place < len(self._parallel) else levels

    def several(self, clause: Clause) -> list[str]:
        """Names for every kind of paper that the clause lists (质量、环境管理体系认证各得2分)."""
        words = _spelled_out(plain(clause.words))
        kinds = kinds_in(words)
        if len(kinds) > 1:
            return [self._add(Meant(kind), clause.words) for kind in kinds]
        listed = [item for item in re.split(r"[、,]|和|及|以及|与", words) if item]
        if "、" not in words or len(listed) < 2:
            return []
        return [self._add(Meant(kind_of(item)), item) for item in listed]

    def each_of(self, clause: Clause) -> bool:
        """True where the points' own words say 各."""
        return "各" in self.criteria.folded[clause.end - 8 : clause.end] and "各类" not in clause.words

    def aged(self, clauses: Sequence[Clause], at: int) -> list[str]:
        """Names for papers that must be so many years old; empty where the papers have no such date."""
        names = []
        for offset, clause in enumerate(clauses):
            kind = kind_of(clause.words) or self._last or self._line or self._context
            if has_date(kind, "since") is None:
                return []
            self._last = kind
            names.append(self._add(Meant(kind), clause.words, at + offset))
        return names

    def best(self, parts: tuple[Presence, ...]) -> Rule:
        """One part, or the best of several."""
        return parts[0] if len(parts) == 1 else BestOf(form="best_of", parts=parts)

    def measured(self, clause: Clause, at: int) -> str:
        """The name of the papers that state a number."""
        if "statistic" not in FIELDS:
            return self._add(Meant(None), clause.words)  # no paper of another type states such a number
        title = re.sub(r"[\s,;]+", "", clause.words)[:30]
        return self._keep("statistic", Selection(title=title or "统计数据", type="statistic", holder="none"))

    def _add(self, meant: Meant, clause: str, number: int | None = None) -> str:
        chosen = selection(meant, clause, self.criteria.shared)
        base = meant.kind.name if meant.kind is not None else UNKNOWN
        if meant.kind is None and "证明材料未能识别" not in "".join(self.todos):
            self.todos.append("条文所指的证明材料未能识别，papers 请补上类型")
        if len(meant.levels) == 1:
            base = f"{base}_{meant.levels[0]}"
        elif meant.levels:
            base = f"{base}_{meant.levels[-1]}_up"
        return self._keep(base, chosen)

    def _keep(self, base: str, chosen: Selection) -> str:
        name, times = base, 1
        while name in self.selections and self.selections[name] != chosen:
            times += 1
            name = f"{base}_{times}"
        self.selections[name] = chosen
        return name

    def keep_used(self, rule: Rule) -> None:
        """Lets go of selections that no rule names."""
        used = names_in(rule)
        self.selections = {name: chosen for name, chosen in self.selections.items() if name in used}


def names_in(rule: Rule) -> set[str]:
    """Every selection that the rule names, in its parts too."""
    return {name for _, part in parts(rule) for _, name in named(part)}


_SYSTEMS = ("质量", "环境", "职业健康安全", "职业健康", "能源", "知识产权", "社会责任", "测量", "信息安全", "食品安全")


def _spelled_out(text: str) -> str:
    """质量、环境、能源管理体系 as 质量管理体系、环境管理体系、能源管理体系."""
    if "管理体系" not in text:
        return text
    pattern = re.compile("(?:" + "|".join(_SYSTEMS) + r")(?=[、和及,/与])")
    return pattern.sub(lambda found: found.group() + "管理体系", text)
