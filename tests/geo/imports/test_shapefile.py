"""Zipped Shapefiles: all parts, one encoding, no CRS guessed."""

import pytest
import shapely

from geo.errors import ImportRefusedError
from geo.imports.limits import Limits
from geo.imports.request import ReadRequest
from geo.imports.shapefile import read_shapefile
from tests.geo.imports.conftest import (
    NAMES,
    SHANGHAI,
    codes,
    frame,
    shapefile,
    shapefile_parts,
    told,
    zipped,
)


@pytest.fixture
def read_zip(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()

    def read_zip(data, limits=None, **request):
        path = folder / "input.zip"
        path.write_bytes(data)
        return read_shapefile(path, ReadRequest(**request), limits or Limits())

    return read_zip


@pytest.fixture
def parts(tmp_path):
    return shapefile_parts(tmp_path, frame())


def zip_of(parts, **more):
    return zipped({f"a{ending}": data for ending, data in parts.items()} | more)


def test_rows_are_numbered_by_record(read_zip, tmp_path):
    table = read_zip(shapefile(tmp_path, frame(name=list(NAMES), n=[1.5, None])))

    assert [(row.number, row.cells) for row in table.rows] == [
        (1, [NAMES[0], 1.5]),
        (2, [NAMES[1], None]),
    ]
    assert table.rows[0].shape == shapely.to_wkb(shapely.Point(SHANGHAI[0]))
    assert (table.layer, table.crs, table.encoding) == ("地块", "EPSG:4326", "utf-8")


@pytest.mark.parametrize(("encoding", "found"), [("UTF-8", "utf-8"), ("GBK", "gb18030")])
def test_without_cpg_the_encoding_is_found(read_zip, tmp_path, encoding, found):
    made = frame(名称=list(NAMES))
    table = read_zip(shapefile(tmp_path, made, without=(".cpg",), encoding=encoding))

    assert table.names == ["名称"]
    assert [row.cells for row in table.rows] == [[name] for name in NAMES]
    assert table.encoding == found
    assert codes(table.notes) == ["dbf_encoding"]


def test_with_cpg_nothing_is_guessed(read_zip, tmp_path):
    table = read_zip(shapefile(tmp_path, frame(名称=list(NAMES)), encoding="GBK"))

    assert (table.names, table.encoding, table.encoding_basis) == (["名称"], "gb18030", "file")


def test_the_cpg_is_not_what_a_person_chose(read_zip, tmp_path):
    made = frame(名称=list(NAMES))
    data = shapefile(tmp_path, made, encoding="GBK")

    assert [str(note) for note in read_zip(data).notes] == [
        "the Shapefile states gbk (.cpg); its table was read as gb18030, which holds all of it "
        "and more"
    ]
    chosen = read_zip(data, encoding="gb18030")
    assert (chosen.encoding_basis, chosen.notes) == ("stated", [])
    utf8 = read_zip(shapefile(tmp_path, made))
    assert (utf8.encoding, utf8.encoding_basis, utf8.notes) == ("utf-8", "file", [])


def test_a_cpg_that_is_wrong_is_refused(read_zip, parts):
    parts[".dbf"] = parts[".dbf"].replace(NAMES[0].encode(), NAMES[0].encode("gbk").ljust(18))
    with pytest.raises(ImportRefusedError) as caught:
        read_zip(zip_of({**parts, ".cpg": b"UTF-8"}))
    assert caught.value.code == "undecodable"

    with pytest.raises(ImportRefusedError, match="“klingon” is not there"):
        read_zip(zip_of({**parts, ".cpg": b"klingon"}))


def test_an_encoding_that_cannot_be_told_is_asked(read_zip, tmp_path):
    made = frame(name=["臺北市南港軟體園區", "高雄軟體園區"])
    data = shapefile(tmp_path, made, without=(".cpg",), encoding="BIG5")

    with pytest.raises(ImportRefusedError) as caught:
        read_zip(data)
    assert caught.value.code == "encoding_unclear"
    assert read_zip(data, encoding="big5").rows[0].cells == ["臺北市南港軟體園區"]


def test_texts_cut_within_a_character_are_told(read_zip, parts):
    """DBF columns count bytes, so programs cut names in the middle of a character."""
    whole = NAMES[0].encode()
    parts[".dbf"] = parts[".dbf"].replace(whole, whole[:-1] + b" ")
    table = read_zip(zip_of({end: data for end, data in parts.items() if end != ".cpg"}))

    assert table.rows[0].cells == [NAMES[0][:-1]]
    assert table.rows[1].cells == [NAMES[1]]
    assert told(table.problems) == [(1, "cut_text")]
    assert not table.problems[0].is_refused


def test_without_prj_there_is_no_crs(read_zip, tmp_path):
    assert read_zip(shapefile(tmp_path, frame(), without=(".prj",))).crs is None


@pytest.mark.parametrize("missing", [".shx", ".dbf"])
def test_a_part_that_is_missing(read_zip, tmp_path, missing):
    with pytest.raises(ImportRefusedError, match=f"“地块.shp” has no {missing} beside it"):
        read_zip(shapefile(tmp_path, frame(), without=(missing,)))


def test_several_shapefiles(read_zip, parts):
    with pytest.raises(ImportRefusedError, match="holds 2 shapefiles"):
        read_zip(zip_of(parts, **{"b.shp": b""}))


@pytest.mark.parametrize("name", ["a.vrt", "a.exe", "a.csv", "a.geojson", "readme"])
def test_foreign_members(read_zip, parts, name):
    with pytest.raises(ImportRefusedError, match=f"holds “{name}”, which belongs to no Shapefile"):
        read_zip(zip_of(parts, **{name: b"x"}))


def test_clutter_is_passed_over(read_zip, parts):
    more = {"__MACOSX/._a.shp": b"", "d/.DS_Store": b"", "a.shp.xml": b"<x/>", "a.qix": b"lie"}

    assert len(read_zip(zip_of(parts, **more)).rows) == 2


def test_a_table_whose_head_lies(read_zip, parts):
    """GDAL takes the number of rows from the head."""
    dbf = bytearray(parts[".dbf"])
    dbf[4:8] = (99_999).to_bytes(4, "little")

    with pytest.raises(ImportRefusedError, match="its head promises 99999 rows"):
        read_zip(zip_of({**parts, ".dbf": bytes(dbf)}))
    with pytest.raises(ImportRefusedError, match="it has no head"):
        read_zip(zip_of({**parts, ".dbf": b"x"}))
    with pytest.raises(ImportRefusedError, match="more than 9 rows"):
        read_zip(zip_of({**parts, ".dbf": bytes(dbf)}), Limits(rows=9))


def test_a_shp_that_is_something_else(read_zip, parts):
    vrt = b"<OGRVRTDataSource/>"

    with pytest.raises(ImportRefusedError) as caught:
        read_zip(zip_of({**parts, ".shp": vrt}))
    assert caught.value.code == "bad_layer"
