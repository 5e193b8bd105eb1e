"""GeoPackage for QGIS: the rows with their geometry, and a table ``about`` beside them."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pyproj

from geo.exports.about import DATUM_WORDS
from geo.exports.table import ExportError, Raw, Table

ABOUT_LAYER = "about"
GCJ02 = pyproj.CRS.from_wkt(
    'GEOGCRS["GCJ-02",DATUM["GCJ-02 (WGS 84 shifted by a published series, no EPSG code)",'
    'ELLIPSOID["WGS 84",6378137,298.257223563]],CS[ellipsoidal,2],'
    'AXIS["geodetic latitude (Lat)",north],AXIS["geodetic longitude (Lon)",east],'
    'ANGLEUNIT["degree",0.0174532925199433]]'
)
"""GCJ-02 by name: labelled EPSG:4326, as such files usually are, it would be taken for WGS-84."""
_TYPES = {"integer": "Int64", "number": "float64", "boolean": "boolean"}


def write(table: Table) -> bytes:
    """Write a table as a GeoPackage with a layer of the dataset's name.

    The coordinate reference system of the layer is EPSG:4326 for WGS-84, EPSG:4490 for
    CGCS2000, and one named GCJ-02 for GCJ-02; the layer's description says so in words.

    Parameters
    ----------
    table : Table

    Returns
    -------
    bytes
        The same for the same table: ``last_change`` is the table's stamp.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.gpkg"
        pyogrio.write_dataframe(
            _frame(table),
            path,
            layer=table.dataset.id,
            driver="GPKG",
            layer_options={
                "IDENTIFIER": f"{table.dataset.title_zh} {table.dataset.title_en}",
                "DESCRIPTION": _description(table),
            },
        )
        columns = ["item_zh", "content_zh", "item_en", "content_en"]
        about = pd.DataFrame(table.about.rows, columns=columns)
        pyogrio.write_dataframe(about, path, layer=ABOUT_LAYER, driver="GPKG", append=True)
        _set_time(path, table)
        return _with_fixed_counter(path.read_bytes())


def _frame(table: Table) -> Any:
    """Write empty text as null, as people who filter in QGIS expect."""
    frame: Any = table.frame.copy()
    for column in table.dataset.columns:
        if column.kind == "text":
            frame[column.name] = frame[column.name].astype(object).replace("", None)
        else:
            frame[column.name] = frame[column.name].astype(_TYPES[column.kind])
    return frame.set_crs(GCJ02, allow_override=True) if table.datum == "GCJ-02" else frame


def _description(table: Table) -> str:
    zh, en = (table.dataset.about_zh, table.dataset.about_en)
    if table.datum is not None:
        words = DATUM_WORDS[table.datum]
        zh, en = f"{zh} {words[0]}。", f"{en} {words[1]}."
    return f"{zh} {en}"


def _set_time(path: Path, table: Table) -> None:
    stamp = table.stamp.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE gpkg_contents SET last_change = ?", (stamp,))


def _with_fixed_counter(data: bytes) -> bytes:
    """Set SQLite's counter of changes, which depends on when GDAL flushes, to the same each time.

    It stands at offset 24 and, as "version valid for", at 92: https://sqlite.org/fileformat.html.
    """
    once = (1).to_bytes(4, "big")
    return data[:24] + once + data[28:92] + once + data[96:]


def read(data: bytes) -> Raw:
    """Read a GeoPackage that ``write`` made, also after QGIS saved it.

    It goes through GDAL: for files of one's own, not for uploads from strangers.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    Raw
        The attributes, and the geometries if there are any.

    Raises
    ------
    ExportError
        If it is no GeoPackage, or holds no layer but ``about``.
    """
    if not data.startswith(b"SQLite format 3\0") or data[68:72] != b"GPKG":
        msg = "this is not a GeoPackage"
        raise ExportError(msg)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.gpkg"
        path.write_bytes(data)
        try:
            names = [str(name) for name, _ in pyogrio.list_layers(path) if name != ABOUT_LAYER]
            if not names:
                msg = f"the GeoPackage has no layer but {ABOUT_LAYER}"
                raise ExportError(msg)
            frame = pyogrio.read_dataframe(path, layer=names[0])
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            msg = f"this is not a GeoPackage ({error})"
            raise ExportError(msg) from error
    shapes = list(frame.geometry) if "geometry" in frame else None
    return Raw(pd.DataFrame(frame.drop(columns="geometry", errors="ignore"), dtype=object), shapes)
