"""The routes below ``/ogc/``: parse the request, call one function, send what it wrote."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, current_app, render_template, request, url_for
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from webapp.ogc import negotiation, pages, problems, query
from webapp.ogc.collections import Collection, to_json
from webapp.ogc.documents import TITLE
from webapp.ogc.negotiation import GEOJSON, HTML, JSON, OPENAPI, Representation
from webapp.ogc.problems import OgcProblem
from webapp.ogc.service import Service, service_of

blueprint = Blueprint("ogc", __name__, template_folder="templates")

METHODS = "GET, HEAD, OPTIONS"
FRESH_SECONDS = 300
"""Caches may repeat an answer so long without asking; a catalogue changes by a restart."""


@blueprint.get("/", strict_slashes=False)
def landing() -> Response:
    """Send the landing page, as JSON or as HTML."""
    offer = _negotiate(JSON, HTML)
    service = _service()
    if offer is HTML:
        page = render_template(
            "ogc/landing.html",
            title=TITLE,
            description=service.description,
            collections=service.collections.values(),
            base=_base(),
            problems=problems.TITLES,
            limits=(query.DEFAULT_LIMIT, query.MAXIMUM_LIMIT),
        )
        response = _send(page.encode(), HTML)
    else:
        response = _send(service.text("", _base()), JSON)
    response.vary.add("Accept")
    return response


@blueprint.get("/conformance")
def conformance() -> Response:
    """Send the declaration of conformance."""
    return _described("conformance", JSON)


@blueprint.get("/api")
def api() -> Response:
    """Send the OpenAPI 3.0 document."""
    return _described("api", OPENAPI)


@blueprint.get("/collections")
def collections() -> Response:
    """Send the description of all collections."""
    return _described("collections", JSON)


@blueprint.get("/collections/<collection_id>")
def collection(collection_id: str) -> Response:
    """Send the description of one collection."""
    return _described(f"collections/{_collection(collection_id).kind.id}", JSON)


@blueprint.get("/collections/<collection_id>/items")
def items(collection_id: str) -> Response:
    """Send a page of the features that the query string selects."""
    one = _collection(collection_id)
    fields = one.kind.fields
    allowed = ("f", *query.PAGING, *query.filter_names(fields))
    parameters = query.read_parameters(request.query_string, allowed)
    negotiation.choose([GEOJSON], parameters.get("f"), request.accept_mimetypes)
    wanted = query.read_items_query(parameters, fields)
    body, links = pages.items_page(one, wanted, _base())
    return _send(body, GEOJSON, links)


@blueprint.get("/collections/<collection_id>/items/<feature_id>")
def item(collection_id: str, feature_id: str) -> Response:
    """Send one feature."""
    one = _collection(collection_id)
    parameters = query.read_parameters(request.query_string, ("f", "crs"))
    negotiation.choose([GEOJSON], parameters.get("f"), request.accept_mimetypes)
    query.check_crs(parameters)
    position = one.positions.get(feature_id)
    if position is None:
        raise problems.not_found(feature_id, what=f"feature in {one.kind.id} with the id")
    body, links = pages.feature(one, position, _base())
    return _send(body, GEOJSON, links)


@blueprint.before_app_request
def answer_routing_failure() -> Response | None:
    """Answer an unknown path or method below the landing page with a problem.

    Flask knows no blueprint for such a request, so a blueprint's error handler never sees it.
    """
    failure = request.routing_exception
    if failure is None:
        return None
    root = url_for(f"{blueprint.name}.landing")
    if not (request.script_root + request.path).startswith(root):
        return None
    if isinstance(failure, MethodNotAllowed):
        detail = f"{problems.shorten(request.method)} is not offered; allowed: {METHODS}."
        problem = OgcProblem(
            detail, slug="method-not-allowed", status=405, allowed=METHODS.split(", ")
        )
    elif isinstance(failure, NotFound):
        problem = problems.not_found(request.path, what="resource")
    else:
        return None
    return share(send_problem(problem))


@blueprint.errorhandler(OgcProblem)
def send_problem(problem: OgcProblem) -> Response:
    """Send a problem as application/problem+json."""
    response = Response(
        to_json(problem.document(f"{_base()}?f=html#")),
        status=problem.status,
        content_type=problems.MEDIA_TYPE,
    )
    response.headers["Cache-Control"] = "no-store"
    if problem.status == 405:
        response.headers["Allow"] = METHODS
    return response


@blueprint.errorhandler(HTTPException)
def send_http_error(error: HTTPException) -> Response:
    """Send any other failure, also an unforeseen one, in the same form."""
    detail = error.description or error.name
    return send_problem(OgcProblem(detail, slug="error", status=error.code or 500))


@blueprint.after_request
def share(response: Response) -> Response:
    """Let pages of any origin read the data: it is public and there is nothing to change."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Content-Crs, ETag, Link"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
    return response


def _service() -> Service:
    return service_of(current_app)


def _collection(collection_id: str) -> Collection:
    found = _service().collections.get(collection_id)
    if found is None:
        raise problems.not_found(collection_id, what="collection", allowed=_service().collections)
    return found


def _base() -> str:
    # Without a Host header, or with an impossible one, Werkzeug knows no host: stay relative.
    return url_for(f"{blueprint.name}.landing", _external=bool(request.host))


def _negotiate(*offers: Representation) -> Representation:
    wanted = query.read_parameters(request.query_string, ("f",)).get("f")
    return negotiation.choose(offers, wanted, request.accept_mimetypes)


def _described(path: str, offer: Representation) -> Response:
    _negotiate(offer)
    return _send(_service().text(path, _base()), offer)


def _send(body: bytes, offer: Representation, links: Sequence[pages.Link] = ()) -> Response:
    response = Response(body, content_type=offer.media_type)
    response.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    if offer is GEOJSON:
        response.headers["Content-Crs"] = f"<{query.CRS84}>"
    for link in links:
        header = f'<{link["href"]}>; rel="{link["rel"]}"; type="{link["type"]}"'
        response.headers.add("Link", header)
    response.add_etag()
    response.make_conditional(request)
    return response
