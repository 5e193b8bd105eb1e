"""Removing layers and places: asked first, refused while something stands on it, undoable."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.planner.access import actor, current_session, project_page
from webapp.planner.candidates import the_feature
from webapp.planner.data import blueprint, the_layer
from webapp.planner.uses import Use, uses_of
from webapp.store.layer_reading import features_of
from webapp.store.layers import delete_features, delete_layer
from webapp.store.models import Layer, Project

NAMED = 8
"""Places of a layer that are named before it goes."""


@project_page(blueprint, "/layers/<key>/remove", "editor")
def ask_layer(project: Project, key: str) -> ResponseReturnValue:
    """Ask before a layer is removed; or say what stands on it."""
    row = the_layer(project, key)
    return _layer_page(project, row, uses_of(project, layer=row.key))


@project_page(blueprint, "/layers/<key>/remove", "editor", methods=("POST",))
def remove_layer(project: Project, key: str) -> ResponseReturnValue:
    """Remove a layer; this can be undone."""
    row = the_layer(project, key)
    if uses := uses_of(project, layer=row.key):
        return _layer_page(project, row, uses), 409
    delete_layer(current_session(), project, row, actor())
    return _removed(project, row.name)


@project_page(blueprint, "/candidates/<key>/remove", "editor")
def ask_place(project: Project, key: str) -> ResponseReturnValue:
    """Ask before a place is removed; or say what stands on it."""
    return _place_page(project, key, uses_of(project, place=key))


@project_page(blueprint, "/candidates/<key>/remove", "editor", methods=("POST",))
def remove(project: Project, key: str) -> ResponseReturnValue:
    """Remove a place; this can be undone."""
    layer, feature = the_feature(project, key)
    if uses := uses_of(project, place=feature.key):
        return _place_page(project, key, uses), 409
    delete_features(current_session(), project, layer, [feature], actor())
    return _removed(project, feature.name or feature.key)


def _layer_page(project: Project, row: Layer, uses: tuple[Use, ...]) -> str:
    features = features_of(current_session(), row)
    return render_template(
        "planner/remove.html",
        project=project,
        layer=row,
        is_layer=True,
        called=row.name,
        count=len(features),
        names=[one.name or one.key for one in features[:NAMED]],
        uses=uses,
        back=url_for(".layer", project_id=project.id, key=row.key),
    )


def _place_page(project: Project, key: str, uses: tuple[Use, ...]) -> str:
    layer, feature = the_feature(project, key)
    return render_template(
        "planner/remove.html",
        project=project,
        layer=layer,
        is_layer=False,
        called=feature.name or feature.key,
        uses=uses,
        back=url_for(".candidate", project_id=project.id, key=feature.key),
    )


def _removed(project: Project, name: str) -> ResponseReturnValue:
    flash(_("“%(name)s” was removed. “Undo” brings it back.", name=name))
    return redirect(url_for(".data", project_id=project.id), code=303)
