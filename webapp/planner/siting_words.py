"""What the pages about choosing sites say: objectives, constraints, how a solver ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from webapp.planner.words import Words, number

OBJECTIVES: Mapping[str, Words] = {
    "p_median": Words(
        _("Shortest ways on average (p-median)"),
        _("So many sites that the weighted mean distance to the nearest one is least."),
    ),
    "max_coverage": Words(
        _("Most demand within a radius (maximal coverage)"),
        _("So many sites that as much demand as possible lies within the radius of one."),
    ),
    "p_centre": Words(
        _("Shortest way for the farthest (p-centre)"),
        _("So many sites that nobody has farther than necessary; weights do not count."),
    ),
    "set_cover": Words(
        _("Fewest sites that reach all (set cover)"),
        _("As few sites as possible, each point of demand within the radius of one."),
    ),
}

FIELDS: Mapping[str, Any] = {
    "objective": _("Objective"),
    "count": _("Number of sites"),
    "radius_m": _("Radius"),
    "fixed": _("Open in any case"),
    "forbidden": _("Not to be opened"),
    "spacing_m": _("Least distance between sites"),
    "demand": _("Demand"),
    "time_limit_s": _("Time limit"),
    "accepted_gap": _("Accepted gap"),
}
"""Part of a plan → its name."""


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
            far = _("No candidate reaches: %(points)s.", points=", ".join(points[:8]))
            return f"{told} {far}"
        return str(told)
    if row["constraint"] == "fixed":
        return str(_("Let no site be open in any case."))
    return str(_("Forbid no candidate."))


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
