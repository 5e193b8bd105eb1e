"""Bringing enterprises: files slice by slice, one file by a plain form, or from the inbox."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from flask import current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.errors import ImportRefusedError
from geo.imports.source import clean_name
from webapp.errors import WrongValueError
from webapp.planner.access import actor, current_session, project_page
from webapp.planner.enterprise_samples import settle_upload
from webapp.planner.enterprise_says import refusal_said
from webapp.planner.enterprise_uploads import (
    INBOX,
    MOST_PARTS,
    SLICE_BYTES,
    OutOfStepError,
    Upload,
    inbox_entries,
)
from webapp.planner.enterprises import blueprint, files_of, the_set
from webapp.store.enterprises import add_set, discard_set, sets_of
from webapp.store.models import EnterpriseSet, Project

MOST_SETS = 50
"""Sets of one project."""

_ENDINGS: Sequence[str] = (".gz", ".csv", ".txt", ".tsv", ".tab", ".parquet", ".xlsx")


@project_page(blueprint, "/enterprises/new", "editor", methods=("POST",))
def bring_set(project: Project) -> ResponseReturnValue:
    """Take a file that a form sends, or name what lies in the inbox."""
    _check_room(project)
    how = request.form.get("how", "")
    if how == "file":
        row = _sent(project)
    elif how == INBOX:
        row = _from_inbox(project)
    else:
        raise WrongValueError(_("Choose a file, or something in the inbox."))
    return redirect(url_for(".preview_set", project_id=project.id, key=row.key), code=303)


def _sent(project: Project) -> EnterpriseSet:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise WrongValueError(_("Choose a file first."))
    if len(request.files.getlist("file")) > 1:
        raise WrongValueError(_("Without scripts, send one file at a time."))
    row = _add(project, sent.filename)
    try:
        Upload(files_of(row).upload).take(sent.filename, sent.stream)
        settle_upload(row)
    except BaseException:
        files_of(row).remove()
        raise
    return row


def _from_inbox(project: Project) -> EnterpriseSet:
    wanted = request.form.get("entry", "")
    entries = {entry.name: entry for entry in inbox_entries(current_app.config["ATLAS_STATE"])}
    if wanted not in entries:
        raise WrongValueError(
            _("“%(name)s” is not in the inbox (any more).", name=wanted[:80] or "–")
        )
    row = _add(project, wanted)
    row.wish = {"source": INBOX, "files": list(entries[wanted].files)}
    return row


@project_page(blueprint, "/enterprises/begin", "editor", methods=("POST",))
def begin_upload(project: Project) -> ResponseReturnValue:
    """Announce files that a script will send, or find the upload of the same that broke off."""
    wanted = _announced(request.get_json(silent=True))
    for row in sets_of(current_session(), project):
        upload = Upload(files_of(row).upload)
        if row.job is None and not row.wish.get("source") and upload.is_same(wanted):
            return jsonify(_told(project, row, upload))
    _check_room(project)
    row = _add(project, wanted[0]["name"])
    upload = Upload(files_of(row).upload)
    upload.begin(wanted)
    return jsonify(_told(project, row, upload))


@project_page(blueprint, "/enterprises/<key>/upload", "editor")
def upload_state(project: Project, key: str) -> ResponseReturnValue:
    """Tell a script how much of an upload is there."""
    row = the_set(project, key)
    return jsonify(_told(project, row, Upload(files_of(row).upload)))


@project_page(blueprint, "/enterprises/<key>/upload/<int:part>", "editor", methods=("POST",))
def add_slice(project: Project, key: str, part: int) -> ResponseReturnValue:
    """Take a slice of a file; ``offset`` says where in it."""
    row = the_set(project, key)
    upload = Upload(files_of(row).upload)
    offset = request.args.get("offset", -1, int)
    if row.wish.get("source") or not 0 <= part < len(upload.parts()) or offset < 0:
        raise WrongValueError(_("Nothing is expected here: the upload is over, or was removed."))
    try:
        length = request.content_length or 0
        received = upload.add_slice(part, offset, request.stream, length)
    except OutOfStepError as error:
        return jsonify(received=error.received), 409
    if upload.is_complete:
        try:
            settle_upload(row)
        except ImportRefusedError as error:
            discard_set(current_session(), project, row)
            files_of(row).remove()
            return jsonify(error=refusal_said(error)), 400
    return jsonify(received=received, is_complete=upload.is_complete)


def _told(project: Project, row: EnterpriseSet, upload: Upload) -> dict[str, Any]:
    address = url_for(".enterprise_set", project_id=project.id, key=row.key)
    return {
        "key": row.key,
        "slice": SLICE_BYTES,
        "received": [upload.received(part) for part in upload.parts()],
        "page": url_for(".preview_set", project_id=project.id, key=row.key),
        "upload": f"{address}/upload",
    }


def _announced(sent: Any) -> list[dict[str, Any]]:
    rows = sent.get("files") if isinstance(sent, dict) else None
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_PARTS:
        raise WrongValueError(_("Choose 1 to %(most)s files.", most=MOST_PARTS))
    found = []
    for row in rows:
        is_told = isinstance(row, dict) and isinstance(row.get("name"), str)
        numbers = [row.get("size"), row.get("modified", 0)] if is_told else [None]
        if not all(type(number) is int and 0 <= number < 2**53 for number in numbers):
            raise WrongValueError(_("What was sent does not describe files."))
        found.append({"name": row["name"][:300], "size": numbers[0], "modified": numbers[1]})
    return found


def _add(project: Project, label: str) -> EnterpriseSet:
    """Begin a set that is called after its file and has the words of the project's last one."""
    name = clean_name(label)
    while (stem := PurePath(name).stem) != name and PurePath(name).suffix.lower() in _ENDINGS:
        name = stem
    words = next((row.words for row in sets_of(current_session(), project) if row.words), None)
    row = add_set(current_session(), project, name, actor())
    row.words = words
    return row


def _check_room(project: Project) -> None:
    if len(sets_of(current_session(), project)) >= MOST_SETS:
        raise WrongValueError(
            _(
                "A project holds up to %(most)s registries of enterprises. Remove one first.",
                most=MOST_SETS,
            )
        )
