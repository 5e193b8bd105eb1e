"""The public data interface: OGC API – Features, Part 1 (core, GeoJSON, OpenAPI 3.0).

Mount ``blueprint`` with a ``url_prefix``; it answers from ``app.extensions["catalogue"]``.
The standard is OGC 17-069r4, https://docs.ogc.org/is/17-069r4/17-069r4.html; comments that
say "requirement /req/…" name its requirements.
"""

from webapp.ogc.views import blueprint

__all__ = ["blueprint"]
