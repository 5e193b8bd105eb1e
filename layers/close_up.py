"""A picture of the surroundings of one place, large enough to show how well it is located."""

from __future__ import annotations

import pyproj

from geo.catalogue import Catalogue
from geo.tables import Site
from layers.picture import CityPicture
from layers.picture_shapes import Window

LEAST_M = 3000
"""Half the side of the picture at least, so that borders of districts come into view."""

_AROUND = 1.6  # so many times the precision: the whole circle, and what it could be confused with
_earth = pyproj.Geod(ellps="WGS84")


def half_side_m(site: Site) -> float:
    """Return how far the picture reaches from the place to each side, in metres."""
    return max(LEAST_M, _AROUND * site.precision_m)


def site_window(site: Site) -> Window:
    """Return what the picture shows: west, south, east, north in WGS-84 degrees."""
    reach = half_side_m(site)
    east, north = (_earth.fwd(site.lon, site.lat, azimuth, reach) for azimuth in (90, 0))
    width, height = east[0] - site.lon, north[1] - site.lat
    return site.lon - width, site.lat - height, site.lon + width, site.lat + height


def close_up(catalogue: Catalogue, site_id: str) -> CityPicture:
    """Prepare the picture of a place's surroundings.

    Parameters
    ----------
    catalogue : Catalogue
    site_id : str

    Returns
    -------
    CityPicture
        Draw it with ``Look(circles=[site_id])``.

    Raises
    ------
    UnknownIdError
        If there is no such site.
    """
    site = catalogue.site(site_id)
    return CityPicture(catalogue, site.city, site_window(site))
