"""The matrix: districts against industries, a small map beside it, and the phrase of each cell."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from geo.catalogue import Catalogue
from geo.matrix import district_matrix
from geo.tables import City
from layers.picture import Look
from webapp.i18n import language
from webapp.reading.links import district_href, industry_href, map_href
from webapp.rendering import catalogue_in_use, maps_in_use, page, public, speak

blueprint = Blueprint("matrix", __name__)
speak(blueprint)

_HEIGHT_PX = 330


def paths(catalogue: Catalogue) -> list[str]:
    """List the Chinese addresses of these pages."""
    return ["/matrix"]


@page(blueprint, "/matrix")
def matrix() -> ResponseReturnValue:
    """Show which district is given which industry."""
    catalogue = catalogue_in_use()
    return public(
        render_template(
            "matrix.html",
            matrix=district_matrix(catalogue),
            pictures=[(city, _picture(city)) for city in catalogue.cities],
            district_href=district_href,
            industry_href=industry_href,
        )
    )


def _picture(city: City) -> str:
    """Draw a city; its districts lead to the map."""
    return (
        maps_in_use()
        .picture(city.id)
        .svg(
            language(),
            prefix=f"lit-{city.id}",
            look=Look(height_px=_HEIGHT_PX),
            link=lambda adcode: map_href(city.id, "district", adcode),
        )
    )
