"""The files that draw layers of enterprises; only maps that have such layers load them."""

from __future__ import annotations

from layers.assets import STATIC, Asset, library_folder

RUNTIME = ("classes", "canvas", "reading", "districts", "cells", "heat", "points")
"""Of ``static/leaflet-atlas/enterprise-*.js``, in loading order."""


def enterprise_assets() -> tuple[Asset, ...]:
    """List what such layers load beyond what every map loads, in loading order.

    Raises
    ------
    AssetError
        If the library that groups points is not vendored.
    """
    grouping = library_folder("leaflet.markercluster")
    runtime = STATIC / "leaflet-atlas"
    return (
        Asset("css", "enterprise", runtime / "enterprise.css"),
        Asset("js", "leaflet.markercluster", grouping / "leaflet.markercluster.js"),
        *(Asset("js", f"enterprise-{name}", runtime / f"enterprise-{name}.js") for name in RUNTIME),
    )
