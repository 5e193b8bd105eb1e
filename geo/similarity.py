"""Say how alike two districts are by the specialisations that documents state for them.

The measure is the Jaccard index: how many industries both have, divided by how many at least one
of them has (P. Jaccard, Bull. Soc. Vaudoise Sci. Nat. 37, 1901, p. 547). It is 1 where the lists
are the same and 0 where nothing is common. It counts names of industries and nothing else: not
their size, and not their order in the document.

A district of which no document says anything (文件未列) has no similarity. That is not 0: 0 would
say that it specialises in something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from geo.catalogue import Catalogue


@dataclass(frozen=True)
class Similarity:
    """How alike two districts are.

    Attributes
    ----------
    one, other : str
        Adcodes.
    shared : tuple of str
        Ids of the industries of both, in the document's order for ``one``.
    either : int
        Number of industries that at least one of them has, at least 1.
    """

    one: str
    other: str
    shared: tuple[str, ...]
    either: int

    @property
    def index(self) -> Fraction:
        """The Jaccard index, from 0 to 1, exactly."""
        return Fraction(len(self.shared), self.either)


def similarity(catalogue: Catalogue, one: str, other: str) -> Similarity | None:
    """Compare the specialisations of two districts.

    Parameters
    ----------
    catalogue : Catalogue
    one, other : str
        Adcodes, of the same city or not.

    Returns
    -------
    Similarity or None
        None where the documents list no specialisation for one of them.

    Raises
    ------
    UnknownIdError
        If there is no such district.
    """
    of_one = [row.id for row in catalogue.industries_of(one)]
    of_other = {row.id for row in catalogue.industries_of(other)}
    if not of_one or not of_other:
        return None
    shared = tuple(name for name in of_one if name in of_other)
    return Similarity(one, other, shared, len(of_other.union(of_one)))


def similar_districts(catalogue: Catalogue, adcode: str) -> tuple[Similarity, ...] | None:
    """List the districts that share a specialisation with one, the most alike first.

    Parameters
    ----------
    catalogue : Catalogue
    adcode : str

    Returns
    -------
    tuple of Similarity or None
        ``one`` is the district that was asked about. Equally alike ones come with more shared
        industries first, then in the order of the table. None where the documents list
        nothing for the district itself: then nothing can be compared.

    Raises
    ------
    UnknownIdError
        If there is no such district.
    """
    if not catalogue.specialisations_of(adcode):
        return None
    found = [
        pair
        for row in catalogue.districts
        if row.adcode != adcode and (pair := similarity(catalogue, adcode, row.adcode))
    ]
    alike = [pair for pair in found if pair.shared]
    return tuple(sorted(alike, key=_most_alike_first))


def most_alike(catalogue: Catalogue) -> Similarity | None:
    """Return the pair of districts with the highest index (of equals, with most in common).

    None where no two districts share anything.
    """
    adcodes = [row.adcode for row in catalogue.districts]
    pairs = [pair for names in combinations(adcodes, 2) if (pair := similarity(catalogue, *names))]
    alike = [pair for pair in pairs if pair.shared]
    return min(alike, key=_most_alike_first, default=None)


def _most_alike_first(pair: Similarity) -> tuple[Fraction, int]:
    return -pair.index, -len(pair.shared)
