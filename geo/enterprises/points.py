"""Enterprises one by one, kept as long as they are few."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from geo.enterprises.aggregate_files import marked

MOST = 20_000
"""As many are kept; of more only the counts."""
NAME = "points.parquet"
POINTS = pa.schema(
    [
        ("name", pa.string()),
        ("lon", pa.float64()),
        ("lat", pa.float64()),
        ("district", pa.string()),
        ("industry", pa.string()),
        ("year", pa.int16()),
        ("weight", pa.int64()),
    ]
)
"""Longitude and latitude in WGS-84, null where only the district is known; industry "" for what
is mapped to none; year 0 where it is not given; weight in steps of 1/10,000."""


class FewPoints:
    """Gathers enterprises until they are too many.

    Parameters
    ----------
    begin : Table or None
        Those that are there already; None if they were too many.
    """

    def __init__(self, begin: pa.Table | None) -> None:
        self._tables: list[pa.Table] | None = None if begin is None else [begin]

    @property
    def are_few(self) -> bool:
        """Whether they are still gathered."""
        return self._tables is not None

    def add(self, table: pa.Table | None) -> None:
        """Add those of a chunk; None if they are too many."""
        if self._tables is None:
            return
        if table is None or table.num_rows + sum(map(len, self._tables)) > MOST:
            self._tables = None
        else:
            self._tables.append(table)

    def table(self) -> pa.Table | None:
        """Return them in the order of the registry."""
        return None if self._tables is None else pa.concat_tables(self._tables)

    def write(self, folder: Path, *, is_synthetic: bool) -> None:
        """Write them, or remove what was there before if they are too many."""
        table = self.table()
        if table is None:
            (folder / NAME).unlink(missing_ok=True)
        else:
            told = marked(table, is_synthetic=is_synthetic)
            pq.write_table(told, folder / NAME, compression="zstd")
