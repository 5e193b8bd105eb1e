"""Enterprises of a project: the list of its sets, a set and what was counted, removing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from geo.enterprises.samples import ENCODINGS
from geo.enterprises.tally import Tally
from geo.enterprises.whereabouts import Whereabouts
from geo.errors import ImportRefusedError
from geo.imports.limits import MIB
from webapp.errors import NotThereError
from webapp.planner.access import actor, current_session, project_page
from webapp.planner.body_limits import LARGE_BYTES, is_large
from webapp.planner.enterprise_folders import SetFolder
from webapp.planner.enterprise_reasons import is_lossy, left_out_rows, noted_cells
from webapp.planner.enterprise_says import (
    MEANING_WORDS,
    is_of_files,
    problem_said,
    refusal_said,
)
from webapp.planner.enterprise_uploads import SLICE_BYTES, Upload, inbox_entries
from webapp.planner.enterprise_wish import Choices
from webapp.rendering import catalogue_in_use, speak
from webapp.store.changes import KEPT, last_change
from webapp.store.enterprises import delete_set, find_set, sets_of
from webapp.store.models import EnterpriseSet, Project
from webapp.worker_signs import is_alive

blueprint = Blueprint("planner_enterprises", __name__)
speak(blueprint)

MAP = "planner_enterprise_map.enterprise_map"
_OF_ENCODING = ("mixed_encodings", "undecodable", "encoding_unclear")


def files_of(row: EnterpriseSet) -> SetFolder:
    """Return where the files of a set are."""
    return SetFolder(current_app.config["ATLAS_STATE"], row.project_id, row.key)


def the_set(project: Project, key: str) -> EnterpriseSet:
    """Return a set of a project; raises ``NotThereError``."""
    row = find_set(current_session(), project.id, key) if key.isprintable() else None
    if row is None:
        raise NotThereError(_("There are no enterprises “%(key)s” in this project.", key=key[:80]))
    return row


def to_set(project: Project, row: EnterpriseSet) -> ResponseReturnValue:
    """Send to the page of a set."""
    address = url_for("planner_enterprises.enterprise_set", project_id=project.id, key=row.key)
    return redirect(address, code=303)


@project_page(blueprint, "/enterprises")
def enterprises(project: Project) -> ResponseReturnValue:
    """List the sets, and offer the ways to bring one."""
    return list_page(project)


def list_page(project: Project, told: str = "") -> str:
    """Render the list of sets, with what is wrong with what was brought just now."""
    sets = sets_of(current_session(), project)
    return render_template(
        "planner/enterprises.html",
        project=project,
        sets=[(row, state_of(row)) for row in sets],
        undoable=last_change(current_session(), project),
        inbox=inbox_entries(current_app.config["ATLAS_STATE"]),
        told=told,
        slice_bytes=SLICE_BYTES,
        mib=MIB,
        most_bytes=LARGE_BYTES - MIB,
        has_map=MAP in current_app.view_functions,
    )


def state_of(row: EnterpriseSet) -> dict[str, Any]:
    """Tell how far a set is, as JSON types: ``status`` and what else there is to tell."""
    files = files_of(row)
    if row.job is None:
        if row.wish.get("source"):
            return _looked_at(files)
        upload = Upload(files.upload)
        parts = upload.parts()
        return {
            "status": "coming",
            "bytes_done": sum(map(upload.received, parts)),
            "bytes_total": sum(part.size for part in parts),
        }
    run = files.run(row.job)
    state = run.state()
    details = dict(state.details) if state is not None else {}
    if row.status != "active":
        return {**details, "status": row.status}
    found = {**details, "status": "waiting" if state is None else state.status}
    if found["status"] not in ("waiting", "running"):
        found["status"] = "running"  # it has just ended; the database will know in a moment
    found["is_unattended"] = not is_alive(current_app.config["ATLAS_STATE"])
    return found


def _looked_at(files: SetFolder) -> dict[str, Any]:
    """Tell whether files that nobody began to count can be read, if they were looked at."""
    refusal = files.refusal()
    if refusal is None:
        return {"status": "chosen"}
    # With an encoding named, some of them can be read after all.
    is_open = refusal.code in _OF_ENCODING
    return {"status": "refused", "told": refusal_said(refusal), "is_open": is_open}


@project_page(blueprint, "/enterprises/<key>")
def enterprise_set(project: Project, key: str) -> ResponseReturnValue:
    """Show a set: how far it is, or what was counted."""
    row = the_set(project, key)
    state = state_of(row)
    choices = Choices.from_json(row.wish["choices"]) if row.wish.get("choices") else None
    catalogue = catalogue_in_use()
    places = row.wish.get("places")
    problem = state.get("problem") if row.status == "failed" else None
    return render_template(
        "planner/enterprise_set.html",
        project=project,
        set=row,
        state=state,
        upload=Upload(files_of(row).upload),
        choices=choices,
        problem=problem_said(problem) if problem else "",
        can_resume=not (problem and row.wish.get("source") == "upload" and is_of_files(problem)),
        is_mixed=problem is not None and problem.get("code") == "wrong-encoding",
        is_lossy=bool(row.tally and is_lossy(row.tally)),
        not_mapped=Tally.from_json(row.tally or {}).not_mapped,
        left_out=left_out_rows(row.tally, choices, catalogue) if row.tally and choices else [],
        noted=noted_cells(row.tally, choices, catalogue) if row.tally and choices else [],
        places=Whereabouts.from_json(places) if places else None,
        meanings=MEANING_WORDS,
        industries={industry.id: industry for industry in catalogue.industries},
        has_map=MAP in current_app.view_functions,
        map_endpoint=MAP,
        slice_bytes=SLICE_BYTES,
        mib=MIB,
    )


@project_page(blueprint, "/enterprises/<key>/remove", "editor")
def confirm_remove_set(project: Project, key: str) -> ResponseReturnValue:
    """Ask before a set is removed."""
    row = the_set(project, key)
    return render_template(
        "planner/enterprise_remove.html", project=project, set=row, kept_days=KEPT.days
    )


@project_page(blueprint, "/enterprises/<key>/remove", "editor", methods=("POST",))
def remove_set(project: Project, key: str) -> ResponseReturnValue:
    """Remove a set; this can be undone."""
    row = the_set(project, key)
    if row.job is not None:
        files_of(row).run(row.job).cancel()
    delete_set(current_session(), project, row, actor())
    flash(_("“%(name)s” was removed. “Undo” brings it back.", name=row.name))
    return redirect(url_for(".enterprises", project_id=project.id), code=303)


@blueprint.before_request
def _allow_files() -> None:
    """Let files be as large as a form may send them, at this address only."""
    if is_large(request.path):
        request.max_content_length = LARGE_BYTES


@blueprint.errorhandler(ImportRefusedError)
def _refused(error: ImportRefusedError) -> ResponseReturnValue:
    encodings = ENCODINGS if error.code in _OF_ENCODING else ()
    return _told(refusal_said(error), 413 if error.code == "too_large" else 400, encodings)


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    most = (LARGE_BYTES if is_large(request.path) else SLICE_BYTES) // MIB
    return _told(_("More than %(most)s MiB at once cannot be sent.", most=most), 413)


def _told(text: str, status: int, encodings: Sequence[str] = ()) -> ResponseReturnValue:
    if request.accept_mimetypes.best == "application/json":
        return {"error": text}, status
    page = render_template(
        "planner/enterprise_refused.html",
        text=text,
        encodings=encodings,
        project_id=(request.view_args or {}).get("project_id"),
        key=(request.view_args or {}).get("key"),
    )
    return page, status, {"Cache-Control": "private, no-store"}
