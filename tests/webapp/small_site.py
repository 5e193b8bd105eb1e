"""A small real site behind the production server: what the server's tests start and talk to."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from flask import Flask, Response, request

PAGE = "<!doctype html><title>小站</title>" + "".join(f"<p>第 {n} 行</p>" for n in range(4000))
BIG = b"0123456789abcdef" * 65536  # 1 MiB


def make_app() -> Flask:
    """Make an application with one public page and views that are slow, large or broken."""
    app = Flask("small_site")
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024

    @app.get("/page")
    def page() -> Response:
        response = Response(PAGE, mimetype="text/html")
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Content-Security-Policy"] = "default-src 'self'"
        return response

    @app.get("/echo/<path:name>")
    def echo(name: str) -> dict[str, object]:
        return {
            "name": name,
            "query": request.args.to_dict(),
            "host": request.host,
            "headers": dict(request.headers),
            "padding": "x" * 1000,
        }

    @app.get("/big")
    def big() -> Response:
        return Response(BIG, mimetype="application/octet-stream")

    @app.get("/parts")
    def parts() -> Response:
        lines = (BIG[start : start + 1024] for start in range(0, len(BIG), 1024))
        times = request.args.get("times", 1, int)
        return Response(list(lines) * times, mimetype="text/plain")

    @app.post("/post")
    def post() -> dict[str, int]:
        size = len(request.get_data())
        print(f"received {size} bytes", file=sys.stderr)
        return {"bytes": size}

    @app.get("/wait")
    def wait() -> str:
        time.sleep(float(request.args["seconds"]))
        return "done"

    @app.get("/broken")
    def broken() -> str:
        msg = "broken on purpose"
        raise RuntimeError(msg)

    return app


def main(port: int, cache: Path, stop_seconds: int | None) -> None:
    """Serve the small site on a port of this machine."""
    from webapp import server
    from webapp.bridge import WsgiBridge
    from webapp.listening import Settings
    from webapp.prepared import prepare
    from webapp.server import Front, serve

    if stop_seconds is not None:
        server._STOP_SECONDS = stop_seconds
    app = make_app()
    prepared = prepare(app, ["/page"], cache=cache)

    def make_bridge() -> WsgiBridge:
        return WsgiBridge(
            app.wsgi_app, threads=4, body_limit=1024 * 1024, body_seconds=5, queue_limit=32
        )

    serve(Settings("127.0.0.1", port, workers=2, threads=4), Front(prepared, make_bridge))


if __name__ == "__main__":
    port, cache, *seconds = sys.argv[1:]
    main(int(port), Path(cache), int(seconds[0]) if seconds else None)
