"""The ranking workbench: weights, map, table and sensitivity of a project on one page."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.exports.report.words import percent
from geo.study import Study, StudyResults, parse_study, workbench_payload
from webapp.errors import WrongValueError
from webapp.i18n import language
from webapp.planner.access import actor, current_session, project_page
from webapp.planner.evaluated import evaluated
from webapp.planner.ranking_asked import asked_study, even_study, plan_fields, ranked_anew
from webapp.planner.ranking_forms import changed_weightings, deletion_told
from webapp.planner.ranking_payload import as_json, packed
from webapp.planner.ranking_words import bar_notes, page_words, sensitivity_told
from webapp.planner.words import METHODS, NORMALISATIONS
from webapp.rendering import catalogue_in_use, speak
from webapp.store.models import Project
from webapp.store.projects import document_of, save_parts

blueprint = Blueprint("planner_ranking", __name__)
speak(blueprint)

FIRST_ROWS = 100
"""Rows of the table before the reader asks for all."""

STILL_POINTS = 30
"""Candidates that the picture without scripts shows."""

STEP_OF = {
    "data": "planner_data.data",
    "criteria": "planner_criteria.criteria",
    "weightings": "planner_ranking.ranking",
    "ranking": "planner_ranking.ranking",
}
"""Where an obstacle can be removed."""


@project_page(blueprint, "/ranking")
def ranking(project: Project) -> ResponseReturnValue:
    """Show the ranking by the stored weights, and what scripts need to move them."""
    found = evaluated(project)
    study, results = found.study, found.results
    payload = workbench_payload(study, results, language())
    if any(row.code == "weights" for row in results.obstacles):
        results = ranked_anew(even_study(study), results)
        payload |= _numbers_of(workbench_payload(even_study(study), results, language()))
    told = _sensitivity(study, results)
    rows = _rows(payload, results)
    name = study.ranking.weighting
    return render_template(
        "planner/ranking.html",
        project=project,
        study=study,
        payload=payload,
        rows=rows if "all" in request.args else rows[:FIRST_ROWS],
        count=len(rows),
        points=[{**row["candidate"], "label": row["rank"]} for row in rows[:STILL_POINTS]],
        chosen=next((row for row in study.weightings if row.id == name), None),
        sensitivity=told,
        steps=STEP_OF,
        methods=METHODS,
        normalisations=NORMALISATIONS,
        percent=percent,
        bar_note=bar_notes()[payload["method"]],
        endpoints=current_app.view_functions,
        can_edit=g.role != "viewer",
        deletion_told=deletion_told(),
        page=as_json(_page(project, study, payload, told)),
    )


@project_page(blueprint, "/ranking/answer.json")
def answer(project: Project) -> ResponseReturnValue:
    """Rank by weights and a method that a script asks about; nothing is saved."""
    found = evaluated(project)
    study = asked_study(found.study, request.args)
    results = ranked_anew(study, found.results)
    payload = workbench_payload(study, results, language())
    return jsonify(payload=packed(payload), sensitivity=_sensitivity(study, results))


@project_page(blueprint, "/ranking", "editor", methods=("POST",))
def save(project: Project) -> ResponseReturnValue:
    """Save what the plain form says: weights, method, another weighting."""
    study = parse_study(document_of(current_session(), project))
    weightings, chosen = changed_weightings(study, request.form)
    edited = next((row for row in study.weightings if row.id == request.form.get("edited")), None)
    if edited and request.form.get("action") == "delete" and "sure" not in request.form:
        return _ask_deletion(project, edited.name)
    plan = study.ranking.model_dump(mode="json") | plan_fields(request.form)
    compare = request.form.get("compare", plan["compare"])
    known = {row["id"] for row in weightings}
    plan |= {"weighting": chosen, "compare": compare if compare in known else None}
    version = request.form.get("version", type=int)
    if version is None:
        raise WrongValueError(_("What was sent is no change of a project."))
    parts = {"weightings": weightings, "ranking": plan}
    save_parts(current_session(), project, catalogue_in_use(), parts, version, actor())
    flash(_("Saved."))
    return redirect(url_for(".ranking", project_id=project.id), code=303)


def _ask_deletion(project: Project, name: str) -> str:
    """Ask before the plain form deletes a weighting; what was typed comes along."""
    return render_template(
        "planner/ask.html",
        project=project,
        title=_("Delete “%(title)s”?", title=name),
        told=[deletion_told()],
        action=url_for(".save", project_id=project.id),
        sent=[*(row for row in request.form.items(True) if row[0] != "csrf_token"), ("sure", "1")],
        label=_("Delete"),
        back=url_for(".ranking", project_id=project.id),
    )


def _numbers_of(payload: dict[str, Any]) -> dict[str, Any]:
    """Return what of a payload does not speak of the weights in use."""
    kept = ("obstacles", "weighting", "weights", "compare")
    return {key: value for key, value in payload.items() if key not in kept}


def _sensitivity(study: Study, results: StudyResults) -> dict[str, Any] | None:
    if results.ranking is None or results.sensitivity is None:
        return None
    return sensitivity_told(study, results.ranking, results.sensitivity)


def _rows(payload: dict[str, Any], results: StudyResults) -> list[dict[str, Any]]:
    """List the ranked candidates with what the server's table writes of each."""
    if results.ranking is None:
        return []
    candidates = {row["id"]: row for row in payload["candidates"]}
    added, moves = results.ranking.contributions, results.moves
    parts = dict(zip(added.index, added.to_numpy().tolist(), strict=True))
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
        **document,
        "payload": packed(payload),
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
