"""The form that asks the solver: read into a plan, and filled from one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from geo.catalogue import Catalogue
from geo.places import Site
from geo.siting_order import Objective
from geo.study import Study
from webapp.planner.form_fields import Fields
from webapp.planner.siting_words import OBJECTIVES

NEEDS_COUNT: tuple[Objective, ...] = ("p_median", "max_coverage", "p_centre")
NEEDS_RADIUS: tuple[Objective, ...] = ("max_coverage", "set_cover")
WEIGHT_BY = ("equal", "area", "typed")
"""How districts weigh as demand: alike, by official land area, or as somebody types."""

MOST_SECONDS = 300
"""Longest that the solver may take for a page."""

EXISTING_KINDS = ("cluster", "park")
"""Kinds of places of the atlas that can serve demand already."""

_DISTRICTS = "districts"


def demands(study: Study) -> dict[str, str]:
    """Return what can be the demand: the key of a choice, and its name where it is a layer."""
    layers = {layer.id: layer.name for layer in study.reference_layers if layer.features}
    return {_DISTRICTS: "", **layers}


def ways_to_weigh(study: Study, catalogue: Catalogue) -> list[str]:
    """List how districts can weigh; by area only where the area of each is known."""
    rows = catalogue.districts_of(study.city)
    is_known = all(row.land_area_km2 for row in rows)
    return [way for way in WEIGHT_BY if way != "area" or is_known]


def offered_sites(study: Study, catalogue: Catalogue) -> list[Site]:
    """List the places of the atlas that can be taken as open already: clusters, then parks.

    Places of other kinds that a project file marks are listed, too, so that they can be unmarked.
    """
    marked = study.siting.existing if study.siting else ()
    rows = [
        row
        for row in catalogue.sites_of(study.city)
        if row.kind in EXISTING_KINDS or row.id in marked
    ]
    return sorted(rows, key=lambda row: row.kind != "cluster")


def number_columns(study: Study) -> list[str]:
    """List the columns of reference layers that hold numbers: possible weights."""
    found = [
        name
        for layer in study.reference_layers
        for name, kind in layer.columns.items()
        if kind != "text"
    ]
    return list(dict.fromkeys(found))


def default_plan(study: Study, catalogue: Catalogue) -> dict[str, Any]:
    """Return what the form shows before anybody asked: three sites for all districts alike."""
    codes = [row.adcode for row in catalogue.districts_of(study.city)]
    return {
        "objective": "p_median",
        "count": max(1, min(3, len(study.candidates))),
        "radius_m": None,
        "fixed": [],
        "forbidden": [],
        "existing": [],
        "spacing_m": 0.0,
        "demand": {"kind": "districts", "weights": dict.fromkeys(codes, 1.0)},
        "time_limit_s": 60.0,
        "accepted_gap": 0.0,
    }


def read_plan(fields: Fields, study: Study, catalogue: Catalogue) -> dict[str, Any]:
    """Read a plan from the fields of the form.

    Parameters
    ----------
    fields : Fields
        ``errors`` says afterwards what is wrong with them.
    study : Study
    catalogue : Catalogue

    Returns
    -------
    dict
        JSON of a study's ``siting``; to be used only where there are no errors.
    """
    objective = fields.choice("objective", list(OBJECTIVES))
    # What the objective does not ask for is hidden on the page: nobody could mend it there.
    count = radius = None
    if objective in NEEDS_COUNT:
        count = fields.number("count", needed=True, positive=True)
    if count is not None and count != int(count):
        fields.errors["count"] = _("The number of sites is a whole number.")
    if objective in NEEDS_RADIUS:
        radius = fields.number("radius_m", needed=True, positive=True)
    spacing = fields.number("spacing_m") or 0.0
    if spacing < 0:
        fields.errors["spacing_m"] = _("The distance is 0 or more.")
    seconds = fields.number("time_limit_s", needed=True, positive=True) or 60.0
    if seconds > MOST_SECONDS:
        fields.errors["time_limit_s"] = _("At most %(most)s seconds.", most=MOST_SECONDS)
    gap = fields.number("accepted_gap") or 0.0
    if not 0 <= gap <= 50:
        fields.errors["accepted_gap"] = _("From 0 to 50 per cent.")
    states = {key: fields.typed.get(f"state-{key}", "free") for key in study.candidates}
    return {
        "objective": objective,
        "count": int(count) if count else None,
        "radius_m": radius,
        "fixed": [key for key, state in states.items() if state == "fixed"],
        "forbidden": [key for key, state in states.items() if state == "forbidden"],
        "existing": _existing(fields, study, catalogue),
        "spacing_m": spacing,
        "demand": _demand(fields, study, catalogue),
        "time_limit_s": seconds,
        "accepted_gap": gap / 100,
    }


def _existing(fields: Fields, study: Study, catalogue: Catalogue) -> list[str]:
    """Read the existing places that were marked; one that is none is an error."""
    known = [row.id for row in catalogue.sites_of(study.city)]
    marked = fields.typed.getlist("existing")
    if strange := [key for key in marked if key not in known]:
        fields.errors["existing"] = _(
            "“%(value)s” is no place of this city in the atlas.", value=strange[0][:80]
        )
    return [key for key in known if key in marked]


def _demand(fields: Fields, study: Study, catalogue: Catalogue) -> dict[str, Any]:
    demand = fields.choice("demand", demands(study))
    if demand != _DISTRICTS:
        layer = next((row for row in study.reference_layers if row.id == demand), None)
        column = fields.typed.get("weight_column", "")
        if column and layer is not None and layer.columns.get(column, "text") == "text":
            allowed = [name for name, kind in layer.columns.items() if kind != "text"]
            fields.errors["weight_column"] = _(
                "“%(layer)s” has no column “%(column)s” of numbers. Allowed: %(names)s.",
                layer=layer.name,
                column=column,
                names=", ".join(allowed) or _("none"),
            )
        return {"kind": "layer", "layer": demand, "weight": column or None}
    by = fields.choice("weight_by", ways_to_weigh(study, catalogue))
    weights: dict[str, float] = {}
    for row in catalogue.districts_of(study.city):
        if by == "equal":
            weights[row.adcode] = 1.0
        elif by == "area":
            weights[row.adcode] = row.land_area_km2 or 0.0
        else:
            typed = fields.number(f"weight-{row.adcode}") or 0.0
            if typed < 0:
                fields.errors[f"weight-{row.adcode}"] = _("A weight is 0 or more.")
            weights[row.adcode] = typed
    if not any(weights.values()):
        fields.errors["weight_by"] = _("At least one district must weigh more than 0.")
    return {"kind": "districts", "weights": weights}


def filled(plan: Mapping[str, Any], study: Study, catalogue: Catalogue) -> MultiDict[str, str]:
    """Return the fields of the form that stand for a plan."""
    demand = plan["demand"]
    is_layer = demand["kind"] == "layer"
    values = {
        "objective": plan["objective"],
        "count": _text(plan["count"]),
        "radius_m": _text(plan["radius_m"]),
        "spacing_m": _text(plan["spacing_m"]),
        "time_limit_s": _text(plan["time_limit_s"]),
        "accepted_gap": _text(plan["accepted_gap"] * 100),
        "demand": demand["layer"] if is_layer else _DISTRICTS,
        "weight_column": (demand["weight"] or "") if is_layer else "",
        "weight_by": "equal" if is_layer else _weighted_by(demand["weights"], study, catalogue),
    }
    for key in study.candidates:
        state = "fixed" if key in plan["fixed"] else "free"
        values[f"state-{key}"] = "forbidden" if key in plan["forbidden"] else state
    marked = MultiDict([("existing", key) for key in plan.get("existing") or ()])
    for row in catalogue.districts_of(study.city):
        weight = 1.0 if is_layer else demand["weights"].get(row.adcode, 0.0)
        values[f"weight-{row.adcode}"] = _text(weight)
    return MultiDict([*values.items(), *marked.items(multi=True)])


def _weighted_by(weights: Mapping[str, float], study: Study, catalogue: Catalogue) -> str:
    rows = catalogue.districts_of(study.city)
    found = [weights.get(row.adcode) for row in rows]
    if all(weight == 1.0 for weight in found):
        return "equal"
    if all(weight == row.land_area_km2 for weight, row in zip(found, rows, strict=True)):
        return "area"
    return "typed"


def _text(number: float | None) -> str:
    return "" if number is None else f"{number:.10g}"
