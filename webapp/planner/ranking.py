"""The ranking workbench: weights, map, table and sensitivity of a project on one page."""

from __future__ import annotations

import math
from typing import Any

from flask import Blueprint, current_app, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import ValidationError

from geo.study import Study, StudyResults, parse_study, results_of, workbench_payload
from geo.study.plans import RankingPlan, Weighting
from webapp.errors import WrongValueError
from webapp.i18n import language
from webapp.planner.access import current_session, project_page
from webapp.planner.projects import save_changes
from webapp.planner.ranking_forms import changed_weightings
from webapp.planner.ranking_words import bar_notes, page_words, percent, sensitivity_told
from webapp.planner.words import METHODS, NORMALISATIONS, number
from webapp.rendering import catalogue_in_use, speak
from webapp.store.models import Project
from webapp.store.projects import document_of

blueprint = Blueprint("planner_ranking", __name__)
speak(blueprint)

FIRST_ROWS = 100
"""Rows of the table before the reader asks for all."""

ASKED = "asked"
"""Id of the weighting that a script asks about without saving it."""


@project_page(blueprint, "/ranking")
def ranking(project: Project) -> ResponseReturnValue:
    """Show the ranking by the stored weights, and what scripts need to move them."""
    study = _study(project)
    results, payload = _ranked(study)
    told = _sensitivity(study, results)
    rows = _rows(payload, results)
    shown = len(rows) if "all" in request.args else FIRST_ROWS
    return render_template(
        "planner/ranking.html",
        project=project,
        study=study,
        payload=payload,
        rows=rows[:shown],
        count=len(rows),
        chosen=_chosen(study),
        sensitivity=told,
        steps=_STEP_OF,
        methods=METHODS,
        normalisations=NORMALISATIONS,
        bar_note=bar_notes()[payload["method"]],
        endpoints=current_app.view_functions,
        percent=percent,
        number=number,
        can_edit=g.role != "viewer",
        page=_page(project, study, payload, told),
    )


@project_page(blueprint, "/ranking/answer.json")
def answer(project: Project) -> ResponseReturnValue:
    """Rank by weights and a method that a script asks about; nothing is saved."""
    study = _asked(_study(project))
    results, payload = _ranked(study)
    return jsonify(payload=payload, sensitivity=_sensitivity(study, results))


@project_page(blueprint, "/ranking", "editor", methods=("POST",))
def save(project: Project) -> ResponseReturnValue:
    """Save what the plain form says: weights, method, another weighting."""
    study = _study(project)
    weightings, chosen = changed_weightings(study, request.form)
    plan = {
        **study.ranking.model_dump(mode="json"),
        **_plan_fields(request.form),
        "weighting": chosen,
    }
    ids = {row["id"] for row in weightings}
    if "compare" in request.form:
        plan["compare"] = request.form["compare"] or None
    if plan["compare"] not in ids:
        plan["compare"] = None
    version = request.form.get("version", type=int)
    if version is None:
        raise WrongValueError(_("What was sent is no change of a project."))
    save_changes(project, {"weightings": weightings, "ranking": plan}, version)
    flash(_("Saved."))
    return redirect(url_for(".ranking", project_id=project.id), code=303)


_STEP_OF = {
    "data": "planner_data.data",
    "criteria": "planner_criteria.criteria",
    "weightings": "planner_ranking.ranking",
    "ranking": "planner_ranking.ranking",
}
"""Where an obstacle can be removed."""


def _study(project: Project) -> Study:
    return parse_study(document_of(current_session(), project))


def _ranked(study: Study) -> tuple[StudyResults, dict[str, Any]]:
    """Rank a study; by equal weights, and said so, where the chosen ones are not finished."""
    catalogue = catalogue_in_use()
    results = results_of(study, catalogue)
    payload = workbench_payload(study, results, language())
    if any(row.code == "weights" for row in results.obstacles):
        plan = study.ranking.model_copy(update={"weighting": None, "compare": None})
        even = study.model_copy(update={"ranking": plan})
        results = results_of(even, catalogue)
        payload |= {
            key: value
            for key, value in workbench_payload(even, results, language()).items()
            if key not in ("obstacles", "weighting", "weights", "compare")
        }
    return results, payload


def _sensitivity(study: Study, results: StudyResults) -> dict[str, Any] | None:
    if results.ranking is None or results.sensitivity is None:
        return None
    return sensitivity_told(study, results.ranking, results.sensitivity)


def _asked(study: Study) -> Study:
    """Read weights and plan from the query; without weights all criteria weigh alike."""
    ids = [row.id for row in study.criteria]
    cells = [cell for cell in request.args.get("weights", "").split(",") if cell]
    try:
        numbers = [float(cell) for cell in cells]
        plan = RankingPlan.model_validate(
            {
                **study.ranking.model_dump(mode="json"),
                **_plan_fields(request.args),
                "weighting": ASKED if numbers else None,
                "compare": None,
            }
        )
        asked = (
            (Weighting(id=ASKED, name=ASKED, numbers=dict(zip(ids, numbers, strict=True))),)
            if numbers
            else ()
        )
    except (ValueError, ValidationError) as error:
        raise WrongValueError(_("The weights or the method asked for cannot be.")) from error
    return study.model_copy(update={"weightings": asked, "ranking": plan})


_FLOATS = ("concentration",)
_INTEGERS = ("seed", "draws", "top_n")
_WORDS = ("method", "normalisation", "around")
_PREFERENCE = ("indifferent_to", "certain_from")


def _plan_fields(given: Any) -> dict[str, Any]:
    """Read the fields of a ranking plan that a form or a query gives."""
    found: dict[str, Any] = {name: given[name] for name in _WORDS if given.get(name)}
    found |= {name: _number(given, name) for name in _FLOATS if given.get(name)}
    found |= {name: round(_number(given, name)) for name in _INTEGERS if given.get(name)}
    if given.get("shape"):
        found["preference"] = {
            "shape": given["shape"],
            **{name: _number(given, name) for name in _PREFERENCE if given.get(name)},
        }
    return found


def _number(given: Any, name: str) -> float:
    try:
        number = float(given[name])
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise WrongValueError(_("“%(value)s” is not a number.", value=given[name][:40]))
    return number


def _chosen(study: Study) -> Weighting | None:
    name = study.ranking.weighting
    return next((row for row in study.weightings if row.id == name), None)


def _rows(payload: dict[str, Any], results: StudyResults) -> list[dict[str, Any]]:
    """List the ranked candidates with what the server's table writes of each."""
    if results.ranking is None:
        return []
    candidates = {row["id"]: row for row in payload["candidates"]}
    moves = results.moves
    parts = dict(
        zip(
            map(str, results.ranking.contributions.index),
            results.ranking.contributions.to_numpy().tolist(),
            strict=True,
        )
    )
    return [
        {
            **score,
            "candidate": candidates[score["id"]],
            "parts": parts[score["id"]],
            "other": None if moves is None else _move(moves.loc[score["id"]]),
        }
        for score in payload["scores"]
    ]


def _move(row: Any) -> tuple[int, int]:
    return int(row["rank_other"]), int(row["move"])


def _page(
    project: Project, study: Study, payload: dict[str, Any], told: dict[str, Any] | None
) -> dict[str, Any]:
    """Gather what the scripts of the page need."""
    document = study.model_dump(mode="json", include={"weightings", "ranking"})
    return {
        "payload": payload,
        "weightings": document["weightings"],
        "ranking": document["ranking"],
        "sensitivity": told,
        "version": project.version,
        "canEdit": g.role != "viewer",
        "firstRows": FIRST_ROWS,
        "save": url_for("planner_projects.save", project_id=project.id),
        "undo": url_for("planner_projects.undo", project_id=project.id),
        "answer": url_for(".answer", project_id=project.id),
        "words": page_words(),
        "notes": bar_notes(),
    }
