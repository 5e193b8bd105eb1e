"""Map sheets and the atlas book: pages to ask for them, files, and the progress of a book."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from geo.catalogue import Catalogue
from layers.sheet_order import FORMATS, LEAST_DPI, MOST_DPI, PAPERS
from webapp.i18n import language
from webapp.job_folder import JobFolder
from webapp.own_address import refuse_other_origins
from webapp.prepared import cache_folder
from webapp.rendering import View as Answering
from webapp.rendering import catalogue_in_use, page, speak
from webapp.sheet_jobs import BookJobs, book_order
from webapp.sheet_orders import disposition, order_key, read_sheet_order
from webapp.sheet_pool import SheetBusyError, SheetFailedError, SheetPool, waiting_room
from webapp.view_state import PARAMETERS, read_view_state
from webapp.views import View, find_view

blueprint = Blueprint("sheets", __name__)
speak(blueprint)

_RETRY_SECONDS = "5"
_TYPES = {"pdf": "application/pdf", "png": "image/png"}


@blueprint.record_once
def _register(state: BlueprintSetupState) -> None:
    catalogue: Catalogue = state.app.extensions["catalogue"]
    # The processes that draw run elsewhere: a relative path would lead them astray.
    root, cache = catalogue.root.resolve(), cache_folder().resolve()
    room = waiting_room(dict(os.environ))
    extensions: dict[str, Any] = state.app.extensions
    extensions["sheets"] = SheetPool(root, catalogue.fingerprint, cache, waiting=room)
    extensions["books"] = BookJobs(root, catalogue.fingerprint, cache)


@page(blueprint, "/sheet/<view_id>")
def sheet_form(view_id: str) -> ResponseReturnValue:
    """Offer the sheet of a view on each paper, and the atlas."""
    catalogue = catalogue_in_use()
    view = find_view(catalogue, view_id)
    read_view_state(request.args, view, catalogue)  # wrong here is wrong there
    response = make_response(
        render_template(
            "sheet.html",
            view=view,
            kept=_kept(),
            papers=PAPERS,
            resolutions=(LEAST_DPI, 200, MOST_DPI),
        )
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


@page(blueprint, f"/sheet/<view_id>.<any({','.join(FORMATS)}):suffix>")
def sheet(view_id: str, suffix: str) -> ResponseReturnValue:
    """Draw the view of an address onto a page."""
    catalogue = catalogue_in_use()
    view = find_view(catalogue, view_id)
    order = read_sheet_order(request.args, view, catalogue, suffix)
    pool: SheetPool = current_app.extensions["sheets"]
    key = order_key(order, catalogue.fingerprint)
    stem = f"renxing-{view.id}-{order.paper}"
    return _file(pool.file(key, order), key, stem, f"{order.title} {order.paper}", suffix)


@page(blueprint, "/sheet")
def chosen_sheet() -> ResponseReturnValue:
    """Lead from the form, which has the format as a field, to the address of the file."""
    view = find_view(catalogue_in_use(), request.args.get("view", ""))
    order = read_sheet_order(
        request.args, view, catalogue_in_use(), request.args.get("format", "pdf")
    )
    query = {key: request.args[key] for key in ("paper", "dpi") if request.args.get(key)} | _kept()
    return redirect(url_for(".sheet", view_id=view.id, suffix=order.format, **query))


def _action(rule: str) -> Callable[[Answering], Answering]:
    """Register what a form of this site does, in both languages."""

    def register(view: Answering) -> Answering:
        for prefix, lang in (("", "zh"), ("/en", "en")):
            blueprint.add_url_rule(
                prefix + rule, view.__name__, view, methods=["POST"], defaults={"lang": lang}
            )
        return view

    return register


@_action("/atlas-book/<view_id>")
def start_book(view_id: str) -> ResponseReturnValue:
    """Start making the atlas of a view, and lead to its progress."""
    refuse_other_origins()
    catalogue = catalogue_in_use()
    view = find_view(catalogue, view_id)
    order = read_sheet_order(request.values, view, catalogue, "pdf")
    job = order_key(order, catalogue.fingerprint)
    _jobs().start(job, order)
    return redirect(url_for(".book", view_id=view.id, job=job, **_kept()), code=303)


@_action("/atlas-book/<view_id>/<job>/cancel")
def cancel_book(view_id: str, job: str) -> ResponseReturnValue:
    """Give up a book."""
    refuse_other_origins()
    view, folder = _job(view_id, job)
    folder.cancel()
    return redirect(url_for(".book", view_id=view.id, job=job, **_kept()), code=303)


@page(blueprint, "/atlas-book/<view_id>/<job>")
def book(view_id: str, job: str) -> ResponseReturnValue:
    """Show how far a book is; without scripts, by asking again."""
    view, folder = _job(view_id, job)
    response = make_response(
        render_template(
            "book.html",
            view=view,
            job=job,
            kept=_kept(),
            state=folder.state(),
            is_cancelled=folder.is_cancelled(),
        )
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@page(blueprint, "/atlas-book/<view_id>/<job>.pdf")
def book_file(view_id: str, job: str) -> ResponseReturnValue:
    """Give a finished book."""
    view, folder = _job(view_id, job)
    if not folder.path.exists():
        abort(404)
    folder.touch()
    order, _ = book_order(folder)
    return _file(folder.path, job, f"renxing-atlas-{view.id}", order.title, "pdf")


def _kept() -> dict[str, Any]:
    """Return what the request says of the view, so that each link and form carries it on."""
    return {key: request.values[key] for key in PARAMETERS if request.values.get(key)}


def _jobs() -> BookJobs:
    found: BookJobs = current_app.extensions["books"]
    return found


def _job(view_id: str, job: str) -> tuple[View, JobFolder]:
    view = find_view(catalogue_in_use(), view_id)
    folder = _jobs().find(job)
    if folder is None:
        abort(404)
    return view, folder


def _file(path: Path, key: str, stem: str, name: str, suffix: str) -> Response:
    response = Response(path.read_bytes(), mimetype=_TYPES[suffix])
    response.set_etag(key)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Disposition"] = disposition(stem, name, suffix)
    response.headers["Content-Language"] = "en" if language() == "en" else "zh-CN"
    return response.make_conditional(request)  # type: ignore[return-value]


@blueprint.errorhandler(SheetBusyError)
def _busy(_error: SheetBusyError) -> ResponseReturnValue:
    response = make_response(render_template("sheet_busy.html"), 503)
    response.headers["Retry-After"] = _RETRY_SECONDS
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.errorhandler(SheetFailedError)
def _failed(error: SheetFailedError) -> ResponseReturnValue:
    current_app.logger.error("sheet: %s", error)
    response = make_response(render_template("error.html", status=500, detail=""), 500)
    response.headers["Cache-Control"] = "no-store"
    return response
