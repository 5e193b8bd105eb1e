"""What stands in for the atlas while its catalogue is broken: the list of what to mend."""

from __future__ import annotations

from flask import Flask, Response

from geo.errors import AtlasError
from webapp import cli

_HEADING = "地图数据有误，修正后请重新启动。\nThe atlas cannot start until this is mended."


def broken_app(error: AtlasError) -> Flask:
    """Make an application that answers 503 everywhere and still has ``flask check``.

    Parameters
    ----------
    error : AtlasError
        Why the catalogue or the configuration cannot be used; shown as plain text, so no cell
        of a table becomes markup.
    """
    app = Flask(__name__, static_folder=None)
    app.extensions["error"] = error
    cli.init_app(app)

    @app.route("/", defaults={"path": ""})
    @app.route("/<path:path>")
    def unavailable(path: str) -> Response:
        text = f"{_HEADING}\n\n{error}\n"
        response = Response(text, status=503, mimetype="text/plain")
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app
