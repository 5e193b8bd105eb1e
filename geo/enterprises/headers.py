"""The columns of each part of a registry, and which of them differ from those of the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from geo.enterprises.header_row import LOOKED_AT, column_names, header_place
from geo.enterprises.samples import encoding_of, form_of
from geo.enterprises.text_pieces import records, unpacked_head, whole_lines
from geo.errors import ImportRefusedError
from geo.imports.limits import Limits
from geo.imports.messages import refuse
from geo.imports.sniffing import HEAD_BYTES

_HEADER_BYTES = 128 * 1024
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Header:
    """What the beginning of a part says.

    Attributes
    ----------
    form : {"csv", "parquet", "xlsx", ""}
        "" if it is none of these.
    names : tuple of str
        Of its columns; of a workbook none are read. Of one without the sheet: its sheets.
    problem : str
        Code of why it cannot be read (``geo.imports.messages``), "" if it can; "other-encoding"
        if it seems to be in another one than it is to be read in, "no-sheet" if it lacks the one.
    encoding : str
        That other one.
    """

    form: str
    names: tuple[str, ...] = ()
    problem: str = ""
    encoding: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Header:
        """Read what ``to_json`` made."""
        return cls(**{**data, "names": tuple(data["names"])})


@dataclass(frozen=True)
class Difference:
    """How the columns of a part differ from those of the first one.

    Attributes
    ----------
    file : str
    problem : str
        As in ``Header``; "other-form" if it is another kind of file.
    missing, more : tuple of str
        Columns that it lacks, and that only it has. Both empty if only their order is another. Of
        a workbook without the sheet, ``more`` are its sheets.
    encoding : str
        As in ``Header``.
    """

    file: str
    problem: str
    missing: tuple[str, ...]
    more: tuple[str, ...]
    encoding: str = ""


def read_header(path: Path, encoding: str, delimiter: str, sheet: str | None = None) -> Header:
    """Read the columns of a part.

    Parameters
    ----------
    path : Path
    encoding, delimiter : str
        Of text.
    sheet : str, optional
        That a workbook must have.

    Returns
    -------
    Header
        Names as ``geo.enterprises.samples`` has them.
    """
    form = ""
    try:
        with path.open("rb") as file:
            found = form_of(file.read(HEAD_BYTES))
            form = found.removesuffix(".gz")
            file.seek(0)
            if form == "parquet":
                return Header(form, _of_parquet(file))
            if form == "csv":
                return _of_text(file, found != form, encoding, delimiter)
        return Header(form) if sheet is None else _of_workbook(path, sheet)
    except ImportRefusedError as error:
        return Header(form, problem=error.code)
    except OSError:
        return Header(form, problem="unreadable")


def differences(files: Sequence[str], headers: Sequence[Header]) -> list[Difference]:
    """Name the parts whose columns are not those of the first one.

    Parameters
    ----------
    files : sequence of str, shape (n,)
    headers : sequence of Header, shape (n,)
    """
    if not headers:
        return []
    first = headers[0]
    found = []
    for file, header in zip(files, headers, strict=True):
        problem = header.problem or ("other-form" if header.form != first.form else "")
        if problem or header.names != first.names:
            missing = tuple(name for name in first.names if name not in header.names)
            more = tuple(name for name in header.names if name not in first.names)
            if problem:
                missing, more = (), header.names if problem == "no-sheet" else ()
            found.append(Difference(file, problem, missing, more, header.encoding))
    return found


def _of_text(file: BinaryIO, is_packed: bool, encoding: str, delimiter: str) -> Header:
    if is_packed:
        head, is_whole = unpacked_head(file, _HEADER_BYTES)
        if not is_whole and b"\n" not in head:
            refuse("unknown_kind", found="a damaged gzip archive")
    else:
        head = file.read(_HEADER_BYTES)
    own = "utf-8" if head.startswith(_BOM) else encoding
    text = head.removeprefix(_BOM).decode(own, "replace")
    try:
        rows = records(text, delimiter, LOOKED_AT)
    except ImportRefusedError:  # the row below the header cannot be read: not the header's fault
        rows = records(text, delimiter, 1)
    if not rows:
        refuse("no_rows")
    names = tuple(column_names(rows[header_place(rows)]))
    other = "" if head.startswith(_BOM) else _other_encoding(whole_lines(head), encoding)
    return Header("csv", names, "other-encoding" if other else "", other)


def _other_encoding(head: bytes, encoding: str) -> str:
    """Return the encoding that a text seems to be in, "" if it may be the one that it should."""
    try:
        found, basis = encoding_of([head])
    except ImportRefusedError:  # whoever counts says what is wrong with single rows
        return ""
    return "" if basis == "ascii" or found == encoding.removesuffix("-sig") else found


def _of_workbook(path: Path, sheet: str) -> Header:
    # Only who brings workbooks waits for calamine.
    from geo.enterprises.sheets import sheet_names

    names = sheet_names(path, Limits())
    return Header("xlsx") if sheet in names else Header("xlsx", tuple(names), "no-sheet")


def _of_parquet(file: BinaryIO) -> tuple[str, ...]:
    # Only who brings Parquet waits for Arrow.
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return tuple(pq.read_schema(file).names)
    except (pa.ArrowException, OSError):
        refuse("unknown_kind", found="a damaged Parquet file")
