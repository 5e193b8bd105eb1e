"""Passing a view on: the share panel, short links, QR codes, the picture beside a link."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.catalogue import Catalogue
from layers.sheet_order import CARD, LEAST_DPI
from webapp.errors import NotThereError, UnavailableError
from webapp.own_address import base_address, own_address, own_page, refuse_other_origins
from webapp.permalinks import LinkStore, LinkStoreError
from webapp.qr_code import qr_svg
from webapp.rendering import catalogue_in_use, page, public, speak
from webapp.sheet_orders import order_key, read_sheet_order
from webapp.sheet_pool import SheetBusyError, SheetFailedError, SheetPool
from webapp.views import find_view, views

blueprint = Blueprint("sharing", __name__)
speak(blueprint)


@blueprint.record_once
def _register(state: BlueprintSetupState) -> None:
    state.app.extensions["links"] = LinkStore(state.app.config["ATLAS_STATE"])


def share_paths(catalogue: Catalogue) -> list[str]:
    """List the Chinese addresses of the share pages, which depend on the catalogue alone."""
    return [f"/share/{view.id}" for view in views(catalogue)]


@page(blueprint, "/share/<view_id>")
def share(view_id: str) -> ResponseReturnValue:
    """Offer every way to pass a view on; the atlas shows the same in a panel."""
    return public(render_template("share.html", view=find_view(catalogue_in_use(), view_id)))


@blueprint.post("/permalink", defaults={"lang": "zh"})
@blueprint.post("/en/permalink", defaults={"lang": "en"})
def save() -> ResponseReturnValue:
    """Keep a view under a short code; ``to`` is its path and query."""
    refuse_other_origins()
    target = own_page(request.form.get("to", ""))
    try:
        code = _links().save(target)
    except LinkStoreError as error:
        current_app.logger.error("permalink: %s", error)
        raise UnavailableError(_unsaved()) from error
    path = url_for(".permalink", code=code)
    return {"path": path, "url": base_address() + path}


@page(blueprint, "/p/<code>")
def permalink(code: str) -> ResponseReturnValue:
    """Lead from a short link to its view."""
    try:
        target = _links().find(code)
    except LinkStoreError as error:
        current_app.logger.error("permalink: %s", error)
        raise UnavailableError(_unreadable()) from error
    if target is None:
        raise NotThereError(
            _("No view is saved under “%(code)s”. Was the link copied whole?", code=code[:60])
        )
    response = redirect(target)
    response.headers["Cache-Control"] = "no-cache"
    return response


@page(blueprint, "/qr.svg")
def qr() -> ResponseReturnValue:
    """Draw the QR code of an address of this atlas; ``to`` is its path and query."""
    address = base_address() + own_address(request.args.get("to", ""))
    response = Response(qr_svg(address), mimetype="image/svg+xml")
    # The host is the one of this very request: no cache may give it to readers of another.
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@page(blueprint, "/preview/<view_id>.png")
def preview(view_id: str) -> ResponseReturnValue:
    """Draw the picture that other programs show beside a link to a view, once."""
    catalogue = catalogue_in_use()
    view = find_view(catalogue, view_id)
    sheet = read_sheet_order({}, view, catalogue, "png")
    order = replace(sheet, paper=CARD, dpi=LEAST_DPI, date="")  # the same picture every day
    pool: SheetPool = current_app.extensions["sheets"]
    key = order_key(order, catalogue.fingerprint)
    try:
        body = pool.file(key, order).read_bytes()
    except (SheetBusyError, SheetFailedError) as error:
        current_app.logger.error("preview: %s", error)
        raise UnavailableError(_("The picture cannot be drawn now. Try again later.")) from error
    response = Response(body, mimetype="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.set_etag(key)
    return response.make_conditional(request)


def _links() -> LinkStore:
    found: LinkStore = current_app.extensions["links"]
    return found


def _unsaved() -> str:
    text: str = _("Short links cannot be saved on this server now. The long link works as ever.")
    return text


def _unreadable() -> str:
    text: str = _("Short links cannot be read on this server now. Try again in a moment.")
    return text
