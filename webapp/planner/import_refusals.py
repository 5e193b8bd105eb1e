"""What is said when something that was brought cannot be taken: why, and what to do now."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge

from geo.errors import ImportRefusedError, StudyError
from geo.imports.encodings import ENCODINGS
from geo.imports.limits import Limits
from geo.imports.messages import refusal
from geo.study import StudyProblem, problem_text
from webapp.errors import WrongValueError
from webapp.i18n import language
from webapp.planner.body_limits import LARGE_BYTES, LARGE_FORM_BYTES, is_large
from webapp.planner.data import blueprint
from webapp.planner.import_wish import DELIMITER_WORDS, Wish
from webapp.planner.import_words import refusal_text
from webapp.planner.preview_page import DELIMITER_NAMES
from webapp.planner.uploads import MOST_WAITING, TooManyWaitingError, WaitingFile
from webapp.store.layers import TooManyFeaturesError
from webapp.store.models import Project

READ_OTHERWISE = frozenset(
    (
        *("undecodable", "encoding_unclear", "nul_byte", "unclosed_quote", "bad_quote"),
        *("long_line", "long_cell", "no_rows", "unknown_choice", "too_many_columns", "no_sheet"),
    )
)
"""Refusals that another encoding, delimiter, sheet or header may lift."""


@blueprint.before_request
def _allow_files() -> None:
    """Let files be as large as an import may be, at this address only."""
    if is_large(request.path):
        request.max_content_length = LARGE_BYTES
        request.max_form_memory_size = LARGE_FORM_BYTES


def refused_page(
    error: ImportRefusedError, project: Project, file: WaitingFile, wish: Wish
) -> ResponseReturnValue:
    """Say why a file that waits cannot be read, and how it may be read otherwise."""
    page = render_template(
        "planner/preview_refused.html",
        project=project,
        file=file,
        wish=wish,
        reason=refusal_text(error),
        may_retry=error.code in READ_OTHERWISE,
        encodings=ENCODINGS,
        delimiters=[(word, DELIMITER_NAMES[sign]) for word, sign in DELIMITER_WORDS.items()],
        delimiter_word={sign: word for word, sign in DELIMITER_WORDS.items()},
    )
    return page, 413 if error.code == "too_large" else 400


@blueprint.errorhandler(ImportRefusedError)
def _refused(error: ImportRefusedError) -> Response:
    return _page(413 if error.code == "too_large" else 400, [refusal_text(error)], _sent_again())


@blueprint.errorhandler(WrongValueError)
def _wrong(error: WrongValueError) -> Response:
    if isinstance(error.__cause__, CSRFError):  # perhaps no page of ours sent it: show none of it
        return _page(400, [str(error)], is_brought=False)
    return _page(400, [str(error)], _sent_again(), is_brought="/data/import" in request.path)


@blueprint.errorhandler(TooManyWaitingError)
def _no_more(error: TooManyWaitingError) -> Response:
    return _page(400, [str(error)], _sent_again(), error.waiting)


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> Response:
    sent = request.content_length or 0
    error = refusal("too_large", bytes=sent, allowed=Limits.file_bytes)
    return _page(413, [refusal_text(error)])


@blueprint.errorhandler(StudyError)
def _apart(error: StudyError) -> Response:
    lines = [
        problem_text(row, language()) if isinstance(row, StudyProblem) else str(row)
        for row in error.problems
    ]
    return _page(400, [_("The project would not hold together with it:"), *lines])


@blueprint.errorhandler(TooManyFeaturesError)
def _no_room(error: TooManyFeaturesError) -> Response:
    return _page(400, [room_text(error)])


def room_text(error: TooManyFeaturesError) -> str:
    """Say that a project has no room for so many places."""
    text: str = _(
        "The project holds %(there)s places and would get %(added)s more; it may hold %(allowed)s. "
        "Take fewer rows, or remove layers that are not needed.",
        there=f"{error.there:,}",
        added=f"{error.added:,}",
        allowed=f"{error.allowed:,}",
    )
    return text


def _sent_again() -> dict[str, str]:
    """Return the text that somebody pasted or typed, so that it can be mended; {} for a file."""
    how, text = request.form.get("how", ""), request.form.get("text", "")
    if not is_large(request.path) or how not in ("pasted", "typed"):
        return {}
    if not text or len(text) > Limits.pasted_chars:
        return {}
    return {name: request.form.get(name, "") for name in ("how", "kind", "title", "text")}


def _page(
    status: int,
    lines: list[str],
    again: dict[str, str] | None = None,
    waiting: Sequence[WaitingFile] = (),
    *,
    is_brought: bool = True,
) -> Response:
    response = make_response(
        render_template(
            "planner/data_refused.html",
            status=status,
            lines=lines,
            again=again,
            waiting=waiting,
            most_waiting=MOST_WAITING,
            is_brought=is_brought,
            project_id=(request.view_args or {}).get("project_id"),
        ),
        status,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
