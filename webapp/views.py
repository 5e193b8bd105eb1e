"""The views of the atlas: one per city, and one of all cities together."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from geo.catalogue import Catalogue
from webapp.errors import NotThereError

ALL = "both"
"""Id of the view of two cities together."""


@dataclass(frozen=True)
class View:
    """What one address of the atlas shows: some cities under one name."""

    id: str
    cities: tuple[str, ...]
    title_zh: str
    title_en: str


def views(catalogue: Catalogue) -> tuple[View, ...]:
    """List the views of a catalogue: its cities in order, then all of them if several."""
    cities = catalogue.cities
    found = [View(row.id, (row.id,), _short(row.name_zh), row.name_en) for row in cities]
    if len(cities) > 1:
        ids = tuple(row.id for row in cities)
        both = ("双城", "Both cities") if len(cities) == 2 else ("全部城市", "All cities")
        found.append(View(_id_of_all(ids), ids, *both))
    return tuple(found)


def _id_of_all(cities: tuple[str, ...]) -> str:
    """Name the view of all cities so that no city has the same address."""
    name = ALL if len(cities) == 2 else "all"
    while name in cities:
        name = f"all-{name}"
    return name


def find_view(catalogue: Catalogue, view_id: str) -> View:
    """Return a view by its id.

    Raises
    ------
    NotThereError
        Naming the views that there are, in the reader's language.
    """
    for view in views(catalogue):
        if view.id == view_id:
            return view
    raise NotThereError(
        _(
            "There is no %(what)s “%(value)s”. Allowed: %(allowed)s.",
            what=_("view"),
            value=view_id[:60],
            allowed=", ".join(view.id for view in views(catalogue)),
        )
    )


def _short(name_zh: str) -> str:
    return name_zh.removesuffix("市")
