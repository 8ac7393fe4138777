"""The page for officials and the schema for editors say what the loader does: their examples load, read and fail so."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from extractors import strict_yaml
from extractors.custom import READERS
from extractors.kind_schema import WORDS, kinds_schema
from extractors.scheme_kinds import load_kind_set
from extractors.spec import Example, FieldSpec, Kind, Recognise
from extractors.strict_yaml import SpecError

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "kinds.md").read_text("utf-8")
FILES = {
    m[1]: m[0] for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.S) if (m := re.match(r"# (\S+)\n[\s\S]*", block))
}
SHIPPED = [*(ROOT / "extractors" / "kinds").glob("*.yaml"), *(ROOT / "matchers" / "rubrics").glob("kinds-*/*.yaml")]


def folder(tmp_path: Path, **changes: str) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(changes.get(name.removesuffix(".yaml"), text), encoding="utf-8")
    return tmp_path


def test_the_pages_examples_load_together(tmp_path: Path) -> None:
    known = load_kind_set([folder(tmp_path)])
    assert known.types["tea_grade"] == ("grade", "holder", "certificate_no", "issue_date", "expiry_date")
    assert [k.KIND for k in known.beside] == ["bureau_figures"]


def test_the_pages_messages_are_the_programs(tmp_path: Path) -> None:
    tea = FILES["tea_certificate.yaml"]
    with pytest.raises(SpecError, match=r"tea_certificate\.yaml：第5行，titel：未知的键“titel”（是否指“title”？）"):
        load_kind_set([folder(tmp_path, tea_certificate=tea.replace("title:", "titel:"))])
    with pytest.raises(SpecError, match=r"例子“一张普通的证书”grade：应为 '特级'，读成 '一级'"):
        load_kind_set([folder(tmp_path, tea_certificate=tea.replace("评定等级：特级", "评定等级：一级"))])


def test_the_page_names_every_reader_and_its_fields() -> None:
    for name, module in READERS.items():
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}`"))
        assert all(field in row for field in module.FIELDS), name


def test_the_schema_is_written_out_as_it_is() -> None:
    written = json.loads((ROOT / "docs" / "schema" / "kinds.schema.json").read_text("utf-8"))
    assert written == kinds_schema(), "重新生成 docs/schema/kinds.schema.json"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_shipped_kind_fits_the_schema(path: Path) -> None:
    jsonschema.validate(strict_yaml.read(path).data, _as_loaded(kinds_schema()))


def test_the_schema_refuses_an_unknown_key() -> None:
    data = strict_yaml.load(FILES["tea_certificate.yaml"], "x")
    with pytest.raises(jsonschema.ValidationError, match="titel"):
        jsonschema.validate({**data, "titel": "x"}, _as_loaded(kinds_schema()))


def test_every_key_of_a_kind_has_chinese_words() -> None:
    assert set(WORDS["Kind"]) - {""} == set(Kind.model_fields)
    assert set(WORDS["Recognise"]) == set(Recognise.model_fields)
    assert set(WORDS["Example"]) == set(Example.model_fields)
    assert set(WORDS["FieldSpec"]) <= set(FieldSpec.model_fields)


def _as_loaded(schema: Any) -> Any:
    """The same schema for our loader's data, where numbers and true are words too."""
    if isinstance(schema, list):
        return [_as_loaded(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _as_loaded(value) for key, value in schema.items()}
    if made.get("type") in ("integer", "boolean", "number"):
        made["type"] = [made["type"], "string"]
    return made
