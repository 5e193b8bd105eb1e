"""The layout of a catalogue as a story: one step per belt, link, structure and further city.

Steps follow the order of the tables, so another catalogue tells its own story. Nothing is
added: a step holds rows of the catalogue, and what it shows are the places of those rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from geo.catalogue import Catalogue
from geo.tables import BeltMember, Row, Site, StrokePoint, Structure

Kind = Literal["belt", "link", "structure", "city"]
Bounds = tuple[float, float, float, float]

_METRES_PER_DEGREE = 111_320
"""Along a meridian: a degree of latitude, rounded (a frame for looking, not a measure)."""


@dataclass(frozen=True)
class Evidence:
    """A row of the catalogue; ``table`` and ``id`` name it as ``webapp.citations`` does."""

    table: str
    id: str
    row: Row


@dataclass(frozen=True)
class Step:
    """One step: what is told, by whom, and where it lies.

    Attributes
    ----------
    kind : {"belt", "link", "structure", "city"}
    ids : tuple of str
        Of what the step is about: one belt, links, one structure, one city.
    city : str
    rows : tuple of Evidence
        What is quoted.
    belts, links : tuple of str
        What is drawn; the belts in the order in which they were told, the step's own last.
    sites : tuple of Site
    districts : tuple of str
        Adcodes to outline.
    bounds : (west, south, east, north)
        What must be in view, WGS-84 degrees.
    """

    kind: Kind
    ids: tuple[str, ...]
    city: str
    rows: tuple[Evidence, ...]
    bounds: Bounds
    belts: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()
    districts: tuple[str, ...] = ()


def tell_story(catalogue: Catalogue) -> tuple[Step, ...]:
    """Lay out the steps.

    The first city's structures have a step each, those of a further city share one; every belt
    has one, and so have the links of a structure. A statement without a place of its own is
    told with the next one of the same document. Where there is nothing to tell (no structure,
    no specialisation) there is no step.

    Parameters
    ----------
    catalogue : Catalogue

    Returns
    -------
    tuple of Step

    Raises
    ------
    BoundaryError
        If a boundary file is missing or altered.
    """
    steps: list[Step] = []
    for number, city in enumerate(catalogue.cities):
        own = [row for row in catalogue.structures if row.city == city.id]
        told = [step for row in own for step in _strokes(catalogue, row)]
        if number == 0:
            told = list(_first_city(catalogue, own))
        elif own or _is_specialised(catalogue, city.id):
            told.append(_city(catalogue, city.id, own))
        if not told and _is_specialised(catalogue, city.id):
            told.append(_city(catalogue, city.id, own))
        steps += told
    return tuple(steps)


def _first_city(catalogue: Catalogue, structures: list[Structure]) -> Iterator[Step]:
    waiting: list[Structure] = []
    for structure in structures:
        strokes = _strokes(catalogue, structure)
        yield from strokes
        sites = _sites_of(catalogue, structure)
        if sites:
            before = [row for row in waiting if row.source == structure.source]
            yield _places(catalogue, [*before, structure], sites)
            waiting = [row for row in waiting if row not in before]
        elif not strokes:
            waiting.append(structure)
    for structure in waiting:
        yield _places(catalogue, [structure], ())


def _strokes(catalogue: Catalogue, structure: Structure) -> list[Step]:
    """Tell the belts of a structure one by one, and then what the atlas drew between them."""
    found: list[Step] = []
    belts = [row for row in catalogue.belts if row.structure == structure.id]
    whole = Evidence("structures", structure.id, structure)
    for number, belt in enumerate(belts, start=1):
        members = [row for row in catalogue.belt_members if row.belt == belt.id]
        line = [row for row in catalogue.strokes if row.belt == belt.id]
        rows = [Evidence("belts", belt.id, belt)]
        found.append(
            Step(
                "belt",
                (belt.id,),
                belt.city,
                tuple([whole, *rows] if number == 1 else rows),
                _around([*map(_point, members), *map(_point, line)]),
                belts=tuple(row.id for row in belts[:number]),
                districts=tuple(dict.fromkeys(row.district for row in members)),
            )
        )
    points = [
        row for row in catalogue.strokes if row.structure == structure.id and row.kind == "link"
    ]
    firsts = {row.id: row for row in reversed(points)}
    if points:
        anchors = [row for row in catalogue.belt_members if row.belt in {b.id for b in belts}]
        rows = [Evidence("strokes", f"{row.id}-{row.order}", row) for row in firsts.values()]
        found.append(
            Step(
                "link",
                tuple(firsts),
                structure.city,
                (*rows, whole),
                _around([*map(_point, points), *map(_point, anchors)]),
                belts=tuple(row.id for row in belts),
                links=tuple(firsts),
            )
        )
    return found


def _places(catalogue: Catalogue, structures: list[Structure], sites: tuple[Site, ...]) -> Step:
    """Tell a structure by its places; those before it in the list are told along."""
    last = structures[-1]
    district = (last.district,) if last.district else ()
    spots = list(_spots(sites))
    if district:
        west, south, east, north = _extent(catalogue, district)
        # A district tells its own layout: a rough position outside of it does not widen the view.
        spots = [(west, south, 0.0), (east, north, 0.0), *((x, y, 0.0) for x, y, _ in spots)]
    return Step(
        "structure",
        (last.id,),
        last.city,
        tuple(Evidence("structures", row.id, row) for row in structures),
        _around(spots) if spots else _city_extent(catalogue, last.city),
        sites=sites,
        districts=district,
    )


def _city(catalogue: Catalogue, city: str, structures: list[Structure]) -> Step:
    rows = [Evidence("structures", row.id, row) for row in structures]
    return Step(
        "city",
        (city,),
        city,
        tuple(rows or [Evidence("cities", city, catalogue.city(city))]),
        _city_extent(catalogue, city),
        sites=tuple(site for row in structures for site in _sites_of(catalogue, row)),
    )


def _sites_of(catalogue: Catalogue, structure: Structure) -> tuple[Site, ...]:
    """List what a structure consists of: its clusters, or all places where it has none."""
    sites = tuple(site for site in catalogue.sites if site.structure == structure.id)
    return tuple(site for site in sites if site.kind == "cluster") or sites


def _is_specialised(catalogue: Catalogue, city: str) -> bool:
    """Say whether a document gives any district of a city a specialisation."""
    return any(catalogue.specialisations_of(row.adcode) for row in catalogue.districts_of(city))


def _point(row: BeltMember | StrokePoint) -> tuple[float, float, float]:
    return row.lon, row.lat, 0.0


def _spots(sites: Iterable[Site]) -> Iterator[tuple[float, float, float]]:
    return ((site.lon, site.lat, site.precision_m) for site in sites)


def _around(spots: Iterable[tuple[float, float, float]]) -> Bounds:
    """Return the box about positions (degrees) with a radius each (metres)."""
    lon, lat, radius = np.array(list(spots)).T
    high = radius / _METRES_PER_DEGREE
    wide = high / math.cos(math.radians(float(lat.mean())))
    sides = ((lon - wide).min(), (lat - high).min(), (lon + wide).max(), (lat + high).max())
    west, south, east, north = (round(float(side), 4) for side in sides)
    return west, south, east, north


def _city_extent(catalogue: Catalogue, city: str) -> Bounds:
    return _extent(catalogue, [row.adcode for row in catalogue.districts_of(city)])


def _extent(catalogue: Catalogue, adcodes: Iterable[str]) -> Bounds:
    sides = catalogue.boundaries.web.loc[list(adcodes)].total_bounds
    west, south, east, north = (round(float(side), 4) for side in sides)
    return west, south, east, north
