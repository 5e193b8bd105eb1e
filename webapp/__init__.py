"""The web application: parse the request, call one function, render."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask

from geo.errors import AtlasError
from webapp import (
    cli,
    clock,
    config,
    errors,
    exports,
    i18n,
    ogc,
    pages,
    planner,
    reading,
    rendering,
    security,
    sharing,
    sheets,
)
from webapp.addresses import AtlasFlask
from webapp.assets import Assets
from webapp.broken import broken_app


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Make the application over one catalogue.

    Parameters
    ----------
    overrides : mapping, optional
        Settings that win over the environment, see ``webapp.config``.

    Returns
    -------
    Flask
        With the catalogue and the hashed assets in ``app.extensions``. Where the catalogue or
        the configuration is wrong, an application that says so (``app.extensions["error"]``,
        see ``webapp.broken``): ``flask check`` must run just then.
    """
    try:
        return _atlas(overrides or {})
    except AtlasError as error:
        return broken_app(error)


def _atlas(overrides: Mapping[str, Any]) -> Flask:
    app = AtlasFlask(__name__, static_folder=None)
    config.load(app, overrides)
    app.extensions["catalogue"] = config.catalogue(app)
    app.extensions["assets"] = Assets(app)
    i18n.init_app(app)
    clock.init_app(app)
    security.init_app(app)
    errors.init_app(app)
    cli.init_app(app)
    app.register_blueprint(pages.blueprint)
    for module in reading.MODULES:
        app.register_blueprint(module.blueprint)
    app.register_blueprint(exports.blueprint)
    app.register_blueprint(sheets.blueprint)
    app.register_blueprint(sharing.blueprint)
    app.register_blueprint(ogc.blueprint, url_prefix="/ogc")
    planner.init_app(app)
    rendering.init_app(app)
    return app
