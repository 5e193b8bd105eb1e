"""Every public address: what is prepared once, and what a frozen site would hold."""

from __future__ import annotations

from flask import Flask

from geo.catalogue import Catalogue
from webapp.assets import Assets
from webapp.exports import export_paths
from webapp.one_file import one_file_paths
from webapp.reading import compare, reading_paths
from webapp.sharing import share_paths
from webapp.views import views


def public_paths(app: Flask) -> list[str]:
    """List the paths of everything that depends on the catalogue alone.

    Parameters
    ----------
    app : Flask
        See ``webapp.create_app``.

    Returns
    -------
    list of str
        Pages of both languages first, then hashed assets.
    """
    catalogue: Catalogue = app.extensions["catalogue"]
    assets: Assets = app.extensions["assets"]
    atlases = (f"/atlas/{view.id}" for view in views(catalogue))
    pages = [*atlases, "/sources", "/data", *share_paths(catalogue), *reading_paths(catalogue)]
    return [
        *pages,
        *(f"/en{page}" for page in pages),
        *(assets.url(name) for name in assets.names()),
    ]


def frozen_paths(app: Flask) -> list[str]:
    """List the paths of a frozen site: what is public, the comparison, the files to take away.

    The server makes the latter two when they are asked for; a folder of files must hold them.

    Parameters
    ----------
    app : Flask

    Returns
    -------
    list of str
    """
    catalogue: Catalogue = app.extensions["catalogue"]
    files = [*export_paths(catalogue, complete=True), *one_file_paths(catalogue)]
    return [*public_paths(app), *compare.FROZEN_PATHS, *files]
