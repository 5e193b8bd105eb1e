"""One place of a project: where it lies, what the documents say about it, what it is given."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.errors import StudyError
from geo.imports.numbers import as_number, plain
from geo.rows import Row
from geo.study import Situation, parse_study, problem_text, situations
from geo.study.layers import WHOLE
from webapp import wording
from webapp.errors import NotThereError, WrongValueError
from webapp.i18n import language
from webapp.planner.access import actor, current_session, project_page
from webapp.planner.data import blueprint, keeping_together, read_position
from webapp.planner.elsewhere import question_of_city
from webapp.planner.words import REASONS
from webapp.rendering import catalogue_in_use
from webapp.store.changes import EditConflictError
from webapp.store.layer_reading import find_feature
from webapp.store.layers import clean_name, edit_feature
from webapp.store.models import Feature, Layer, Project
from webapp.store.projects import document_of

INDUSTRY_MEASURES = ("policy_fit", "distance_to_industry")
"""Measures that say which industries candidates are meant for."""


@project_page(blueprint, "/candidates/<key>")
def candidate(project: Project, key: str) -> ResponseReturnValue:
    """Show a place: its situation, its values, and the form to change them."""
    layer, feature = the_feature(project, key)
    situation, problems = None, []
    if layer.kind == "candidates":
        try:
            situation = situation_of(project, layer, feature)
        except StudyError as error:
            problems = [problem_text(row, language()) for row in error.problems]  # type: ignore[arg-type]
    return render_template(
        "planner/candidate.html",
        project=project,
        layer=layer,
        feature=feature,
        situation=situation,
        problems=problems,
        form={"name": feature.name, "position": position_text(feature), "values": feature.values},
        version=project.version,
        asks_industries=any(
            row["measure"]["kind"] in INDUSTRY_MEASURES
            for row in project.study.get("criteria") or ()
        ),
        reasons=REASONS,
        words=wording,
        cell_text=cell_text,
        same_sentence=same_sentence,
        mark={"id": feature.key, "lon": feature.lon, "lat": feature.lat, "name": feature.name},
    )


def same_sentence(rows: Iterable[Row]) -> list[list[Row]]:
    """Put rows together that rest on the same sentence, so that it is quoted once."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        key = (row.source, row.quote, row.status, row.note, row.note_en)
        found.setdefault(key, []).append(row)
    return list(found.values())


def situation_of(project: Project, layer: Layer, feature: Feature) -> Situation:
    """Say where one candidate lies; raises ``StudyError`` if it names what there is not."""
    document = document_of(current_session(), project)
    alone = [row for row in document["layers"] if row["id"] == layer.key]
    alone[0]["features"] = [row for row in alone[0]["features"] if row["id"] == feature.key]
    document["layers"] = alone
    (found,) = situations(parse_study(document), catalogue_in_use())
    return found


@project_page(blueprint, "/candidates/<key>", "editor", methods=("POST",))
def edit(project: Project, key: str) -> ResponseReturnValue:
    """Change a place."""
    layer, feature = the_feature(project, key)
    form = request.form
    version = form.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        raise WrongValueError(_("What was sent is no change of a project."))
    edits: dict[str, Any] = {
        "name": clean_name(form.get("name", "")),
        "values": {**feature.values, **read_values(layer, feature)},
    }
    if form.get("position", "").strip() != position_text(feature):
        edits["lon"], edits["lat"] = read_position(form.get("position", ""))
        back = url_for(".candidate", project_id=project.id, key=feature.key)
        if layer.kind == "candidates" and (
            asked := question_of_city(project, edits["name"], edits["lon"], edits["lat"], back)
        ):
            return asked
    with keeping_together(project):
        edit_feature(current_session(), project, layer, feature, edits, int(version), actor())
    flash(_("“%(name)s” was saved.", name=feature.name or feature.key))
    return redirect(url_for(".candidate", project_id=project.id, key=feature.key), code=303)


def the_feature(project: Project, key: str) -> tuple[Layer, Feature]:
    """Return a feature of a project with its layer; raises ``NotThereError``."""
    found = find_feature(current_session(), project, key)
    if found is None:
        raise NotThereError(
            _("There is no place “%(key)s” in this project; perhaps it was removed.", key=key[:80])
        )
    return found


def position_text(feature: Feature) -> str:
    """Write a position as it is typed: longitude, latitude."""
    return f"{feature.lon:.6f}, {feature.lat:.6f}"


def read_values(layer: Layer, feature: Feature) -> dict[str, Any]:
    """Read the cells of the form that were changed.

    Raises
    ------
    WrongValueError
        Naming column, value and what is allowed.
    """
    found: dict[str, Any] = {}
    for place, (name, kind) in enumerate(layer.columns.items()):
        sent = request.form.get(f"value-{place}")
        if sent is None or request.form.get(f"column-{place}") != name:
            continue
        # Browsers end lines in their own way; a cell that nobody touched stays as it is.
        text = sent.replace("\r\n", "\n").strip()
        if text != cell_text(feature.values.get(name)).replace("\r\n", "\n").strip():
            found[name] = read_cell(name, kind, text)
    return found


def cell_text(cell: Any) -> str:
    """Write a cell as it is typed."""
    return "" if cell is None else str(cell)


def read_cell(name: str, kind: str, text: str) -> Any:
    """Read a cell as its column has it; an empty one is None: nothing known.

    Raises
    ------
    WrongValueError
        Naming column, value and what is allowed.
    """
    if not text:
        return None
    if kind == "text":
        return text.replace("\x00", "\ufffd")
    number = _whole(text) if kind == "integer" else as_number(text)
    if number is None or not math.isfinite(number):
        allowed = _("a whole number") if kind == "integer" else _("a number")
        raise WrongValueError(
            _(
                "Column “%(column)s”: “%(value)s” is not possible; allowed is %(allowed)s, or "
                "nothing where it is not known.",
                column=name,
                value=text[:80],
                allowed=allowed,
            )
        )
    return number


def _whole(text: str) -> int | None:
    """Read a whole number, to its last digit; None if it is none."""
    digits = plain(text)
    if re.fullmatch(r"[+-]?\d{1,19}", digits):
        return int(digits) if abs(int(digits)) <= WHOLE else None
    number = as_number(text)
    is_exact = number is not None and abs(number) < 2**53 and number.is_integer()
    return int(number) if is_exact and number is not None else None


@blueprint.errorhandler(EditConflictError)
def _conflict(error: EditConflictError) -> Response:
    """Show both versions; what was typed is not lost."""
    response = make_response(
        render_template(
            "planner/candidate_conflict.html",
            project_id=(request.view_args or {})["project_id"],
            key=(request.view_args or {})["key"],
            error=error,
            columns=list(dict.fromkeys((*error.current["values"], *error.yours["values"]))),
            sent=[
                pair
                for pair in request.form.items(multi=True)
                if pair[0] not in ("csrf_token", "version")
            ],
        ),
        409,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
