"""What a file is, by its first bytes: names and endings are only what somebody called it."""

from __future__ import annotations

import re
from pathlib import PurePath

from geo.imports.messages import Message, message, refuse

ENDINGS: dict[str, tuple[str, ...]] = {
    "csv": (".csv", ".txt", ".tsv", ".tab"),
    "xlsx": (".xlsx", ".xlsm"),
    "geojson": (".geojson", ".json"),
    "gpkg": (".gpkg",),
    "shapefile": (".zip",),
}
"""Kind → endings that say so."""
HEAD_BYTES = 65_536
"""How much of a file ``kind_of`` wants to see."""

_SQLITE = b"SQLite format 3\x00"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"\x00\x00\x27\x0a", "a single file of a Shapefile (zip .shp, .shx and .dbf together)"),
)
# What GDAL would follow to other files or addresses, whatever the file is called.
_VIRTUAL = (
    (re.compile(rb"<OGRVRT", re.I), "an OGR virtual format (VRT)"),
    (re.compile(rb"<VRTDataset", re.I), "a GDAL virtual raster (VRT)"),
    (re.compile(rb'"type"\s*:\s*"gdal_streamed_alg"', re.I), "a GDAL pipeline (GDALG)"),
    (
        re.compile(rb"<OGRWFSDataSource|<GDAL_WMS|<WMT_MS|<wfs:|<WFS_Capabilities", re.I),
        "a web service",
    ),
)
_MARKUP = re.compile(rb"<(\?xml|!doctype|!--|[a-z][\w:.-]*[\s/>])", re.I)


def kind_of(head: bytes) -> str:
    """Tell what a file is.

    Parameters
    ----------
    head : bytes
        Its first ``HEAD_BYTES``.

    Returns
    -------
    str
        "csv" (any delimited text), "geojson" (any JSON), "gpkg" (any SQLite) or "zip"
        (a workbook or a Shapefile: see ``geo.imports.archive.kind_inside``).

    Raises
    ------
    ImportRefusedError
        If it is none of these, or points at other files.
    """
    if not head:
        refuse("empty_file")
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_SQLITE):
        return "gpkg"
    if head.startswith(_OLD_OFFICE):
        refuse("old_excel")
    for start, found in _OTHERS:
        if head.startswith(start):
            refuse("unknown_kind", found=found)
    text = _plain(head)
    for pattern, found in _VIRTUAL:
        if pattern.search(text) and text[:1] in (b"<", b"{", b"["):
            refuse("virtual_file", found=found)
    if _MARKUP.match(text):
        refuse("unknown_kind", found="XML or HTML")
    return "geojson" if text[:1] in (b"{", b"[") else "csv"


def _plain(head: bytes) -> bytes:
    """Strip marks and blanks; of UTF-16 keep the bytes that are ASCII."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def ending_note(name: str, kind: str) -> Message | None:
    """Say that a name promises another kind of file; None if it does not.

    Examples
    --------
    >>> print(ending_note("sites.csv", "xlsx"))
    the name ends in .csv, but the file is xlsx
    """
    ending = PurePath(name).suffix.lower()
    if not ending or ending in ENDINGS[kind]:
        return None
    return message("ending_differs", ending=ending, kind=kind)
