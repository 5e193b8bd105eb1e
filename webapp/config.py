"""Settings: from the environment, each with a default that works offline."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from geo.catalogue import Catalogue, read_catalogue
from geo.errors import CatalogueError
from layers.basemaps import read_basemaps
from layers.drawable import find_undrawable
from webapp.clock import time_zone
from webapp.listening import SettingError

_PATHS = ("ATLAS_CATALOGUE", "ATLAS_BASEMAPS", "ATLAS_STATE")
_PROJECT = Path(__file__).resolve().parent.parent
_ORIGIN = r"https?://{wildcard}(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::[0-9]{{1,5}})?"


def load(app: Flask, overrides: Mapping[str, Any]) -> None:
    """Fill ``app.config``: the environment first, then ``overrides``.

    ``ATLAS_CATALOGUE`` is a folder of tables, ``ATLAS_BASEMAPS`` a TOML file of basemaps,
    ``ATLAS_REVIEW_NUMBER`` the 审图号 to print, ``ATLAS_FRAME_ANCESTORS`` who may show the atlas
    in a frame, ``ATLAS_PUBLIC_URL`` the address under which readers reach it, ``ATLAS_STATE`` the
    folder of what readers save (``instance``), ``DATABASE_URL`` the planner's database (SQLite in
    that folder), ``ATLAS_PLANNER`` whether there is a planner at all (``on`` or ``off``),
    ``ATLAS_TIMEZONE`` in which zone times are shown (``Asia/Shanghai``), ``ATLAS_REDIS_URL`` a
    queue of long work that several machines share (a file in that folder); all may be absent.

    Raises
    ------
    SettingError
        Naming the variable, its value and what is allowed.
    """
    app.config["ATLAS_REVIEW_NUMBER"] = os.environ.get("ATLAS_REVIEW_NUMBER", "")
    app.config.update(overrides)
    for name in _PATHS:
        value = overrides.get(name, os.environ.get(name))
        app.config[name] = Path(value) if value else None
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["ATLAS_STATE"] = app.config["ATLAS_STATE"] or _PROJECT / "instance"
    for name, read in (
        ("ATLAS_FRAME_ANCESTORS", frame_ancestors),
        ("ATLAS_PUBLIC_URL", public_url),
    ):
        app.config[name] = read(overrides.get(name, os.environ.get(name)) or "")
    app.config["DATABASE_URL"] = overrides.get("DATABASE_URL", os.environ.get("DATABASE_URL", ""))
    app.config["ATLAS_PLANNER"] = planner_switch(
        overrides.get("ATLAS_PLANNER", os.environ.get("ATLAS_PLANNER")) or "on"
    )
    zone = time_zone(overrides.get("ATLAS_TIMEZONE", os.environ.get("ATLAS_TIMEZONE")) or "")
    app.config["ATLAS_TIMEZONE"] = app.config["BABEL_DEFAULT_TIMEZONE"] = zone
    redis = overrides.get("ATLAS_REDIS_URL", os.environ.get("ATLAS_REDIS_URL"))
    app.config["ATLAS_REDIS_URL"] = redis_url(redis or "")
    app.config["BASEMAPS"] = read_basemaps(app.config["ATLAS_BASEMAPS"])


def frame_ancestors(text: str) -> str:
    """Read who may frame the atlas, as the policy writes it.

    Parameters
    ----------
    text : str
        ``none`` (the default), or a list of ``self`` and origins, separated by blanks or commas.

    Returns
    -------
    str
        For ``frame-ancestors`` of a Content-Security-Policy.

    Raises
    ------
    SettingError
        Naming the word that is none of these.
    """
    words = [word.strip("'").lower() for word in re.split(r"[\s,]+", text) if word]
    if words in ([], ["none"]):
        return "'none'"
    origin = re.compile(_ORIGIN.format(wildcard=r"(?:\*\.)?"))
    for word in words:
        if word != "self" and not origin.fullmatch(word):
            msg = (
                f"ATLAS_FRAME_ANCESTORS has {word!r}; allowed: none, or a list of self and "
                "origins such as https://portal.example.org or https://*.example.org:8443"
            )
            raise SettingError(msg)
    return " ".join(dict.fromkeys("'self'" if word == "self" else word for word in words))


def planner_switch(text: str) -> bool:
    """Read whether the planner is served.

    Raises
    ------
    SettingError
        If it is neither ``on`` nor ``off``.
    """
    if text.strip().lower() not in ("on", "off"):
        msg = f"ATLAS_PLANNER={text!r} is neither on nor off"
        raise SettingError(msg)
    return text.strip().lower() == "on"


def redis_url(text: str) -> str:
    """Read where the queue of long work is: a Redis server, or "" for a file of our own.

    Raises
    ------
    SettingError
        If it is no such address. The value may hold a password and is not repeated.
    """
    found = text.strip()
    if found and not re.match(r"(rediss?|unix)://.", found):
        msg = (
            "ATLAS_REDIS_URL is no address of Redis; allowed: redis://host:6379/0, "
            "rediss://… (TLS) or unix:///path/to/socket"
        )
        raise SettingError(msg)
    return found


def public_url(text: str) -> str:
    """Read the address under which readers reach the atlas: an origin, or "" if not configured.

    Raises
    ------
    SettingError
        If it is anything but scheme, host and port.
    """
    found = text.strip().rstrip("/").lower()
    if found and not re.fullmatch(_ORIGIN.format(wildcard=""), found):
        msg = (
            f"ATLAS_PUBLIC_URL={text!r} is no origin; allowed: scheme, host and port, "
            "such as https://atlas.example.org"
        )
        raise SettingError(msg)
    return found


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
