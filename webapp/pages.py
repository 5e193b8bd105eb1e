"""The public pages: the atlas, its sources, health; and the assets they load."""

from __future__ import annotations

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
from webapp.city_map import basemap_choices, city_map
from webapp.map_assets import HEAT, CityMaps, map_id
from webapp.rendering import (
    assets_in_use,
    catalogue_in_use,
    maps_in_use,
    page,
    public,
    speak,
)
from webapp.search_index import search_entries
from webapp.strings import page_strings
from webapp.views import find_view, views

blueprint = Blueprint("pages", __name__)
speak(blueprint)


@blueprint.record_once
def _register(state: BlueprintSetupState) -> None:
    app = state.app
    assets: Assets = app.extensions["assets"]
    catalogue: Catalogue = app.extensions["catalogue"]
    app.extensions["maps"] = CityMaps(catalogue)
    app.extensions["maps"].register(assets)
    app.jinja_env.globals["city_map"] = city_map
    assets.add("search.json", lambda: to_json(search_entries(catalogue)))


@page(blueprint, "/")
def home() -> ResponseReturnValue:
    """Open the atlas at its first city."""
    return redirect(url_for(".atlas", view_id=views(catalogue_in_use())[0].id))


@page(blueprint, "/atlas")
def any_atlas() -> ResponseReturnValue:
    """Take an address that was cut short to the first city, too."""
    return home()


@page(blueprint, "/atlas/<view_id>")
def atlas(view_id: str) -> ResponseReturnValue:
    """Show the map of a city, or of all."""
    catalogue = catalogue_in_use()
    view = find_view(catalogue, view_id)
    lang = g.language or "zh"
    return public(
        render_template(
            "atlas.html",
            view=view,
            heat=HEAT.relative_to(STATIC).as_posix(),
            maps=[_map(city, lang) for city in view.cities],
            strings=to_json(page_strings()),
            settings=to_json(_settings(view.id)),
        )
    )


def _map(city: str, lang: str) -> tuple[str, str, str, str]:
    """Gather one map of a page: city, id, container and the picture that stands in for it."""
    name = map_id(city)
    maps = maps_in_use()
    picture = maps.picture(city).svg(lang, prefix=f"picture-{name}", link=_district_address)
    return city, name, maps.parts(city, lang).html, picture


def _district_address(adcode: str) -> str:
    return url_for("profiles.district", adcode=adcode)


def _profile_addresses() -> dict[str, str]:
    """Write the address of each kind of profile with ``{id}`` where the id belongs."""
    place = "id-of-the-row"  # a brace would be escaped
    found = {
        "district": url_for("profiles.district", adcode=place),
        "site": url_for("profiles.site", site_id=place),
        "industry": url_for("profiles.industry", industry_id=place),
    }
    return {kind: address.replace(place, "{id}") for kind, address in found.items()}


def _settings(view_id: str) -> dict[str, object]:
    assets = assets_in_use()
    return {
        "view": view_id,
        "atlases": {
            view.id: url_for(".atlas", view_id=view.id) for view in views(catalogue_in_use())
        },
        "search": assets.address("search.json"),
        "sources": url_for(".sources"),
        "profile": _profile_addresses(),
        "compare": f"{url_for('compare.compare')}?d={{id}}",
        "review": current_app.config["ATLAS_REVIEW_NUMBER"],
        "basemaps": basemap_choices(),
    }


@page(blueprint, "/sources")
def sources() -> ResponseReturnValue:
    """List the documents and every phrase that the atlas cites from them."""
    catalogue = catalogue_in_use()
    return public(
        render_template(
            "sources.html",
            cited=citations_by_source(catalogue),
        )
    )


@blueprint.get("/assets/<digest>/<path:name>")
def asset(digest: str, name: str) -> ResponseReturnValue:
    """Serve a hashed file; it may be cached forever, its address changes with its bytes."""
    found = assets_in_use().find(digest, name)
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
    catalogue = catalogue_in_use()
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
