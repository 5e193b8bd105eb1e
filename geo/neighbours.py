"""Say which districts border on each other: those whose outlines share an arc.

Boundaries are stored as arcs (see ``geo.topology``), each border once for both of its districts,
so that the answer is exact: nothing is buffered and no distance is chosen. Districts that only
meet in a point share no arc and are not neighbours. The borders are those of the boundary data,
which also run through water.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from geo.catalogue import Catalogue
from geo.crs import metres_from
from geo.errors import UnknownIdError
from geo.topology import Floats, Topology, decode


def shared_arcs(topology: Topology) -> dict[str, dict[str, tuple[int, ...]]]:
    """List the arcs that each district shares with each other one.

    Parameters
    ----------
    topology : Topology

    Returns
    -------
    dict
        Adcode → adcode of a neighbour → numbers of the common arcs, ascending. A district
        without neighbours has an empty entry.
    """
    owners: dict[int, set[str]] = defaultdict(set)
    for adcode, polygons in topology.districts.items():
        for rings in polygons:
            for ring in rings:
                for number in ring:
                    owners[number if number >= 0 else ~number].add(adcode)
    found: dict[str, dict[str, tuple[int, ...]]] = {name: {} for name in topology.districts}
    for number, names in sorted(owners.items()):
        for one in names:
            for other in names - {one}:
                found[one][other] = (*found[one].get(other, ()), number)
    return found


def neighbours(catalogue: Catalogue, city: str) -> dict[str, tuple[str, ...]]:
    """Map each district of a city to those that border on it.

    Parameters
    ----------
    catalogue : Catalogue
    city : str
        Its id.

    Returns
    -------
    dict of str to tuple of str
        Adcode → adcodes, the longest common border first (measured in the city's metric CRS),
        equally long ones by adcode. A district without boundaries has none. Districts of
        another city are never among them, because each city's borders are stored apart.

    Raises
    ------
    UnknownIdError
        If there is no such city.
    BoundaryError
        If the boundary file is broken.
    """
    row = catalogue.city(city)
    known = [district.adcode for district in catalogue.districts_of(city)]
    try:
        text = catalogue.boundaries.topology(row.adcode)
    except UnknownIdError:
        return dict.fromkeys(known, ())
    topology = decode(text, name=f"web boundaries of {city}")
    common = shared_arcs(topology)
    metres = _lengths_m(topology.arcs, row.metric_epsg)
    return {name: _longest_first(common.get(name, {}), metres, set(known)) for name in known}


def _longest_first(
    common: Mapping[str, tuple[int, ...]], metres: list[float], known: set[str]
) -> tuple[str, ...]:
    """Order neighbours by the length of the common border."""
    lengths = {
        name: sum(metres[number] for number in arcs)
        for name, arcs in common.items()
        if name in known
    }
    return tuple(sorted(lengths, key=lambda name: (-lengths[name], name)))


def _lengths_m(arcs: Sequence[Floats], epsg: int) -> list[float]:
    """Return the length of each arc in metres."""
    transformer = metres_from(epsg)
    lengths = []
    for arc in arcs:
        east, north = transformer.transform(arc[:, 0], arc[:, 1])
        lengths.append(float(np.hypot(np.diff(east), np.diff(north)).sum()))
    return lengths
