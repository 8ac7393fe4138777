"""Does an address lie in the district that the rubric asks for?"""

from __future__ import annotations

import re

from matchers.rubric_model import District


def within(text: str, district: District) -> bool | None:
    """Whether the address or registry lies in the district; None where it names no place that settles it.

    A province or city of another name settles it too: 河南省鹤壁市鹤山区 is not 鹤山市.
    """
    if district.name[:-1] in text:
        return True
    provinces = re.findall(r"([\u4e00-\u9fff]{2,3})省", text)
    if any(not p.endswith("广东") for p in provinces):
        return False
    names = {place[:-1] for place in district.places}
    cities = re.findall(r"([\u4e00-\u9fff]{2})市(?!场|政|民)", text)
    if any(city not in names for city in cities):
        return False
    whole = any(place in text for place in district.places)
    short = any(text.startswith(name) for name in names)
    return True if whole or short else None
