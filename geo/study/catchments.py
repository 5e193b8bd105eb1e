"""Catchments: the ground that each open site serves, as areas.

Where districts are the demand, a catchment is made of whole districts, because each of them is
served as one; what none reaches within the radius belongs to nobody. Points go to the nearest open
site along straight lines, so theirs are Voronoi cells, cut at the city's outline and, where there
is one, at the radius.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.catalogue import Catalogue
from geo.crs import metres_from
from geo.places import Site
from geo.study.document import Study
from geo.study.existing import existing_sites
from geo.study.layers import Feature
from geo.study.plans import DistrictDemand

if TYPE_CHECKING:
    # What is behind it may take seconds to import.
    from geo.siting_result import Siting

_DRAWN_DEGREES = 0.002
"""Nobody sees on a map of a city what is simplified by this."""


def catchments_of(study: Study, catalogue: Catalogue, siting: Siting) -> dict[str, BaseGeometry]:
    """Return the area that each open site serves.

    Parameters
    ----------
    study : Study
        With the plan that the sites were chosen for.
    catalogue : Catalogue
    siting : Siting

    Returns
    -------
    dict of str to geometry, EPSG:4326
        By the key of the site, in the order of ``siting.open``; sites that serve no ground are
        left out.
    """
    if study.siting is not None and isinstance(study.siting.demand, DistrictDemand):
        found = _of_districts(catalogue, siting)
    else:
        found = _of_points(study, catalogue, siting)
    return {str(key): found[str(key)] for key in siting.open if str(key) in found}


def drawn_catchments(areas: Mapping[str, BaseGeometry]) -> dict[str, dict[str, Any]]:
    """Simplify areas for a screen, without gaps between neighbours.

    Parameters
    ----------
    areas : mapping of str to geometry, EPSG:4326

    Returns
    -------
    dict of str to dict
        ``geometry`` (GeoJSON) and ``at``, longitude and latitude of a point inside, for a label.
    """
    simple = shapely.coverage_simplify(list(areas.values()), _DRAWN_DEGREES)
    return {
        key: {
            "geometry": shapely.geometry.mapping(shapely.set_precision(shape, 1e-5)),
            "at": list(shapely.get_coordinates(shapely.point_on_surface(shape)).round(5)[0]),
        }
        for key, shape in zip(areas, simple, strict=True)
    }


def _of_districts(catalogue: Catalogue, siting: Siting) -> dict[str, BaseGeometry]:
    """Join the districts that go to the same site."""
    outlines = catalogue.boundaries.web.geometry
    served = siting.assignment[siting.assignment["is_covered"]]
    return {
        str(site): shapely.union_all(outlines.loc[rows.index].to_numpy())
        for site, rows in served.groupby("site", sort=False)
    }


def _of_points(study: Study, catalogue: Catalogue, siting: Siting) -> dict[str, BaseGeometry]:
    """Cut the city into what is nearest to each site."""
    places: dict[str, Feature | Site] = {**study.candidates, **existing_sites(study, catalogue)}
    project = metres_from(catalogue.city(study.city).metric_epsg)
    keys = [str(key) for key in siting.open]
    degrees = np.array([[places[key].lon, places[key].lat] for key in keys])
    sites: NDArray[np.object_] = shapely.points(np.column_stack(project.transform(*degrees.T)))
    city = _transformed(_city(study, catalogue), project)
    found: dict[str, BaseGeometry] = {}
    for key, site, cell in zip(keys, sites, _cells(sites, city), strict=True):
        radius = siting.order.radius_m
        reached = cell if radius is None else cell.intersection(site.buffer(radius))
        if not reached.is_empty:
            found[key] = _transformed(reached, project, "INVERSE")
    return found


def _cells(sites: NDArray[np.object_], city: BaseGeometry) -> list[BaseGeometry]:
    """Return the part of the city that is nearest to each site; of sites at one place the first."""
    if len(np.unique(shapely.get_coordinates(sites), axis=0)) < 2:
        return [city, *(shapely.Polygon() for _ in sites[1:])]
    every = shapely.voronoi_polygons(shapely.multipoints(sites), extend_to=city)
    cells = list(shapely.get_parts(every))
    found = []
    for site in sites:
        mine = next((cell for cell in cells if cell.intersects(site)), shapely.Polygon())
        cells = [cell for cell in cells if cell is not mine]
        found.append(mine.intersection(city))
    return found


def _city(study: Study, catalogue: Catalogue) -> BaseGeometry:
    codes = [row.adcode for row in catalogue.districts_of(study.city)]
    outlines = catalogue.boundaries.web.geometry
    return shapely.union_all(outlines[outlines.index.isin(codes)].to_numpy())


def _transformed(
    shape: BaseGeometry, project: pyproj.Transformer, direction: str = "FORWARD"
) -> BaseGeometry:
    found: BaseGeometry = shapely.transform(
        shape, lambda x, y: project.transform(x, y, direction=direction), interleaved=False
    )
    return found
