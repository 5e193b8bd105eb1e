"""What the pages about choosing sites say: objectives, constraints, how a solver ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from webapp.i18n import language
from webapp.planner.words import Words, number

OBJECTIVES: Mapping[str, Words] = {
    "p_median": Words(
        _("Shortest ways on average (p-median)"),
        _(
            "A given number of sites, with the shortest weighted mean distance from demand "
            "to the nearest one."
        ),
    ),
    "max_coverage": Words(
        _("Most demand within a radius (maximal coverage)"),
        _(
            "A given number of sites, with as much demand as possible within the radius of "
            "at least one."
        ),
    ),
    "p_centre": Words(
        _("Shortest way for the farthest (p-centre)"),
        _(
            "A given number of sites, with the shortest distance for the farthest point of "
            "demand; weights do not count."
        ),
    ),
    "set_cover": Words(
        _("Fewest sites that reach all (set cover)"),
        _("As few sites as possible, with each point of demand within the radius of at least one."),
    ),
}

FIELDS: Mapping[str, Any] = {
    "objective": _("Objective"),
    "count": _("Number of sites"),
    "radius_m": _("Radius"),
    "fixed": _("Open in any case"),
    "forbidden": _("Not to be opened"),
    "existing": _("Existing places of the atlas"),
    "spacing_m": _("Least distance between sites"),
    "demand": _("Demand"),
    "time_limit_s": _("Time limit"),
    "accepted_gap": _("Accepted gap"),
}
"""Part of a plan → its name."""


PHASES: Mapping[str, Any] = {
    "measuring": _("Distances are measured."),
    "checking": _("It is checked whether any choice keeps every constraint."),
    "building": _("The model is built."),
    "solving": _("The solver is at work."),
}
"""What is done before and while the solver works (``geo.siting_outcome.Phase``)."""

_MOST_NAMES = 8


def listed(names: list[str]) -> str:
    """Name some of many, and say how many more there are."""
    comma = "、" if language() == "zh" else ", "
    shown = comma.join(names[:_MOST_NAMES])
    if len(names) <= _MOST_NAMES:
        return shown
    more = _("and %(count)s more", count=len(names) - _MOST_NAMES)
    return f"{shown}{'' if language() == 'zh' else ' '}{more}"


def relaxation_text(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Say which constraint to relax, and how far.

    Parameters
    ----------
    row : mapping
        ``constraint``, ``value`` and ``points`` as the solver's process wrote them.
    names : mapping of str to str
        Names of demand points.

    Returns
    -------
    str
    """
    value = row["value"]
    if row["constraint"] == "count":
        return str(_("Ask for %(count)s sites instead.", count=int(value)))
    if row["constraint"] == "spacing":
        return str(_("Let sites be %(metres)s apart.", metres=number(value, "m")))
    if row["constraint"] == "radius":
        points = [names.get(key, key) for key in row["points"]]
        told = _("Widen the radius to %(metres)s.", metres=number(value, "m"))
        if points:
            far = _(
                "Within the radius asked for, no candidate reaches: %(points)s.",
                points=listed(points),
            )
            return f"{told} {far}"
        return str(told)
    if row["constraint"] == "fixed":
        return str(_("Let no site be open in any case."))
    return str(_("Forbid no candidate."))


def obstacle_text(payload: Mapping[str, Any], language: str) -> str:
    """Say why no sites were found where no single constraint is in the way.

    Parameters
    ----------
    payload : mapping
        As the solver's process wrote it (see ``webapp.planner.siting_jobs.Answer``).
    language : {"zh", "en"}

    Returns
    -------
    str
    """
    if "problems" in payload:
        return str(payload["problems"][language])
    if names := payload.get("weightless"):
        told = _(
            "No weight of 0 or more is known for: %(points)s. None is guessed: fill these cells, "
            "choose another column, or let all points weigh alike.",
            points=listed(names),
        )
        return str(told)
    if rows := payload.get("together"):
        names = [_constraint_text(row["constraint"], payload["plan"]) for row in rows]
        told = _(
            "These constraints fail together: %(names)s. Relax all of them:", names=listed(names)
        )
        return str(told)
    if "relaxations" in payload:
        return str(_("Several constraints have to be relaxed together."))
    if payload.get("stopped"):
        return str(_("It was stopped before any solution was found. Choose again and wait longer."))
    if payload.get("weightless") is None:
        return str(payload.get("error", ""))
    return str(
        _(
            "The time was up before any solution was found, or no demand weighs more than 0. "
            "Allow more time, or ask for fewer points of demand."
        )
    )


def _constraint_text(constraint: str, plan: Mapping[str, Any]) -> str:
    """Name a constraint, with what was asked for; of lists how many they name."""
    key = {"spacing": "spacing_m", "radius": "radius_m"}.get(constraint, constraint)
    value = plan.get(key)
    told = str(len(value)) if isinstance(value, list) else part_text(key, value, {})
    return f"{FIELDS[key]}（{told}）" if language() == "zh" else f"{FIELDS[key]} ({told})"


def part_text(key: str, value: Any, names: Mapping[str, str]) -> str:
    """Write a part of a plan as people read it.

    Parameters
    ----------
    key : str
        Of ``FIELDS``.
    value : object
        JSON of that part of a study's ``siting``; None where nothing was said.
    names : mapping of str to str
        Names of candidates, layers and districts.

    Returns
    -------
    str
    """
    if value is None or value == []:
        return "–"
    if key == "objective":
        return OBJECTIVES[value].name
    if isinstance(value, list):
        return listed([names.get(row, row) for row in value])
    if key == "demand":
        return _demand_text(value, names)
    if key == "accepted_gap":
        return f"{value * 100:g} %"
    units = {"radius_m": "m", "spacing_m": "m", "time_limit_s": "s"}
    return number(value, units.get(key, ""))


def _demand_text(demand: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if demand["kind"] == "layer":
        layer, weight = names.get(demand["layer"], demand["layer"]), demand.get("weight")
        return f"{layer} ({weight})" if weight else str(layer)
    weights = demand["weights"]
    told = str(_("Districts of the city"))
    if set(weights.values()) == {1.0}:
        return told
    parts = [f"{names.get(key, key)} {number(weight)}" for key, weight in weights.items()]
    return f"{told} ({', '.join(parts)})"


def relaxed(plan: Mapping[str, Any], constraint: str, value: float | None) -> dict[str, Any]:
    """Return a plan in which one constraint is relaxed as was proposed.

    Raises
    ------
    KeyError
        If there is no such constraint.
    """
    changes: dict[str, dict[str, Any]] = {
        "count": {"count": None if value is None else int(value)},
        "spacing": {"spacing_m": value},
        "radius": {"radius_m": value},
        "fixed": {"fixed": []},
        "forbidden": {"forbidden": []},
    }
    return {**plan, **changes[constraint]}
