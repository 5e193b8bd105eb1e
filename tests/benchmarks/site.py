"""The atlas and its peers behind one production server, so that only the pages differ."""

from __future__ import annotations

import sys

from flask import Flask, Response

from tests.benchmarks import peers
from webapp import create_app
from webapp.bridge import WsgiBridge
from webapp.listening import Settings
from webapp.prepared import prepare
from webapp.server import Front, serve
from webapp.site import public_paths

LIVE_FOLIUM = "/peers/folium/live"
LIVE_LEAN_FOLIUM = "/peers/folium/lean/live"
PAGES = {
    "the atlas": "/atlas/shanghai",
    "hand-written Leaflet": "/peers/leaflet",
    "preloading Leaflet": "/peers/leaflet/preloading",
    "stock Folium": "/peers/folium",
    "lean Folium": "/peers/folium/lean",
}


def make_app() -> tuple[Flask, list[str]]:
    """Make the atlas with the peers in it.

    Returns
    -------
    (Flask, list of str)
        The application and the paths to prepare.
    """
    app = create_app()
    catalogue = app.extensions["catalogue"]

    def answer(body: str | bytes, mimetype: str, *, is_page: bool = False) -> Response:
        response = Response(body, mimetype=mimetype)
        response.headers["Cache-Control"] = (
            "no-cache" if is_page else "public, max-age=31536000, immutable"
        )
        # Both peers need inline scripts, so they cannot have the atlas's policy.
        response.headers["Content-Security-Policy"] = "default-src 'self' 'unsafe-inline' data:"
        return response

    @app.get("/peers/leaflet")
    def leaflet() -> Response:
        return answer(peers.leaflet_page(), "text/html", is_page=True)

    @app.get("/peers/leaflet/preloading")
    def preloading_leaflet() -> Response:
        return answer(peers.leaflet_page(is_preloading=True), "text/html", is_page=True)

    @app.get("/peers/folium")
    @app.get(LIVE_FOLIUM)
    def folium() -> Response:
        return answer(peers.folium_page(catalogue), "text/html", is_page=True)

    @app.get("/peers/folium/lean")
    @app.get(LIVE_LEAN_FOLIUM)
    def lean_folium() -> Response:
        return answer(peers.folium_page(catalogue, is_lean=True), "text/html", is_page=True)

    @app.get("/peers/districts.geojson")
    def districts() -> Response:
        return answer(peers.district_geojson(catalogue), "application/geo+json")

    @app.get("/peers/vendor/<path:path>")
    def vendor(path: str) -> Response:
        kind = "text/css" if path.endswith(".css") else "text/javascript"
        return answer(peers.vendored_file(path).read_bytes(), kind)

    own = [*PAGES.values(), "/peers/districts.geojson"]
    public = public_paths(app)
    return app, [
        *public,
        *(path for path in own if path not in public),
        *sorted(set(peers.vendored_urls().values())),
    ]


def main(port: int) -> None:
    """Serve until terminated."""
    app, paths = make_app()
    prepared = prepare(app, paths)
    settings = Settings("127.0.0.1", port, workers=2, threads=4)
    serve(settings, Front(prepared, lambda: WsgiBridge(app.wsgi_app, threads=4)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
