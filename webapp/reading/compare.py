"""Compare: two to four districts side by side, of one city or of several."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.catalogue import Catalogue
from geo.comparison import MOST, Column, columns, state, suggestions
from geo.similarity import Similarity, similarity
from geo.tables import District
from layers.picture import Look
from webapp import wording
from webapp.errors import NotThereError, WrongValueError
from webapp.i18n import language
from webapp.reading.alternatives import nearest
from webapp.rendering import catalogue_in_use, maps_in_use, page, public, speak

blueprint = Blueprint("compare", __name__)
speak(blueprint)

LOCATOR_PX = 300
WIDE_PX = 500
"""About how high a locator map is drawn, and how wide one that is wider than high."""


FROZEN_PATHS = ("/compare", "/en/compare")
"""Where a frozen site has this page, which then holds every district."""


def paths(catalogue: Catalogue) -> list[str]:
    """List no address: what this page shows depends on its query."""
    return []


@page(blueprint, "/compare")
def compare() -> ResponseReturnValue:
    """Show the districts of ``?d=`` side by side; in a frozen site all, and a script chooses."""
    catalogue = catalogue_in_use()
    is_frozen = bool(current_app.config.get("ATLAS_FROZEN"))
    chosen = [] if is_frozen else _chosen(catalogue, request.args.getlist("d"))
    shown = [row.adcode for row in catalogue.districts] if is_frozen else chosen
    side_by_side = columns(catalogue, shown if is_frozen or len(chosen) > 1 else [])
    named = {row.id for column in side_by_side for row in column.industries}
    return public(
        render_template(
            "compare.html",
            words=wording,
            is_frozen=is_frozen,
            chosen=chosen,
            most=MOST,
            columns=side_by_side,
            industries=[row for row in catalogue.industries if row.id in named],
            state=lambda question: state([column.answer(question) for column in side_by_side]),
            pairs=_pairs(catalogue, shown),
            suggestions=suggestions(catalogue, chosen[0] if chosen else None),
            locators=_locators(catalogue, side_by_side),
            kept={"d": ",".join(chosen)} if chosen else {},
        )
    )


def _chosen(catalogue: Catalogue, values: Sequence[str]) -> list[str]:
    """Read the adcodes of a query: repeated or with commas, empty ones left out, each once.

    Raises
    ------
    WrongValueError
        If one is no adcode, or there are too many.
    NotThereError
        If no district has it.
    """
    words = [word.strip() for value in values for word in value.replace("，", ",").split(",")]
    chosen = list(dict.fromkeys(word for word in words if word))
    known = {row.adcode: row for row in catalogue.districts}
    for word in chosen:
        if word not in known:
            is_code = len(word) == 6 and word.isascii() and word.isdigit()
            error = NotThereError if is_code else WrongValueError
            raise error(
                _(
                    "“%(value)s” is no district of this atlas. A district is named by its "
                    "six-digit code. Nearest: %(nearest)s.",
                    value=word[:60],
                    nearest=_nearest(word, catalogue.districts),
                )
            )
    if len(chosen) > MOST:
        raise WrongValueError(
            _(
                "%(count)s districts are too many to stand side by side: choose two to %(most)s.",
                count=len(chosen),
                most=MOST,
            )
        )
    return chosen


def _nearest(word: str, districts: Sequence[District]) -> str:
    """Name the districts whose code or name comes closest to what was asked for."""
    names = {
        row.adcode: [row.name_zh, row.name_en, row.short_zh, row.short_en, row.pinyin]
        for row in districts
    }
    column = 0 if language() == "zh" else 1
    close = nearest(word, names)
    return "; ".join(f"{adcode} {names[adcode][column]}" for adcode in close) or "—"


def _pairs(catalogue: Catalogue, adcodes: Sequence[str]) -> list[Similarity]:
    """Compare every two districts, where both have stated specialisations."""
    found = (similarity(catalogue, *pair) for pair in combinations(adcodes, 2))
    return [pair for pair in found if pair is not None]


def _locators(catalogue: Catalogue, shown: Sequence[Column]) -> list[tuple[str, str]]:
    """Draw each city of the columns, the districts outlined and numbered as their columns."""
    numbers = {column.district.adcode: str(n) for n, column in enumerate(shown, start=1)}
    is_choice = len(numbers) <= MOST
    drawn = []
    for city in catalogue.cities:
        own = {
            column.district.adcode: numbers[column.district.adcode]
            for column in shown
            if column.city.id == city.id
        }
        if own:
            chosen = own if is_choice else ()
            picture = maps_in_use().picture(city.id)
            is_wide = picture.shapes.width > picture.shapes.height
            size = WIDE_PX if is_wide else LOCATOR_PX
            look = Look((), chosen=chosen, numbers=own, named=(), height_px=size)
            prefix = f"locator-{city.id}"
            svg = picture.svg(language(), prefix=prefix, look=look, link=_district_address)
            drawn.append((city.id, svg))
    return drawn


def _district_address(adcode: str) -> str:
    return url_for("profiles.district", adcode=adcode)
