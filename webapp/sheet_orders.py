"""Read from a request which map sheet is asked for, and name what is made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import current_app
from flask_babel import gettext as _

import layers
from geo.catalogue import Catalogue
from layers.sheet_order import FORMATS, LEAST_DPI, MOST_DPI, PAPERS, Centre, SheetOrder
from webapp.i18n import language
from webapp.sheet_words import sheet_words
from webapp.view_state import ViewState, number_between, one_of, read_view_state
from webapp.views import View

_NEAR_ZOOM, _AREA_ZOOM, _AREA_FROM_M = 13.0, 11.0, 1000


def read_sheet_order(
    args: Mapping[str, str], view: View, catalogue: Catalogue, suffix: str
) -> SheetOrder:
    """Read an order: the view, ``paper`` and ``dpi``.

    Parameters
    ----------
    args : mapping of str to str
        The query or form.
    view : View
        Which cities.
    catalogue : Catalogue
    suffix : {"pdf", "png"}

    Returns
    -------
    SheetOrder

    Raises
    ------
    WrongValueError
        Naming the parameter, its value, and what is allowed.
    """
    state = read_view_state(args, view, catalogue)
    paper = one_of("paper", (args.get("paper") or "a4").lower(), PAPERS)
    dpi = number_between("dpi", args.get("dpi") or str(MOST_DPI), LEAST_DPI, MOST_DPI)
    lang = language()
    review = current_app.config["ATLAS_REVIEW_NUMBER"]
    return SheetOrder(
        cities=view.cities,
        language=lang,
        title=f"{_('Renxing Atlas')} · {view.title_zh if lang == 'zh' else view.title_en}",
        subtitle=" · ".join(_subtitle(state, catalogue)),
        words=sheet_words(),
        layers=state.layers(catalogue),
        edition=state.edition,
        selection=(state.sel.kind, state.sel.id) if state.sel else None,
        opacity={group: percent / 100 for group, percent in state.op},
        centres=_centres(state, view, catalogue),
        paper=paper,
        # Vectors have no resolution: two orders that differ in it are one PDF.
        dpi=dpi if suffix == "png" else MOST_DPI,
        format=one_of("format", suffix, FORMATS),
        date=f"{datetime.now():%Y-%m-%d}",
        review=review or _("Sketch map, not reviewed, for internal use only"),
        is_reviewed=bool(review),
    )


def _subtitle(state: ViewState, catalogue: Catalogue) -> list[str]:
    """Say which documents are read and what is selected."""
    all_of_them = _("All documents")
    parts = [_("Documents of %(year)s", year=state.edition) if state.edition else all_of_them]
    find: dict[str, Callable[[str], Any]] = {
        "district": catalogue.district,
        "site": catalogue.site,
        "belt": catalogue.belt,
        "industry": catalogue.industry,
    }
    if state.sel and state.sel.kind in find:
        row = find[state.sel.kind](state.sel.id)
        name = row.name_zh if language() == "zh" else row.name_en
        parts.append(_("Selected: %(name)s", name=name))
    return parts


def _centres(state: ViewState, view: View, catalogue: Catalogue) -> tuple[Centre | None, ...]:
    """Say where each map looks; like the page, at a place that only the address selects."""
    if state.at:
        return tuple((point.lat, point.lon, point.zoom) for point in state.at)
    if state.sel is None or state.sel.kind != "site":
        return ()
    site = catalogue.site(state.sel.id)
    zoom = _AREA_ZOOM if site.precision_m >= _AREA_FROM_M else _NEAR_ZOOM
    at: Centre = (site.lat, site.lon, zoom)
    return tuple(at if city == site.city else None for city in view.cities)


def order_key(order: SheetOrder, fingerprint: str) -> str:
    """Name what an order makes: the same name for the same bytes.

    Parameters
    ----------
    order : SheetOrder
    fingerprint : str
        Of the catalogue.

    Returns
    -------
    str
        32 hexadecimal digits; also of the code and the fonts that draw.
    """
    parts = (order.to_json(), fingerprint, _code_stamp())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _code_stamp() -> str:
    folder = Path(layers.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        digest.update(path.read_bytes())
    digest.update((folder.parent / "static" / "fonts" / "manifest.json").read_bytes())
    return digest.hexdigest()


def disposition(stem: str, name: str, suffix: str) -> str:
    """Write a Content-Disposition whose file name every browser can read (RFC 6266).

    Parameters
    ----------
    stem : str
        Plain name, ASCII.
    name : str
        The name in the reader's language.
    suffix : str
    """
    full = "-".join(name.replace("/", " ").replace("·", " ").split()) + f".{suffix}"
    return f"attachment; filename=\"{stem}.{suffix}\"; filename*=UTF-8''{quote(full, safe='')}"
