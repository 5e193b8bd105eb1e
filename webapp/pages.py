"""The public pages: the atlas, its sources, health; and the assets they load."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from geo.catalogue import Catalogue
from layers.payload import to_json
from webapp.assets import STATIC, Assets
from webapp.citations import citations_by_source
from webapp.i18n import language
from webapp.map_assets import HEAT, CityMaps, map_id
from webapp.search_index import search_entries
from webapp.strings import page_strings
from webapp.views import find_view, views

blueprint = Blueprint("pages", __name__)

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def _catalogue() -> Catalogue:
    found: Catalogue = current_app.extensions["catalogue"]
    return found


def _assets() -> Assets:
    found: Assets = current_app.extensions["assets"]
    return found


def _maps() -> CityMaps:
    found: CityMaps = current_app.extensions["maps"]
    return found


@blueprint.record_once
def _register(state: BlueprintSetupState) -> None:
    app = state.app
    assets: Assets = app.extensions["assets"]
    catalogue: Catalogue = app.extensions["catalogue"]
    app.extensions["maps"] = CityMaps(catalogue)
    app.extensions["maps"].register(assets)
    assets.add("search.json", lambda: to_json(search_entries(catalogue)))


@blueprint.url_value_preprocessor
def _take_language(endpoint: str | None, values: dict[str, str] | None) -> None:
    if values is not None:
        g.language = values.pop("lang", None)


@blueprint.url_defaults
def _give_language(endpoint: str, values: dict[str, str]) -> None:
    if current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values.setdefault("lang", language())


def _page(rule: str) -> Callable[[View], View]:
    """Register a view at ``rule`` in Chinese and at ``/en`` + ``rule`` in English."""

    def register(view: View) -> View:
        blueprint.add_url_rule(rule, view.__name__, view, defaults={"lang": "zh"})
        blueprint.add_url_rule(f"/en{rule}", view.__name__, view, defaults={"lang": "en"})
        return view

    return register


@_page("/")
def home() -> ResponseReturnValue:
    """Open the atlas at its first city."""
    return redirect(url_for(".atlas", view_id=views(_catalogue())[0].id))


@_page("/atlas/<view_id>")
def atlas(view_id: str) -> ResponseReturnValue:
    """Show the map of a city, or of all."""
    catalogue = _catalogue()
    view = find_view(catalogue, view_id)
    lang = g.language or "zh"
    return _public(
        render_template(
            "atlas.html",
            view=view,
            views=views(catalogue),
            catalogue=catalogue,
            heat=HEAT.relative_to(STATIC).as_posix(),
            maps=[_map(city, lang) for city in view.cities],
            strings=to_json(page_strings()),
            settings=to_json(_settings(view.id)),
        )
    )


def _map(city: str, lang: str) -> tuple[str, str, str, str]:
    """Gather one map of a page: city, id, container and the picture that stands in for it."""
    name = map_id(city)
    picture = _maps().picture(city).svg(lang, prefix=f"picture-{name}", link=_district_address)
    return city, name, _maps().parts(city, lang).html, picture


def _district_address(adcode: str) -> str:
    return f"{url_for('.sources')}#districts-{adcode}"


def _settings(view_id: str) -> dict[str, object]:
    assets = _assets()
    return {
        "view": view_id,
        "views": [view.id for view in views(_catalogue())],
        "search": assets.url("search.json"),
        "sources": url_for(".sources"),
        "review": current_app.config["ATLAS_REVIEW_NUMBER"],
        "basemaps": [
            {
                "id": row.id,
                "name": [row.name_zh, row.name_en],
                "urls": row.tile_urls(),
                "datum": row.datum,
                "attribution": row.attribution,
                "max_zoom": row.max_zoom,
                "subdomains": list(row.subdomains),
                "review": row.review_number,
            }
            for row in current_app.config["BASEMAPS"]
        ],
    }


@_page("/sources")
def sources() -> ResponseReturnValue:
    """List the documents and every phrase that the atlas cites from them."""
    catalogue = _catalogue()
    return _public(
        render_template(
            "sources.html",
            catalogue=catalogue,
            views=views(catalogue),
            cited=citations_by_source(catalogue),
        )
    )


@blueprint.get("/assets/<digest>/<path:name>")
def asset(digest: str, name: str) -> ResponseReturnValue:
    """Serve a hashed file; it may be cached forever, its address changes with its bytes."""
    found = _assets().find(digest, name)
    if found is None:
        abort(404)
    response = Response(found.body, mimetype=found.mimetype)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.set_etag(digest)
    response.make_conditional(request)
    return response


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Say that the process answers and which catalogue it holds."""
    catalogue = _catalogue()
    response = Response(
        to_json(
            {
                "status": "ok",
                "catalogue": catalogue.fingerprint,
                "districts": len(catalogue.districts),
            }
        ),
        mimetype="application/json",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _public(html: str) -> Response:
    response = Response(html, mimetype="text/html")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Language"] = "en" if g.language == "en" else "zh-CN"
    response.add_etag()
    response.make_conditional(request)
    return response
