"""GeoPackages: tables only, checked before GDAL sees them."""

import sqlite3
from contextlib import closing

import pytest

from geo.errors import ImportRefusedError
from geo.imports.geopackage import read_geopackage
from geo.imports.limits import Limits
from geo.imports.request import ReadRequest
from tests.geo.imports.conftest import NAMES, codes, frame, gpkg, told


def read(path, limits=None, **request):
    return read_geopackage(path, ReadRequest(**request), limits or Limits())


@pytest.fixture
def path(tmp_path):
    return gpkg(tmp_path, frame(name=list(NAMES), n=[1, None], x=[0.5, float("inf")]))


def change(path, *statements):
    with closing(sqlite3.connect(path)) as connection, connection:
        # GDAL's triggers call functions that only GDAL has.
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            connection.execute(statement)


ADD_VIEW = (
    "CREATE VIEW bomb AS SELECT *, randomblob(100000000) AS b FROM sites",
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
    "VALUES ('bomb', 'features', 'bomb', 4326)",
    "INSERT INTO gpkg_geometry_columns VALUES ('bomb', 'geom', 'POINT', 4326, 0, 0)",
)


def test_rows_are_numbered_by_fid(path):
    table = read(path)

    assert table.names == ["name", "n", "x"]
    assert [(row.number, row.cells) for row in table.rows] == [
        (1, [NAMES[0], 1, 0.5]),
        (2, [NAMES[1], None, "inf"]),
    ]
    assert (table.crs, table.crs_basis, table.layer) == ("EPSG:4326", "file", "sites")


def test_layers_are_listed_and_chosen(path, tmp_path):
    gpkg(tmp_path, frame(station=["甲", "乙"]), layer="地铁站")

    assert read(path).layers == ["sites", "地铁站"]
    assert read(path, layer="地铁站").names == ["station"]
    with pytest.raises(ImportRefusedError, match="layer “x” is not there; allowed: sites, 地铁站"):
        read(path, layer="x")


def test_views_are_left_out(path):
    change(path, *ADD_VIEW)
    table = read(path)

    assert table.layers == ["sites"]
    assert codes(table.notes) == ["views_left_out"]
    with pytest.raises(ImportRefusedError, match="“bomb” is a view"):
        read(path, layer="bomb")


def test_a_view_that_took_the_place_of_a_table(path):
    change(path, "ALTER TABLE sites RENAME TO other", "CREATE VIEW sites AS SELECT * FROM other")

    with pytest.raises(ImportRefusedError) as caught:
        read(path)
    assert caught.value.code == "no_layer"


def test_core_tables_that_are_views(path):
    change(
        path,
        "ALTER TABLE gpkg_contents RENAME TO other",
        "CREATE VIEW gpkg_contents AS SELECT * FROM other",
    )

    with pytest.raises(ImportRefusedError, match="there is no table gpkg_contents"):
        read(path)


def test_other_databases(tmp_path):
    path = tmp_path / "a.gpkg"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE a (b)")

    with pytest.raises(ImportRefusedError, match="no GeoPackage"):
        read(path)


def test_damaged_ones(path):
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 9] = b"\xff" * (4096 * 6)
    path.write_bytes(data)

    with pytest.raises(ImportRefusedError) as caught:
        read(path)
    assert caught.value.code == "damaged_database"


def test_bad_places_are_told(path):
    change(path, "UPDATE sites SET geom = x'47500001e6100000' WHERE fid = 1")
    table = read(path)

    assert len(table.rows) == 2
    assert [row for row, _ in told(table.problems)] == [1]


def test_limits(path):
    with pytest.raises(ImportRefusedError, match="more than 1 rows"):
        read(path, Limits(rows=1))
    with pytest.raises(ImportRefusedError, match="5 columns; allowed are 2"):
        read(path, Limits(columns=2))
