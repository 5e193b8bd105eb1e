"""What stands on a layer or a place: named in the reader's language, with where to change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from geo.study import StudyProblem, find_problems, parse_study, problem_text
from webapp.i18n import language
from webapp.planner.access import current_session
from webapp.rendering import catalogue_in_use
from webapp.store.models import Project
from webapp.store.projects import document_of


@dataclass(frozen=True)
class Use:
    """Something that would no longer work.

    Attributes
    ----------
    part : str
        What kind of thing it is, in the page's language.
    name : str
        Its title; "" where the part says it all.
    address : str
        The page where it can be changed.
    """

    part: str
    name: str
    address: str


def uses_of(
    project: Project,
    *,
    layer: str | None = None,
    place: str | None = None,
    column: str | None = None,
) -> tuple[Use, ...]:
    """Find what of a project stands on a layer, on a column of it, or on one place.

    Parameters
    ----------
    project : Project
    layer, place : str, optional
        Key of what would be removed.
    column : str, optional
        With a layer: only this column of it.

    Returns
    -------
    tuple of Use
        Each once, in the order of the study; empty if it may go.
    """
    document = document_of(current_session(), project)
    known = {(row.code, row.shown) for row in _problems(document)}
    new = _problems(
        {**document, "layers": list(_without(document["layers"], layer, place, column))}
    )
    found = (_use(row, project, document) for row in new if (row.code, row.shown) not in known)
    return tuple(dict.fromkeys(found))


def _problems(document: Mapping[str, Any]) -> tuple[StudyProblem, ...]:
    return find_problems(parse_study(document), catalogue_in_use())


def _without(
    layers: Iterable[dict[str, Any]], layer: str | None, place: str | None, column: str | None
) -> Iterable[dict[str, Any]]:
    for row in layers:
        if row["id"] == layer and column is not None:
            left = {name: kind for name, kind in row["columns"].items() if name != column}
            cells = [
                {**one, "values": {key: cell for key, cell in one["values"].items() if key in left}}
                for one in row["features"]
            ]
            yield {**row, "columns": left, "features": cells}
        elif row["id"] != layer:
            yield {**row, "features": [one for one in row["features"] if one["id"] != place]}


def _use(problem: StudyProblem, project: Project, document: Mapping[str, Any]) -> Use:
    """Say of which part of the project a problem is."""
    match problem.path:
        case ("criteria", int(place), *_rest):
            row = document["criteria"][place]
            page = url_for("planner_criteria.edit", project_id=project.id, criterion_id=row["id"])
            return Use(_("Criterion"), row["title"], page)
        case ("siting", part, *_rest):
            page = url_for("planner_siting.siting", project_id=project.id)
            told = {
                "demand": _("the demand is taken from it"),
                "fixed": _("it is open in any case"),
                "forbidden": _("it is forbidden"),
            }
            return Use(_("Choose sites"), told.get(str(part), ""), page)
    page = url_for("planner_projects.project", project_id=project.id)
    return Use(problem_text(problem, language()), "", page)
