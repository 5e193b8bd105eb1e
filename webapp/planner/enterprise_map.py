"""The map of a registry of enterprises, with its figures as tables that need no script."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.enterprises.cross_table import cross_table
from geo.enterprises.policy_agreement import policy_matrix
from geo.enterprises.statistics import Quotient, district_figures, location_quotients
from geo.enterprises.years import years_said
from geo.tables import City
from layers.assets import STATIC
from layers.base import LayerSpec
from layers.enterprise_assets import enterprise_assets
from layers.enterprise_counts import figures
from layers.enterprise_hexagons import FINEST, RESOLUTIONS
from layers.enterprise_picture import class_picture
from layers.enterprise_policy import CLASSES
from layers.enterprise_rows import number
from layers.enterprise_scales import Json
from layers.enterprise_view import UNMAPPED
from layers.payload import layer_rows
from layers.registry import enterprise_layers
from webapp.errors import WrongValueError
from webapp.i18n import language
from webapp.map_assets import HEAT
from webapp.planner.access import project_page
from webapp.planner.enterprise_answers import can_be_weighed
from webapp.planner.enterprise_data import blueprint, prepared
from webapp.planner.enterprise_files import offered_files
from webapp.planner.enterprise_map_words import page_words, shown_instead, why_no_points
from webapp.planner.enterprise_shown import NO_INDUSTRY, NO_YEAR, Shown, shown
from webapp.rendering import catalogue_in_use, maps_in_use
from webapp.store.models import Project

AREAS = {
    "count": "enterprise-count",
    "density": "enterprise-density",
    "quotient": "enterprise-quotient",
    "policy": "enterprise-policy",
}
"""What districts can be painted by: name in the address → layer."""
OVERS = {
    "hexagons": "enterprise-hexagons",
    "heat": "enterprise-heat",
    "hot-spots": "enterprise-hot-spots",
    "points": "enterprise-points",
}
"""What can lie above them."""
NOTHING = "none"
RUNTIME = tuple(
    asset.path.relative_to(STATIC).as_posix() for asset in enterprise_assets() if asset.kind == "js"
)
"""Scripts that draw these layers, in loading order."""
CHOICES = ("industry", "year", "to", "by", "area", "over", "size")
"""Of the address: what stays chosen as another city is looked at."""
SIZES = tuple(str(one) for one in (*RESOLUTIONS, FINEST))


@project_page(blueprint, "/enterprises/<key>/map")
def enterprise_map(project: Project, key: str) -> ResponseReturnValue:
    """Show a counted registry: map, legend, districts and policy."""
    found = shown(project, key)
    area = _asked("area", (*AREAS, NOTHING), "count")
    over = _asked("over", (*OVERS, NOTHING), NOTHING)
    size = _asked("size", ("", *SIZES), "")
    view = found.view(lambda name: _data_url(found, name))
    specs = enterprise_layers(view, found.points)
    overs = _choices(OVERS, specs)
    asked, over = over, _offered(over, overs)
    block = None if area == NOTHING else _block(found, area)
    return render_template(
        "planner/enterprise_map.html",
        project=project,
        found=found,
        tally=found.aggregates.tally,
        chosen={"area": area, "over": over, "size": size},
        areas=_choices(AREAS, specs),
        overs=overs,
        over_told=[
            *([] if over == asked else [shown_instead(over)]),
            *filter(None, [why_no_points(found)]),
        ],
        sizes=SIZES,
        industries=[catalogue_in_use().industry(one) for one in found.aggregates.industries],
        block=block,
        picture=block and _picture(found.city, block),
        spots=_block(found, "hot-spots") if over == "hot-spots" else None,
        files=offered_files(found),
        now=view.name()[1 if language() == "en" else 0],
        number=number,
        kept={name: value for name, value in request.args.items() if value},
        cities=[catalogue_in_use().city(one) for one in found.cities],
        others=_others(found),
        looks=CLASSES,
        matrix=policy_matrix(found.aggregates, catalogue_in_use(), found.city, year=found.year),
        page=_page(found, specs, {"area": area, "over": over, "size": size}),
        heat_asset=HEAT.relative_to(STATIC).as_posix(),
        runtime_assets=RUNTIME,
        by=found.measure,
        weight_word=found.view().weight_words()[1 if language() == "en" else 0],
        first_year=found.year[0] if isinstance(found.year, tuple) else found.year,
        last_year=found.year[1] if isinstance(found.year, tuple) else None,
        years_now=None if found.year is None else years_said(found.year)[language() == "en"],
        NO_INDUSTRY=NO_INDUSTRY,
        NO_YEAR=NO_YEAR,
        UNMAPPED=UNMAPPED,
        **_tables(found),
    )


def _asked(name: str, allowed: Collection[str], default: str) -> str:
    value = request.args.get(name, default)
    if value not in allowed:
        raise WrongValueError(
            _(
                "“%(value)s” cannot be shown as %(name)s. Allowed: %(allowed)s.",
                value=value[:60],
                name=name,
                allowed=", ".join(filter(None, allowed)),
            )
        )
    return value


def _others(found: Shown) -> list[tuple[City, int, str]]:
    """List the other cities that were counted: how many enterprises they have, and their map."""
    kept: dict[str, Any] = {name: request.args[name] for name in CHOICES if request.args.get(name)}
    return [
        (
            catalogue_in_use().city(city),
            count,
            url_for(
                ".enterprise_map",
                project_id=found.project.id,
                key=found.row.key,
                **{**kept, "city": city},
            ),
        )
        for city, count in found.others.items()
    ]


def _offered(over: str, overs: Collection[str]) -> str:
    """Return what lies above: what this registry lacks is replaced, a filter may bring it."""
    if over in (*overs, NOTHING):
        return over
    return "hexagons" if "hexagons" in overs else NOTHING


def _data_url(found: Shown, name: str) -> str:
    """Return where a block is fetched: the same for both languages, so that it is kept once."""
    values: dict[str, Any] = {"key": found.row.key, "name": name, "lang": "zh", **found.query()}
    if found.measure != "count" and can_be_weighed(name):
        values["by"] = found.measure
    return url_for("planner_enterprise_map.block", project_id=found.project.id, **values)


def _block(found: Shown, name: str) -> Json:
    block: Json = json.loads(prepared(found, name).bodies["identity"])
    return block


def _picture(city: str, block: Json) -> str:
    return class_picture(maps_in_use().picture(city), block, language(), prefix="counted")


def _choices(names: Mapping[str, str], specs: Sequence[LayerSpec]) -> dict[str, LayerSpec]:
    """List what can be shown of this registry: name in the address → layer."""
    by_id = {spec.id: spec for spec in specs}
    return {name: by_id[one] for name, one in names.items() if one in by_id}


def _tables(found: Shown) -> dict[str, Any]:
    """Gather what the table of districts shows, most enterprises first."""
    catalogue, aggregates = catalogue_in_use(), found.aggregates
    table = cross_table(aggregates, catalogue, found.city, year=found.year)
    rows = sorted(figures(found.view()), key=lambda one: (-one.value, one.adcode))
    weights = {}
    if aggregates.has_weight:
        weighed = district_figures(table, catalogue, industry=found.industry, measure="weight")
        weights = {one.adcode: one.value for one in weighed}
    quotients: dict[str, Quotient] = {}
    if found.industry:
        own = [one for one in location_quotients(table).rows if one.industry == found.industry]
        quotients = {one.adcode: one for one in own}
    total = sum(one.count for one in rows)
    return {"rows": rows, "weights": weights, "quotients": quotients, "total": total}


def _page(found: Shown, specs: Sequence[LayerSpec], chosen: dict[str, str]) -> dict[str, Any]:
    """Gather what the script of the page needs."""
    blocks = {name: block for spec in specs for name, block in spec.blocks.items()}
    return {
        "layers": layer_rows(specs, (found.city,)),
        "blocks": blocks,
        "chosen": chosen,
        "city": found.usual_city,
        "areas": AREAS,
        "overs": OVERS,
        "total": found.aggregates.tally.taken,
        "words": page_words(),
    }
