"""The editions: what the documents of each year say of the same thing, as tables and two maps."""

from __future__ import annotations

from itertools import combinations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.catalogue import Catalogue
from geo.editions import (
    Edition,
    MapState,
    changes_of,
    districts_by_edition,
    editions_of,
    map_state,
)
from layers.picture import Look
from webapp.errors import NotThereError
from webapp.i18n import language
from webapp.reading.links import district_href, map_href
from webapp.rendering import catalogue_in_use, maps_in_use, page, public, speak

blueprint = Blueprint("editions", __name__)
speak(blueprint)

_HEIGHT_PX = 620


def paths(catalogue: Catalogue) -> list[str]:
    """List the Chinese addresses of these pages."""
    found = ["/editions"]
    for city in catalogue.cities:
        found.append(f"/editions/{city.id}")
        found += [
            f"/editions/{city.id}/{first}-{second}"
            for first, second in _pairs(editions_of(catalogue, city.id))
        ]
    return found


@page(blueprint, "/editions")
@page(blueprint, "/editions/<city>")
@page(blueprint, "/editions/<city>/<int:first>-<int:second>")
def editions(
    city: str | None = None, first: int | None = None, second: int | None = None
) -> ResponseReturnValue:
    """Set the editions of a city side by side, two of them on the map."""
    catalogue = catalogue_in_use()
    city = _known_city(catalogue, city)
    found = editions_of(catalogue, city)
    pairs = _pairs(found)
    chosen = _known_pair(pairs, first, second)
    shown = chosen or tuple(row.year for row in found)
    states = [map_state(catalogue, city, year) for year in shown]
    return public(
        render_template(
            "editions.html",
            city=catalogue.city(city),
            editions=found,
            pairs=pairs,
            chosen=chosen,
            states=[(state, _picture(city, state)) for state in states],
            changes=changes_of(catalogue, city),
            districts=districts_by_edition(catalogue, city),
            district_href=district_href,
        )
    )


def _pairs(found: tuple[Edition, ...]) -> list[tuple[int, int]]:
    years = [row.year for row in found]
    return list(combinations(years, 2))


def _known_city(catalogue: Catalogue, city: str | None) -> str:
    """Return the city that is asked for; by default the first one that has several editions."""
    ids = [row.id for row in catalogue.cities]
    if city is None:
        several = (row for row in ids if len(editions_of(catalogue, row)) > 1)
        return next(several, ids[0])
    if city not in ids:
        raise NotThereError(
            _(
                "There is no city “%(value)s”. Allowed: %(allowed)s.",
                value=city,
                allowed=", ".join(ids),
            )
        )
    return city


def _known_pair(
    pairs: list[tuple[int, int]], first: int | None, second: int | None
) -> tuple[int, int] | None:
    """Return the two years that are asked for; by default the first two, if there are two."""
    if first is None or second is None:
        return pairs[0] if pairs else None
    if (first, second) not in pairs:
        allowed = ", ".join(f"{one}-{other}" for one, other in pairs) or "—"
        raise NotThereError(
            _(
                "The editions %(value)s are not a pair of this city. Allowed: %(allowed)s.",
                value=f"{first}-{second}",
                allowed=allowed,
            )
        )
    return first, second


def _picture(city: str, state: MapState) -> str:
    """Draw what the documents of one year put on the map."""
    look = Look(
        edition=state.year,
        areas=state.sites,
        belts=state.belts,
        links=state.links,
        named=(),
        height_px=_HEIGHT_PX,
    )
    return (
        maps_in_use()
        .picture(city)
        .svg(
            language(),
            prefix=f"year-{state.year}",
            look=look,
            link=lambda adcode: map_href(city, "district", adcode),
        )
    )
