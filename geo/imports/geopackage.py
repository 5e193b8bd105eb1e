"""GeoPackage: looked through as a database first, then one of its tables through GDAL."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from geo.imports.limits import Limits
from geo.imports.messages import message, refuse
from geo.imports.request import ReadRequest
from geo.imports.source_table import SourceTable
from geo.imports.vectors import read_layer

_IDS = (b"GPKG", b"GP10", b"GP11")


def read_geopackage(path: Path, request: ReadRequest, limits: Limits) -> SourceTable:
    """Read one table of a GeoPackage.

    Parameters
    ----------
    path : Path
    request : ReadRequest
        ``layer`` names the table (the first by default); ``repair`` counts.
    limits : Limits

    Returns
    -------
    SourceTable

    Raises
    ------
    ImportRefusedError
        If it is damaged, no GeoPackage, has no table with places, or a view is asked for.
    """
    with path.open("rb") as file:
        head = file.read(100)
    if head[68:72] not in _IDS:
        refuse("not_geopackage", detail="its application id is another")
    try:
        tables, views, columns = _look_through(path)
    except sqlite3.DatabaseError as error:
        refuse("damaged_database", detail=str(error))
    layer = _choose(tables, views, request.layer)
    if columns[layer] > limits.columns:
        refuse("too_many_columns", columns=columns[layer], allowed=limits.columns)
    table = read_layer(path, "gpkg", limits, layer=layer, repair=request.repair)
    table.layer, table.layers = layer, tables
    if views:
        table.notes.append(message("views_left_out", views=views))
    return table


def _look_through(path: Path) -> tuple[list[str], list[str], dict[str, int]]:
    """List tables with places and views, and count columns, after SQLite's own check."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        # https://sqlite.org/security.html: what to set before reading a stranger's database.
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA mmap_size = 0")
        verdict = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if verdict != ["ok"]:
            refuse("damaged_database", detail=str(verdict[0]).strip())
        kinds = {
            name: (kind, (sql or "").lstrip().lower())
            for name, kind, sql in connection.execute("SELECT name, type, sql FROM sqlite_master")
            if kind in ("table", "view")
        }
        core = {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"}
        wrong = [name for name in core if kinds.get(name, ("",))[0] != "table"]
        if wrong:
            refuse("not_geopackage", detail=f"there is no table {wrong[0]}")
        listed = [
            str(row[0])
            for row in connection.execute(
                "SELECT c.table_name FROM gpkg_contents c JOIN gpkg_geometry_columns g "
                "ON g.table_name = c.table_name WHERE c.data_type = 'features' ORDER BY c.rowid"
            )
        ]
        tables = [
            name
            for name in listed
            if name in kinds
            and kinds[name][0] == "table"
            and not kinds[name][1].startswith("create virtual")
        ]
        columns = {
            name: len(connection.execute("SELECT * FROM pragma_table_xinfo(?)", (name,)).fetchall())
            for name in tables
        }
    views = sorted(name for name, (kind, _) in kinds.items() if kind == "view")
    return tables, views, columns


def _choose(tables: Sequence[str], views: Sequence[str], wanted: str | None) -> str:
    if wanted in views:
        refuse("view_layer", layer=wanted, allowed=list(tables))
    if not tables:
        refuse("no_layer", found=[f"view {name}" for name in views])
    if wanted is not None and wanted not in tables:
        refuse("unknown_choice", what="layer", value=wanted, allowed=list(tables))
    return wanted if wanted is not None else tables[0]
