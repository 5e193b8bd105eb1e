"""What leaves the atlas: the data page, tables at plain paths of their own, views as one file."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.catalogue import Catalogue
from geo.exports.datasets import DATASETS, Dataset
from geo.exports.formats import FORMATS, Format
from webapp.errors import NotThereError, ReaderError, WrongValueError
from webapp.export_choices import DATUMS, NO_DATUM, Choice
from webapp.export_store import ExportStore
from webapp.i18n import language
from webapp.one_file import one_file
from webapp.prepared import cache_folder
from webapp.rendering import catalogue_in_use, page, public, speak
from webapp.view_state import ViewState, read_view_state
from webapp.views import View, views

blueprint = Blueprint("exports", __name__)
speak(blueprint)


def file_url(choice: Choice) -> str:
    """Return the address of a file, the same in both languages."""
    values: dict[str, Any] = {"datum": choice.place, "dataset": choice.dataset.id, "lang": "zh"}
    if choice.extent is None:
        return url_for("exports.whole", **values, suffix=choice.file_format.id)
    return url_for("exports.part", **values, suffix=choice.file_format.id, city=choice.extent)


def export_paths(catalogue: Catalogue, *, complete: bool = False) -> list[str]:
    """List the paths of export files, for a site that is written into a folder.

    Parameters
    ----------
    catalogue : Catalogue
    complete : bool
        Whether to list every datum and city, and not only the whole catalogue in WGS-84.

    Returns
    -------
    list of str
        Paths without query, each once.
    """
    datums = list(DATUMS) if complete else ["wgs84"]
    cities = [None, *(row.id for row in catalogue.cities)] if complete else [None]
    found = (
        Choice(dataset, file_format, datum, city).path
        for dataset in DATASETS.values()
        for file_format in FORMATS.values()
        for datum in datums
        for city in cities
    )
    return list(dict.fromkeys(found))


@blueprint.record_once
def _register(state: BlueprintSetupState) -> None:
    store = ExportStore(state.app.extensions["catalogue"], cache_folder() / "exports")
    state.app.extensions["exports"] = store


def _body(choice: Choice) -> bytes:
    store: ExportStore = current_app.extensions["exports"]
    # A datum or city that means nothing for the table makes no file of its own.
    datum = DATUMS.get(choice.place, "WGS-84")
    return store.file(choice.dataset, choice.file_format, datum, choice.extent)


@page(blueprint, "/data")
def data() -> ResponseReturnValue:
    """List the tables with their columns, and offer each in every format."""
    catalogue = catalogue_in_use()
    tables = [
        (dataset, len(getattr(catalogue, dataset.id)), [_offer(dataset, row) for row in _FORMATS])
        for dataset in DATASETS.values()
    ]
    return public(
        render_template(
            "data.html",
            tables=tables,
            formats=_FORMATS,
            datums=DATUMS,
            file_url=file_url,
            other_files=_other_files,
            cities=catalogue.cities,
            views_as_files=[(view, len(_view(view, ViewState()))) for view in views(catalogue)],
        )
    )


def _other_files(dataset: Dataset) -> list[Choice]:
    """List the files of a table but for those of the whole in WGS-84, each once."""
    cities = [None, *_cities()] if dataset.has_city else [None]
    datums = ["wgs84"] if dataset.shape == "none" else list(DATUMS)
    return [
        Choice(dataset, file_format, datum, city)
        for city in cities
        for datum in datums
        for file_format in _FORMATS
        if (city, datum) != (None, "wgs84")
    ]


_FORMATS = tuple(FORMATS.values())


def _offer(dataset: Dataset, file_format: Format) -> tuple[Choice, int]:
    """Describe the file of a whole table in WGS-84 and its size in bytes."""
    choice = Choice(dataset, file_format)
    return choice, len(_body(choice))


@page(blueprint, "/data/file")
def choose() -> ResponseReturnValue:
    """Lead from the page's form to the path of the file."""
    return redirect(
        file_url(_asked(request.args.get("dataset", ""), request.args.get("format", "")))
    )


@page(blueprint, "/data/<dataset>.<suffix>")
def shortcut(dataset: str, suffix: str) -> ResponseReturnValue:
    """Lead from a short address, datum and city in its query, to the path of the file."""
    _one_of(dataset, DATASETS, _("dataset"), NotThereError)
    _one_of(suffix, FORMATS, _("format"), NotThereError)
    return redirect(file_url(_asked(dataset, suffix)))


def _asked(dataset: str, suffix: str) -> Choice:
    """Read a choice from the query: anything that is not offered is a mistake of the asker's."""
    datum, city = request.args.get("datum") or "wgs84", request.args.get("city") or None
    _one_of(dataset, DATASETS, _("dataset"), WrongValueError)
    _one_of(suffix, FORMATS, _("format"), WrongValueError)
    _one_of(datum, DATUMS, _("datum"), WrongValueError)
    if city is not None:
        _one_of(city, _cities(), _("city"), WrongValueError)
    return Choice(DATASETS[dataset], FORMATS[suffix], datum, city)


def _cities() -> list[str]:
    return [row.id for row in catalogue_in_use().cities]


def _one_of(value: str, allowed: Collection[str], what: str, error: type[ReaderError]) -> None:
    if value not in allowed:
        raise error(
            _(
                "There is no %(what)s “%(value)s”. Allowed: %(allowed)s.",
                what=what,
                value=value[:60],
                allowed=", ".join(allowed),
            )
        )


@page(blueprint, "/data/<datum>/<dataset>.<suffix>")
def whole(datum: str, dataset: str, suffix: str) -> ResponseReturnValue:
    """Send a table of all cities."""
    return _send(datum, None, dataset, suffix)


@page(blueprint, "/data/<datum>/<city>/<dataset>.<suffix>")
def part(datum: str, city: str, dataset: str, suffix: str) -> ResponseReturnValue:
    """Send a table of one city."""
    _one_of(city, _cities(), _("city"), NotThereError)
    return _send(datum, city, dataset, suffix)


def _send(datum: str, city: str | None, dataset: str, suffix: str) -> ResponseReturnValue:
    _one_of(dataset, DATASETS, _("dataset"), NotThereError)
    _one_of(suffix, FORMATS, _("format"), NotThereError)
    found = DATASETS[dataset]
    allowed = [*DATUMS, *([NO_DATUM] if found.shape == "none" else [])]
    _one_of(datum, allowed, _("datum"), NotThereError)
    choice = Choice(found, FORMATS[suffix], datum, city)
    is_plain = request.path in (choice.path, f"/en{choice.path}")
    return _file(choice) if is_plain else redirect(file_url(choice))


def _file(choice: Choice) -> Response:
    body = _body(choice)
    response = Response(body, mimetype=choice.file_format.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{choice.file_name}"'
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(hashlib.sha256(body).hexdigest()[:24])
    response.make_conditional(request)
    return response


@page(blueprint, "/one-file/<view_id>.html")
def view(view_id: str) -> ResponseReturnValue:
    """Send the view of the query as one HTML file."""
    catalogue = catalogue_in_use()
    found = {row.id: row for row in views(catalogue)}
    _one_of(view_id, found, _("view"), NotThereError)
    state = read_view_state(request.args, found[view_id], catalogue)
    response = Response(_view(found[view_id], state), mimetype="text/html")
    name = f"renxing-atlas-{view_id}-{language()}.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _view(found: View, state: ViewState) -> bytes:
    text = one_file(
        catalogue_in_use(),
        found,
        state,
        language=language(),
        saved_on=date.today(),
        review_number=current_app.config["ATLAS_REVIEW_NUMBER"],
    )
    return text.encode("utf-8")
