"""Bringing data: a file, pasted rows or typed coordinates, looked at before they are taken."""

from __future__ import annotations

import shutil
import time
from typing import Any

from flask import (
    Response,
    after_this_request,
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

from geo.errors import ImportRefusedError
from geo.imports.limits import MIB
from geo.imports.row_problems import RowProblem
from geo.imports.source import PASTED, clean_name, pasted, uploaded
from geo.imports.typed import preview_typed
from webapp.errors import NotThereError, WrongValueError
from webapp.planner.access import actor, current_session, project_page
from webapp.planner.data import blueprint, keeping_together, problems_file
from webapp.planner.import_jobs import ImportJobs, as_json
from webapp.planner.import_refusals import refused_page
from webapp.planner.import_wish import Wish, first_wish, next_wish
from webapp.planner.preview_page import preview_page, settled
from webapp.planner.uploads import (
    MOST_WAITING,
    About,
    RunState,
    TooManyWaitingError,
    WaitingFile,
    my_files,
    my_id,
    private_file,
    uploads_in_use,
)
from webapp.rendering import catalogue_in_use
from webapp.store.layer_rows import Rows
from webapp.store.layers import add_rows
from webapp.store.models import Project

_PATIENCE_SECONDS = 0.8
"""How long a page waits for a file that is still read: most are, within that."""
_POLL_SECONDS = 0.04
_BLOCK = MIB


def jobs_in_use() -> ImportJobs:
    """Return what looks at files in this process."""
    found: ImportJobs = current_app.extensions.setdefault("imports", ImportJobs(catalogue_in_use()))
    return found


@project_page(blueprint, "/data/import", "editor", methods=("POST",))
def bring(project: Project) -> ResponseReturnValue:
    """Take a file, pasted rows or typed coordinates in, to be looked at."""
    uploads_in_use().sweep()
    uploads_in_use().sweep_refused(project.id, my_id())
    given_up = _room_for_one(project)
    how = request.form.get("how", "")
    if how == "file":
        file = _bring_file(project)
    elif how in ("pasted", "typed"):
        file = _bring_text(project, how)
    else:
        raise WrongValueError(_("Choose a file, paste rows, or type coordinates."))
    names = {"pasted": _("Pasted rows"), "typed": _("Typed coordinates")}
    jobs_in_use().start(file, first_wish(request.form, names.get(how, file.about().name)))
    if given_up is not None:
        given_up.remove()
    return redirect(url_for(".preview", project_id=project.id, token=file.token), code=303)


def _room_for_one(project: Project) -> WaitingFile | None:
    """Return the file that goes once another is there; raises ``TooManyWaitingError``."""
    given_up = uploads_in_use().find(request.form.get("instead", ""), project.id, my_id())
    waiting = my_files(project)
    if given_up is None and len(waiting) >= MOST_WAITING:
        raise TooManyWaitingError(
            _(
                "%(count)s files wait already in this project. Take or cancel one of them first.",
                count=MOST_WAITING,
            ),
            waiting,
        )
    return given_up


def _about(project: Project, how: Any, name: str) -> About:
    return About(project.id, my_id(), how, name, project.city)


def _bring_file(project: Project) -> WaitingFile:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise WrongValueError(_("Choose a file first."))
    file = uploads_in_use().add(_about(project, "file", clean_name(sent.filename)))
    try:
        with private_file(file.source) as out:
            shutil.copyfileobj(sent.stream, out, _BLOCK)
        uploaded(file.about().name, file.source, jobs_in_use().limits)
    except BaseException:
        file.remove()
        raise
    return file


def _bring_text(project: Project, how: Any) -> WaitingFile:
    text = request.form.get("text", "")
    limits = jobs_in_use().limits
    source = pasted(text, limits)
    content: Any = source.content
    if how == "typed":
        preview_typed(text, limits)  # a single line that is no place is refused at once
        content = text.encode("utf-8", "replace")
    file = uploads_in_use().add(_about(project, how, PASTED))
    with private_file(file.source) as out:
        out.write(content)
    return file


@project_page(blueprint, "/data/import/<token>", "editor")
def preview(project: Project, token: str) -> ResponseReturnValue:
    """Show what a file would become; or how far the reading is; or why it is refused."""
    file = the_file(project, token)
    state = _awaited(file)
    about = file.about()
    if state.is_active:
        return render_template("planner/preview_wait.html", project=project, file=file, state=state)
    if state.status == "refused" and state.refusal is not None:
        error = ImportRefusedError(state.refusal["code"], "", state.refusal["values"])
        return refused_page(error, project, file, Wish.from_json(file.wish()))
    if state.status != "ready":
        page = render_template("planner/preview_failed.html", project=project, file=file)
        return page, 503
    return preview_page(project, file, about, file.found("view"))


@project_page(blueprint, "/data/import/<token>/state", "editor")
def import_state(project: Project, token: str) -> ResponseReturnValue:
    """Tell a script how far the reading is."""
    return jsonify(as_json(the_file(project, token).state()))


@project_page(blueprint, "/data/import/<token>/rows.csv", "editor")
def problems(project: Project, token: str) -> ResponseReturnValue:
    """Send all that is wrong with rows of a file, as a file."""
    file = the_file(project, token)
    if file.state().status != "ready":
        raise NotThereError(_("The file is still being read."))
    return problems_file([RowProblem.from_json(row) for row in file.found("problems")])


@project_page(blueprint, "/data/import/<token>", "editor", methods=("POST",))
def choose(project: Project, token: str) -> ResponseReturnValue:
    """Look at a file again, with other choices."""
    file = the_file(project, token)
    jobs_in_use().start(file, _wished(file))
    return _to_preview(project, file)


@project_page(blueprint, "/data/import/<token>/take", "editor", methods=("POST",))
def take(project: Project, token: str) -> ResponseReturnValue:
    """Store the good rows: all of them and in one transaction, or none."""
    file = the_file(project, token)
    wish = _wished(file)
    state = file.state()
    view = file.found("view") if state.status == "ready" else None
    if view is None or not _is_seen(wish, view):
        jobs_in_use().start(file, wish)
        flash(_("Something was chosen anew. See what it does to the rows, then take them."))
        return _to_preview(project, file)
    taken = view["taken"]
    if not taken or not taken["taken"]:
        flash(_("There is no row that could be taken."))
        return _to_preview(project, file)
    found = file.found("rows")
    name_column = view["name_guess"] if wish.name_column is None else wish.name_column
    with keeping_together(project):
        layer = add_rows(
            current_session(),
            project,
            wish.kind,
            wish.title,
            Rows(found["columns"], found["features"]),
            found["log"],
            actor(),
            name_column=name_column or None,
        )
    _remove_when_stored(file)
    flash(
        _(
            "“%(layer)s”: %(taken)s rows taken, %(left)s left out.",
            layer=layer.name,
            taken=f"{taken['taken']:,}",
            left=f"{taken['refused']:,}",
        )
    )
    return redirect(url_for(".data", project_id=project.id), code=303)


@project_page(blueprint, "/data/import/<token>/cancel", "editor", methods=("POST",))
def cancel(project: Project, token: str) -> ResponseReturnValue:
    """Give a file up: it and everything known of it goes."""
    the_file(project, token).remove()
    flash(_("The import was cancelled. Nothing of it was stored."))
    return redirect(url_for(".data", project_id=project.id), code=303)


def the_file(project: Project, token: str) -> WaitingFile:
    """Return a file that waits for whoever asks; raises ``NotThereError``."""
    file = uploads_in_use().find(token, project.id, my_id())
    if file is None:
        raise NotThereError(
            _(
                "This file waits no longer: it was taken or cancelled, or nobody looked at it "
                "for a day. Bring it again."
            )
        )
    return file


def _wished(file: WaitingFile) -> Wish:
    wish = next_wish(request.form, Wish.from_json(file.wish()))
    return settled(wish, file.found("view")) if file.state().status == "ready" else wish


def _is_seen(wish: Wish, view: dict[str, Any]) -> bool:
    """Tell whether what is to be taken is what was looked at."""
    # Whoever chose while the file was still read sent proposals back as choices.
    seen = settled(Wish.from_json(view["wish"]), view)
    # References may lie in another city, candidates may not.
    is_same_kind = wish.kind == seen.kind or not view.get("elsewhere")
    return is_same_kind and (wish.request, wish.choices) == (seen.request, seen.choices)


def _awaited(file: WaitingFile) -> RunState:
    """Wait a moment for a file that is being read."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while (state := file.state()).is_active and time.monotonic() < until:
        time.sleep(_POLL_SECONDS)
    return state


def _to_preview(project: Project, file: WaitingFile) -> Response:
    address = url_for(".preview", project_id=project.id, token=file.token)
    return redirect(address, code=303)  # type: ignore[return-value]


def _remove_when_stored(file: WaitingFile) -> None:
    """Remove a file after the transaction, and only if that came to its end."""

    @after_this_request
    def _remove(response: Response) -> Response:
        if response.status_code == 303:
            file.remove()
        return response
