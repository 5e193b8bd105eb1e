"""Pictures of a part of a city: the surroundings of a place, or a district and its neighbours."""

from __future__ import annotations

import pyproj

from geo.catalogue import Catalogue
from geo.tables import Site
from layers.picture import CityPicture
from layers.picture_shapes import Window
from layers.picture_signs import MARK_PX

LEAST_M = 4000
"""Half the side of the picture at least, so that borders of districts come into view."""

_AROUND = 3.0  # so many times the precision: the whole circle, and what lies beside it
_MARGIN = 0.3  # of a district's longer side, on each side of it: its neighbours come into view
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


def is_circle_hidden(site: Site, *, height_px: float) -> bool:
    """Tell whether the circle is no larger than the place's mark where it is drawn so high."""
    return site.precision_m * height_px / (2 * half_side_m(site)) <= MARK_PX


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


def district_window(catalogue: Catalogue, adcode: str) -> Window | None:
    """Return the box around a district with a margin; None where it has no boundaries.

    The box is about as high as wide on the ground, so that all such pictures are of one size.
    """
    outlines = catalogue.boundaries.web.geometry
    if adcode not in outlines.index:
        return None
    west, south, east, north = outlines.loc[adcode].bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    width = _earth.inv(west, lat, east, lat)[2]
    height = _earth.inv(lon, south, lon, north)[2]
    reach = max(width, height) * (0.5 + _MARGIN)
    right, top = (_earth.fwd(lon, lat, azimuth, reach) for azimuth in (90, 0))
    return 2 * lon - right[0], 2 * lat - top[1], right[0], top[1]


def close_up_district(catalogue: Catalogue, adcode: str) -> CityPicture | None:
    """Prepare the picture of a district and what borders on it.

    Parameters
    ----------
    catalogue : Catalogue
    adcode : str

    Returns
    -------
    CityPicture or None
        None where the district has no boundaries.

    Raises
    ------
    UnknownIdError
        If there is no such district.
    """
    district = catalogue.district(adcode)
    window = district_window(catalogue, adcode)
    return None if window is None else CityPicture(catalogue, district.city, window)
