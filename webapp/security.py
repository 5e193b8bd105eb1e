"""Response headers: what a page may load, who may frame it."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response

from layers.basemaps import Basemap


def content_security_policy(basemaps: tuple[Basemap, ...], ancestors: str = "'none'") -> str:
    """Write the policy: everything from this server, tiles from the configured hosts only.

    ``ancestors`` says who may show a page in a frame (see ``webapp.config.frame_ancestors``).

    Styles may be inline because Leaflet positions by ``style``; scripts may not.
    """
    hosts = sorted({host for basemap in basemaps for host in _tile_hosts(basemap)})
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["img-src 'self' data:", *hosts]),
            "style-src 'self' 'unsafe-inline'",
            "script-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {ancestors}",
        ]
    )


def _tile_hosts(basemap: Basemap) -> list[str]:
    places = [urlsplit(url) for url in basemap.tile_urls()]
    origins = {f"{place.scheme}://{place.netloc}" for place in places if place.netloc}
    names = basemap.subdomains or ("",)
    return [origin.replace("{s}", name) for origin in origins for name in names]


def _in_page(policy: str) -> str:
    """Keep what a ``<meta>`` may say; who may frame a frozen page is up to its web server."""
    rules = policy.split("; ")
    return "; ".join(rule for rule in rules if not rule.startswith("frame-ancestors"))


def init_app(app: Flask) -> None:
    """Add the headers to every answer."""
    policy = content_security_policy(app.config["BASEMAPS"], app.config["ATLAS_FRAME_ANCESTORS"])
    app.jinja_env.globals["page_policy"] = _in_page(policy)

    @app.after_request
    def _protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        return response
