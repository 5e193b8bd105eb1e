"""The atlas for any other WSGI server, where Granian has no wheel or another server is the rule.

``waitress-serve --listen=127.0.0.1:8000 --call webapp.wsgi:create_application`` stays as
responsive beside slow clients, at about a tenth of the rate. gunicorn needs a buffering proxy in
front of it: it lends a thread to every client that sends slowly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from webapp import create_app
from webapp.gateway import WsgiApp
from webapp.prepared import Prepared, prepare
from webapp.site import public_paths


def create_application() -> WsgiApp:
    """Make the application with its public pages prepared."""
    app = create_app()
    if "error" in app.extensions:  # every page says what to mend, so none can be prepared
        return app
    return PreparedFirst(prepare(app, public_paths(app)), app)


class PreparedFirst:
    """WSGI application that answers prepared paths and leaves the others to another one.

    Parameters
    ----------
    prepared : Prepared
    app : WSGI callable
    """

    def __init__(self, prepared: Prepared, app: WsgiApp) -> None:
        self._prepared = prepared
        self._app = app

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        answer = self._prepared.answer(
            environ["REQUEST_METHOD"],
            environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
            environ.get("HTTP_ACCEPT_ENCODING"),
            environ.get("HTTP_IF_NONE_MATCH"),
        )
        if answer is None:
            return self._app(environ, start_response)
        status = HTTPStatus(answer.status)
        start_response(f"{status.value} {status.phrase}", answer.headers)
        return [answer.body]
