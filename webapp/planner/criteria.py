"""The criteria of a project: what candidates are measured by, and whom that leaves out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.errors import StudyError
from geo.study import Study, StudyProblem, parse_study, problem_text
from geo.study.criteria import StudyCriterion
from webapp.errors import NotThereError, WrongValueError
from webapp.i18n import language
from webapp.planner.access import actor, current_session, project_page
from webapp.planner.criteria_cards import cards_of, preview_of, unfinished_weightings
from webapp.planner.criteria_changes import (
    added,
    is_same,
    mark_of,
    moved,
    new_id,
    removed,
    replaced,
    standing_on,
)
from webapp.planner.criteria_form import read_form, typed_from
from webapp.planner.criteria_options import Options, proposals
from webapp.planner.criteria_pages import as_json, beginning, conflict_page, form_again, form_page
from webapp.planner.criteria_words import listed, removal_told
from webapp.planner.evaluated import evaluated
from webapp.planner.words import DIRECTIONS, MEASURES, MISSING, Words, number
from webapp.rendering import catalogue_in_use, speak
from webapp.store.changes import EditConflictError, last_change
from webapp.store.models import Project
from webapp.store.projects import document_of, save_parts

blueprint = Blueprint("planner_criteria", __name__)
speak(blueprint)


@project_page(blueprint, "/criteria")
def criteria(project: Project) -> ResponseReturnValue:
    """List the criteria in their order, each with what it finds among the candidates."""
    found, catalogue = evaluated(project), catalogue_in_use()
    options = Options(found.study, catalogue)
    can_edit = g.role != "viewer"
    return render_template(
        "planner/criteria.html",
        project=project,
        study=found.study,
        cards=cards_of(found, catalogue),
        unfinished=unfinished_weightings(found.study),
        proposed=proposals(options) if can_edit and not found.study.criteria else [],
        mark_of=mark_of,
        menu=_menu(options) if can_edit else [],
        undoable=last_change(current_session(), project),
        can_edit=can_edit,
        endpoints=current_app.view_functions,
        directions=DIRECTIONS,
        measures=MEASURES,
        missing=MISSING,
        number=number,
        listed=listed,
    )


@project_page(blueprint, "/criteria/new", "editor")
def choose(project: Project) -> ResponseReturnValue:
    """Offer what can be measured; show the form of the measure that was chosen."""
    options = _options(project)
    kind = request.args.get("measure", "")
    if not kind:
        return render_template("planner/criteria_menu.html", project=project, menu=_menu(options))
    _check_kind(kind, options)
    return form_page(project, options, kind, beginning(kind, options))


@project_page(blueprint, "/criteria/measured", "editor")
def measured(project: Project) -> ResponseReturnValue:
    """Show what a form's measure finds, for the script that asks while one types."""
    options = _options(project)
    kind = request.args.get("measure", "")
    _check_kind(kind, options)
    preview = preview_of(request.args, kind, options)
    return render_template(
        "planner/_criteria_measured.html", preview=preview, number=number, listed=listed
    )


@project_page(blueprint, "/criteria/new", "editor", methods=("POST",))
def add(project: Project) -> ResponseReturnValue:
    """Add a criterion, or only measure by what was typed so far."""
    options = _options(project)
    kind = request.form.get("measure", "")
    _check_kind(kind, options)
    taken = [row.id for row in options.study.criteria]
    row, errors = read_form(
        request.form, kind, new_id(request.form.get("title", ""), kind, taken), options
    )
    if request.form.get("action") == "measure" or row is None:
        return form_again(project, options, kind, errors)
    document = options.study.to_json()
    is_stale = request.form.get("version", type=int) != project.version
    if is_stale and any(is_same(as_json(row), other) for other in document["criteria"]):
        return _to_list(project)  # sent twice
    parts = added(document["criteria"], document["weightings"], as_json(row))
    if problems := _save(project, parts):
        return form_again(project, options, kind, {"": problems})
    _tell_added([row.title], options.study)
    return _to_list(project, row.id)


@project_page(blueprint, "/criteria/c/<criterion_id>", "editor")
def edit(project: Project, criterion_id: str) -> ResponseReturnValue:
    """Show the form of a criterion."""
    options = _options(project)
    row = _find(options.study, criterion_id)
    return form_page(project, options, row.measure.kind, typed_from(row), row=row)


@project_page(blueprint, "/criteria/c/<criterion_id>", "editor", methods=("POST",))
def replace(project: Project, criterion_id: str) -> ResponseReturnValue:
    """Save a criterion, unless somebody else changed it since the form was opened."""
    options = _options(project)
    kind = request.form.get("measure", "")
    _check_kind(kind, options)
    stored = {row.id: row for row in options.study.criteria}.get(criterion_id)
    row, errors = read_form(request.form, kind, criterion_id, options)
    if request.form.get("action") == "measure" or row is None:
        return form_again(project, options, kind, errors, row=stored)
    if stored is None or request.form.get("seen") not in (mark_of(as_json(stored)), None):
        return conflict_page(project, options, row, stored)
    parts = {"criteria": replaced(options.study.to_json()["criteria"], as_json(row))}
    # Its mark says that nobody changed it; other criteria may have been in the meantime.
    version = project.version if "seen" in request.form else _version()
    try:
        problems = _save(project, parts, version)
    except EditConflictError:
        return conflict_page(project, options, row, stored)
    if problems:
        return form_again(project, options, kind, {"": problems}, row=stored)
    flash(_("“%(title)s” was saved.", title=row.title))
    return _to_list(project, criterion_id)


@project_page(blueprint, "/criteria/remove", "editor")
def ask(project: Project) -> ResponseReturnValue:
    """Ask before criteria are removed, naming what weightings say about them."""
    study = _study(project)
    rows = [row for row in study.criteria if row.id in request.args.getlist("id")]
    if not rows:
        raise NotThereError(_("There is no such criterion any more. Was it removed?"))
    back = url_for(".criteria", project_id=project.id)
    sent = [("id", row.id) for row in rows]
    return render_template(
        "planner/ask.html",
        project=project,
        title=_("Remove “%(name)s”?", name=listed([row.title for row in rows])),
        told=removal_told(standing_on(study.to_json()["weightings"], [name for _id, name in sent])),
        sent=[*sent, *([("seen", mark_of(as_json(rows[0])))] if len(rows) == 1 else [])],
        label=_("Remove"),
        back=f"{back}#criterion-{rows[0].id}",
    )


@project_page(blueprint, "/criteria/remove", "editor", methods=("POST",))
def remove(project: Project) -> ResponseReturnValue:
    """Remove criteria, and what weightings say about them, in one change."""
    study = _study(project)
    ids = [name for name in request.form.getlist("id") if name in {r.id for r in study.criteria}]
    seen = request.form.get("seen")
    if len(ids) == 1 and seen not in (None, mark_of(as_json(study.criterion(ids[0])))):
        flash(_("Somebody else changed it in the meantime. Look at it again before removing it."))
        return _to_list(project, ids[0])
    document = study.to_json()
    titles = [study.criterion(name).title for name in ids]
    if ids:
        problems = _save(project, removed(document["criteria"], document["weightings"], ids))
        flash(problems or _("Removed: %(titles)s. “Undo” brings it back.", titles=listed(titles)))
    return _to_list(project)


@project_page(blueprint, "/criteria/move", "editor", methods=("POST",))
def move(project: Project) -> ResponseReturnValue:
    """Move a criterion up or down in the list."""
    name, way = request.form.get("id", ""), request.form.get("way", "")
    if way not in ("up", "down"):
        raise WrongValueError(_("“%(way)s” is no way to move; allowed: up, down.", way=way[:20]))
    rows = moved(_study(project).to_json()["criteria"], name, -1 if way == "up" else 1)
    if problems := _save(project, {"criteria": rows}):
        flash(problems)
    return _to_list(project, name)


@project_page(blueprint, "/criteria/proposals", "editor", methods=("POST",))
def propose(project: Project) -> ResponseReturnValue:
    """Add those of the proposed criteria that were chosen."""
    options = _options(project)
    document = options.study.to_json()
    parts = {key: document[key] for key in ("criteria", "weightings")}
    chosen = request.form.getlist("proposal")
    rows = [row for row in proposals(options) if mark_of(row["measure"]) in chosen]
    for row in rows:
        taken = [other["id"] for other in parts["criteria"]]
        name = new_id(row["title"], row["measure"]["kind"], taken)
        parts = added(parts["criteria"], parts["weightings"], {"id": name, **row})
    if not rows:
        flash(_("Nothing was chosen."))
    elif problems := _save(project, parts):
        flash(problems)
    else:
        _tell_added([row["title"] for row in rows], options.study)
    return _to_list(project)


def _save(project: Project, parts: dict[str, Any], version: int | None = None) -> str:
    """Save parts of the study; return what is wrong with them, "" if nothing is.

    What is saved was made from what is stored now, unless a version is given.
    """
    try:
        save_parts(
            current_session(),
            project,
            catalogue_in_use(),
            parts,
            project.version if version is None else version,
            actor(),
        )
    except StudyError as error:
        found = [row for row in error.problems if isinstance(row, StudyProblem)]
        return "\n".join(problem_text(row, language()) for row in found)
    return ""


def _tell_added(titles: list[str], study: Study) -> None:
    flash(_("Added: %(titles)s.", titles=listed(titles)))
    if any(row.how == "numbers" for row in study.weightings):
        flash(_("In weightings by numbers, what is new has the mean of the other weights for now."))
    pairs = [row.name for row in study.weightings if row.how == "pairwise"]
    if pairs:
        flash(_("Still to be compared in pairs with the others: %(names)s.", names=listed(pairs)))


def _check_kind(kind: str, options: Options) -> None:
    if kind not in MEASURES:
        raise WrongValueError(
            _(
                "“%(kind)s” is no measure; allowed: %(kinds)s.",
                kind=kind[:40],
                kinds=", ".join(MEASURES),
            )
        )
    if told := options.obstacle(kind):
        raise WrongValueError(told)


def _menu(options: Options) -> list[tuple[str, Words, str]]:
    """List what can be measured: key, words, and what is in the way."""
    return [(key, words, options.obstacle(key)) for key, words in MEASURES.items()]


def _options(project: Project) -> Options:
    return Options(_study(project), catalogue_in_use())


def _study(project: Project) -> Study:
    return parse_study(document_of(current_session(), project))


def _find(study: Study, criterion_id: str) -> StudyCriterion:
    for row in study.criteria:
        if row.id == criterion_id:
            return row
    raise NotThereError(_("There is no such criterion any more. Was it removed?"))


def _version() -> int:
    return request.form.get("version", -1, type=int)


def _to_list(project: Project, anchor: str = "") -> ResponseReturnValue:
    address = url_for(".criteria", project_id=project.id)
    return redirect(f"{address}#criterion-{anchor}" if anchor else address, code=303)
