import shutil

import pytest

from geo.imports.choices import Choices
from geo.imports.preview import read_rows
from geo.imports.source import uploaded
from tests.geo.imports.conftest import CSV, csv_of, feature, geojson, point
from tests.test_javascript import STATIC, needs_node, run
from webapp.planner.import_jobs import look_at
from webapp.planner.import_wish import Wish
from webapp.planner.preview_page import comma_choices, datum_choices, datum_name, places_of, settled


@pytest.fixture
def view(catalogue):
    """Look at a file with choices."""

    def view(data, **choices):
        wish = Wish("candidates", "a", choices=Choices(**choices))
        return look_at(read_rows(uploaded("a", data)), wish, catalogue)[0]

    return view


@pytest.fixture(autouse=True)
def _page(app):
    with app.test_request_context("/en/planner"):
        yield


def test_degrees_are_asked_with_what_each_datum_does(view):
    found = datum_choices(view(CSV), Choices())
    assert [row["value"] for row in found] == ["WGS-84", "GCJ-02", "BD-09", "CGCS2000"]
    assert not any(row["is_chosen"] for row in found)
    assert all(row["is_likely"] for row in found)
    assert found[0]["effect"] == "2 of 2 rows in districts of the atlas (Shanghai 2)"
    assert found[1]["effect"].endswith(" m from where WGS-84 puts them")
    assert len({row["shape"] for row in found}) == 4


def test_metres_are_asked_by_zone(view):
    data = csv_of("name,X,Y", "a,3456000,40547000", "b,3456100,40547100")
    found = datum_choices(view(data), Choices(datum="EPSG:4549"))
    likely = [row for row in found if row["is_likely"]]
    assert [row["datum"] for row in likely] == ["EPSG:4549"]
    assert likely[0]["is_chosen"]
    assert len(found) == 21
    assert found[0]["name"] == "CGCS2000, 3° zone 40, central meridian 120° E (EPSG:4549)"


def test_metres_that_lie_nowhere_are_explained(view):
    seen = view(csv_of("name,X,Y", "a,-2100,3500", "b,-1500,4200"))
    assert seen["unplaced"]["code"] == "local_grid"
    found = datum_choices(seen, Choices())
    assert len(found) == 21
    assert not any(row["is_likely"] for row in found)
    assert view(CSV)["unplaced"] is None


def test_all_systems_are_offered_while_the_columns_are_not_known(view):
    found = datum_choices(view(csv_of("a,b", "x,y", "z,w")), Choices())
    assert len(found) == 25
    assert [row["datum"] for row in found if row["is_likely"]] == [
        row["datum"] for row in found[:4]
    ]


def test_what_a_file_says_for_certain_needs_no_choice(view):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
    seen = view(geojson(feature(point(121.47, 31.23)), crs=crs))
    (sure,) = [row for row in datum_choices(seen, Choices()) if row["is_chosen"]]
    assert (sure["datum"], sure["value"], sure["is_claimed"]) == ("CGCS2000", "", True)
    (other,) = [row for row in datum_choices(seen, Choices(datum="GCJ-02")) if row["is_chosen"]]
    assert other["value"] == "GCJ-02"


def test_the_map_gets_the_places_under_each_datum(view):
    seen = view(csv_of("经度,纬度", "121.47,31.23", "x,31", "121.5,31.2"), datum="GCJ-02")
    found = places_of(seen, datum_choices(seen, Choices(datum="GCJ-02")))["datums"]
    assert [[place["row"] for place in row["places"]] for row in found] == [[2, 4]] * 4
    assert found[0]["places"][0] == {"row": 2, "lon": 121.47, "lat": 31.23}
    assert [row["name"] for row in found if row["is_chosen"]] == ["GCJ-02"]


def test_confirming_what_is_proposed_changes_nothing(view):
    seen = view(CSV)
    wish = Wish("candidates", "a", choices=Choices("GCJ-02", "经度", "纬度"))
    assert settled(wish, seen).choices == Choices("GCJ-02")
    other = Wish("candidates", "a", choices=Choices("GCJ-02", "纬度", "经度"))
    assert settled(other, seen) == other


def test_a_column_of_pairs_is_confirmed_by_itself(view):
    seen = view(csv_of("名,坐标", 'a,"121.47,31.23"', 'b,"121.5,31.2"'))
    wish = Wish("candidates", "a", choices=Choices(None, "坐标"))
    assert settled(wish, seen).choices == Choices()
    in_order = Wish("candidates", "a", choices=Choices(None, "坐标", order="x_first"))
    assert settled(in_order, seen).choices == Choices()
    other = Wish("candidates", "a", choices=Choices(None, "坐标", order="y_first"))
    assert settled(other, seen).choices == Choices(order="y_first")


def test_a_file_that_waits_since_an_earlier_version_is_still_shown(view):
    seen = view(CSV)
    earlier = {name: value for name, value in seen.items() if name not in ("pair", "unplaced")}
    for column in earlier["columns"]:
        del column["comma"]
    assert settled(Wish("candidates", "a"), earlier) == Wish("candidates", "a")
    assert comma_choices(earlier, Choices()) == []


def test_a_comma_is_asked_about_with_what_each_reading_gives(view):
    data = csv_of("经度,纬度,租金", '121.47,31.23,"15,000"', "121.5,31.2,12000")
    (asked,) = comma_choices(view(data), Choices())
    assert asked == {
        "field": "comma:租金",
        "chosen": "",
        "column": "租金",
        "value": "15,000",
        "thousands": "15000",
        "decimal": "15",
    }
    seen = view(data, commas={"租金": "thousands"})
    assert seen["columns"][2]["type"] == "integer"
    assert comma_choices(seen, Choices(commas={"租金": "thousands"}))[0]["chosen"] == "thousands"


@pytest.mark.parametrize("datum", ["GCJ-02", "EPSG:32651"])
def test_other_systems_are_named_as_they_are(datum):
    assert datum_name(datum) == datum


WAIT = """
const asked = [];
const box = { dataset: { state: "/s" } };
globalThis.document = { getElementById: (id) => (id === "import" ? box : null) };
globalThis.fetch = async (url) => {
  asked.push(url);
  return { ok: true, json: async () => ({ status: asked.length < 2 ? "reading" : "ready" }) };
};
globalThis.location = { reload: () => console.log(asked.join()) };
await import("./preview.js");
"""


@needs_node
def test_the_page_of_a_file_that_is_read_opens_the_preview_by_itself(tmp_path):
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    shutil.copy(STATIC / "js" / "planner" / "preview.js", tmp_path)
    (tmp_path / "page.js").write_text(
        "export const $ = (id) => document.getElementById(id); export const pageOf = 0, read = 0;",
        encoding="utf-8",
    )
    for name, export in (("map", "plannerMap"), ("points", "sign")):
        (tmp_path / f"{name}.js").write_text(f"export const {export} = 0;", encoding="utf-8")
    found = run("--input-type=module", "-", cwd=tmp_path, text=WAIT)
    assert (found.stdout.strip(), found.stderr) == ("/s,/s", "")
