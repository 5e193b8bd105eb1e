"""Real files of every kind, made by the tests."""

import io
import json
import zipfile

import geopandas as gpd
import openpyxl
import pyogrio
import pytest
import shapely

from geo.imports.limits import Limits
from geo.imports.preview import preview_source, read_rows
from geo.imports.request import ReadRequest
from geo.imports.source import pasted, uploaded
from tests.geo.exports.conftest import with_names  # noqa: F401 (a fixture)

SHANGHAI = ((121.4737, 31.2304), (121.5, 31.2))
NAMES = ("徐汇西岸智塔", "张江人工智能岛")


def csv_of(*lines, encoding="utf-8"):
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


CSV = csv_of(
    "名称,经度,纬度,面积",
    *(f"{name},{x},{y},{n}" for n, (name, (x, y)) in enumerate(zip(NAMES, SHANGHAI, strict=True))),
)


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(x, y):
    return {"type": "Point", "coordinates": [x, y]}


def geojson(*features, **members):
    document = {"type": "FeatureCollection", **members, "features": list(features)}
    return json.dumps(document, ensure_ascii=False).encode()


def frame(crs=4326, shapes=None, **columns):
    shapes = shapes or [shapely.Point(xy) for xy in SHANGHAI]
    columns = columns or {"name": list(NAMES)}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=crs)


def gpkg(folder, made, layer="sites"):
    path = folder / "made.gpkg"
    pyogrio.write_dataframe(made, path, layer=layer, driver="GPKG", append=path.exists())
    return path


def shapefile_parts(folder, made, encoding="UTF-8"):
    """Write a Shapefile; return its files by ending."""
    path = folder / "made.shp"
    pyogrio.write_dataframe(made, path, driver="ESRI Shapefile", encoding=encoding)
    return {file.suffix: file.read_bytes() for file in folder.glob("made.*")}


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def shapefile(folder, made, *, without=(), stem="地块", encoding="UTF-8"):
    parts = shapefile_parts(folder, made, encoding)
    kept = {f"{stem}{end}": data for end, data in parts.items() if end not in without}
    return zipped(kept)


def xlsx(*rows, sheet="sheet", merge=None, **more):
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    for name, cells in more.items():
        other = book.create_sheet(name)
        for row in cells:
            other.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def limits():
    return Limits()


@pytest.fixture
def preview():
    """Preview bytes (or pasted text) in the sandbox."""

    def preview(data, name="file", limits=None, **request):
        source = pasted(data) if isinstance(data, str) else uploaded(name, data)
        return preview_source(source, ReadRequest(**request), limits=limits)

    return preview


@pytest.fixture
def read():
    """Read all rows of bytes (or pasted text) in the sandbox."""

    def read(data, name="file", limits=None, **request):
        source = pasted(data) if isinstance(data, str) else uploaded(name, data)
        return read_rows(source, ReadRequest(**request), limits=limits)

    return read


def codes(notes):
    return [note.code for note in notes]


def told(problems):
    """Row and code of problems."""
    return [(problem.row, problem.message.code) for problem in problems]
