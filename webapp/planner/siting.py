"""Choose sites: ask the solver, follow it, and see whom the chosen sites serve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from geo.catalogue import Catalogue
from geo.errors import StudyError
from geo.study import Study, StudyProblem, find_problems, parse_study, problem_text
from webapp.errors import WrongValueError
from webapp.i18n import language
from webapp.job_folder import JobsBusyError
from webapp.planner import siting_jobs
from webapp.planner.access import actor, current_session, project_page
from webapp.planner.form_fields import Fields
from webapp.planner.siting_form import (
    MOST_SECONDS,
    NEEDS_COUNT,
    NEEDS_RADIUS,
    default_plan,
    demands,
    filled,
    number_columns,
    offered_sites,
    read_plan,
    ways_to_weigh,
)
from webapp.planner.siting_result import shown
from webapp.planner.siting_words import FIELDS, OBJECTIVES, PHASES, part_text, relaxed
from webapp.planner.words import SITE_KINDS, number
from webapp.rendering import catalogue_in_use, speak
from webapp.store.changes import EditConflictError, last_change
from webapp.store.models import Project
from webapp.store.projects import document_of, save_parts

blueprint = Blueprint("planner_siting", __name__)
speak(blueprint)


@project_page(blueprint, "/sites")
def siting(project: Project) -> ResponseReturnValue:
    """Show the form, and what the solver does or has found."""
    study, catalogue = _study(project), catalogue_in_use()
    plan = study.to_json()["siting"] or default_plan(study, catalogue)
    return _page(project, study, filled(plan, study, catalogue), {})


@project_page(blueprint, "/sites", "editor", methods=("POST",))
def ask(project: Project) -> ResponseReturnValue:
    """Save what is asked, and set the solver to work if that is wanted."""
    study, catalogue = _study(project), catalogue_in_use()
    fields = Fields(request.form)
    plan = read_plan(fields, study, catalogue)
    version = request.form.get("version", "")
    if not version.isdigit():
        raise WrongValueError(_("The form is not complete; open the page again."))
    if not fields.errors:
        try:
            saved = save_parts(
                current_session(), project, catalogue, {"siting": plan}, int(version), actor()
            )
        except StudyError as error:
            rows = cast("tuple[StudyProblem, ...]", error.problems)
            told = [problem_text(row, language()) for row in rows]
            fields.errors["form"] = " ".join(told)
        except EditConflictError as error:
            conflict = differences(error.current, error.yours, names_in(study, catalogue))
            return _page(project, study, request.form, {}, conflict=conflict), 409
        else:
            return _solve(project, saved, fields)
    return _page(project, study, request.form, fields.errors), 400


def _solve(project: Project, study: Study, fields: Fields) -> ResponseReturnValue:
    if request.form.get("action") == "solve":
        try:
            siting_jobs.start(project, study, catalogue_in_use())
        except JobsBusyError:
            told = _(
                "It was saved. As many solvers as this server allows are at work (%(most)s); try "
                "again in a minute.",
                most=siting_jobs.MOST,
            )
            return _page(project, study, request.form, {"form": told}), 503
    else:
        flash(_("Saved."))
    return redirect(url_for(".siting", project_id=project.id, _anchor="answer"), code=303)


@project_page(blueprint, "/sites/state")
def state(project: Project) -> ResponseReturnValue:
    """Tell scripts how far the solver is."""
    study = _study(project)
    job = _job(project, study)
    found = job.state() if job else None
    if found is None:
        return jsonify(status="none")
    return jsonify(status=found.status, **found.details)


@project_page(blueprint, "/sites/cancel", "editor", methods=("POST",))
def cancel(project: Project) -> ResponseReturnValue:
    """Give up."""
    job = _job(project, _study(project))
    if job is not None:
        job.cancel()
    return redirect(url_for(".siting", project_id=project.id, _anchor="answer"), code=303)


@project_page(blueprint, "/sites/stop", "editor", methods=("POST",))
def stop(project: Project) -> ResponseReturnValue:
    """End soon, and keep the best that was found so far."""
    job = _job(project, _study(project))
    if job is not None:
        job.stop()
    return redirect(url_for(".siting", project_id=project.id, _anchor="answer"), code=303)


@project_page(blueprint, "/sites/relax", "editor", methods=("POST",))
def relax(project: Project) -> ResponseReturnValue:
    """Relax one constraint as was proposed, and ask again."""
    study, catalogue = _study(project), catalogue_in_use()
    plan = study.to_json()["siting"]
    answer = (
        siting_jobs.answer_to(project, siting_jobs.solve_key(study, catalogue)) if plan else None
    )
    proposed = answer.payload.get("relaxations", []) if answer else []
    wanted = request.form.get("constraint", "")
    row = next((row for row in proposed if row["constraint"] == wanted), None)
    if row is None or plan is None:
        raise WrongValueError(_("That was not proposed, or the project was changed since."))
    changed = relaxed(plan, wanted, row["value"])
    saved = save_parts(
        current_session(), project, catalogue, {"siting": changed}, project.version, actor()
    )
    return _solve(project, saved, Fields(MultiDict()))


def names_in(study: Study, catalogue: Catalogue) -> dict[str, str]:
    """Name what a plan refers to by key: candidates, layers, districts."""
    districts = {
        row.adcode: row.short_en if language() == "en" else row.short_zh
        for row in catalogue.districts_of(study.city)
    }
    layers = {row.id: row.name for row in study.reference_layers}
    sites = {
        row.id: row.name_en if language() == "en" else row.name_zh
        for row in catalogue.sites_of(study.city)
    }
    return sites | districts | layers | {key: row.label for key, row in study.candidates.items()}


def differences(
    current: Mapping[str, Any] | None, yours: Mapping[str, Any], names: Mapping[str, str]
) -> list[list[str]]:
    """List where two plans differ: name of the part, what is stored, what was typed."""
    stored = current or {}
    return [
        [str(name), *(part_text(key, plan.get(key), names) for plan in (stored, yours))]
        for key, name in FIELDS.items()
        if (stored.get(key) or None) != (yours.get(key) or None)
    ]


def _page(
    project: Project,
    study: Study,
    values: MultiDict[str, str],
    errors: Mapping[str, str],
    *,
    conflict: list[list[str]] | None = None,
) -> str:
    catalogue = catalogue_in_use()
    key = siting_jobs.solve_key(study, catalogue) if _is_sound(study, catalogue) else None
    answer = siting_jobs.answer_to(project, key) if key else None
    is_open = key is not None and (answer is None or answer.is_earlier)
    job = siting_jobs.find_job(project, key) if key and is_open else None
    latest = answer or siting_jobs.last_answer(project)
    return render_template(
        "planner/siting.html",
        project=project,
        study=study,
        values=values,
        errors=errors,
        conflict=conflict,
        objectives=OBJECTIVES,
        phases=PHASES,
        needs_count=NEEDS_COUNT,
        needs_radius=NEEDS_RADIUS,
        demands=demands(study),
        columns=number_columns(study),
        ways=ways_to_weigh(study, catalogue),
        sites=offered_sites(study, catalogue),
        site_kinds=SITE_KINDS,
        most_seconds=MOST_SECONDS,
        districts=catalogue.districts_of(study.city),
        can_edit=g.role != "viewer",
        state=job.state() if job else None,
        is_cancelled=bool(job and job.is_cancelled()),
        is_stopped=bool(job and job.is_stopped()),
        answer=shown(latest, catalogue, language()) if latest else None,
        is_current=answer is not None,
        is_earlier=answer is not None and answer.is_earlier,
        number=number,
        undoable=last_change(current_session(), project),
    )


def _study(project: Project) -> Study:
    return parse_study(document_of(current_session(), project))


def _is_sound(study: Study, catalogue: Catalogue) -> bool:
    """Whether there is a plan, and all that it refers to."""
    return study.siting is not None and not find_problems(study, catalogue)


def _job(project: Project, study: Study) -> Any:
    catalogue = catalogue_in_use()
    if not _is_sound(study, catalogue):
        return None
    return siting_jobs.find_job(project, siting_jobs.solve_key(study, catalogue))
