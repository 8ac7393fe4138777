"""YAML as written: every scalar a string, duplicate keys refused, every value's line known (design decision 6).

The usual safe loader turns `id: 2.10` into 2.1, a key `no` into False and `012` into 10; here the typed model
converts, so nothing is lost before a person's rule about it is known. Kinds of paper, rubrics and their cases are
all read here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from extractors.model_errors import told

Model = TypeVar("Model", bound=BaseModel)
Location = Sequence[str | int]

DEEPEST: Final = 60
"""Levels of nesting; a rubric needs about ten."""
MOST_VALUES: Final = 200_000
"""Values after every anchor is written out; the largest rubric has about five thousand."""
CIRCLE: Final = "（循环引用）"
"""What stands where an anchor is used inside itself: so the rest of the file can be looked at."""
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_PLAIN_TAGS: Final = ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:str", "!")


class SpecError(ValueError):
    """A data file is wrong; the message says which file, which key and what is allowed."""


class YamlProblem(SpecError):
    """The file cannot be taken: what is wrong and where, one entry a problem."""

    def __init__(self, path: Path | str, problems: Sequence[str]) -> None:
        self.path = str(path)
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{self.path}：{problem}" for problem in self.problems))


@dataclass(frozen=True)
class YamlFile:
    """A file as written: its data (strings, lists, mappings; None for an empty value) and where each value stands."""

    path: str
    root: yaml.Node | None
    problems: tuple[str, ...] = ()
    """What is wrong already here: keys that stand twice."""

    @cached_property
    def data(self) -> Any:
        return _plain(self.root, {}) if self.root is not None else None

    def line(self, location: Location) -> int | None:
        """The line of the value at `location`, else of the nearest mapping or list around it; None for no file."""
        node: Any = self.root
        line = _line(node) if node is not None else None
        for part in location:
            if isinstance(node, yaml.MappingNode):
                for key, value in node.value:
                    if key.value == part:
                        node, line = value, _line(key)
                        break
                else:
                    return line
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and 0 <= part < len(node.value):
                node = node.value[part]
                line = _line(node)
            else:
                return line
        return line

    def at(self, location: Location, text: str) -> str:
        """One problem with its line and place: `第12行，indicators[3].max：…`."""
        line, where = (self.line(location) if location else None), place(location)
        where = "，".join(part for part in (f"第{line}行" if line else "", where) if part)
        return f"{where}：{text}" if where else text


def _line(marked: Any) -> int:
    """The line on which a node, key or event begins, from 1."""
    return int(marked.start_mark.line) + 1


def place(location: Location) -> str:
    """`indicators[3].rule.points`."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def parse(text: str, path: Path | str) -> YamlFile:
    """The file that `text` holds, read as far as it can be; raises YamlProblem where it is no YAML at all."""
    try:
        _measure(text, path)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"第{mark.line + 1}行：" if mark else ""
        raise YamlProblem(path, [f"{where}不是有效的 YAML（{_syntax(error)}）"]) from None
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, YamlProblem):
            raise
        raise YamlProblem(path, [f"不是有效的 YAML（{' '.join(str(error).split())}）"]) from None
    problems: list[str] = []
    if root is not None:
        _examine(root, problems)
    if any("展开后" in problem for problem in problems):
        raise YamlProblem(path, problems)  # such data cannot be written out
    return YamlFile(str(path), root, tuple(problems))


def read(path: Path) -> YamlFile:
    """The file at `path`; raises YamlProblem also where it is missing or not UTF-8."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise YamlProblem(path, ["没有这个文件"]) from None
    except IsADirectoryError:
        raise YamlProblem(path, ["这是文件夹，不是文件"]) from None
    except UnicodeDecodeError as error:
        raise YamlProblem(path, [f"不是 UTF-8 编码的文本（第{error.start + 1}个字节）；请另存为 UTF-8"]) from None
    except OSError as error:
        raise YamlProblem(path, [f"不能读取（{error.strerror or error}）"]) from None
    return parse(text, path)


def load(text: str, file: str) -> Any:
    """The data of a YAML text, strings only; raises YamlProblem for whatever is wrong with it as YAML."""
    found = parse(text, file)
    if found.problems:
        raise YamlProblem(file, found.problems)
    return found.data


def check(model: type[Model], data: Any, file: str) -> Model:
    """The typed model of the data, or one message for all that is wrong with it."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        found = told(error, model.model_json_schema())
        raise YamlProblem(file, [f"{place(where)}：{text}" if where else text for where, text in found]) from None


def load_model(model: type[Model], path: Path, absent: Mapping[str, Any] | None = None) -> Model:
    """Read, parse and check one file; the message names it without its folders.

    `absent`: values of keys that the file may leave out because another file says them.
    """
    try:
        found = read(path)
    except YamlProblem as problem:
        raise YamlProblem(path.name, problem.problems) from None
    problems = list(found.problems)
    data = {**(absent or {}), **found.data} if isinstance(found.data, dict) else found.data
    try:
        made = model.model_validate(data)
    except ValidationError as error:
        problems += [found.at(where, text) for where, text in told(error, model.model_json_schema())]
    if problems:
        raise YamlProblem(path.name, problems)
    return made


def _syntax(error: yaml.MarkedYAMLError) -> str:
    """What the parser says, in one line; its commonest complaints in Chinese."""
    said = " ".join(str(error.problem or error.context or "").split())
    for english, chinese in (
        ("found character '\\t'", "缩进里有制表符，请用空格"),
        ("found character that cannot start any token", "此处有不能作开头的字符（如 @、%、` 或制表符），请加引号"),
        ("mapping values are not allowed", "此处不能有冒号；含冒号的文字请加引号"),
        ("found undefined alias", "引用了没有定义的锚点"),
        ("did not find expected ',' or", "括号没有配对，或缺少逗号"),
        ("did not find expected key", "缩进不对，或上一行的引号、括号没有配对"),
        ("could not find expected ':'", "缺少冒号；冒号后须有一个空格"),
        ("found unexpected end of stream", "引号没有配对"),
        ("found duplicate anchor", "锚点重复定义"),
    ):
        if english in said:
            return chinese
    return said or "写法有误"


def _measure(text: str, path: Path | str) -> None:
    """Refuses what is nested so deeply that no parser should be asked to build it."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise YamlProblem(path, [f"第{_line(event)}行：嵌套超过{DEEPEST}层"])
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _examine(root: yaml.Node, problems: list[str]) -> None:
    """Duplicate keys, keys that are no words, tags, circular references, and anchors that grow without measure."""
    sizes: dict[int, int] = {}
    open_nodes: set[int] = set()

    def size(node: yaml.Node, line: int) -> int:
        if id(node) in open_nodes:
            problems.append(f"第{line}行：循环引用——锚点（第{_line(node)}行）在它自己的内容里又被引用")
            return 1
        if id(node) in sizes:
            return sizes[id(node)]
        if node.tag not in _PLAIN_TAGS:
            problems.append(f"第{_line(node)}行：不支持标签“{node.tag}”，请直接写值")
        open_nodes.add(id(node))
        total = 1
        if isinstance(node, yaml.MappingNode):
            seen: dict[str, int] = {}
            for key, value in node.value:
                at = _line(key)
                if not isinstance(key, yaml.ScalarNode):
                    problems.append(f"第{at}行：键须是一个词")
                elif key.value in seen:
                    problems.append(f"第{at}行：键“{key.value}”重复（第{seen[key.value]}行已有）")
                else:
                    seen[key.value] = at
                total += size(value, at)
        elif isinstance(node, yaml.SequenceNode):
            total += sum(size(item, _line(node)) for item in node.value)
        open_nodes.discard(id(node))
        sizes[id(node)] = total
        return total

    if size(root, _line(root)) > MOST_VALUES:
        problems.append(f"锚点引用展开后超过{MOST_VALUES}个值")


def _plain(node: Any, known: dict[int, Any]) -> Any:
    """Strings, lists and mappings; of a key that stands twice the first. An anchor's value is made once."""
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = CIRCLE  # until it is made, it can only be met inside itself
    made: Any
    if isinstance(node, yaml.MappingNode):
        made = {}
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                made.setdefault(key.value, _plain(value, known))
    elif isinstance(node, yaml.SequenceNode):
        made = [_plain(item, known) for item in node.value]
    else:
        made = None if node.value == "" and node.style is None else str(node.value)
    known[id(node)] = made
    return made
