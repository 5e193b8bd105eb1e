"""Existing facilities: places of the atlas that are open already, beside the candidates.

They serve demand and keep new sites at a distance, and are never chosen: a plan names them by
the ids of the catalogue, results by keys that no candidate can have.
"""

from __future__ import annotations

from geo.catalogue import Catalogue
from geo.places import Site
from geo.study.document import Study

PREFIX = "atlas:"
"""Of the keys of existing facilities; ids of candidates hold no colon."""


def is_existing(key: object) -> bool:
    """Tell whether a key of a result is that of an existing facility."""
    return str(key).startswith(PREFIX)


def existing_sites(study: Study, catalogue: Catalogue) -> dict[str, Site]:
    """Return the existing facilities of a study's siting plan.

    Parameters
    ----------
    study : Study
    catalogue : Catalogue

    Returns
    -------
    dict of str to Site
        By the key that results use, in the order of the catalogue; places that the catalogue no
        longer has are left out.
    """
    wanted = () if study.siting is None else study.siting.existing
    return {PREFIX + row.id: row for row in catalogue.sites_of(study.city) if row.id in set(wanted)}
