"""Reference layers that the catalogue itself gives, each feature with the rows that state it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import geopandas as gpd

from geo.catalogue import Catalogue
from geo.criteria_scene import PRECISION, ReferenceLayer
from geo.crs import WGS84
from geo.tables import Row, Site


def core_clusters(catalogue: Catalogue) -> ReferenceLayer:
    """Return the clusters that documents name as such, of all cities.

    Parameters
    ----------
    catalogue : Catalogue

    Returns
    -------
    ReferenceLayer
        Named ``clusters``; points, ``precision_m`` from the table.
    """
    return sites_of_kind(catalogue, ["cluster"], layer_id="clusters")


def sites_of_kind(
    catalogue: Catalogue, kinds: Collection[str], *, layer_id: str | None = None
) -> ReferenceLayer:
    """Return the places of certain kinds, of all cities.

    Parameters
    ----------
    catalogue : Catalogue
    kinds : collection of str
        Values of ``Site.kind``; a kind that no place has gives nothing.
    layer_id : str, optional
        By default the kinds, sorted, with ``+`` between.

    Returns
    -------
    ReferenceLayer
        Points, ``precision_m`` from the table.
    """
    found = [row for row in catalogue.sites if row.kind in kinds]
    return _places(layer_id or "+".join(sorted(kinds)), [(row, (row,)) for row in found])


def sites_with_industry(
    catalogue: Catalogue, industry_id: str, kinds: Collection[str] = ("cluster", "park")
) -> ReferenceLayer:
    """Return the places in districts to which documents give an industry.

    The documents tie industries to districts and say of no place which it has. So this is what
    can be said: the place lies in a district whose stated specialisations include the industry.

    Parameters
    ----------
    catalogue : Catalogue
    industry_id : str
    kinds : collection of str

    Returns
    -------
    ReferenceLayer
        Points; the evidence is the place's own row and the district's specialisation.

    Raises
    ------
    UnknownIdError
        If there is no such industry.
    """
    industry = catalogue.industry(industry_id)
    stated = [row for row in catalogue.specialisations if row.industry == industry.id]
    found = [
        (site, (site, *rows))
        for site in catalogue.sites
        if site.kind in kinds
        and (rows := tuple(row for row in stated if row.district == site.district))
    ]
    return _places(f"industry-{industry.id}", found)


def belt_districts(catalogue: Catalogue, belt_id: str) -> ReferenceLayer:
    """Return the member districts of a belt.

    Parameters
    ----------
    catalogue : Catalogue
    belt_id : str

    Returns
    -------
    ReferenceLayer
        Polygons by adcode, in the document's order; the evidence is the membership. How well
        the outlines are known is not stated by their source.

    Raises
    ------
    UnknownIdError
        If there is no such belt.
    """
    belt = catalogue.belt(belt_id)
    members = sorted(
        (row for row in catalogue.belt_members if row.belt == belt.id), key=lambda row: row.order
    )
    outlines = catalogue.boundaries.full.geometry
    named = dict.fromkeys(row.district for row in members)
    codes = [code for code in named if code in outlines.index]
    frame = gpd.GeoDataFrame(geometry=outlines.loc[codes].array, index=codes, crs=WGS84)
    rows = tuple(tuple(row for row in members if row.district == code) for code in codes)
    return ReferenceLayer(f"belt-{belt.id}", frame, rows)


def _places(layer_id: str, found: Iterable[tuple[Site, tuple[Row, ...]]]) -> ReferenceLayer:
    sites = list(found)
    frame = gpd.GeoDataFrame(
        {PRECISION: [site.precision_m for site, _ in sites]},
        geometry=gpd.points_from_xy(
            [site.lon for site, _ in sites], [site.lat for site, _ in sites], crs=WGS84
        ),
        index=[site.id for site, _ in sites],
    )
    return ReferenceLayer(layer_id, frame, tuple(rows for _, rows in sites))
