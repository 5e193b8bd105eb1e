"""The list of projects, a project's overview, and what is done to a project as a whole."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.study import Study, parse_study, read_study
from geo.study.example import example_cities, read_example
from geo.tables import City
from webapp.errors import GoneError, WrongValueError
from webapp.i18n import language
from webapp.planner.access import actor, current_session, planner_page, project_page
from webapp.rendering import catalogue_in_use, speak
from webapp.store.changes import KEPT, TooLateError, history, last_change, undo_last
from webapp.store.layer_reading import count_features, layers_of
from webapp.store.models import Layer, Project
from webapp.store.projects import (
    PARTS,
    create_project,
    delete_project,
    document_of,
    import_project,
    projects_of,
    rename_project,
    restore_project,
    save_parts,
)

blueprint = Blueprint("planner_projects", __name__)
speak(blueprint)

_MOST_BYTES = 64 * 1024 * 1024


@planner_page(blueprint, "")
def projects() -> ResponseReturnValue:
    """List the projects, and offer the ways to begin one."""
    session = current_session()
    return render_template(
        "planner/projects.html",
        projects=projects_of(session, actor()),
        deleted=projects_of(session, actor(), deleted=True),
        kept_days=KEPT.days,
        examples=_examples(),
    )


def _examples() -> list[City]:
    """List the cities of this atlas of which there is a worked example."""
    return [city for city in catalogue_in_use().cities if city.id in example_cities()]


@planner_page(blueprint, "/new", methods=("POST",))
def create() -> ResponseReturnValue:
    """Make an empty project."""
    title = request.form.get("title", "").strip()
    if not title:
        raise WrongValueError(_("The project needs a title."))
    city = request.form.get("city", "")
    project = create_project(current_session(), catalogue_in_use(), title, city, actor())
    return redirect(url_for(".project", project_id=project.id), code=303)


@planner_page(blueprint, "/example/<city_id>", methods=("POST",))
def create_example(city_id: str) -> ResponseReturnValue:
    """Make a project of a worked example."""
    study = read_example(city_id, catalogue_in_use(), language())
    project = import_project(current_session(), study, actor())
    flash(_("This is an example. Its candidate sites are synthetic: nobody planned them."))
    return redirect(url_for(_next_step(project, project.layers)[0], project_id=project.id), 303)


@planner_page(blueprint, "/import", methods=("POST",))
def import_file() -> ResponseReturnValue:
    """Make a project of the file that another atlas exported."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise WrongValueError(_("Choose a project file (.json) first."))
    data = file.stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise WrongValueError(_("The project file is larger than 64 MB."))
    project = import_project(current_session(), read_study(data, catalogue_in_use()), actor())
    return redirect(url_for(".project", project_id=project.id), code=303)


@project_page(blueprint, "")
def project(project: Project) -> ResponseReturnValue:
    """Show where a project stands: what it holds, what was changed last, what to do next."""
    session = current_session()
    counts = count_features(session, project)
    layers = layers_of(session, project)
    return render_template(
        "planner/project.html",
        project=project,
        layers=[(layer, counts.get(layer.key, 0)) for layer in layers],
        candidates=sum(counts.get(row.key, 0) for row in layers if row.kind == "candidates"),
        changes=history(session, project),
        undoable=last_change(session, project),
        next_step=_next_step(project, layers),
        endpoints=current_app.view_functions,
    )


def _next_step(project: Project, layers: list[Layer]) -> tuple[str, str]:
    """Name the page that the work goes on with: endpoint, and what to do there."""
    if not any(row.kind == "candidates" for row in layers):
        return "planner_data.data", _("Bring candidate sites")
    if not project.study.get("criteria"):
        return "planner_criteria.criteria", _("Choose criteria")
    return "planner_ranking.ranking", _("See the ranking")


@project_page(blueprint, "/project.json")
def project_file(project: Project) -> ResponseReturnValue:
    """Send the project as a file that gives the same results elsewhere."""
    study = parse_study(document_of(current_session(), project))
    response = jsonify(study.to_json())
    response.headers["Content-Disposition"] = f'attachment; filename="renxing-{project.id}.json"'
    return response


@project_page(blueprint, "/study", "editor", methods=("PUT",))
def save(project: Project) -> ResponseReturnValue:
    """Save parts of the study, as scripts do: ``{"version": …, "parts": {name: value}}``."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("version"), int):
        raise WrongValueError(_("What was sent is no change of a project."))
    study = save_changes(project, sent.get("parts"), sent["version"])
    return saved(project, study)


def save_changes(project: Project, parts: Any, version: int) -> Study:
    """Save parts of the study of a project for whoever asks.

    Raises
    ------
    WrongValueError
        If it names no part.
    EditConflictError, StudyError
        As ``webapp.store.projects.save_parts``.
    """
    if not isinstance(parts, dict) or not parts or not set(parts) <= set(PARTS):
        raise WrongValueError(
            _("A change names one of these parts: %(parts)s.", parts=", ".join(PARTS))
        )
    return save_parts(current_session(), project, catalogue_in_use(), parts, version, actor())


def saved(project: Project, study: Study) -> Response:
    """Answer a script with the version that it made, and the parts as they are now."""
    document = study.to_json()
    return jsonify(version=project.version, parts={part: document[part] for part in PARTS})


@project_page(blueprint, "/undo", "editor", methods=("POST",))
def undo(project: Project) -> ResponseReturnValue:
    """Take the last change back."""
    try:
        change = undo_last(current_session(), project, actor())
    except TooLateError as error:
        raise GoneError(
            _(
                "“%(name)s” was removed more than %(days)s days ago, and its files are gone: it "
                "cannot be brought back. Bring the registry again.",
                name=error.name,
                days=KEPT.days,
            )
        ) from error
    if request.accept_mimetypes.best == "application/json":
        return jsonify(version=project.version, undone=change.kind if change else None)
    flash(_("The last change was taken back.") if change else _("There is nothing to undo."))
    return redirect(_back(project), code=303)


@project_page(blueprint, "/rename", "editor", methods=("POST",))
def rename(project: Project) -> ResponseReturnValue:
    """Give the project another title."""
    title = request.form.get("title", "").strip()
    if not title:
        raise WrongValueError(_("The project needs a title."))
    rename_project(current_session(), project, catalogue_in_use(), title, actor())
    return redirect(url_for(".project", project_id=project.id), code=303)


@project_page(blueprint, "/copy", methods=("POST",))
def copy(project: Project) -> ResponseReturnValue:
    """Make a project of one's own with the same data and settings."""
    document = document_of(current_session(), project)
    title = _("%(title)s (copy)", title=project.title[:180])
    study = parse_study({**document, "title": title})
    made = import_project(current_session(), study, actor())
    return redirect(url_for(".project", project_id=made.id), code=303)


@project_page(blueprint, "/delete", "owner")
def confirm_delete(project: Project) -> ResponseReturnValue:
    """Ask before a project is deleted."""
    return render_template("planner/delete.html", project=project, kept_days=KEPT.days)


@project_page(blueprint, "/delete", "owner", methods=("POST",))
def delete(project: Project) -> ResponseReturnValue:
    """Delete a project; it can be brought back for a while."""
    delete_project(current_session(), project)
    flash(
        _(
            "“%(title)s” was deleted. It can be brought back from the list below for %(days)s "
            "days.",
            title=project.title,
            days=KEPT.days,
        )
    )
    return redirect(url_for(".projects"), code=303)


@project_page(blueprint, "/restore", "owner", methods=("POST",), deleted=True)
def restore(project: Project) -> ResponseReturnValue:
    """Bring a deleted project back."""
    restore_project(current_session(), project)
    flash(_("“%(title)s” is back, as it was.", title=project.title))
    return redirect(url_for(".project", project_id=project.id), code=303)


def _back(project: Project) -> str:
    """Return the page of the project that the form stood on."""
    home = url_for(".project", project_id=project.id)
    wanted = request.form.get("back", "")
    return wanted if wanted.startswith(f"{home}/") and "//" not in wanted[1:] else home
