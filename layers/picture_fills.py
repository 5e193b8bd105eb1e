"""The fills of a picture: stripes of the industries of a district, the hatch of 文件未列."""

from __future__ import annotations

from collections.abc import Collection
from xml.etree import ElementTree as ET

from geo.catalogue import Catalogue
from layers.patterns import hatch_svg, tile_svg

UNLISTED = "none"
"""Key of the hatch."""


def district_fill(
    catalogue: Catalogue,
    adcode: str,
    *,
    industries: Collection[str] | None = None,
    edition: int | None = None,
) -> str | None:
    """Name the fill of a district: its industries, the hatch, or none (plain).

    Parameters
    ----------
    catalogue : Catalogue
    adcode : str
    industries : collection of str, optional
        Ids of those that paint; all by default, none for a plain map.
    edition : int, optional
        Only what documents of this year state paints.

    Returns
    -------
    str or None
        Numbers of the industries in the table, joined by hyphens, or ``UNLISTED``.
    """
    numbers = {item.id: number for number, item in enumerate(catalogue.industries)}
    stated = [
        item.industry
        for item in catalogue.specialisations_of(adcode)
        if edition in (None, catalogue.source(item.source).edition)
    ]
    shown = stated
    if industries is not None:
        shown = [industry for industry in stated if industry in industries]
    if shown:
        return "-".join(str(numbers[industry]) for industry in shown)
    paints = industries is None or len(industries) > 0
    return UNLISTED if paints and not stated else None


def fill_defs(
    catalogue: Catalogue, keys: Collection[str | None], prefix: str, unit: float
) -> ET.Element:
    """Write the patterns that a picture refers to.

    Parameters
    ----------
    catalogue : Catalogue
    keys : collection of str or None
        As ``district_fill`` gives them.
    prefix : str
        Slug that begins their ids: the fill of a key is ``url(#<prefix>-<key>)``.
    unit : float
        Units of the picture per pixel.

    Returns
    -------
    Element
        ``<defs>``, in the order of the keys.
    """
    defs = ET.Element("defs")
    for key in sorted(key for key in keys if key is not None):
        tile_id = f"{prefix}-{key}"
        if key == UNLISTED:
            defs.append(ET.fromstring(hatch_svg(tile_id, scale=unit)))
            continue
        rows = [catalogue.industries[int(number)] for number in key.split("-")]
        bands = [(row.colour, row.pattern) for row in rows]
        defs.append(ET.fromstring(tile_svg(tile_id, bands, scale=unit, has_ground=True)))
    return defs


def industry_fills(catalogue: Catalogue) -> str:
    """Write the fills of all industries once for a page that refers to them.

    Returns
    -------
    str
        A hidden ``<svg>``; the fill of an industry is ``url(#fill-<its id>)``, the hatch of
        文件未列 is ``url(#fill-none)``.
    """
    tiles = [
        tile_svg(f"fill-{row.id}", [(row.colour, row.pattern)], has_ground=True)
        for row in catalogue.industries
    ]
    tiles.append(hatch_svg("fill-none"))
    return f'<svg class="fills" width="0" height="0" aria-hidden="true">{"".join(tiles)}</svg>'
