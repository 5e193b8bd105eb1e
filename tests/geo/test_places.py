from __future__ import annotations

import pytest
from pydantic import ValidationError

from geo.places import BeltMember, District, Site

EVIDENCE = {"source": "doc", "quote": "宝山", "status": "stated"}
DISTRICT = EVIDENCE | {
    "adcode": "310113",
    "city": "shanghai",
    "name_zh": "宝山区",
    "short_zh": "宝山",
    "name_en": "Baoshan District",
    "short_en": "Baoshan",
    "pinyin": "bao shan qu",
}
SITE = EVIDENCE | {
    "id": "here",
    "name_zh": "此处",
    "name_en": "Here",
    "kind": "park",
    "city": "shanghai",
    "district": "310113",
    "lon": "121.4",
    "lat": "31.4",
    "precision_m": "50",
    "basis": "map",
    "position_source": "a map",
    "mentioned_as": "此处",
    "mentions": "1",
}


def blamed(caught: pytest.ExceptionInfo[ValidationError]) -> str:
    return str(caught.value.errors()[0]["ctx"]["column"])


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"land_area_km2": "270.99"}, "area_source"),
        ({"label_lon": "121.4"}, "label_lat"),
        ({"label_lat": "31.4"}, "label_lon"),
    ],
)
def test_district_half_given(cells: dict[str, str], column: str) -> None:
    with pytest.raises(ValidationError) as caught:
        District.model_validate(DISTRICT | cells)
    assert blamed(caught) == column


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"land_area_km2": "270.99", "area_source": "yearbook"},
        {"label_lon": "121.4", "label_lat": "31.4"},
        {"land_area_km2": "", "area_source": " ", "label_lon": ""},
    ],
)
def test_district_whole(cells: dict[str, str]) -> None:
    assert District.model_validate(DISTRICT | cells).name_zh == "宝山区"


def test_site_area_needs_its_source() -> None:
    assert Site.model_validate(SITE | {"area_km2": "2", "area_source": "press"}).area_km2 == 2
    with pytest.raises(ValidationError) as caught:
        Site.model_validate(SITE | {"area_km2": "2"})
    assert blamed(caught) == "area_source"


def test_blank_cells_become_none() -> None:
    cells = {"belt": "west", "order": "1", "district": "310113", "site": " ", "name_zh": "宝山"}
    more = {"name_en": "Baoshan", "lon": "121.4", "lat": "31.4", "basis": "map", "source": "doc"}
    row = BeltMember.model_validate(cells | more | {"status": "stated", "quote": "宝山"})
    assert row.site is None
    assert row.order == 1
