"""Settings: from the environment, each with a default that works offline."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from geo.catalogue import Catalogue, read_catalogue
from geo.errors import CatalogueError
from layers.basemaps import read_basemaps
from layers.drawable import find_undrawable

_PATHS = ("ATLAS_CATALOGUE", "ATLAS_BASEMAPS")


def load(app: Flask, overrides: Mapping[str, Any]) -> None:
    """Fill ``app.config``: the environment first, then ``overrides``.

    ``ATLAS_CATALOGUE`` is a folder of tables, ``ATLAS_BASEMAPS`` a TOML file of basemaps,
    ``ATLAS_REVIEW_NUMBER`` the 审图号 to print; all may be absent.
    """
    app.config["ATLAS_REVIEW_NUMBER"] = os.environ.get("ATLAS_REVIEW_NUMBER", "")
    app.config.update(overrides)
    for name in _PATHS:
        value = overrides.get(name, os.environ.get(name))
        app.config[name] = Path(value) if value else None
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["BASEMAPS"] = read_basemaps(app.config["ATLAS_BASEMAPS"])


def catalogue(app: Flask) -> Catalogue:
    """Read the catalogue that the settings name.

    Raises
    ------
    CatalogueError
        If its tables do not hold together or cannot be drawn.
    BoundaryError
        If its boundaries are missing or altered.
    """
    found = read_catalogue(app.config["ATLAS_CATALOGUE"])
    if problems := find_undrawable(found):
        text = "\n".join([f"the catalogue {found.root} cannot be drawn:", *map(str, problems)])
        raise CatalogueError(text)
    return found
