"""Aggregates in a folder: three Parquet files and ``tally.json``, which is written last."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.enterprises.errors import EnterpriseError
from geo.enterprises.hexagons import COARSE, FINE, to_codes
from geo.enterprises.keys import cell_keys, year_keys
from geo.enterprises.sums import Integers, Sums
from geo.enterprises.tally import TALLY_FIELDS, Tally

FORMAT = "renxing-atlas-enterprises"
VERSION = 2
_OLDER = (1,)
"""Readable, too: what their tallies do not tell was left out then, so that none of it is there."""
TALLY = "tally.json"
TABLES = ("by_district", "by_cell", "by_coarse_cell")


@dataclass(frozen=True)
class Found:
    """What a folder of aggregates holds; attributes as of ``Aggregates``."""

    districts: tuple[str, ...]
    industries: tuple[str, ...]
    sums: tuple[Sums, Sums, Sums]
    tally: Tally
    is_synthetic: bool


def write_files(folder: Path, about: dict[str, Any], tables: Sequence[pa.Table]) -> None:
    """Write tables and what there is to say about them.

    Parameters
    ----------
    folder : Path
        Is made if there is none; files of the same names are replaced.
    about : mapping
        JSON types: districts, industries, has_weight, is_synthetic, tally.
    tables : sequence of Table
        Those of ``TABLES``.

    Raises
    ------
    OSError
        If the folder cannot be written to. Without ``tally.json`` nothing there counts.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TALLY).unlink(missing_ok=True)
    for name, table in zip(TABLES, tables, strict=True):
        # Each table is passed on alone, too.
        told = marked(table, is_synthetic=about["is_synthetic"])
        pq.write_table(told, folder / f"{name}.parquet", compression="zstd")
    text = json.dumps({"format": FORMAT, "version": VERSION, **about}, indent=1)
    (folder / TALLY).write_text(text + "\n", encoding="utf-8")


def marked(table: pa.Table, *, is_synthetic: bool) -> pa.Table:
    """Say in the metadata of a table whether its enterprises are made up."""
    return table.replace_schema_metadata({"synthetic": "true" if is_synthetic else "false"})


def read_files(folder: Path) -> Found:
    """Read what ``write_files`` wrote.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    Found

    Raises
    ------
    EnterpriseError
        If a file is missing or not what it must be.
    """
    try:
        about = json.loads((folder / TALLY).read_text(encoding="utf-8"))
        if about["format"] != FORMAT or about["version"] not in (VERSION, *_OLDER):
            msg = f"format {about['format']!r} {about['version']!r}, not {FORMAT!r} {VERSION}"
            raise ValueError(msg)
        tables = [pq.read_table(folder / f"{name}.parquet") for name in TABLES]
        return _found(about, tables)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        msg = f"{folder} holds no aggregates ({error}); count the registry again"
        raise EnterpriseError(msg, "no-aggregates") from error


def _found(about: dict[str, Any], tables: Sequence[pa.Table]) -> Found:
    districts, industries = tuple(about["districts"]), tuple(about["industries"])
    district, cell, coarse = tables
    of_district, of_cell, of_coarse = (
        _codes(table, "industry", (*industries, "")) for table in tables
    )
    keys = (
        year_keys(_codes(district, "district", districts), of_district, _year(district)),
        cell_keys(to_codes(cell["cell"].to_numpy(), FINE), of_cell),
        year_keys(to_codes(coarse["cell"].to_numpy(), COARSE), of_coarse, _year(coarse)),
    )
    weighed = bool(about["has_weight"])
    first, second, third = (
        _sums(own, table, has_weight=weighed) for own, table in zip(keys, tables, strict=True)
    )
    told = about["tally"]
    if about["version"] in _OLDER:
        told = {**Tally().to_json(), **told}
    tally = Tally(**{name: int(told[name]) for name in TALLY_FIELDS})
    # Those that were written before the word was kept did not say.
    made_up = bool(about.get("is_synthetic", False))
    return Found(districts, industries, (first, second, third), tally, made_up)


def _sums(keys: Integers, table: pa.Table, *, has_weight: bool) -> Sums:
    if not (keys[1:] > keys[:-1]).all():
        msg = "rows are not sorted, or there twice"
        raise ValueError(msg)
    numbers = [table[name].to_numpy().astype(np.int64, copy=False) for name in ("count", "weight")]
    return Sums(keys, numbers[0], numbers[1] if has_weight else None)


def _codes(table: pa.Table, column: str, names: tuple[str, ...]) -> Integers:
    """Turn names into their places in a tuple."""
    found = pc.index_in(table[column], pa.array(names, pa.string()))
    if found.null_count:
        msg = f"column {column} names what the tally does not"
        raise ValueError(msg)
    codes: Integers = found.to_numpy().astype(np.int64)
    return codes


def _year(table: pa.Table) -> Integers:
    years: Integers = table["year"].to_numpy().astype(np.int64)
    return years
