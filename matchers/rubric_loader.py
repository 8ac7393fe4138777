"""From a rubric's YAML to `Rubric`; every error of the file is told in one run, with key and allowed values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from extractors.fields import FIELDS
from matchers.rubric_model import Indicator, Rubric, Selection
from matchers.rule_forms import FORMS, BestOf, Condition, Manual, Rule, Streak, SumOf, Tier
from matchers.strict_yaml import YamlProblem, read

BUILT_IN = Path(__file__).parent / "rubrics"
_ADAPTER: TypeAdapter[Rubric] = TypeAdapter(Rubric)


def _location(parts: Iterable[Any]) -> str:
    """`indicators[3].rule.parts[1].points`; the discriminator's own steps are left out."""
    text = ""
    for part in parts:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part not in FORMS:
            text += f".{part}" if text else str(part)
    return text or "(file)"


def _explain(error: ValidationError) -> list[str]:
    problems = []
    for entry in error.errors(include_url=False, include_input=True):
        where = _location(entry["loc"])
        context = entry.get("ctx") or {}
        match entry["type"]:
            case "unexpected_keyword_argument" | "extra_forbidden":
                problems.append(f"{where}: unknown key")
            case "missing" | "missing_argument" | "missing_keyword_only_argument":
                problems.append(f"{where}: missing")
            case "union_tag_invalid":
                problems.append(f"{where}: form {context.get('tag')!r} is not one of {', '.join(FORMS)}")
            case "union_tag_not_found":
                problems.append(f"{where}: a rule needs a form, one of {', '.join(FORMS)}")
            case "literal_error":
                problems.append(f"{where}: {entry['input']!r} is not one of {context.get('expected')}")
            case _:
                problems.append(f"{where}: {entry['msg']} (found {entry['input']!r})")
    return problems


def _parts(rule: Rule) -> list[Rule]:
    """The rule and every rule inside it."""
    match rule:
        case BestOf() | SumOf():
            return [rule, *(inner for part in rule.parts for inner in _parts(part))]
        case Condition():
            return [rule, *_parts(rule.rule)]
        case _:
            return [rule]


def _named(rule: Rule) -> set[str]:
    """The selections that one rule (not its parts) names."""
    match rule:
        case BestOf() | SumOf():
            return set()
        case Condition():
            return set(rule.requires)
        case Streak():
            return {*rule.of, *rule.unless}
        case _:
            return set(rule.of)


def _selection_problems(where: str, selection: Selection) -> list[str]:
    if selection.type not in FIELDS:
        return [f"{where}.type: {selection.type!r} is not one of {', '.join(FIELDS)}"]
    known = FIELDS[selection.type]
    wanted = [*selection.where, *selection.distinct]
    wanted += [w.field for w in (selection.window, selection.older_than) if w]
    wanted += [selection.share.when] if selection.share else []
    wanted += [selection.bundle.field, *selection.bundle.by] if selection.bundle else []
    wanted += [] if selection.holder == "none" else [selection.holder]
    return [f"{where}: {name!r} is not one of {', '.join(known)}" for name in wanted if name not in known]


def _tier_problems(where: str, tiers: tuple[Tier, ...]) -> list[str]:
    steps = [(t.at_least, t.points) for t in tiers]
    return [] if steps == sorted(set(steps)) else [f"{where}.tiers: must rise in at_least and in points"]


def _indicator_problems(indicator: Indicator, groups: set[str]) -> list[str]:
    where = f"indicator {indicator.id}"
    problems = []
    if indicator.group not in groups:
        problems.append(f"{where}.group: {indicator.group!r} is not one of {', '.join(sorted(groups))}")
    for name, selection in indicator.papers.items():
        problems += _selection_problems(f"{where}.papers.{name}", selection)
    rules = [indicator.rule, *(r.rule for r in indicator.reading if r.rule)]
    used: set[str] = set()
    for rule in (part for top in rules for part in _parts(top)):
        used |= _named(rule)
        if hasattr(rule, "tiers"):
            problems += _tier_problems(where, rule.tiers)
        if not isinstance(rule, BestOf | SumOf | Condition | Manual) and not rule.of:
            problems.append(f"{where}: a rule of form {rule.form} names no papers")
    for material in indicator.needs:
        used |= {*material.of, *material.instead}
    allowed = ", ".join(indicator.papers)
    problems += [
        f"{where}: {name!r} is not one of its papers ({allowed})" for name in sorted(used - set(indicator.papers))
    ]
    told_why = {name for name, s in indicator.papers.items() if s.doubt and s.doubt.effect == "reject"}
    idle = [name for name in indicator.papers if name not in used | told_why]
    problems += [f"{where}.papers.{name}: no rule uses it" for name in idle]
    if not indicator.source.quote.strip():
        problems.append(f"{where}.source.quote: empty")
    return problems


def check(rubric: Rubric) -> list[str]:
    """What no type can say: references that lead nowhere, sums that do not fit, ids that stand twice."""
    problems = []
    ids = Counter(i.id for i in rubric.indicators) + Counter(e.id for e in rubric.eligibility)
    problems += [f"id {name!r} stands twice" for name, times in ids.items() if times > 1]
    groups = {g.id for g in rubric.groups}
    for indicator in rubric.indicators:
        problems += _indicator_problems(indicator, groups)
    for group in rubric.groups:
        total = sum((i.max for i in rubric.indicators if i.group == group.id), group.max * 0)
        if total < group.max:
            problems.append(f"group {group.id}: its lines sum to {total}, less than its cap {group.max}")
    places = {f"{i.id}:{name}" for i in rubric.indicators for name in i.papers}
    for condition in rubric.eligibility:
        for name in sorted({n for choice in condition.met_by for n in choice} - places):
            problems.append(f"eligibility {condition.id}: {name!r} names no papers of a line")
    return problems


def built_in_ids() -> list[str]:
    """The ids that `--rubric` knows, in order."""
    return sorted(p.parent.name for p in BUILT_IN.glob("*/rubric.yaml"))


def path_of(id_or_path: str) -> Path:
    """The file that a built-in id or a path means; raises YamlProblem naming the ids that exist."""
    if id_or_path in built_in_ids():
        return BUILT_IN / id_or_path / "rubric.yaml"
    path = Path(id_or_path)
    if path.is_dir() and (path / "rubric.yaml").is_file():
        return path / "rubric.yaml"
    if path.is_file():
        return path
    raise YamlProblem(id_or_path, [f"no built-in rubric and no such file; built-in: {', '.join(built_in_ids())}"])


def load_rubric(id_or_path: str) -> Rubric:
    """The rubric with that id or in that file. Raises YamlProblem (a ValueError) with every error of the file."""
    path = path_of(str(id_or_path))
    try:
        rubric = _ADAPTER.validate_python(read(path))
    except ValidationError as error:
        raise YamlProblem(path, _explain(error)) from error
    if problems := check(rubric):
        raise YamlProblem(path, problems)
    return rubric
