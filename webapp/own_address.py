"""Addresses of this atlas' own pages: checked before they are kept, drawn or led to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from flask import abort, current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from webapp.errors import WrongValueError
from webapp.permalinks import CODE
from webapp.rendering import catalogue_in_use
from webapp.view_state import PARAMETERS, ViewState, read_view_state
from webapp.views import views

MOST_LETTERS = 2000
"""Of a path and query: what every browser, proxy and QR code takes."""

_NO_PAGES = frozenset({"sharing", "sheets", "exports"})


def own_page(to: str) -> str:
    """Return the path and query of a page of this atlas, in its canonical form.

    Parameters
    ----------
    to : str
        As a reader's address bar has it, without scheme, host and fragment.

    Returns
    -------
    str
        The same view always gives the same text.

    Raises
    ------
    WrongValueError
        If it is too long, names a host, or no page of this atlas.
    """
    path, query = _parts(to)
    endpoint, values = _match(path)
    blueprint = endpoint.partition(".")[0]
    is_public = blueprint not in _NO_PAGES and not blueprint.startswith("planner")
    if "lang" not in values or not is_public:
        _refuse(to)
    if endpoint == "pages.atlas":
        catalogue = catalogue_in_use()
        view = next((row for row in views(catalogue) if row.id == values["view_id"]), None)
        if view is None:
            _refuse(to)
        query = written(read_view_state(dict(parse_qsl(query)), view, catalogue))
    else:
        pairs = [(name, value) for name, value in parse_qsl(query) if name != "embed"]
        query = urlencode(sorted(pairs))
    return quote(path, safe="/") + (f"?{query}" if query else "")


def own_address(to: str) -> str:
    """Return a path and query that is a page of this atlas or one of its short links.

    Raises
    ------
    WrongValueError
        As ``own_page``.
    """
    path, _query = _parts(to)
    endpoint, values = _match(path)
    if endpoint == "sharing.permalink" and CODE.fullmatch(values["code"]):
        return path
    return own_page(to)


def base_address() -> str:
    """Return scheme and host under which readers reach this atlas, without a slash at the end."""
    public: str = current_app.config["ATLAS_PUBLIC_URL"]
    return public or request.host_url.rstrip("/")


def written(state: ViewState) -> str:
    """Write a view as a query, as ``static/js/state.js`` does."""
    parts = {
        "on": ",".join(state.on),
        "off": ",".join(state.off),
        "edition": str(state.edition or ""),
        "sel": f"{state.sel.kind}:{state.sel.id}" if state.sel else "",
        "op": ",".join(f"{group}:{percent}" for group, percent in state.op),
        "at": ",".join(
            f"{point.lat:.4f},{point.lon:.4f},{round(point.zoom, 2):g}" for point in state.at
        ),
        "basemap": state.basemap,
        "datum": "" if state.datum == "WGS-84" else state.datum,
    }
    found = ((name, parts[name]) for name in PARAMETERS if parts[name])
    return "&".join(f"{name}={quote(value, safe=',:')}" for name, value in found)


def refuse_other_origins() -> None:
    """Answer 403 to requests that another site's page sends; programs send neither header."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    own = {urlsplit(base_address()).netloc, request.host}
    if site not in (None, "same-origin", "none"):
        abort(403)
    if origin is not None and urlsplit(origin).netloc not in own:
        abort(403)


def _parts(to: str) -> tuple[str, str]:
    """Split path and query of an address that can only lead to this site."""
    is_plain = to.isprintable() and to.startswith("/") and "\\" not in to and " " not in to
    if not is_plain or to.startswith("//") or "#" in to or len(to) > MOST_LETTERS:
        _refuse(to)
    path, _mark, query = to.partition("?")
    return path, query


def _match(path: str) -> tuple[str, Mapping[str, str]]:
    try:
        endpoint, values = current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        _refuse(path)
    return endpoint, values


def _refuse(to: str) -> NoReturn:
    shown = to if len(to) <= 60 else to[:60] + "…"
    raise WrongValueError(
        _(
            "“%(to)s” is no page of this atlas. Allowed: path and query of one of its pages, at "
            "most %(most)s characters, such as %(example)s.",
            to=shown,
            most=MOST_LETTERS,
            example=url_for("pages.atlas", view_id=views(catalogue_in_use())[0].id),
        )
    )
