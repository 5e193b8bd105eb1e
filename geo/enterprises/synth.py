"""Make a registry of enterprises that do not exist: to try the atlas, to measure how fast it is.

Every name begins with 合成企业; how many enterprises a district has, and of which industries, is
drawn by lot. Nothing of it is, or may become, part of a catalogue.
"""

from __future__ import annotations

import contextlib
import gzip
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, get_args

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from geo.catalogue import Catalogue
from geo.datum import Datum
from geo.enterprises.errors import EnterpriseError
from geo.enterprises.synth_rows import CHUNK, COLUMNS, PREFIX, Datums, SynthRows
from geo.problems import allowed

SynthForm = Literal["csv", "csv.gz", "parquet"]
FORMS: tuple[SynthForm, ...] = get_args(SynthForm)
MOST_ROWS = 1_000_000_000
_METADATA = {
    "synthetic": "true",
    "note": "合成数据：这些企业并不存在 · made up, none of them exists",
}
_GZIP_LEVEL = 3


@dataclass(frozen=True)
class Synthesised:
    """What was written.

    Attributes
    ----------
    path : Path
    rows : int
        Without the header.
    faults : dict of str to int
        Reason for which rows should be left out → how many rows have that fault.
    """

    path: Path
    rows: int
    faults: dict[str, int]


def synthesise(
    rows: int,
    seed: int,
    out: Path,
    form: SynthForm,
    catalogue: Catalogue,
    *,
    cities: Sequence[str] = (),
    faults: float = 0.01,
    unplaced: float = 0.05,
    datum: Datum = "WGS-84",
    told: Callable[[int], None] = lambda done: None,
) -> Synthesised:
    """Write a synthetic registry, piece by piece.

    Parameters
    ----------
    rows : int
        1 to 1,000 million.
    seed : int
        The same seed gives the same registry; a shorter one is the beginning of a longer one.
    out : Path
        File to write; must not exist. It appears when it is complete.
    form : {"csv", "csv.gz", "parquet"}
        CSV is UTF-8 with Chinese headers (``COLUMNS``).
    catalogue : Catalogue
    cities : sequence of str
        Ids; by default all of the catalogue.
    faults : float
        Share of faulty rows, 0 to 1.
    unplaced : float
        Share of the others that have an address but no coordinates.
    datum : {"WGS-84", "GCJ-02", "BD-09"}
    told : callable
        Is told after each piece how many rows are written.

    Returns
    -------
    Synthesised

    Raises
    ------
    EnterpriseError
        If an argument makes no sense or the file exists.
    UnknownIdError
        If there is no such city.
    OSError
        If the file cannot be written.
    """
    _check(rows, seed, out, form, datum, {"faults": faults, "unplaced": unplaced})
    source = SynthRows(
        catalogue,
        tuple(cities) or tuple(city.id for city in catalogue.cities),
        seed,
        faults=faults,
        unplaced=unplaced,
        datum=datum,
        as_text=form != "parquet",
    )
    found: Counter[str] = Counter()
    part = out.with_name(out.name + ".part")
    try:
        with _writer(part, form) as write:
            for index in range((rows + CHUNK - 1) // CHUNK):
                wanted = min(CHUNK, rows - index * CHUNK)
                table, wrong = source.chunk(index, wanted)
                write(table)
                found += wrong
                told(index * CHUNK + wanted)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return Synthesised(out, rows, dict(sorted(found.items())))


def form_of(path: Path) -> SynthForm:
    """Tell from its name what a file is to hold; raise ``EnterpriseError`` if it is none."""
    for form in FORMS:
        if path.name.lower().endswith(f".{form}"):
            return form
    msg = f'"{path.name}" ends in none of {", ".join(f".{form}" for form in FORMS)}'
    raise EnterpriseError(msg, "synth-form", {"file": path.name})


def is_synthetic(names: Sequence[str | None]) -> bool:
    """Tell from a sample of names whether a registry is synthetic: any begins with 合成企业."""
    return any(name is not None and name.strip().startswith(PREFIX) for name in names)


def _check(
    rows: int, seed: int, out: Path, form: str, datum: str, shares: dict[str, float]
) -> None:
    wrong = ""
    if not 1 <= rows <= MOST_ROWS:
        wrong = f"{rows} rows; allowed are 1 to {MOST_ROWS}"
    elif seed < 0:
        wrong = f"the seed {seed}; allowed is 0 or more"
    elif form not in FORMS:
        wrong = f'no form "{form}"; {allowed(form, FORMS)}'
    elif datum not in Datums:
        wrong = f'no datum "{datum}" is written; {allowed(datum, Datums)}'
    elif out.exists():
        wrong = f"{out} is there already; name another file or take it away"
    for name, share in shares.items():
        if not 0 <= share <= 1:
            wrong = f"{name} is {share}; allowed is 0 to 1"
    if wrong:
        raise EnterpriseError(wrong, "synth")


@contextlib.contextmanager
def _writer(path: Path, form: SynthForm) -> Iterator[Callable[[pa.Table], None]]:
    """Open a file and give what writes tables to it, one after the other."""
    with contextlib.ExitStack() as stack:
        file: Any = stack.enter_context(path.open("wb"))
        if form == "parquet":
            yield _parquet_writer(file, stack)
            return
        if form == "csv.gz":
            # Without name and time the same rows give the same bytes.
            file = stack.enter_context(
                gzip.GzipFile("", "wb", fileobj=file, mtime=0, compresslevel=_GZIP_LEVEL)
            )
        file.write((",".join(COLUMNS.values()) + "\n").encode())
        # No text of ours needs quotation marks; with one that does pyarrow would refuse.
        options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none")
        yield lambda table: pyarrow.csv.write_csv(table, file, options)


def _parquet_writer(file: BinaryIO, stack: contextlib.ExitStack) -> Callable[[pa.Table], None]:
    writers: list[pq.ParquetWriter] = []

    def write(table: pa.Table) -> None:
        marked = table.replace_schema_metadata(_METADATA)
        if not writers:
            writers.append(stack.enter_context(pq.ParquetWriter(file, marked.schema)))
        writers[0].write_table(marked)

    return write
