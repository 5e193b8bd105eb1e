"""What every public page is made with: the data at hand, two languages, one way to answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from geo.catalogue import Catalogue
from layers.picture_fills import industry_fills
from webapp.assets import Assets
from webapp.i18n import language
from webapp.map_assets import CityMaps
from webapp.views import views

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


MENU = (
    ("matrix.matrix", _("Matrix")),
    ("compare.compare", _("Compare")),
    ("editions.editions", _("Editions")),
    ("scenarios.scenarios", _("Scenarios")),
    ("story.story", _("Story")),
    ("exports.data", _("Data")),
    ("pages.sources", _("Sources")),
    ("planner_projects.projects", _("Planner")),
)
"""The pages to read, in the order in which they are offered: endpoint, title. Those that an
application does not have, such as the planner of a frozen site, are left out."""


def catalogue_in_use() -> Catalogue:
    """Return the catalogue of the application that answers."""
    found: Catalogue = current_app.extensions["catalogue"]
    return found


def assets_in_use() -> Assets:
    """Return the hashed files of the application that answers."""
    found: Assets = current_app.extensions["assets"]
    return found


def maps_in_use() -> CityMaps:
    """Return the drawn maps and pictures of the application that answers."""
    found: CityMaps = current_app.extensions["maps"]
    return found


def speak(blueprint: Blueprint) -> None:
    """Let a blueprint's addresses decide the language; links stay in it."""

    @blueprint.url_value_preprocessor
    def _take_language(endpoint: str | None, values: dict[str, str] | None) -> None:
        if values is not None:
            g.language = values.pop("lang", None)

    @blueprint.url_defaults
    def _give_language(endpoint: str, values: dict[str, str]) -> None:
        if current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values.setdefault("lang", language())


def page(blueprint: Blueprint, rule: str) -> Callable[[View], View]:
    """Register a view at ``rule`` in Chinese and at ``/en`` + ``rule`` in English."""

    def register(view: View) -> View:
        blueprint.add_url_rule(rule, view.__name__, view, defaults={"lang": "zh"})
        blueprint.add_url_rule(f"/en{rule}", view.__name__, view, defaults={"lang": "en"})
        return view

    return register


def public(html: str) -> Response:
    """Answer with a page that is the same for everybody and may be kept until it changes."""
    response = Response(html, mimetype="text/html")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Language"] = "en" if language() == "en" else "zh-CN"
    response.add_etag()
    response.make_conditional(request)
    return response


def menu() -> list[tuple[str, str]]:
    """List the pages to read: endpoint and title in the page's language."""
    return [(name, str(title)) for name, title in MENU if name in current_app.view_functions]


def init_app(app: Flask) -> None:
    """Give the templates what every page to read needs."""
    catalogue: Catalogue = app.extensions["catalogue"]
    fills = industry_fills(catalogue)
    app.jinja_env.globals.update(
        menu=menu, views=views(catalogue), catalogue=catalogue, industry_fills=fills
    )
