"""The words that map sheets write, in the page's language."""

from __future__ import annotations

from flask_babel import gettext as _


def sheet_words() -> dict[str, str]:
    """Translate every word of a sheet and of the atlas book, by the key under which it asks."""
    return {
        "legend": _("Legend"),
        "sources": _("Sources"),
        "unlisted": _("Not listed in the documents"),
        "unlistedLong": _("No document assigns a specialisation to this district."),
        "areaOnly": _("Drawn as an area: the position is only known this roughly."),
        "positions": _("Outlines and positions: "),
        "outlines": _("Outlines"),
        "north": _("N"),
        "scale": _("Scale"),
        "datum": _("Datum"),
        "projection": _("Projection"),
        "drawn": _("Drawn on"),
        "absent": _("Characters that no font here has:"),
        "landArea": _("land area"),
        "specialisations": _("Specialisations"),
        "structure": _("Spatial structure"),
        "places": _("Places"),
        "targets": _("Targets"),
        "scenarios": _("Scenarios"),
        "units": _("Responsible"),
        "stated": _("stated"),
        "editorial": _("editorial"),
        "order": _("no. {n} of {m}"),
        "year": _("by {year}"),
        "noYear": _("no year given"),
        "page": _("Page {n} of {m}"),
        "continued": _("continued"),
    }
