"""Industries as planners write them into a cell: ids or names, with some sign between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.catalogue import Catalogue

BETWEEN = re.compile(r"[;；,，、/／\n\r]+")
"""What may stand between two industries."""


@dataclass(frozen=True)
class Industries:
    """How the industries of a catalogue may be written.

    Attributes
    ----------
    ids : mapping of str to str
        Id, zh name or en name, without case → id.
    """

    ids: dict[str, str]

    @classmethod
    def of(cls, catalogue: Catalogue) -> Industries:
        """List ids and names; an id counts before a name that is spelt alike."""
        found: dict[str, str] = {}
        for row in catalogue.industries:
            found.setdefault(row.name_zh.casefold(), row.id)
            found.setdefault(row.name_en.casefold(), row.id)
        return cls(found | {row.id.casefold(): row.id for row in catalogue.industries})

    def read(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Read a cell.

        Parameters
        ----------
        text : str

        Returns
        -------
        (tuple of str, tuple of str)
            Ids, each once in the order written; and the words that are no industry of ours.
        """
        if (whole := self.ids.get(" ".join(text.split()).casefold())) is not None:
            return (whole,), ()  # a name may hold one of the signs itself
        words = [" ".join(word.split()) for word in BETWEEN.split(text)]
        known = {word: self.ids.get(word.casefold()) for word in words if word}
        ids = tuple(dict.fromkeys(found for found in known.values() if found is not None))
        return ids, tuple(word for word, found in known.items() if found is None)
