"""Find what a catalogue's maps would stumble over, although its tables hold together.

``geo.checks`` knows no colours, layers or scripts; these few rules are about nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from geo.catalogue import Catalogue
from geo.errors import CatalogueError
from geo.problems import Problem, allowed
from layers.patterns import NOT_LISTED, pattern_spec
from layers.registry import layer_specs


def find_undrawable(catalogue: Catalogue) -> list[Problem]:
    """List what must be mended before maps of a catalogue can be drawn.

    Parameters
    ----------
    catalogue : Catalogue
        Its tables hold together, or it would not exist.

    Returns
    -------
    list of Problem
        Empty if all is well.

    Raises
    ------
    BoundaryError
        If the boundaries are missing or altered.
    """
    return [*_cities(catalogue), *_districts(catalogue), *_patterns(catalogue), *_layers(catalogue)]


def _cities(catalogue: Catalogue) -> Iterator[Problem]:
    cities = catalogue.boundaries.cities
    for row in catalogue.cities:
        if not re.match("[a-z]", row.id):
            yield Problem("cities.csv", None, "id", row.id, "must begin with a letter")
        if row.adcode not in cities:
            message = f"there are no boundaries of this city; {allowed(row.adcode, cities)}"
            yield Problem("cities.csv", None, "adcode", row.adcode, message)
        if not catalogue.districts_of(row.id):
            message = "no row of districts.csv is in this city"
            yield Problem("cities.csv", None, "id", row.id, message)
    if not catalogue.cities:
        yield Problem("cities.csv", None, None, None, "there is no city")


def _districts(catalogue: Catalogue) -> Iterator[Problem]:
    drawn = set(catalogue.boundaries.web.index)
    for row in catalogue.districts:
        if row.adcode not in drawn:
            message = "there is no boundary of this district"
            yield Problem("districts.csv", None, "adcode", row.adcode, message)


def _patterns(catalogue: Catalogue) -> Iterator[Problem]:
    known = set(pattern_spec()) - {NOT_LISTED}
    for row in catalogue.industries:
        if row.pattern not in known:
            message = allowed(row.pattern, known)
            yield Problem("industries.csv", None, "pattern", row.pattern, message)


def _layers(catalogue: Catalogue) -> Iterator[Problem]:
    try:
        specs = layer_specs(catalogue)
    except CatalogueError as error:
        yield Problem("structures.csv", None, "id", None, str(error))
        return
    drawn = {member for spec in specs if spec.kind == "sites" for _, member in spec.members}
    for row in catalogue.sites:
        if row.id not in drawn:
            message = (
                f"no layer shows {row.id}: a site of kind {row.kind} must belong to a structure"
            )
            yield Problem("sites.csv", None, "structure", row.structure or "", message)
