"""The formats of an export, and the way back: a file becomes the frame that it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from geo.errors import UnknownIdError
from geo.exports import csv_file, geojson_file, geopackage_file, xlsx_file
from geo.exports.table import Raw, Table
from geo.problems import allowed


@dataclass(frozen=True)
class Format:
    """A file format.

    Attributes
    ----------
    id : str
        Its suffix.
    title : str
    media_type : str
    write : function of Table to bytes
        The same bytes for the same table.
    read : function of bytes to Raw
    """

    id: str
    title: str
    media_type: str
    write: Callable[[Table], bytes]
    read: Callable[[bytes], Raw]


_ALL = (
    Format("csv", "CSV", "text/csv", csv_file.write, csv_file.read),
    Format(
        "xlsx",
        "XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        xlsx_file.write,
        xlsx_file.read,
    ),
    Format("geojson", "GeoJSON", "application/geo+json", geojson_file.write, geojson_file.read),
    Format(
        "gpkg",
        "GeoPackage",
        "application/geopackage+sqlite3",
        geopackage_file.write,
        geopackage_file.read,
    ),
)
FORMATS: dict[str, Format] = {row.id: row for row in _ALL}
"""Suffix → format, in the order in which they are offered."""


def find_format(format_id: str) -> Format:
    """Return a format by its suffix; raise ``UnknownIdError`` naming those that there are."""
    try:
        return FORMATS[format_id]
    except KeyError:
        msg = f'no format "{format_id}"; {allowed(format_id, FORMATS)}'
        raise UnknownIdError(msg) from None
