from dataclasses import replace

import pytest
import shapely

from geo.exports.enterprises import Registry, cell_table, district_table, policy_table
from geo.exports.formats import FORMATS
from tests.some_enterprises import some_enterprises

SHANGHAI = "shanghai"


@pytest.fixture(scope="module")
def counted(catalogue):
    return some_enterprises(catalogue, rows=2_000, has_weight=True).aggregates


@pytest.fixture
def registry(counted, catalogue):
    return Registry(counted, catalogue, SHANGHAI, "=名录", is_synthetic=True)


def test_districts_add_up_and_say_what_they_are(registry, counted):
    table = district_table(registry)
    frame = table.frame

    assert frame["count"].sum() == counted.tally.taken
    assert frame["share"].sum() == pytest.approx(1)
    assert frame["weight_share"].sum() == pytest.approx(1)
    assert list(frame["weight_per_km2"].dropna()) == pytest.approx(
        list((frame["weight"] / frame["land_area_km2"]).dropna())
    )
    assert frame["synthetic"].all()
    assert frame["weight"].sum() > frame["count"].sum()
    assert table.about.as_dict(english=True)["Kind"] == "synthetic: no real enterprises"
    assert all(
        shape.contains(shapely.Point(x, y))
        for shape, x, y in zip(frame.geometry, frame["lon"], frame["lat"], strict=True)
    )


def test_hexagons_hold_all_enterprises_with_coordinates(registry, counted):
    table = cell_table(registry, 7)

    assert table.frame["count"].sum() == counted.tally.on_grid
    assert table.frame["cell"].is_unique
    assert {len(shape.exterior.coords) for shape in table.frame.geometry} == {7}


def test_a_district_that_no_document_lists_is_neither_stated_nor_not(registry):
    frame = policy_table(registry).frame
    qingpu = frame[frame["adcode"] == "310118"]

    assert len(qingpu) == 10
    assert qingpu["is_stated"].isna().all()
    assert set(qingpu["agreement"]) == {"unlisted"}


def test_rows_without_an_industry_are_not_mapped(counted, catalogue):
    tally = replace(counted.tally, unmapped=counted.tally.unmapped - 40, no_industry=40)
    some = Registry(replace(counted, tally=tally), catalogue, SHANGHAI, "a", is_synthetic=True)
    unmapped = district_table(replace(some, industry=""))
    mapped = policy_table(some)

    told = mapped.about.as_dict(english=True)["Not mapped"]
    assert told == f"{unmapped.frame['count'].sum():,}" == f"{counted.tally.unmapped:,}"
    assert mapped.frame["count"].sum() + unmapped.frame["count"].sum() == tally.taken


def test_the_filter_is_told(counted, catalogue):
    some = Registry(counted, catalogue, SHANGHAI, "a", is_synthetic=False, industry="", year=2020)
    table = district_table(some)

    assert table.about.as_dict(english=False)["筛选"] == "产业未归类，2020 年"
    assert table.frame["count"].sum() < counted.tally.unmapped


def test_years_and_the_name_of_the_weight_are_told(counted, catalogue):
    some = Registry(
        counted,
        catalogue,
        SHANGHAI,
        "a",
        is_synthetic=False,
        year=(2018, 2020),
        weight_name="注册资本",
    )
    about = district_table(some).about.as_dict(english=True)

    assert about["Filter"] == "all industries, 2018–2020"
    assert about["Weight"] == "sums of the registry's column “注册资本”"
    bare = Registry(
        some_enterprises(catalogue, rows=90).aggregates, catalogue, SHANGHAI, "a", is_synthetic=True
    )
    assert "Weight" not in district_table(bare).about.as_dict(english=True)
    assert district_table(bare).frame["weight_share"].isna().all()


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "geojson"])
def test_every_format_comes_back(registry, suffix):
    table = cell_table(registry, 6)
    raw = FORMATS[suffix].read(FORMATS[suffix].write(table))

    assert list(map(str, raw.frame["cell"])) == list(table.frame["cell"])
    assert list(map(int, raw.frame["count"])) == list(table.frame["count"])


def test_policy_is_a_table_without_shapes(registry):
    assert policy_table(registry).datum is None
    assert FORMATS["xlsx"].write(policy_table(registry)).startswith(b"PK")


def about(table, *, english=True):
    return table.about.as_dict(english=english)


def test_a_filter_tells_how_many_the_rows_hold(registry, counted):
    some = replace(registry, industry="education", year=2020)
    for table in (district_table(some), cell_table(some, 7)):
        told = about(table)
        assert told["Enterprises"] == f"{counted.tally.taken:,}"
        assert told["Of which shown"] == f"{table.frame['count'].sum():,}"
        assert about(table, english=False)["其中本表所示"] == told["Of which shown"]
    assert "Of which shown" not in about(district_table(registry))
    # Rows by industry hold all that are mapped, whichever industry is chosen.
    policy = policy_table(some)
    assert about(policy)["Filter"] == "all industries, 2020"
    assert about(policy)["Of which shown"] == f"{policy.frame['count'].sum():,}"


def test_tables_are_of_one_city_and_tell_of_the_others(catalogue):
    whole = some_enterprises(catalogue, rows=2_000, cities=(SHANGHAI, "shenzhen")).aggregates
    taken = {}
    for city, south, north in ((SHANGHAI, 30, 32), ("shenzhen", 22, 23)):
        registry = Registry(whole, catalogue, city, "a", is_synthetic=True)
        table, cells = district_table(registry), cell_table(registry, 8)
        taken[city] = table.frame["count"].sum()
        assert cells.frame["lat"].between(south, north).all()
        assert cells.frame["count"].sum() == taken[city]
        for one in (table, cells, policy_table(registry)):
            told = about(one)
            assert told["Enterprises"] == f"{taken[city]:,}"
            elsewhere = whole.tally.taken - taken[city]
            assert told["In other cities"] == f"{elsewhere:,}, not in this table"
        assert (
            told["Not mapped"] == f"{taken[city] - policy_table(registry).frame['count'].sum():,}"
        )
    assert sum(taken.values()) == whole.tally.taken
