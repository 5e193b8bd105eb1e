"""One table: error class → HTTP status; and the page that says what to do next."""

from __future__ import annotations

from urllib.parse import quote

from flask import (
    Flask,
    Response,
    current_app,
    has_request_context,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from geo.enterprises.errors import EnterpriseError, EnterpriseStoppedError
from geo.errors import (
    AtlasError,
    CriterionError,
    ImportRefusedError,
    SitingError,
    StudyError,
    UnknownIdError,
    WeightError,
    WordsError,
)
from geo.study import StudyProblem, problem_text
from webapp.i18n import language
from webapp.store.changes import EditConflictError, TooLateError
from webapp.store.engine import StoreError, UnstorableError
from webapp.store.layers import TooManyFeaturesError
from webapp.store.people import PeopleError


class ReaderError(AtlasError):
    """A mistake in the request, told in the reader's language: what was found, what is allowed."""


class WrongValueError(ReaderError):
    """A parameter has a value that it cannot have (400)."""


class NotThereError(ReaderError):
    """The address names something that does not exist (404)."""


class GoneError(ReaderError):
    """What is asked for was there once and does not come back (410)."""


class ForbiddenError(ReaderError):
    """Whoever asks may not do this (403)."""


class UnavailableError(ReaderError):
    """Something of this server is out of order; the reader is told what works instead (503)."""


BROUGHT = (
    CriterionError,
    EnterpriseError,
    ImportRefusedError,
    SitingError,
    StudyError,
    WeightError,
    WordsError,
)
"""About what people bring to the planner. They name what is wrong so exactly (row, column, value,
what is allowed) that the English sentence is shown where a page has no other."""

STATUS: dict[type[AtlasError], int] = {
    UnknownIdError: 404,
    ReaderError: 400,
    NotThereError: 404,
    WrongValueError: 400,
    ForbiddenError: 403,
    GoneError: 410,
    UnavailableError: 503,
    EditConflictError: 409,
    TooLateError: 410,
    TooManyFeaturesError: 400,
    PeopleError: 400,
    StoreError: 503,
    UnstorableError: 400,
    EnterpriseStoppedError: 409,
    **dict.fromkeys(BROUGHT, 400),
}
"""What a mistake in the request is; any other ``AtlasError`` is ours (500)."""


def init_app(app: Flask) -> None:
    """Answer errors with a page in the reader's language, never with a traceback."""

    @app.errorhandler(AtlasError)
    def _known(error: AtlasError) -> ResponseReturnValue:
        status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
        if status >= 500:
            app.logger.error("%s", error)
        if _wants_json():
            return _json(status, error)
        # What geo and layers say is English; a reader error speaks the page's language.
        is_readable = isinstance(error, (ReaderError, *BROUGHT))
        is_readable = is_readable or (status < 500 and language() == "en")
        if isinstance(error, StudyError):
            return _page(status, study_text(error, language()))
        spoken = "" if isinstance(error, ReaderError) else "en"
        return _page(status, str(error) if is_readable else "", spoken)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None:
            return error.response
        if error.code == 404 and (path := _without_slash()):
            return redirect(path, 308)
        if _wants_json():
            return _json(error.code or 500, error)
        response = _page(error.code or 500, "")
        for name, value in error.get_headers():
            if name.lower() != "content-type":
                response.headers[name] = value
        return response


def study_text(error: StudyError, language: str) -> str:
    """Say in a language what is wrong with a study; whoever sent a file learns where in it."""
    is_file = has_request_context() and bool(request.files)
    rows = (
        problem_text(row, language, is_file=is_file) if isinstance(row, StudyProblem) else str(row)
        for row in error.problems
    )
    return " ".join(rows)


def _without_slash() -> str:
    """Return the address that was meant when only a slash at its end is too much, else ""."""
    path = request.path.rstrip("/")
    if request.path == path or not path or path.startswith("//"):
        return ""
    known = current_app.url_map.bind_to_environ(request.environ)
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return quote(path) + query if known.test(path, "GET") else ""


def _wants_json() -> bool:
    """Whether a script asks, which can show a message and not a page."""
    return request.accept_mimetypes.best == "application/json"


def _json(status: int, error: AtlasError | HTTPException) -> Response:
    text = error.description if isinstance(error, HTTPException) else str(error)
    told = {"status": status, "error": (text or "") if status < 500 else ""}
    if isinstance(error, EditConflictError):
        told |= {"part": error.part, "version": error.version}
        told |= {"current": error.current, "yours": error.yours}
    response = jsonify(told)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(status: int, detail: str, spoken: str = "") -> Response:
    """Make the page; ``spoken`` is the language of the detail if it is not the page's own."""
    response = make_response(
        render_template("error.html", status=status, detail=detail, spoken=spoken),
        status,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
