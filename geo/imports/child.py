"""The process that reads one file: ``python -m geo.imports.child`` (started by the sandbox).

The job comes as one line of JSON on the standard input; the answer goes to the standard output
as lines of JSON: ``progress``, then either ``refused`` or ``table``, ``rows`` … and ``done``.
Nothing is pickled, so nothing in the answer can run in the parent.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geo.errors import ImportRefusedError
from geo.imports.archive import kind_inside, open_archive
from geo.imports.columns import describe_columns
from geo.imports.confinement import confine
from geo.imports.delimited import read_delimited
from geo.imports.limits import Limits
from geo.imports.messages import message
from geo.imports.request import ReadRequest
from geo.imports.sniffing import HEAD_BYTES, ending_note, kind_of
from geo.imports.source_table import Row, SourceTable, clean_texts

Send = Callable[[dict[str, Any]], None]
CHUNK_ROWS = 1000


def read_source(path: Path, request: ReadRequest, limits: Limits, send: Send) -> SourceTable:
    """Read a file whose kind is not known yet.

    Parameters
    ----------
    path : Path
        Its folder is ours, too.
    request : ReadRequest
    limits : Limits
    send : callable
        Takes progress.

    Returns
    -------
    SourceTable

    Raises
    ------
    ImportRefusedError
        If it is refused.
    """
    with path.open("rb") as file:
        kind = kind_of(file.read(HEAD_BYTES))
    if kind == "zip":
        with open_archive(path) as archive:
            kind = kind_inside(archive)
    send({"progress": "reading", "kind": kind})
    if kind == "csv":
        return read_delimited(path.read_bytes(), request, limits)
    if kind == "xlsx":
        # Each reader's libraries are loaded for its own kind only: text files need none.
        from geo.imports.workbook import read_workbook

        return read_workbook(path, request, limits)
    _leave_out_pandas()
    if kind == "geojson":
        # As above: Shapely.
        from geo.imports.geojson import read_geojson

        return read_geojson(path.read_bytes(), request, limits)
    named = path.with_suffix(".gpkg" if kind == "gpkg" else ".zip")
    path.rename(named)
    if kind == "gpkg":
        # As above: GDAL.
        from geo.imports.geopackage import read_geopackage

        check_drivers(os.environ.get("OGR_SKIP", ""))
        return read_geopackage(named, request, limits)
    # As above: GDAL.
    from geo.imports.shapefile import read_shapefile

    check_drivers(os.environ.get("OGR_SKIP", ""))
    return read_shapefile(named, request, limits)


def _leave_out_pandas() -> None:
    """Keep pyogrio from importing pandas, which reading arrays does not need: 0.5 s less."""
    if __name__ == "__main__":
        for name in ("pandas", "geopandas"):
            sys.modules[name] = None  # type: ignore[assignment]


def answer(job: dict[str, Any], send: Send) -> None:
    """Do a job: read the file, describe it, and send its rows.

    Parameters
    ----------
    job : dict
        ``path``, ``name``, ``request``, ``limits`` and ``all_rows`` (else the first ones).
    send : callable
        Takes each part of the answer.
    """
    limits = Limits(**job["limits"])
    table = read_source(Path(job["path"]), ReadRequest.from_json(job["request"]), limits, send)
    clean_texts(table)
    note = ending_note(job["name"], table.kind)
    notes = [note] if note else []
    send({"progress": "describing", "rows": len(table.rows)})
    columns, found = describe_columns(table, limits)
    described = {
        "kind": table.kind,
        "encoding": table.encoding,
        "encoding_basis": table.encoding_basis,
        "delimiter": table.delimiter,
        "layer": table.layer,
        "layers": table.layers,
        "header_row": table.header_row,
        "has_shapes": table.has_shapes,
        "crs": table.crs,
        "crs_basis": table.crs_basis,
        "row_count": len(table.rows),
        "columns": [column.to_json() for column in columns],
        "notes": [said.to_json() for said in [*notes, *table.notes, *found]],
        "problems": [problem.to_json() for problem in table.problems],
    }
    send({"table": described})
    rows = table.rows if job["all_rows"] else table.rows[: limits.first_rows]
    for start in range(0, len(rows), CHUNK_ROWS):
        send({"rows": [_sent(row) for row in rows[start : start + CHUNK_ROWS]]})
    send({"done": True})


def _sent(row: Row) -> list[Any]:
    return [row.number, row.cells, None if row.shape is None else row.shape.hex()]


def check_drivers(skipped: str) -> None:
    """Make sure that GDAL, if it was loaded, has none of the drivers it was to leave out.

    Raises
    ------
    RuntimeError
        If it has one.
    """
    pyogrio = sys.modules.get("pyogrio")
    if pyogrio is not None:
        left = set(pyogrio.list_drivers()) & set(skipped.split(","))
        if left:
            msg = f"GDAL kept drivers that it was to leave out: {', '.join(sorted(left))}"
            raise RuntimeError(msg)


def main() -> int:
    """Answer the job on the standard input; return the exit code."""
    # Libraries in C may print; only we write into the answer.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)

        def send(part: dict[str, Any]) -> None:
            out.write(json.dumps(part, ensure_ascii=True, allow_nan=False) + "\n")
            if "progress" in part:
                out.flush()

        job = json.loads(sys.stdin.readline())
        cut_off = confine(Limits(**job["limits"]), Path(job["path"]).parent)
        send({"progress": "started", "cut_off": cut_off})
        try:
            answer(job, send)
        except ImportRefusedError as error:
            send({"refused": {"code": error.code, "values": error.values}})
        except MemoryError:
            mebibytes = job["limits"]["memory_bytes"] // 1024**2
            send({"refused": message("out_of_memory", mebibytes=mebibytes).to_json()})
        except RecursionError:
            send({"refused": message("too_deep", allowed=job["limits"]["nesting"]).to_json()})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
