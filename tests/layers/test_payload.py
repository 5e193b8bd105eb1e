import dataclasses
import json

import pytest
from shapely import Point

from geo.errors import UnknownIdError
from layers.payload import map_payload, to_json
from layers.registry import layer_specs

# The short keys that carry a Chinese and an English text.
PAIRS = {"mark", "issuer", "part", "list", "group", "focus", "unit", "note"}


@pytest.fixture(scope="module")
def both(catalogue):
    return map_payload(catalogue, ["shanghai", "shenzhen"])


@pytest.fixture(scope="module")
def shanghai(catalogue):
    return map_payload(catalogue, ["shanghai"])


@pytest.fixture(scope="module")
def shenzhen(catalogue):
    return map_payload(catalogue, ["shenzhen"])


def one(rows, row_id):
    (found,) = [row for row in rows if row["id"] == row_id]
    return found


def walk(data, key=""):
    """Yield every (key, value) of a JSON-like structure."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield name, value
            yield from walk(value, name)
    if isinstance(data, list):
        for value in data:
            yield from walk(value, key)


def test_the_payload_survives_json(both):
    assert json.loads(to_json(both)) == json.loads(json.dumps(both))


def test_no_geometry_and_no_markup_is_in_it(both):
    keys = {key for key, _ in walk(both)}

    assert keys.isdisjoint({"arcs", "coordinates", "geometry", "type"})
    assert "<" not in json.dumps(both)


def test_counts_are_those_of_the_tables(catalogue, both):
    same = ("cities", "sources", "industries", "structures", "belts", "sites", "scenarios")
    for table in (*same, "districts", "units", "targets", "measures"):
        assert len(both[table]) == len(getattr(catalogue, table)), table
    assert len(both["links"]) == 1
    assert sum(len(row["spec"]) for row in both["districts"]) == 30


@pytest.mark.parametrize("table", ["districts", "belts", "scenarios", "targets", "measures"])
def test_a_city_brings_its_own_rows_only(shanghai, shenzhen, table):
    assert {row["city"] for row in shanghai[table]} <= {"shanghai"}
    assert {row["city"] for row in shenzhen[table]} <= {"shenzhen"}


def test_both_is_the_sum_of_its_cities(both, shanghai, shenzhen):
    for table in ("districts", "belts", "sites", "scenarios", "targets", "measures", "structures"):
        assert both[table] == shanghai[table] + shenzhen[table], table
    assert both["units"] == shanghai["units"] | shenzhen["units"]


def test_cities_come_in_the_order_asked_for(catalogue):
    found = map_payload(catalogue, ["shenzhen", "shanghai"])["cities"]

    assert [row["id"] for row in found] == ["shenzhen", "shanghai"]


def test_a_city_s_bounds_hold_its_districts_labels(both):
    for city in both["cities"]:
        south, west, north, east = city["bounds"]
        places = [row["at"] for row in both["districts"] if row["city"] == city["id"]]
        assert all(south < lat < north and west < lon < east for lat, lon in places)
        assert north - south < 1.5


def test_an_unknown_city_is_named(catalogue):
    with pytest.raises(UnknownIdError, match="paris"):
        map_payload(catalogue, ["shanghai", "paris"])


def test_evidence_names_its_source_and_quotes_it(both):
    xuhui = one(both["districts"], "310104")
    industry = {row["id"]: number for number, row in enumerate(both["industries"])}

    assert [row["i"] for row in xuhui["spec"]] == [
        industry["healthcare"],
        industry["chip-design"],
        industry["security"],
    ]
    source, quote, is_stated = xuhui["spec"][0]["e"]
    assert both["sources"][source]["key"] == "003_d047bc0bd23c11a9.txt"
    assert quote == "徐汇区 智能医疗 智能芯片设计 智能安防"
    assert is_stated == 1


def test_every_piece_of_evidence_is_complete(catalogue, both):
    found = [value for key, value in walk(both) if key == "e"]
    tables = ("specialisations", "structures", "belts", "belt_members", "sites", "scenarios")
    rows = sum(
        len(getattr(catalogue, table)) for table in (*tables, "targets", "measures", "fund_rules")
    )

    assert len(found) == rows + len(both["links"])
    for source, quote, is_stated, *notes in found:
        assert 0 <= source < len(both["sources"])
        assert quote or not is_stated
        assert notes or is_stated
        assert len(notes) in (0, 2)
        assert all(notes)


def test_editorial_rows_say_so(catalogue, both):
    link = both["links"][0]
    row = catalogue.site("sh-newcity-jiading")
    new_city = one(both["sites"], row.id)

    assert link["e"][:3] == [link["e"][0], "", 0]
    assert new_city["e"][2] == 0
    assert new_city["e"][3:] == [row.note, row.note_en]


def test_a_note_without_translation_is_shown_as_it_is(catalogue):
    structures = tuple(
        row.model_copy(update={"note": "只有中文", "note_en": ""}) for row in catalogue.structures
    )
    found = map_payload(dataclasses.replace(catalogue, structures=structures), ["shanghai"])

    assert found["structures"][0]["e"][3:] == ["只有中文", "只有中文"]


def test_qingpu_and_shenzhen_list_nothing_and_are_there(both):
    unlisted = [row for row in both["districts"] if not row["spec"]]

    assert len(unlisted) == 10
    assert one(unlisted, "310118")["zh"] == "青浦区"
    assert sum(row["city"] == "shenzhen" for row in unlisted) == 9


def test_areas_are_the_official_ones_with_their_source(catalogue, both):
    pudong = one(both["districts"], "310115")
    row = catalogue.district("310115")

    assert pudong["km2"] == row.land_area_km2
    assert both["sources"][pudong["km2from"]]["key"] == row.area_source


def test_a_missing_area_stays_missing(catalogue):
    districts = tuple(
        row.model_copy(update={"land_area_km2": None, "area_source": None})
        for row in catalogue.districts
    )
    found = map_payload(dataclasses.replace(catalogue, districts=districts), ["shenzhen"])

    assert not any("km2" in row or "km2from" in row for row in found["districts"])


def test_labels_lie_in_their_district_unless_the_table_places_them(catalogue, both):
    shapes = catalogue.boundaries.web.geometry
    for row in both["districts"]:
        placed = catalogue.district(row["id"])
        if placed.label_lat is not None:
            assert row["at"] == [placed.label_lat, placed.label_lon]
        else:
            assert shapes[row["id"]].contains(Point(row["at"][1], row["at"][0])), row["zh"]


def test_the_table_can_place_a_label(catalogue):
    districts = tuple(
        row.model_copy(update={"label_lon": 121.5, "label_lat": 31.6})
        for row in catalogue.districts
    )
    found = map_payload(dataclasses.replace(catalogue, districts=districts), ["shanghai"])

    assert found["districts"][0]["at"] == [31.6, 121.5]


def test_belts_carry_line_members_and_openness(both):
    west, east = one(both["belts"], "west"), one(both["belts"], "east")

    assert (west["open"], east["open"]) == (True, False)
    assert [row["zh"] for row in west["members"]] == [
        "宝山", "杨浦", "普陀", "长宁", "徐汇", "闵行", "松江",
    ]  # fmt: skip
    assert [row["zh"] for row in east["members"]] == ["张江", "临港"]
    assert len(west["line"]) == len(east["line"]) == 33


def test_belt_members_come_in_the_document_s_order_whatever_the_table_s(catalogue):
    shuffled = dataclasses.replace(catalogue, belt_members=catalogue.belt_members[::-1])
    found = map_payload(shuffled, ["shanghai"])

    assert one(found["belts"], "west")["members"][0]["zh"] == "宝山"


def test_the_link_is_no_belt_s_line(both):
    (link,) = both["links"]

    assert link["zh"] == "示意连接（文件未写）"
    assert len(link["line"]) == 2


def test_a_link_belongs_to_the_city_of_its_structure(shanghai, shenzhen):
    assert len(shanghai["links"]) == 1
    assert shenzhen["links"] == []


def test_a_site_tells_position_precision_and_what_they_rest_on(catalogue, both):
    maqiao = one(both["sites"], "sh-maqiao")
    row = catalogue.site("sh-maqiao")

    assert maqiao["at"] == [row.lat, row.lon]
    assert maqiao["r"] == 2500
    assert both["sources"][maqiao["basis"]]["key"] == row.basis
    assert row.position_source not in maqiao.values()  # the sources page tells it
    assert (maqiao["km2"], maqiao["structure"], maqiao["d"]) == (15.7, "four-plus-x", "310112")


def test_what_a_site_does_not_have_is_left_out(both):
    tower = one(both["sites"], "sh-west-bund-ai-tower")
    bund = one(both["sites"], "sh-hp-bund")

    assert not {"km2", "km2from", "focus"} & set(tower)
    assert "structure" not in bund


def test_a_site_s_focus_comes_in_both_languages(catalogue, both):
    focused = [row for row in catalogue.sites if row.focus_zh]

    assert len(focused) >= 4
    for row in focused:
        assert one(both["sites"], row.id)["focus"] == [row.focus_zh, row.focus_en]


def test_shenzhen_s_26_scenarios_with_number_and_units(shenzhen):
    numbered = [row for row in shenzhen["scenarios"] if "n" in row]

    assert [row["n"] for row in numbered] == list(range(1, 27))
    assert all(shenzhen["units"][unit] for row in numbered for unit in row["units"])


def test_a_scenario_s_sites_are_drawn(both):
    sites = {row["id"] for row in both["sites"]}
    named = [site for row in both["scenarios"] for site in row.get("sites", [])]

    assert named
    assert set(named) <= sites


def test_targets_keep_their_hedge_and_unit(both):
    assert {row["cmp"] for row in both["targets"]} <= {"=", ">=", ">", "~"}
    assert all(len(row["unit"]) == 2 and all(row["unit"]) for row in both["targets"])


@pytest.mark.parametrize(("value", "written"), [(6.0, "6"), (0.5, "0.5"), (4000, "4000")])
def test_a_whole_target_is_written_without_a_point(catalogue, value, written):
    targets = (catalogue.targets[0].model_copy(update={"value": value}),)
    found = map_payload(dataclasses.replace(catalogue, targets=targets), ["shanghai"])

    assert json.dumps(found["targets"][0]["value"]) == written


def test_measures_list_their_units(shenzhen):
    assert len(shenzhen["measures"]) == 18
    assert [row["n"] for row in shenzhen["measures"]] == list(range(1, 19))
    assert all(unit in shenzhen["units"] for row in shenzhen["measures"] for unit in row["units"])


def test_layers_are_those_of_the_registry_with_something_to_show(catalogue, both, shenzhen):
    assert [row["id"] for row in both["layers"]] == [spec.id for spec in layer_specs(catalogue)]
    assert [row["id"] for row in shenzhen["layers"] if row["group"] != "industries"] == [
        "districts",
        "shenzhen-agglomeration",
        "institutions",
        "mentions",
    ]


def test_industries_stay_listed_in_a_city_that_has_none(shenzhen):
    """Shenzhen's document gives no specialisation: the reader sees ten empty industries."""
    found = [row for row in shenzhen["layers"] if row["group"] == "industries"]

    assert len(found) == 10
    assert all(row["members"] == [] for row in found)


def test_a_layer_lists_a_member_once(catalogue):
    twice = dataclasses.replace(
        catalogue, specialisations=(*catalogue.specialisations, catalogue.specialisations[0])
    )
    found = map_payload(twice, ["shanghai"])

    for row in found["layers"]:
        assert len(set(row["members"])) == len(row["members"])


def test_groups_are_titled(both):
    assert both["groups"][1] == ["industries", "产业专长", "Specialisations"]


def test_patterns_are_those_in_use_and_the_hatch(catalogue, both):
    used = {row.pattern for row in catalogue.industries}

    assert set(both["patterns"]) == used | {"not-listed"}


def test_texts_come_in_both_languages(both):
    for key, value in walk(both):
        if key in PAIRS and isinstance(value, list):
            assert len(value) == 2, key
            assert all(value), (key, value)


def test_sources_give_edition_and_issuer_where_stated(catalogue, both):
    for row, found in zip(catalogue.sources, both["sources"], strict=True):
        assert found["key"] == row.key
        assert found.get("edition") == row.edition
        assert ("issuer" in found) == bool(row.issuer_zh)


def test_to_json_is_compact_and_keeps_chinese():
    assert to_json({"名": [1, 2.5, None, True]}) == '{"名":[1,2.5,null,true]}'


@pytest.mark.parametrize("text", ["</script>", "<!--<script>", "\u2028", "\u2029", '"', "\\", "&"])
def test_to_json_may_stand_in_a_script_element(text):
    written = to_json({"a": text})

    assert "<" not in written
    assert "\u2028" not in written
    assert "\u2029" not in written
    assert json.loads(written) == {"a": text}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_to_json_refuses_what_a_browser_refuses(number):
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json([number])
