"""What the script of the map of enterprises says."""

from __future__ import annotations

from flask_babel import gettext as _

from geo.enterprises.points import MOST
from layers.enterprise_points import MOST_POINTS
from webapp.planner.enterprise_shown import Shown


def page_words() -> dict[str, str]:
    """Return the texts by key; ``{name}`` is replaced by the script."""
    return {
        "perCell": _("Enterprises per hexagon of about {km2} km²"),
        "perCellWeighed": _("{weight} per hexagon of about {km2} km², added up"),
        "noCells": _("No enterprises with coordinates here."),
        "heat": _("few"),
        "heatMany": _("many"),
        "spots": _("{hot} hot spots, {cold} cold spots; hexagons of about {km2} km²"),
        "testing": _("Each hexagon is tested; the first time this takes some seconds …"),
        "groups": _("A number stands for so many enterprises nearby; a dot for one."),
        "failed": _("The data of this layer did not arrive. Check the connection and try again."),
        "again": _("Try again"),
        "byKey": _(
            "By keyboard: put the focus on the map, move it with the arrow keys; what lies under "
            "the cross in its middle is read out."
        ),
        "loading": _("Loading …"),
        "told": _("Shown: {what}; {count} enterprises in the table."),
        "finest": _("With a year chosen, hexagons of about 0.6 km² are the finest that there are."),
    }


def why_no_points(found: Shown) -> str:
    """Say why single enterprises are not offered, and what to do to see them; "" if they are."""
    tally, placed = found.aggregates.tally, found.placed
    if not tally.on_grid or (placed is not None and not placed.num_rows):
        return str(_("None of these enterprises has coordinates, so none can be shown one by one."))
    if placed is None and found.whole.tally.taken > MOST:
        return str(
            _(
                "Single enterprises are kept of registries of up to %(most)s; this one has "
                "%(count)s. Hexagons show where they are.",
                most=f"{MOST:,}",
                count=f"{found.whole.tally.taken:,}",
            )
        )
    if placed is None:
        return str(_("Single enterprises were not kept when these were counted. Count them again."))
    if placed.num_rows <= MOST_POINTS:
        return ""
    return str(
        _(
            "Single enterprises are shown up to %(most)s at a time, and these are %(count)s: "
            "choose one industry or year to see them one by one.",
            most=f"{MOST_POINTS:,}",
            count=f"{placed.num_rows:,}",
        )
    )


def shown_instead(over: str) -> str:
    """Say that something else lies above the districts than what was asked for."""
    if over == "hexagons":
        return str(_("What was asked for cannot be shown of these enterprises: here are hexagons."))
    return str(_("What was asked for cannot be shown of these enterprises."))
