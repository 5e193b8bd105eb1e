"""Which files of tables there are: the choice of table, format, datum and city, and its path."""

from __future__ import annotations

from dataclasses import dataclass

from geo.datum import Datum
from geo.exports.datasets import Dataset
from geo.exports.formats import Format

DATUMS: dict[str, Datum] = {"wgs84": "WGS-84", "gcj02": "GCJ-02", "cgcs2000": "CGCS2000"}
"""How a path names a datum."""
NO_DATUM = "tables"
"""What stands in its place for datasets without coordinates."""


@dataclass(frozen=True)
class Choice:
    """One file: which table, in which format, datum and city (None for all)."""

    dataset: Dataset
    file_format: Format
    datum: str = "wgs84"
    city: str | None = None

    @property
    def place(self) -> str:
        """What stands for the datum in the path: ``tables`` where there are no coordinates."""
        return NO_DATUM if self.dataset.shape == "none" else self.datum

    @property
    def extent(self) -> str | None:
        """The city, where the table has rows by city."""
        return self.city if self.dataset.has_city else None

    @property
    def path(self) -> str:
        """The plain path of the file; what means nothing for its table is left out."""
        parts = (self.place, self.extent, f"{self.dataset.id}.{self.file_format.id}")
        return "/data/" + "/".join(part for part in parts if part)

    @property
    def file_name(self) -> str:
        """The name to save it under, which says city and datum too."""
        datum = "" if self.place == NO_DATUM else self.place
        stem = "-".join(part for part in (self.dataset.id, self.extent, datum) if part)
        return f"{stem}.{self.file_format.id}"
