"""What the script of the map of enterprises says."""

from __future__ import annotations

from flask_babel import gettext as _


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
