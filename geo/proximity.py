"""Say how far named places are, and how far off that may be.

Positions are editorial: a place lies within ``precision_m`` of its coordinates. A distance between
two places is therefore only known to within the sum of both, and where that sum exceeds the
distance itself, only an upper bound is known. Metres are measured in the city's metric CRS.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from geo.catalogue import Catalogue
from geo.crs import WGS84, metres_from, metric_crs
from geo.tables import Site


@dataclass(frozen=True)
class Distance:
    """How far a site is.

    Attributes
    ----------
    site : Site
    metres : float
        From position to position, or from a district's border (0 inside of it).
    off_m : float
        By how much that may be wrong, because positions are only known so well.
    """

    site: Site
    metres: float
    off_m: float

    @property
    def at_most_m(self) -> float:
        """The greatest distance that the positions allow."""
        return self.metres + self.off_m

    @property
    def is_only_a_bound(self) -> bool:
        """Whether the places may also coincide, so that only ``at_most_m`` is known."""
        return self.off_m >= self.metres


def length(metres: float) -> str:
    """Write a length: whole tens of metres below 1 km, then tenths of kilometres."""
    return f"{round(metres, -1):.0f} m" if metres < 995 else f"{metres / 1000:,.1f} km"


def distance_figures(found: Distance) -> tuple[str, str]:
    """Write a distance and its error, or only its bound where the error is as great.

    Errors and bounds are rounded up, so that nothing looks better known than it is. Pages and
    reports both write these figures, each with its own words around them.

    Parameters
    ----------
    found : Distance

    Returns
    -------
    (str, str)
        Length, and error in the same unit; the error is empty where the length is a bound.

    Notes
    -----
    A bound of 5,710 m is written as ``("5.8 km", "")``, 3,400 m ± 901 as ``("3.4 km", "1")``.
    """
    if found.is_only_a_bound:
        return length(_rounded_up(found.at_most_m)), ""
    in_km = found.metres >= 995
    off = _rounded_up(found.off_m, step=100 if in_km else 10)
    return length(found.metres), f"{off / 1000 if in_km else off:g}"


def _rounded_up(metres: float, step: int = 0) -> int:
    step = step or (10 if metres < 1000 else 100)
    return math.ceil(metres / step) * step


def sites_near_site(catalogue: Catalogue, site_id: str, *, count: int) -> tuple[Distance, ...]:
    """List the sites of the same city nearest to a site.

    Parameters
    ----------
    catalogue : Catalogue
    site_id : str
    count : int
        How many at most.

    Returns
    -------
    tuple of Distance
        Nearest position first; ``off_m`` is the sum of both precisions.

    Raises
    ------
    UnknownIdError
        If there is no such site.
    """
    site = catalogue.site(site_id)
    others = [row for row in catalogue.sites_of(site.city) if row.id != site.id]
    epsg = catalogue.city(site.city).metric_epsg
    here, *there = _places([site, *others], epsg)
    found = [
        Distance(row, float(shapely.distance(here, place)), site.precision_m + row.precision_m)
        for row, place in zip(others, there, strict=True)
    ]
    return _nearest(found, count)


def sites_near_district(catalogue: Catalogue, adcode: str, *, count: int) -> tuple[Distance, ...]:
    """List the sites of the same city, but of other districts, nearest to a district.

    Parameters
    ----------
    catalogue : Catalogue
    adcode : str
    count : int
        How many at most.

    Returns
    -------
    tuple of Distance
        Nearest to the district's border first; ``off_m`` is the site's precision. Empty where
        the district has no boundaries.

    Raises
    ------
    UnknownIdError
        If there is no such district.
    """
    district = catalogue.district(adcode)
    outlines = catalogue.boundaries.full.geometry
    if adcode not in outlines.index:
        return ()
    epsg = catalogue.city(district.city).metric_epsg
    outline = gpd.GeoSeries([outlines.loc[adcode]], crs=WGS84).to_crs(metric_crs(epsg)).iloc[0]
    others = [row for row in catalogue.sites_of(district.city) if row.district != adcode]
    found = [
        Distance(row, float(shapely.distance(outline, place)), row.precision_m)
        for row, place in zip(others, _places(others, epsg), strict=True)
    ]
    return _nearest(found, count)


def _nearest(found: Iterable[Distance], count: int) -> tuple[Distance, ...]:
    return tuple(sorted(found, key=lambda row: row.metres)[:count])


def _places(sites: Iterable[Site], epsg: int) -> list[shapely.Point]:
    """Return positions in metres."""
    degrees = np.array([(row.lon, row.lat) for row in sites], dtype=float).reshape(-1, 2)
    east, north = metres_from(epsg).transform(degrees[:, 0], degrees[:, 1])
    return list(shapely.points(np.column_stack([east, north])))
