"""A look at a registry before it is counted: how it is written, its columns, rows here and there.

A file of gigabytes is not read: the beginning, and of plain text and Parquet also rows from its
middle and end, so that what only later rows show (an encoding, another way of writing) is seen.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from geo.enterprises.header_row import doubled_names, header_place
from geo.enterprises.text_pieces import (
    CELL_CHARS,
    count_rows,
    plain_head,
    records,
    slices,
    unpacked_head,
    whole_text,
)
from geo.imports.columns import Column, describe_columns, text_of
from geo.imports.delimited import find_delimiter
from geo.imports.encoding_breaks import first_lines, refuse_mixed
from geo.imports.encodings import COMMON_SHARE, common_share
from geo.imports.limits import Limits
from geo.imports.messages import refuse
from geo.imports.sniffing import HEAD_BYTES, kind_of
from geo.imports.source_table import Row, SourceTable, clean_texts, name_columns

ENCODINGS = ("utf-8", "gb18030")
"""What a registry may be written in; a mark at its beginning does not matter."""
MOST_ROWS = 4000
"""Rows of a sample."""
_HEAD_ROWS = 2500
_MOST_BROKEN = 0.01


@dataclass(frozen=True)
class Sample:
    """What a look at a file found.

    Attributes
    ----------
    form : {"csv", "parquet", "xlsx"}
    columns : list of Column
        ``filled`` and types are those of the sample.
    rows : list of list of str
        Cells of the sample; the first are the file's first.
    row_count : int or None
        Of the whole file where it says so or is small, else about as many, or None.
    is_exact : bool
        Whether ``row_count`` is exact.
    encoding, encoding_basis, delimiter : str
        Of text: "bom", "ascii", "valid", "guessed" or "stated"; "" of others.
    is_packed : bool
        Whether it is text packed by gzip.
    sheet, sheets : str, list of str
        Of a workbook: the sheet that was looked at, and those that have cells.
    doubled : list of str
        Names that several columns have; all but the first one were numbered.
    """

    form: str
    columns: list[Column]
    rows: list[list[str]]
    row_count: int | None
    is_exact: bool = False
    encoding: str = ""
    encoding_basis: str = ""
    delimiter: str = ""
    is_packed: bool = False
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The columns' names."""
        return [column.name for column in self.columns]

    def cells(self, name: str | None) -> list[str]:
        """Return the cells of a column, none of a column that is not there."""
        if name not in self.names:
            return []
        place = self.names.index(name)
        return [row[place] for row in self.rows]

    def to_json(self) -> dict[str, Any]:
        """Return the sample as JSON types."""
        return {**asdict(self), "columns": [column.to_json() for column in self.columns]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Sample:
        """Read what ``to_json`` made."""
        return cls(**{**data, "columns": [Column.from_json(row) for row in data["columns"]]})


def form_of(head: bytes) -> str:
    """Tell what a file of a registry is, by its first bytes.

    Returns
    -------
    str
        "csv", "csv.gz", "parquet" or "xlsx" (a zip archive: the reader finds out).

    Raises
    ------
    ImportRefusedError
        If it is none of these.
    """
    if head.startswith(b"\x1f\x8b"):
        return "csv.gz"
    if head.startswith(b"PAR1"):
        return "parquet"
    kind = kind_of(head)
    if kind in ("geojson", "gpkg"):
        refuse("unknown_kind", found="GeoJSON" if kind == "geojson" else "GeoPackage")
    return "xlsx" if kind == "zip" else "csv"


def take_sample(
    file: BinaryIO,
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Sample:
    """Look at a file.

    Parameters
    ----------
    file : binary file
    path : Path
        The same, for the reader of workbooks.
    encoding, delimiter, sheet : str, optional
        Found out if not given; of texts, of workbooks.

    Returns
    -------
    Sample

    Raises
    ------
    ImportRefusedError
        If it is none that can be read, saying why.
    """
    head = file.read(HEAD_BYTES)
    form = form_of(head)
    file.seek(0)
    if form == "parquet":
        sample = _of_parquet(file)
    elif form == "xlsx":
        sample = _of_workbook(path, sheet)
    else:
        sample = _of_text(file, form == "csv.gz", encoding, delimiter)
    return sample


def _of_text(
    file: BinaryIO, is_packed: bool, encoding: str | None, delimiter: str | None
) -> Sample:
    size = file.seek(0, 2)
    file.seek(0)
    head, is_whole = unpacked_head(file) if is_packed else plain_head(file, size)
    further = [] if is_packed or is_whole else list(slices(file, size))
    is_marked = head.startswith(b"\xef\xbb\xbf")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        refuse("utf16")
    basis = "bom" if is_marked else "stated"
    found = "utf-8" if is_marked else encoding
    if found is None:
        own = io.BytesIO(head) if is_packed or is_whole else file
        found, basis = encoding_of([head, *further], lambda: first_lines(own))
    text = head.decode(found, "replace")
    sign = delimiter or find_delimiter(text)[0]
    first = records(text, sign, _HEAD_ROWS + 1)
    above = header_place(first)
    if len(first) < above + 2:
        refuse("no_rows")
    names, notes = name_columns(first[above])
    rows = first[above + 1 :]
    for part in further:
        more = records(part.decode(found, "replace"), sign, _HEAD_ROWS)
        rows += more[:: 1 + len(more) * len(further) // (MOST_ROWS - _HEAD_ROWS)]
    rows = [cells for cells in rows if len(cells) == len(names)]
    if not rows:
        refuse("no_rows")
    whole = head if is_whole else whole_text(file, size, is_packed=is_packed)
    count = None if whole is None else count_rows(whole.decode(found, "replace"), sign, above)
    is_exact = count is not None
    if count is None and not is_packed:
        lines = head.count(b"\n") or 1
        count = int(float(f"{size / len(head) * lines:.3g}"))  # a fourth digit would be a guess
    doubled = doubled_names(notes)
    sample = Sample(
        "csv", [], rows, count, is_exact, found, basis, sign, is_packed, doubled=doubled
    )
    return _described(sample, names)


def encoding_of(
    parts: Sequence[bytes], lines: Callable[[], Iterable[bytes]] | None = None
) -> tuple[str, str]:
    """Tell the encoding of texts: that in which (almost) all of them can be read.

    Single broken bytes do not decide: the rows that have them are left out one by one.

    Parameters
    ----------
    parts : sequence of bytes
        Whole lines.
    lines : callable, optional
        Returns the lines of the whole text, to name the one from which on it is in neither; those
        of ``parts`` if not given.

    Returns
    -------
    encoding : {"utf-8", "gb18030"}
    basis : {"ascii", "valid", "guessed"}

    Raises
    ------
    ImportRefusedError
        If it is neither.
    """
    data = b"".join(parts)
    if b"\x00" in data:
        refuse("nul_byte", line=data.count(b"\n", 0, data.index(b"\x00")) + 1)
    if data.isascii():
        return "utf-8", "ascii"
    strange = sum(byte > 127 for byte in data)
    for name, basis in (("utf-8", "valid"), ("gb18030", "guessed")):
        text = data.decode(name, "replace")
        broken = text.count("\ufffd")
        if broken > _MOST_BROKEN * strange:
            continue
        share = common_share(text)
        if name == "gb18030" and share < COMMON_SHARE:
            refuse("encoding_unclear", share=int(100 * share), allowed=list(ENCODINGS))
        return name, basis
    return refuse_mixed(lines or (lambda: data.split(b"\n")), list(ENCODINGS))


def _of_parquet(file: BinaryIO) -> Sample:
    # Only who brings Parquet waits for Arrow.
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file)
        groups = range(table.metadata.num_row_groups)
        chosen = sorted({0, len(groups) // 2, len(groups) - 1}) if groups else []
        rows: list[list[str]] = []
        for group in chosen:
            batch = next(table.iter_batches(MOST_ROWS // len(chosen), [group]), None)
            if batch is not None:
                columns = [[_text(cell) for cell in column.to_pylist()] for column in batch.columns]
                rows += map(list, zip(*columns, strict=True))
        names = table.schema_arrow.names
    except (pa.ArrowException, OSError):
        refuse("unknown_kind", found="a damaged Parquet file")
    if not rows:
        refuse("no_rows")
    return _described(Sample("parquet", [], rows, table.metadata.num_rows, True), names)


def _of_workbook(path: Path, sheet: str | None) -> Sample:
    # As above, calamine.
    from geo.enterprises.sheets import filled_sheets, read_table

    table = read_table(path, sheet, Limits())
    rows = [[_text(cell) for cell in row.cells] for row in table.rows[:MOST_ROWS]]
    sample = Sample(
        "xlsx",
        [],
        rows,
        len(table.rows),
        True,
        sheet=table.layer or "",
        sheets=filled_sheets(path, Limits()),
        doubled=doubled_names(table.notes),
    )
    return _described(sample, table.names)


def _text(cell: Any) -> str:
    return text_of(cell)[:CELL_CHARS].strip()


def _described(sample: Sample, names: Sequence[str]) -> Sample:
    rows = [Row(number, list(cells)) for number, cells in enumerate(sample.rows, start=2)]
    table = SourceTable(sample.form, list(names), rows)
    clean_texts(table)
    columns, _ = describe_columns(table, Limits())
    return replace(sample, columns=columns, rows=[list(map(text_of, row.cells)) for row in rows])
