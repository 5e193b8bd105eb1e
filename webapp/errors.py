"""One table: error class → HTTP status; and the page that says what to do next."""

from __future__ import annotations

from flask import Flask, Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from geo.errors import AtlasError, UnknownIdError
from webapp.views import views

STATUS: dict[type[AtlasError], int] = {UnknownIdError: 404}
"""What a mistake in the request is; any other ``AtlasError`` is ours (500)."""


def init_app(app: Flask) -> None:
    """Answer errors with a page in the reader's language, never with a traceback."""

    @app.errorhandler(AtlasError)
    def _known(error: AtlasError) -> ResponseReturnValue:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
        if status == 500:
            app.logger.error("%s", error)
        return _page(status, str(error) if status < 500 else "")

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None:
            return error.response
        response = _page(error.code or 500, "")
        for name, value in error.get_headers():
            if name.lower() != "content-type":
                response.headers[name] = value
        return response


def _page(status: int, detail: str) -> Response:
    response = make_response(
        render_template(
            "error.html",
            status=status,
            detail=detail,
            views=views(current_app.extensions["catalogue"]),
        ),
        status,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
