"""A candidate put by hand into another city, or into none: asked about before it is stored."""

from __future__ import annotations

import numpy as np
import shapely
from flask import render_template, request
from flask_babel import gettext as _

from geo.catalogue import Catalogue
from geo.imports.row_checks import are_inside, cities_elsewhere
from webapp.i18n import language
from webapp.rendering import catalogue_in_use
from webapp.store.models import Project

SURE = "sure"
"""The field of a form that says: all the same."""


def question_of_city(project: Project, name: str, lon: float, lat: float, back: str) -> str | None:
    """Ask whether a candidate is meant to lie in another city, or outside all of them.

    Parameters
    ----------
    project : Project
    name : str
        The candidate's; "" while it has none.
    lon, lat : float, degrees in WGS-84
    back : str
        Where it is given up.

    Returns
    -------
    str or None
        A page that sends the same form again; None where there is nothing to ask, or the answer
        was given.
    """
    catalogue = catalogue_in_use()
    asked = _asked(project.city, name or f"{lon:.6f}, {lat:.6f}", lon, lat, catalogue)
    if asked is None or SURE in request.form:
        return None
    return render_template(
        "planner/ask.html",
        project=project,
        title=asked[0],
        told=[asked[1]],
        sent=[*(row for row in request.form.items(True) if row[0] != "csrf_token"), (SURE, "1")],
        label=_("Take it all the same"),
        keep=_("Do not take it"),
        back=back,
    )


def _asked(
    city: str, name: str, lon: float, lat: float, catalogue: Catalogue
) -> tuple[str, str] | None:
    """Return the question and what to know before answering; None where there is none."""
    place = np.array([shapely.Point(lon, lat)], dtype=object)
    (other,) = cities_elsewhere(place, catalogue, city)
    known = {row.id: row.name_zh if language() == "zh" else row.name_en for row in catalogue.cities}
    if other is not None:
        return (
            _("“%(name)s” lies in %(city)s. Take it all the same?", name=name, city=known[other]),
            _(
                "This project is about %(city)s. Sites can be chosen only once candidates in "
                "another city are forbidden or removed.",
                city=known[city],
            ),
        )
    if are_inside(place, catalogue).all():
        return None
    return (
        _("“%(name)s” lies in no city of the atlas. Take it all the same?", name=name),
        _(
            "This project is about %(city)s. Perhaps the coordinates are wrong: of a candidate "
            "outside of it, the district and what follows from it stay unknown.",
            city=known[city],
        ),
    )
