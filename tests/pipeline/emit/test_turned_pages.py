"""Places of a scan that lies on its side are told as a person sees the page, in draft.json too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import fake_draft
import pytest

from extractors.document import Page
from pipeline.emit import draft_json


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_boxes_stay_on_the_page_that_a_person_sees(turned: int, tmp_path: Path) -> None:
    draft, _ = fake_draft.make(tmp_path)
    place = next(i.evidence.anchor.page for i in draft.items if i.evidence.anchor and i.evidence.via == "ocr")

    def turn(page: Page) -> Page:
        return replace(page, turned=turned) if page.id == place else page

    documents = tuple(replace(d, pages=tuple(map(turn, d.pages))) for d in draft.dossier.documents)
    lying = replace(draft, dossier=replace(draft.dossier, documents=documents))
    boxes = [
        (before["source"]["bbox"], after["source"]["bbox"])
        for before, after in zip(
            draft_json.as_dict(draft)["evidence"], draft_json.as_dict(lying)["evidence"], strict=True
        )
        if (before["source"]["file"], before["source"]["page"]) == (place.file, place.number)
    ]
    assert boxes
    assert all(before != after for before, after in boxes)
    assert all(value >= 0 for _, after in boxes for value in after)
