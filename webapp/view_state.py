"""The view in an address, read on the server: what ``static/js/state.js`` writes.

The browser passes over what it does not know, because a reader looks at the result at once. A
file or a job that was asked for by address says instead what is wrong with the address.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NoReturn

from flask_babel import gettext as _

from geo.catalogue import Catalogue
from layers.registry import GROUPS, layer_specs
from webapp.errors import WrongValueError
from webapp.views import View

PARAMETERS = ("on", "off", "edition", "sel", "op", "at", "basemap", "datum")
"""Everything of an address that belongs to the view."""

DATUMS = ("WGS-84", "GCJ-02")
_LEAST_PERCENT, _MOST_PERCENT = 10, 100
_LEAST_ZOOM, _MOST_ZOOM = 1, 22
_SHOWN = 60
_SUGGESTED = 12


@dataclass(frozen=True)
class Viewpoint:
    """Where a map looks: WGS-84 degrees and Leaflet's zoom."""

    lat: float
    lon: float
    zoom: float


@dataclass(frozen=True)
class Selection:
    """What is selected: ``district``, ``site``, ``belt``, ``industry``, ``scenario``, ``layer``."""

    kind: str
    id: str


@dataclass(frozen=True)
class ViewState:
    """A view as its address has it; what is not in the address is as a fresh page shows it.

    Attributes
    ----------
    on, off : tuple of str
        Layer ids that differ from the default.
    edition : int or None
        Year of the documents that are read; None for all.
    sel : Selection or None
    op : tuple of (str, int)
        Group and its opacity in percent, 10…100.
    at : tuple of Viewpoint
        One for each map of the view; empty for whole cities.
    basemap : str
        Id of a basemap, empty for none.
    datum : str
        Of shown coordinates: "WGS-84" or "GCJ-02".
    """

    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    edition: int | None = None
    sel: Selection | None = None
    op: tuple[tuple[str, int], ...] = ()
    at: tuple[Viewpoint, ...] = ()
    basemap: str = ""
    datum: str = "WGS-84"

    def layers(self, catalogue: Catalogue) -> tuple[str, ...]:
        """List the layers that are on, in drawing order; as in the browser, ``on`` wins.

        A link that names a place but no viewpoint shows it: its layer is on, too.
        """
        wanted = set(self.on)
        if self.sel and not self.at:
            wanted.add(_layer_of(catalogue, self.sel))
        return tuple(
            spec.id
            for spec in layer_specs(catalogue)
            if spec.id in wanted or (spec.is_shown and spec.id not in self.off)
        )


def read_view_state(args: Mapping[str, str], view: View, catalogue: Catalogue) -> ViewState:
    """Read a view from the query of an address (or from a form).

    Parameters
    ----------
    args : mapping of str to str
        Parameters other than ``PARAMETERS`` are left alone.
    view : View
        Which cities; says how many viewpoints there must be.
    catalogue : Catalogue
        Which layers, editions and ids there are.

    Returns
    -------
    ViewState

    Raises
    ------
    WrongValueError
        Naming the parameter, the value, and what is allowed, in the page's language.
    """
    return ViewState(
        on=_layers("on", args, catalogue),
        off=_layers("off", args, catalogue),
        edition=_edition(args, catalogue),
        sel=_selection(args, catalogue),
        op=_opacities(args),
        at=_viewpoints(args, view, catalogue),
        basemap=args.get("basemap", "")[:_SHOWN],
        datum=one_of("datum", args.get("datum") or "WGS-84", DATUMS),
    )


def refuse(name: str, value: str, allowed: str) -> NoReturn:
    """Say which value of a parameter is wrong and which would be right.

    Raises
    ------
    WrongValueError
        Always.
    """
    shown = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
    text = _(
        "The address asks for %(name)s=%(value)s, which is not possible. Allowed: %(allowed)s.",
        name=name,
        value=shown,
        allowed=allowed,
    )
    raise WrongValueError(text)


def one_of(name: str, value: str, known: Collection[str], *, before: str = "") -> str:
    """Return a value that must be one of some; ``before`` is what stands before it.

    Raises
    ------
    WrongValueError
        If it is none of them; names those that are most like it.
    """
    if value in known:
        return value
    options = list(known)
    if len(options) > _SUGGESTED:
        options = difflib.get_close_matches(value, options, _SUGGESTED, 0.3) or options
    more = ", …" if len(options) > _SUGGESTED or len(options) < len(known) else ""
    refuse(name, before + value, ", ".join(options[:_SUGGESTED]) + more)


def number_between(name: str, value: str, least: int, most: int, *, before: str = "") -> int:
    """Return a whole number between two bounds; ``before`` is what stands before it.

    Raises
    ------
    WrongValueError
        If it is anything else.
    """
    if value.isascii() and value.isdigit() and len(value) < 9 and least <= int(value) <= most:
        return int(value)
    refuse(name, before + value, f"{least}–{most}")


def _list(args: Mapping[str, str], name: str) -> list[str]:
    return [part for part in args.get(name, "").split(",") if part]


def _layers(name: str, args: Mapping[str, str], catalogue: Catalogue) -> tuple[str, ...]:
    known = {spec.id: None for spec in layer_specs(catalogue)}
    return tuple(dict.fromkeys(one_of(name, value, known) for value in _list(args, name)))


def _edition(args: Mapping[str, str], catalogue: Catalogue) -> int | None:
    value = args.get("edition", "")
    known = [str(year) for year in catalogue.editions]
    return int(one_of("edition", value, known)) if value else None


def _selection(args: Mapping[str, str], catalogue: Catalogue) -> Selection | None:
    value = args.get("sel", "")
    if not value:
        return None
    kind, _colon, found = value.partition(":")
    known: dict[str, Collection[str]] = {
        "district": [row.adcode for row in catalogue.districts],
        "site": [row.id for row in catalogue.sites],
        "belt": [row.id for row in catalogue.belts],
        "industry": [row.id for row in catalogue.industries],
        "scenario": [row.id for row in catalogue.scenarios],
        "layer": [spec.id for spec in layer_specs(catalogue)],
    }
    one_of("sel", kind, known)
    return Selection(kind, one_of("sel", found, known[kind], before=f"{kind}:"))


def _opacities(args: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    groups = [group.id for group in GROUPS if group.id != "base"]
    found = {}
    for pair in _list(args, "op"):
        group, _colon, percent = pair.partition(":")
        one_of("op", group, groups)
        found[group] = number_between(
            "op", percent, _LEAST_PERCENT, _MOST_PERCENT, before=f"{group}:"
        )
    return tuple(found.items())


def _viewpoints(args: Mapping[str, str], view: View, catalogue: Catalogue) -> tuple[Viewpoint, ...]:
    value = args.get("at", "")
    if not value:
        return ()
    form = ",".join(["lat,lng,zoom"] * len(view.cities))
    try:
        numbers = [float(part) for part in value.split(",")]
    except ValueError:
        refuse("at", value, form)
    if len(numbers) != 3 * len(view.cities) or not all(map(math.isfinite, numbers)):
        refuse("at", value, form)
    found = []
    for place, city in enumerate(view.cities):
        point = Viewpoint(*numbers[3 * place : 3 * place + 3])
        _check_is_around(point, city, value, catalogue)
        found.append(point)
    return tuple(found)


def _check_is_around(point: Viewpoint, city: str, value: str, catalogue: Catalogue) -> None:
    """Refuse a viewpoint from which the city could not be seen, as ``Atlases.isAround`` does."""
    adcodes = [row.adcode for row in catalogue.districts_of(city)]
    west, south, east, north = catalogue.boundaries.web.loc[adcodes].total_bounds
    width, height = east - west, north - south
    least_lat, most_lat = south - height, north + height
    least_lon, most_lon = west - width, east + width
    is_near = least_lat <= point.lat <= most_lat and least_lon <= point.lon <= most_lon
    if not is_near or not _LEAST_ZOOM <= point.zoom <= _MOST_ZOOM:
        ranges = (
            f"lat {least_lat:.2f}–{most_lat:.2f}, lng {least_lon:.2f}–{most_lon:.2f}, "
            f"zoom {_LEAST_ZOOM}–{_MOST_ZOOM}"
        )
        refuse("at", value, ranges)


def _layer_of(catalogue: Catalogue, selection: Selection) -> str:
    """Name the layer that draws what is selected; empty if none does."""
    if selection.kind in ("industry", "belt"):
        return f"{selection.kind}-{selection.id}"
    if selection.kind == "layer":
        return selection.id
    for spec in layer_specs(catalogue):
        members = {member for _city, member in spec.members}
        if selection.kind == "site" and spec.kind == "sites" and selection.id in members:
            return spec.id
    return ""
