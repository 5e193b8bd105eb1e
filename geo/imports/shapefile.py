"""A zipped Shapefile: its parts under our names, its table's encoding found honestly."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from geo.imports.archive import (
    check_members,
    endings,
    open_archive,
    shown_name,
    unpack,
    useful_members,
)
from geo.imports.encodings import COMMON_SHARE, ENCODINGS, common_share
from geo.imports.limits import Limits
from geo.imports.messages import message, refuse
from geo.imports.request import ReadRequest
from geo.imports.row_problems import RowProblem
from geo.imports.source_table import Cell, Row, SourceTable, name_columns
from geo.imports.vectors import read_layer

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
"""What is unpacked. GDAL would also use indexes, and they may lie."""
NEEDED = (".shx", ".dbf")
OTHERS = (".cst", ".sbn", ".sbx", ".qix", ".qmd", ".qpj", ".idm", ".ind", ".fbn", ".fbx")
"""What may lie beside them unread, as may ``.xml``, ``.txt`` and ``.ain``, ``.aih``, ``.atx``."""
_UNREAD = (*OTHERS, ".xml", ".txt", ".md", ".lyr", ".sld", ".qml", ".ain", ".aih", ".atx")
# Every byte is a letter in it, so nothing is lost until the encoding is known.
_BYTES = "ISO-8859-1"
_MAGIC = b"\x00\x00\x27\x0a"
_CPG_NAMES = {
    **dict.fromkeys(("utf-8", "utf8", "65001", "cp65001"), "utf-8"),
    **dict.fromkeys(("gbk", "gb2312", "gb18030", "936", "cp936", "54936", "ansi 936"), "gb18030"),
    **dict.fromkeys(("big5", "950", "cp950", "ansi 950"), "big5"),
    **dict.fromkeys(("1252", "cp1252", "windows-1252", "ansi 1252"), "windows-1252"),
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "88591", "iso 8859-1", "latin1"), "windows-1252"),
}
_WIDER = ("gbk", "gb2312", "936", "cp936", "ansi 936")
"""Names of what is read in an encoding that holds it and more."""


def read_shapefile(path: Path, request: ReadRequest, limits: Limits) -> SourceTable:
    """Read a zipped Shapefile.

    Parameters
    ----------
    path : Path
        The archive; it is unpacked beside itself.
    request : ReadRequest
        ``encoding`` (of the attribute table) and ``repair`` count.
    limits : Limits

    Returns
    -------
    SourceTable
        Without CRS if there is no .prj.

    Raises
    ------
    ImportRefusedError
        If the archive is made to do harm or holds anything but one whole Shapefile.
    """
    with open_archive(path) as archive:
        check_members(archive, limits, members=limits.members)
        parts, name = _parts(archive)
        for ending, info in parts.items():
            unpack(archive, info, path.with_name(f"layer{ending}"), limits)
    shp = path.with_name("layer.shp")
    with shp.open("rb") as file:
        if file.read(4) != _MAGIC:
            refuse("bad_layer", detail="its .shp is something else")
    _check_dbf(shp.with_suffix(".dbf"), limits)
    of_file = _of_cpg(shp.with_suffix(".cpg"))
    table = read_layer(shp, "shapefile", limits, encoding=_BYTES, repair=request.repair)
    table.layer, table.layers = name, [name]
    if request.encoding is not None:
        _decode(table, request.encoding, "stated")
    elif of_file is not None:
        named, encoding = of_file
        if named in _WIDER:
            table.notes.append(message("cpg_superset", named=named, encoding=encoding))
        _decode(table, encoding, "file")
    else:
        _decode(table)
    return table


def _parts(archive: zipfile.ZipFile) -> tuple[dict[str, zipfile.ZipInfo], str]:
    """Find the members of the one Shapefile and its name."""
    infos = useful_members(archive)
    shps = [info for info in infos if info.filename.lower().endswith(".shp")]
    if len(shps) != 1:
        names = [shown_name(info) for info in shps]
        refuse("several_shapefiles", count=len(shps), members=names)
    for info in infos:
        ending = PurePosixPath(info.filename).suffix.lower()
        if ending not in (*PARTS, *_UNREAD):
            allowed = [*PARTS, *OTHERS]
            refuse("foreign_member", member=shown_name(info), allowed=allowed)
    stem = shps[0].filename[: -len(".shp")]
    own = endings(info for info in infos if info.filename.rpartition(".")[0] == stem)
    for needed in NEEDED:
        if needed not in own:
            refuse("shapefile_part_missing", member=shown_name(shps[0]), missing=needed)
    name = PurePosixPath(shown_name(shps[0])).stem
    return {ending: info for ending, info in own.items() if ending in PARTS}, name


def _check_dbf(path: Path, limits: Limits) -> None:
    """Check that the head of the attribute table fits its size: GDAL trusts the head."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(32)
    if len(head) < 32:
        refuse("bad_dbf", detail="it has no head")
    count, start, length = (
        int.from_bytes(head[at : at + width], "little") for at, width in ((4, 4), (8, 2), (10, 2))
    )
    columns = (start - 33) // 32
    if columns > limits.columns:
        refuse("too_many_columns", columns=columns, allowed=limits.columns)
    if count > limits.rows:
        refuse("too_many_rows", allowed=limits.rows)
    if start < 33 or length < 1 or start + count * length > size:
        refuse("bad_dbf", detail=f"its head promises {count} rows, its size does not")


def _of_cpg(path: Path) -> tuple[str, str] | None:
    """Return the encoding that the file names, and the one it is read in; None if there is none."""
    if not path.exists():
        return None
    name = path.read_bytes()[:40].decode("ascii", "replace").strip().lower()
    if name not in _CPG_NAMES:
        refuse("unknown_choice", what=".cpg", value=name, allowed=list(ENCODINGS))
    return name, _CPG_NAMES[name]


def _decode(table: SourceTable, encoding: str | None = None, basis: str = "") -> None:
    """Decode names and texts, which were read as bytes; what was not stated is found."""
    texts = [name.encode(_BYTES) for name in table.names]
    texts += [
        cell.encode(_BYTES) for row in table.rows for cell in row.cells if isinstance(cell, str)
    ]
    if encoding is None:
        encoding, basis = _found(texts)
        if basis != "ascii":
            table.notes.append(message("dbf_encoding", encoding=encoding))
    table.encoding, table.encoding_basis = encoding, basis
    names = [_text(name.encode(_BYTES), encoding)[0] for name in table.names]
    table.names, notes = name_columns(names, taken=("geometry",))
    table.notes += notes
    decoded: list[Row] = []
    for row in table.rows:
        cells: list[Cell] = []
        for name, cell in zip(table.names, row.cells, strict=True):
            if isinstance(cell, str):
                cell, was_cut = _text(cell.encode(_BYTES), encoding)
                if was_cut:
                    what = message("cut_text", value=cell)
                    problem = RowProblem(row.number, name, cell, what, is_refused=False)
                    table.problems.append(problem)
            cells.append(cell)
        decoded.append(Row(row.number, cells, row.shape))
    table.rows = decoded


def _found(texts: list[bytes]) -> tuple[str, str]:
    """Find the encoding of all texts together; those cut by the width of a column count, too."""
    foreign = [text for text in texts if not text.isascii()]
    if not foreign:
        return "utf-8", "ascii"
    if all(_can_be(text, "utf-8") for text in foreign):
        return "utf-8", "valid"
    share = 0.0
    if all(_can_be(text, "gb18030") for text in foreign):
        share = common_share("".join(_text(text, "gb18030")[0] for text in foreign))
    if share < COMMON_SHARE:
        refuse("encoding_unclear", share=int(share * 100), allowed=list(ENCODINGS))
    return "gb18030", "guessed"


def _can_be(text: bytes, encoding: str) -> bool:
    try:
        _text(text, encoding)
    except ValueError:
        return False
    return True


def _text(text: bytes, encoding: str) -> tuple[str, bool]:
    """Decode a text; one that its column's width cut within the last character loses that."""
    try:
        return text.decode(encoding), False
    except UnicodeDecodeError as error:
        if len(text) - error.start <= 3 and text[: error.start]:
            return text[: error.start].decode(encoding), True
        refuse("undecodable", encodings=[encoding], byte=f"0x{text[error.start]:02x}", line=1)
