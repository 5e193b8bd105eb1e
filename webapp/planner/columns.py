"""The columns of a layer that no file brought: added and removed by hand, and undoable."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.study.limits import MOST_COLUMNS
from webapp.errors import NotThereError, WrongValueError
from webapp.planner.access import actor, current_session, project_page
from webapp.planner.data import blueprint, the_layer
from webapp.planner.uses import uses_of
from webapp.store.layer_columns import add_column, filled_cells, remove_column
from webapp.store.models import Layer, Project

COLUMN_TYPES = ("number", "integer", "text")
MOST_COLUMN_CHARS = 80


@project_page(blueprint, "/layers/<key>/columns", "editor", methods=("POST",))
def add_to_layer(project: Project, key: str) -> ResponseReturnValue:
    """Add a column, empty for every place."""
    row = _own_layer(project, key)
    name = request.form.get("name", "").strip()
    kind = request.form.get("type", "")
    if not name or len(name) > MOST_COLUMN_CHARS or not name.isprintable():
        raise WrongValueError(
            _("A column needs a name of 1 to %(most)s characters.", most=MOST_COLUMN_CHARS)
        )
    if name in row.columns:
        raise WrongValueError(_("The layer has a column “%(name)s” already.", name=name))
    if kind not in COLUMN_TYPES:
        allowed = ", ".join(COLUMN_TYPES)
        raise WrongValueError(
            _(
                "“%(value)s” is not possible; allowed: %(allowed)s.",
                value=kind[:80],
                allowed=allowed,
            )
        )
    if len(row.columns) >= MOST_COLUMNS:
        raise WrongValueError(_("A layer has at most %(most)s columns.", most=MOST_COLUMNS))
    add_column(current_session(), project, row, name, kind, actor())
    flash(_("The column “%(name)s” was added; fill it on the page of each place.", name=name))
    return redirect(url_for(".layer", project_id=project.id, key=row.key), code=303)


@project_page(blueprint, "/layers/<key>/columns/remove", "editor")
def ask_column(project: Project, key: str) -> ResponseReturnValue:
    """Ask before a column is removed; or say what stands on it."""
    return _page(project, _own_layer(project, key), request.args.get("name", ""))


@project_page(blueprint, "/layers/<key>/columns/remove", "editor", methods=("POST",))
def remove_from_layer(project: Project, key: str) -> ResponseReturnValue:
    """Remove a column with its cells; this can be undone."""
    row = _own_layer(project, key)
    name = request.args.get("name", "")
    if name in row.columns and uses_of(project, layer=row.key, column=name):
        return _page(project, row, name), 409
    _check(row, name)
    remove_column(current_session(), project, row, name, actor())
    flash(_("“%(name)s” was removed. “Undo” brings it back.", name=name))
    return redirect(url_for(".layer", project_id=project.id, key=row.key), code=303)


def _own_layer(project: Project, key: str) -> Layer:
    row = the_layer(project, key)
    if row.log is not None:
        raise WrongValueError(
            _("This layer came from a file and keeps its columns: bring the file again instead.")
        )
    return row


def _check(row: Layer, name: str) -> None:
    if name not in row.columns:
        raise NotThereError(_("The layer has no column “%(name)s”.", name=name[:80]))


def _page(project: Project, row: Layer, name: str) -> str:
    _check(row, name)
    return render_template(
        "planner/remove.html",
        project=project,
        layer=row,
        column=name,
        is_layer=False,
        called=name,
        count=filled_cells(current_session(), row, name),
        uses=uses_of(project, layer=row.key, column=name),
        back=url_for(".layer", project_id=project.id, key=row.key),
    )
