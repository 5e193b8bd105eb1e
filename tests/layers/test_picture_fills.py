from xml.etree import ElementTree as ET

import pytest

from layers.picture_fills import UNLISTED, district_fill, fill_defs, industry_fills


@pytest.mark.parametrize(
    ("adcode", "options", "ids"),
    [
        ("310105", {}, ["recognition", "retail"]),
        ("310105", {"industries": ["retail"]}, ["retail"]),
        ("310105", {"edition": 2018}, ["recognition", "retail"]),
    ],
)
def test_a_district_is_filled_with_its_industries(catalogue, adcode, options, ids):
    key = district_fill(catalogue, adcode, **options)

    assert key is not None
    assert [catalogue.industries[int(number)].id for number in key.split("-")] == ids


@pytest.mark.parametrize(
    ("adcode", "options", "key"),
    [
        ("310118", {}, UNLISTED),
        ("310118", {"industries": ["retail"]}, UNLISTED),
        ("310118", {"industries": []}, None),
        ("310105", {"industries": ["security"]}, None),
        ("310105", {"edition": 2021}, UNLISTED),
    ],
)
def test_not_listed_is_hatched_and_not_shown_is_plain(catalogue, adcode, options, key):
    assert district_fill(catalogue, adcode, **options) == key


def test_a_picture_holds_each_fill_once(catalogue):
    defs = fill_defs(catalogue, {"1-0", UNLISTED, "2", None}, "p", 2.0)

    assert [tile.get("id") for tile in defs] == ["p-1-0", "p-2", f"p-{UNLISTED}"]


def test_a_page_holds_the_fill_of_every_industry(catalogue):
    found = {node.get("id") for node in ET.fromstring(industry_fills(catalogue))}

    assert found == {*(f"fill-{row.id}" for row in catalogue.industries), "fill-none"}
