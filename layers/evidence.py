"""Evidence as the browser gets it: sources by number, rows with their phrase."""

from __future__ import annotations

from typing import Any

from geo.catalogue import Catalogue
from geo.tables import Row

Json = dict[str, Any]
"""An object as JSON has it."""


class SourceNumbers:
    """Number the sources in the order in which evidence refers to them.

    Parameters
    ----------
    catalogue : Catalogue
        Whose sources; their order is that of the payload's ``sources``.
    """

    def __init__(self, catalogue: Catalogue):
        self._index = {row.key: number for number, row in enumerate(catalogue.sources)}

    def evidence(self, row: Row) -> list[Any]:
        """Shorten a row's evidence to ``[source, quote, is_stated, note_zh, note_en]``.

        ``is_stated`` is 1 or 0; rows without a note end there.
        """
        parts = [self._index[row.source], row.quote, int(row.status == "stated")]
        return [*parts, row.note, row.note_en or row.note] if row.note else parts

    def index(self, key: str | None) -> int | None:
        """Return the number of a source, None for none."""
        return None if key is None else self._index[key]
