"""The atlas's map of a city on a page that is not the atlas: what its template needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from layers.picture import Look
from layers.picture_shapes import Shapes
from layers.registry import GROUPS, layer_specs
from webapp.i18n import language
from webapp.map_assets import map_id
from webapp.rendering import catalogue_in_use, maps_in_use


@dataclass(frozen=True)
class CityOnPage:
    """One map of a page.

    Attributes
    ----------
    id : str
        Of the map's script and data; its container is ``map_<id>``.
    html : str
        The container, drawn by Folium.
    picture : str
        The server's drawing, for before the map is there and for readers without scripts.
    shapes : Shapes
        What the picture was drawn from: ``shapes.place(lon, lat)`` says where on it something is.
    settings : dict
        For ``js/planner/map_layers.js``: groups of layers and the configured basemaps.
    """

    id: str
    html: str
    picture: str
    shapes: Shapes
    settings: dict[str, Any]


def city_map(city: str) -> CityOnPage:
    """Gather the map of a city.

    Raises
    ------
    UnknownIdError
        If the catalogue has no such city.
    """
    maps, lang = maps_in_use(), language()
    name = map_id(catalogue_in_use().city(city).id)
    drawn = maps.picture(city)
    picture = drawn.svg(lang, prefix=f"picture-{name}", look=Look(industries=()))
    settings = {
        "groups": _groups(),
        "basemaps": basemap_choices(),
        "basemap": _("Basemap"),
        "none": _("none"),
    }
    return CityOnPage(name, maps.parts(city, lang).html, picture, drawn.shapes, settings)


def basemap_choices() -> list[dict[str, Any]]:
    """Describe the configured basemaps to the scripts."""
    return [
        {
            "id": row.id,
            "name": [row.name_zh, row.name_en],
            "urls": row.tile_urls(),
            "datum": row.datum,
            "attribution": row.attribution,
            "max_zoom": row.max_zoom,
            "subdomains": list(row.subdomains),
            "review": row.review_number,
        }
        for row in current_app.config["BASEMAPS"]
    ]


def _groups() -> list[dict[str, Any]]:
    """List the groups of layers that can be put below what the page is about."""
    specs = layer_specs(catalogue_in_use())
    return [
        {
            "name": [group.title_zh, group.title_en],
            "layers": [
                spec.id for spec in specs if spec.group == group.id and spec.kind != "mentions"
            ],
        }
        for group in GROUPS
        if group.id != "base"
    ]
