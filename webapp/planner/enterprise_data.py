"""What the map of a registry draws, as JSON: prepared once, compressed, fetched when wanted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from layers import (
    enterprise_counts,
    enterprise_hexagons,
    enterprise_hot_spots,
    enterprise_points,
    enterprise_policy,
    enterprise_quotients,
)
from layers.enterprise_scales import Json
from layers.enterprise_view import EnterpriseView
from webapp.errors import NotThereError
from webapp.negotiation import acceptable_codings
from webapp.planner.access import project_page
from webapp.planner.enterprise_answers import MEDIA_TYPE, Answers, can_be_weighed, full_name
from webapp.planner.enterprise_shown import Shown, shown
from webapp.prepared import PreparedResponse
from webapp.rendering import catalogue_in_use, speak
from webapp.store.models import Project

blueprint = Blueprint("planner_enterprise_map", __name__)
speak(blueprint)

BLOCKS: dict[str, Callable[[EnterpriseView], Json]] = {
    "count": enterprise_counts.count_block,
    "density": enterprise_counts.density_block,
    "quotient": enterprise_quotients.quotient_block,
    "policy": enterprise_policy.policy_block,
    "hot-spots": enterprise_hot_spots.hot_spots_block,
}
"""Name in the address → what makes the data; hexagons and points are below."""
_CELLS = re.compile(r"cells-([678])")
_TILE = re.compile(r"cells-9-(-?\d{1,5})_(-?\d{1,5})")


@project_page(blueprint, "/enterprises/<key>/data/<name>.json")
def block(project: Project, key: str, name: str) -> ResponseReturnValue:
    """Send a block of data."""
    found = prepared(shown(project, key), name)
    order = acceptable_codings(request.headers.get("Accept-Encoding"))
    answer = found.answer(request.method, order, request.headers.get("If-None-Match"))
    # Kept by the browser, asked about each time: the registry may be counted again.
    g.cache_control = "private, no-cache"
    return Response(answer.body, answer.status, answer.headers)


def prepared(found: Shown, name: str) -> PreparedResponse:
    """Return a block, made at most once for a registry and a filter.

    Raises
    ------
    NotThereError
        If there is no such block.
    """
    answers = Answers(found.run.drawn, catalogue_in_use().fingerprint)
    if name in BLOCKS:
        return answers.get(_full(found, name), lambda: _one(found, name, BLOCKS[name]))
    if match := _CELLS.fullmatch(name):
        size = int(match[1])
        return answers.get(
            _full(found, name),
            lambda: _one(found, name, lambda view: enterprise_hexagons.level(view, size)),
        )
    if _TILE.fullmatch(name) and found.year is None:
        return _tile(found, answers, name)
    points = found.points
    if name == "points" and points is not None:
        return answers.get(
            _full(found, name),
            lambda: _one(found, name, lambda view: enterprise_points.points_block(view, points)),
        )
    raise NotThereError(_("There is no data “%(name)s” of this registry.", name=name[:60]))


_INDEX = "cells-9"
_NO_CELLS = b"{}"


def _full(found: Shown, name: str) -> str:
    return full_name(name, found.view())


def _one(found: Shown, name: str, make: Callable[[EnterpriseView], Json]) -> Mapping[str, Json]:
    view = found.view()
    if not can_be_weighed(name):
        view = replace(view, measure="count")
    return {_full(found, name): make(view)}


def _tile(found: Shown, answers: Answers, name: str) -> PreparedResponse:
    """Return one square of the finest hexagons; most of an empty sea is never kept."""
    index = answers.get(_full(found, _INDEX), lambda: _tiles(found))
    if name not in json.loads(index.bodies["identity"])["names"]:
        return PreparedResponse(200, [("content-type", MEDIA_TYPE)], {"identity": _NO_CELLS})
    return answers.get(_full(found, name), lambda: _tiles(found))


def _tiles(found: Shown) -> Mapping[str, Json]:
    """Make all squares at once: they share their classes, and counting takes longest."""
    tiles = enterprise_hexagons.tiles(found.view())
    named = {f"cells-9-{x}_{y}": tile for (x, y), tile in tiles.items()}
    index = {_full(found, _INDEX): {"names": list(named)}}
    return index | {_full(found, name): tile for name, tile in named.items()}
