"""From a rubric's YAML to `Rubric`; every error of the file is told in one run, with line, key and allowed values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extractors.model_errors import Place
from extractors.strict_yaml import CIRCLE, YamlFile, YamlProblem, read
from matchers.rubric_check import check
from matchers.rubric_kinds import evidence_types
from matchers.rubric_model import Rubric
from matchers.rubric_pruning import Pruned, prune
from matchers.rubric_quotes import check_quotes
from matchers.winner_list import with_winners

BUILT_IN = Path(__file__).parent / "rubrics"


@dataclass(frozen=True)
class Loaded:
    """A rubric's file as far as it can be taken: the typed part (None: nothing), and all that is wrong with it.

    left: what was left out of the typed part because of what is wrong.
    """

    path: Path
    rubric: Rubric | None
    problems: tuple[str, ...]
    file: YamlFile
    left: Pruned

    @property
    def lost(self) -> frozenset[str]:
        """Ids of lines and conditions that were left out."""
        return frozenset(self.left.lost.get("indicators", ())) | frozenset(self.left.lost.get("eligibility", ()))

    def at(self, place: Place, text: str) -> str:
        """A problem at a place of the typed part, with file and line."""
        return f"{self.path}：{self.file.at(self.left.original(place), text)}"


def built_in_ids() -> list[str]:
    """The ids that `--rubric` knows, in order."""
    return sorted(p.parent.name for p in BUILT_IN.glob("*/rubric.yaml"))


def path_of(id_or_path: str) -> Path:
    """The file that a built-in id or a path means; raises YamlProblem naming the ids that exist."""
    if id_or_path in built_in_ids():
        return BUILT_IN / id_or_path / "rubric.yaml"
    path = Path(id_or_path)
    try:
        if path.is_dir() and (path / "rubric.yaml").is_file():
            return path / "rubric.yaml"
        if path.is_file():
            return path
    except (OSError, ValueError):  # a name that the system cannot take
        pass
    raise YamlProblem(id_or_path, [f"没有这个内置编号，也没有这个文件；内置的有：{'、'.join(built_in_ids())}"])


def kind_folders(id_or_path: str, rubric: Rubric) -> tuple[Path, ...]:
    """The folders of kinds of paper that the rubric names, which are relative to its file."""
    beside = path_of(id_or_path).parent
    return tuple((beside / name).resolve() for name in rubric.kinds)


def examine(id_or_path: str) -> Loaded:
    """The rubric with that id or in that file and everything wrong with it. Raises YamlProblem where it is no YAML."""
    path = path_of(str(id_or_path))
    file = read(path)
    if not isinstance(file.data, dict):
        raise YamlProblem(path, [*file.problems, "整个文件须是“键: 值”的一组，从 id: 开始"])
    pruned = prune(file.data)
    told = list(pruned.problems)
    types, wrong_kinds = evidence_types(file.data.get("kinds"), path.parent)
    told += wrong_kinds
    if pruned.rubric is not None:
        found = check(pruned.rubric, types, complete=not wrong_kinds)
        told += [(pruned.original(place), text) for place, text in found if not _secondary(place, pruned)]
    told += check_quotes(file.data, path.parent)
    rubric = pruned.rubric
    if rubric is not None:
        try:
            rubric = with_winners(rubric, path)
        except YamlProblem as problem:
            told += [((), f"{Path(problem.path).name}：{text}") for text in problem.problems]
    told = [(place, text) for place, text in told if CIRCLE not in text]  # the circle itself is told by its line
    lines = {file.at(place, text): file.line(place) or 0 for place, text in told}
    problems = (*file.problems, *sorted(lines, key=lambda line: lines[line]))
    return Loaded(path, rubric, problems, file, pruned)


def outline(id_or_path: str) -> Rubric:
    """The rubric's typed part without any check of its content: enough to list it."""
    path = path_of(id_or_path)
    pruned = prune(read(path).data)
    if pruned.rubric is None:
        raise YamlProblem(path, [text for _, text in pruned.problems])
    return pruned.rubric


def load_rubric(id_or_path: str) -> Rubric:
    """The rubric with that id or in that file. Raises YamlProblem (a ValueError) with every error of the file."""
    loaded = examine(id_or_path)
    if loaded.problems or loaded.rubric is None:
        raise YamlProblem(loaded.path, loaded.problems or ["不能使用"])
    return loaded.rubric


def _secondary(place: Place, pruned: Pruned) -> bool:
    """Would this be no problem, were not something left out because of another?"""
    if not pruned.problems:
        return False
    whole_lists = {p[0] for p, _ in pruned.problems if len(p) == 1}
    match place:
        case ("indicators", int(), "group"):
            return bool(pruned.lost.get("groups")) or "groups" in whole_lists
        case ("groups", int(row), "max") if pruned.rubric is not None:
            return pruned.rubric.groups[row].id in pruned.unsure or "indicators" in whole_lists
        case ("total",):
            return bool(pruned.lost.get("groups"))
        case ("eligibility", int(), "met_by", *_):
            return any(row[0] in {"indicators", "eligibility"} for row in pruned.damaged)
    if pruned.original(place)[:2] not in pruned.damaged:
        return False
    # In a row of which something was left out: names that lead nowhere, papers that nothing uses, a missing holder.
    idle = len(place) == 4 and place[2] == "papers"
    return idle or place[-1] == "holder" or (len(place) > 3 and isinstance(place[-1], int))
