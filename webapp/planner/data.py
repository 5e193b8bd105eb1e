"""The data of a project: its layers, its candidates, and the ways to bring more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import shapely
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.errors import StudyError
from geo.imports.coordinates import parse_coordinates
from geo.imports.import_log import ImportLog
from geo.imports.limits import MIB, Limits
from geo.imports.row_problems import RowProblem, problems_csv
from geo.study import StudyProblem, find_problems, parse_study
from webapp.errors import NotThereError, WrongValueError
from webapp.planner.access import actor, current_session, project_page
from webapp.planner.elsewhere import question_of_city
from webapp.planner.import_words import say
from webapp.planner.layer_choices import NEW_REFERENCE, first_choice, layer_groups
from webapp.planner.uploads import MOST_WAITING, my_files
from webapp.rendering import catalogue_in_use, speak
from webapp.store.changes import last_change
from webapp.store.layer_reading import (
    added_keys,
    count_features,
    features_of,
    find_layer,
    layers_of,
)
from webapp.store.layer_rows import Rows
from webapp.store.layers import (
    MOST_NAME_CHARS,
    add_feature,
    add_rows,
    clean_name,
    rename_layer,
)
from webapp.store.models import Feature, Layer, Project
from webapp.store.projects import document_of

blueprint = Blueprint("planner_data", __name__)
speak(blueprint)

PAGE_ROWS = 100
MOST_MARKS = 2000
"""Points on the map: more are neither told apart nor drawn quickly."""
MOST_DRAWN_VERTICES = 5000
_MOST_COLUMNS = 6


@project_page(blueprint, "/data")
def data(project: Project) -> ResponseReturnValue:
    """Show what a project holds, and the ways to bring more."""
    session = current_session()
    layers = layers_of(session, project)
    counts = count_features(session, project)
    found = {layer.key: features_of(session, layer) for layer in layers}
    candidates = [
        (layer, row) for layer in layers if layer.kind == "candidates" for row in found[layer.key]
    ]
    by_hand = added_keys(session, project)
    wanted = request.args.get("q", "").strip()[:MOST_NAME_CHARS]
    matching = [pair for pair in candidates if _matches(pair[1], wanted)]
    page = _page_number(len(matching))
    shown = matching[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    return render_template(
        "planner/data.html",
        project=project,
        layers=[(layer, counts.get(layer.key, 0)) for layer in layers],
        candidates=shown,
        columns=_columns([layer for layer in layers if layer.kind == "candidates"], shown),
        total=len(candidates),
        matching=len(matching),
        wanted=wanted,
        page=page,
        pages=max(1, -(-len(matching) // PAGE_ROWS)),
        marks=marks_of(layers, found),
        places=sum(counts.values()),
        most_marks=MOST_MARKS,
        undoable=last_change(session, project),
        waiting=my_files(project),
        most_waiting=MOST_WAITING,
        by_hand=by_hand,
        layer_groups=layer_groups(layers, by_hand),
        first_choice=first_choice(layers),
        limits=Limits(),
        mib=MIB,
    )


def marks_of(layers: Sequence[Layer], found: dict[str, list[Feature]]) -> list[dict[str, Any]]:
    """Describe the places of layers to the map, candidates first, as many as it can show."""
    marks: list[dict[str, Any]] = []
    vertices = 0
    for layer in sorted(layers, key=lambda row: row.kind):
        for feature in found[layer.key][: MOST_MARKS - len(marks)]:
            mark: dict[str, Any] = {
                "id": feature.key,
                "lon": feature.lon,
                "lat": feature.lat,
                "name": feature.name or feature.key,
                "kind": layer.kind,
                "layer": layer.name,
            }
            if feature.wkb is not None and vertices < MOST_DRAWN_VERTICES:
                shape = shapely.from_wkb(feature.wkb)
                vertices += int(shapely.count_coordinates(shape))
                if vertices < MOST_DRAWN_VERTICES:
                    mark["geometry"] = shapely.geometry.mapping(shape)
            marks.append(mark)
    return marks


def _matches(feature: Feature, wanted: str) -> bool:
    """Tell whether a name, key or cell has the text that is searched, whatever its case."""
    if not wanted:
        return True
    cells = (feature.name, feature.key, *feature.values.values())
    return any(wanted.lower() in str(cell).lower() for cell in cells if cell is not None)


def _columns(layers: Sequence[Layer], shown: Sequence[tuple[Layer, Feature]]) -> dict[str, str]:
    """Choose the columns of the table with their types, numbers first: they are compared.

    Coordinates and names stand in columns of their own already.
    """
    found = {name: kind for layer in layers for name, kind in layer.columns.items()}
    for layer in layers:
        coordinates = (layer.log or {}).get("coordinates") or {}
        for axis in ("x", "y"):
            found.pop(str(coordinates.get(axis)), None)
    names = [
        name
        for name in sorted(found, key=lambda name: found[name] == "text")
        if any(str(row.values.get(name)).strip() != row.name for _, row in shown)
    ]
    return {name: found[name] for name in names[:_MOST_COLUMNS]}


def _page_number(rows: int) -> int:
    text = request.args.get("page", "1")
    if not text.isdecimal() or len(text) > 6:
        raise WrongValueError(_("The page “%(value)s” is no number.", value=text[:20]))
    return min(max(1, int(text)), max(1, -(-rows // PAGE_ROWS)))


@project_page(blueprint, "/data/places", "editor", methods=("POST",))
def add_place(project: Project) -> ResponseReturnValue:
    """Add one place, from the map or typed, in WGS-84."""
    session = current_session()
    form = request.form
    lon, lat = read_position(form.get("position", ""))
    name = clean_name(form.get("name", ""))
    kind = "reference" if form.get("layer") == NEW_REFERENCE else "candidates"
    layer = find_layer(session, project, form.get("layer", ""))
    if (layer.kind if layer else kind) == "candidates":
        back = url_for(".data", project_id=project.id)
        if asked := question_of_city(project, name, lon, lat, back):
            return asked
    if layer is None:
        called = _("Put in by hand") if kind == "candidates" else _("References put in by hand")
        same = (row for row in layers_of(session, project, kind) if row.log is None)
        layer = next((row for row in same if row.name == called), None) or add_rows(
            session, project, kind, called, Rows({}, []), None, actor()
        )
    feature = add_feature(session, project, layer, name, lon, lat, {}, actor())
    if not name:
        feature.name = _("Place %(number)s", number=feature.key)
    flash(_("“%(name)s” was added to “%(layer)s”.", name=feature.name, layer=layer.name))
    return redirect(url_for(".data", project_id=project.id, _anchor="places"), code=303)


def read_position(text: str) -> tuple[float, float]:
    """Read typed longitude and latitude in WGS-84; latitude first is taken, and told.

    Raises
    ------
    ImportRefusedError
        If it is no pair of coordinates.
    WrongValueError
        If it is in metres: of which system is not known here.
    """
    typed = parse_coordinates(text)
    if typed.unit != "degrees":
        raise WrongValueError(
            _(
                "“%(value)s” is in metres. Here are degrees in WGS-84; bring other coordinates "
                "under “Type coordinates”, where their system is asked.",
                value=text[:80],
            )
        )
    if typed.order == "y_first":
        flash(
            _(
                "“%(value)s” was read as latitude, longitude: the place is at %(lon)s, %(lat)s.",
                value=text.strip()[:80],
                lon=f"{typed.x:.6f}",
                lat=f"{typed.y:.6f}",
            )
        )
    return typed.x, typed.y


def the_layer(project: Project, key: str) -> Layer:
    """Return a layer of a project; raises ``NotThereError``."""
    layer = find_layer(current_session(), project, key)
    if layer is None:
        raise NotThereError(_("There is no layer “%(key)s” in this project.", key=key[:80]))
    return layer


@project_page(blueprint, "/layers/<key>")
def layer(project: Project, key: str) -> ResponseReturnValue:
    """Show a layer: where it came from, what was done to it, what it holds."""
    row = the_layer(project, key)
    features = features_of(current_session(), row)
    return render_template(
        "planner/layer.html",
        project=project,
        layer=row,
        count=len(features),
        features=features[:PAGE_ROWS],
        marks=marks_of([row], {row.key: features}),
        log=None if row.log is None else ImportLog.from_json(row.log),
        say=lambda message: say(message, catalogue_in_use()),
        most_marks=MOST_MARKS,
        is_by_hand=row.key in added_keys(current_session(), project),
    )


@project_page(blueprint, "/layers/<key>/problems.csv")
def layer_problems(project: Project, key: str) -> ResponseReturnValue:
    """Send the rows of a layer's file that were left out, or about which something was told."""
    row = the_layer(project, key)
    if row.log is None:
        raise NotThereError(_("This layer was not imported; it has no list of rows."))
    return problems_file(ImportLog.from_json(row.log).problems)


@project_page(blueprint, "/layers/<key>/rename", "editor", methods=("POST",))
def rename(project: Project, key: str) -> ResponseReturnValue:
    """Give a layer another name."""
    row = the_layer(project, key)
    name = clean_name(request.form.get("name", ""))
    if not name:
        raise WrongValueError(_("The layer needs a name."))
    rename_layer(current_session(), project, row, name, actor())
    return redirect(url_for(".layer", project_id=project.id, key=row.key), code=303)


@contextmanager
def keeping_together(project: Project) -> Iterator[None]:
    """Make sure that the study holds together after a block as well as before.

    Raises
    ------
    StudyError
        If it does not.
    """
    before = {(row.code, row.shown) for row in _problems(project)}
    yield
    current_session().flush()
    new = [row for row in _problems(project) if (row.code, row.shown) not in before]
    if new:
        raise StudyError(new)


def _problems(project: Project) -> tuple[StudyProblem, ...]:
    study = parse_study(document_of(current_session(), project))
    return find_problems(study, catalogue_in_use())


def problems_file(problems: Sequence[RowProblem]) -> Response:
    """Answer with problems as a CSV file in the page's language."""
    catalogue = catalogue_in_use()
    header = (_("row"), _("column"), _("value"), _("taken"), _("problem"), _("what to do"))
    content = problems_csv(
        problems,
        say=lambda message: say(message, catalogue),
        header=header,
        yes_no=(_("yes"), _("no")),
    )
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="rows.csv"'
    return response
