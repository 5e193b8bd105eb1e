"""What a client gets over HTTP: statuses, headers, links, pages and problems."""

import json
from urllib.parse import urlsplit

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.ogc import blueprint
from webapp.ogc.collections import KINDS

ROOT = "http://localhost/ogc"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
DESCRIBED = ["/ogc/", "/ogc/conformance", "/ogc/api", "/ogc/collections"]
ALL = [
    *DESCRIBED,
    "/ogc/collections/belts",
    "/ogc/collections/belts/items",
    "/ogc/collections/belts/items/west",
]


def links(answer):
    return {link["rel"]: link for link in answer.get_json(force=True)["links"]}


def ids(answer):
    assert answer.status_code == 200
    return [feature["id"] for feature in answer.get_json(force=True)["features"]]


def test_landing_links_to_everything(small_client):
    for path in ("/ogc", "/ogc/"):
        found = links(small_client.get(path))
        assert found["self"]["href"] == f"{ROOT}/?f=json"
        assert found["service-desc"]["href"] == f"{ROOT}/api"
        assert found["service-desc"]["type"] == "application/vnd.oai.openapi+json;version=3.0"
        assert found["conformance"]["href"] == f"{ROOT}/conformance"
        assert found["data"]["href"] == f"{ROOT}/collections"


def test_every_link_can_be_followed(small_client):
    followed = {"/ogc/"}
    waiting = list(followed)
    while waiting:
        answer = small_client.get(waiting.pop())
        assert answer.status_code == 200
        if "json" not in answer.headers["Content-Type"]:
            continue
        document = answer.get_json(force=True)
        for holder in [document, *document.get("collections", []), *document.get("features", [])]:
            for link in holder.get("links", []):
                parts = urlsplit(link["href"])
                path = f"{parts.path}?{parts.query}"
                assert link["href"].startswith(f"{ROOT}/")
                assert small_client.get(path).headers["Content-Type"].startswith(link["type"])
                if path not in followed:
                    followed.add(path)
                    waiting.append(path)
    assert len(followed) > 15


def test_landing_as_html_is_escaped(small_client):
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    answer = small_client.get("/ogc/", headers=browser)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<script" not in answer.text
    assert "行政区 · Districts" in answer.text
    assert answer.headers["Vary"] == "Accept"
    assert small_client.get("/ogc/").headers["Vary"] == "Accept"


@pytest.mark.parametrize("host", ["", 'a>; rel="next", <evil', '"><script>alert(1)</script>'])
def test_impossible_host_gives_relative_links(small_client, host):
    answer = small_client.get("/ogc/collections/sites/items", headers={"Host": host})
    assert links(answer)["collection"]["href"] == "/ogc/collections/sites"
    assert "evil" not in answer.headers["Link"]
    page = small_client.get("/ogc/?f=html", headers={"Host": host})
    assert "<script" not in page.text
    assert 'href="/ogc/collections"' in page.text


def test_conformance_declares_what_is_implemented(small_client):
    declared = small_client.get("/ogc/conformance").get_json()["conformsTo"]
    assert [uri.rpartition("/")[2] for uri in declared] == ["core", "geojson", "oas30", "crs"]


def test_collections_state_crs_datum_and_extent(small_client):
    document = small_client.get("/ogc/collections").get_json()
    assert [entry["id"] for entry in document["collections"]] == [kind.id for kind in KINDS]
    for entry in document["collections"]:
        assert entry["crs"] == ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"]
        assert entry["storageCrs"] == entry["crs"][0]
        assert entry["datum"] == "WGS-84"
        assert small_client.get(f"/ogc/collections/{entry['id']}").get_json() == entry
    assert document["collections"][0]["extent"]["spatial"]["bbox"] == [[0, 0, 3, 1]]


def test_items_are_geojson_in_crs84(small_client):
    answer = small_client.get("/ogc/collections/districts/items")
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert answer.headers["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    document = answer.get_json(force=True)
    assert document["type"] == "FeatureCollection"
    assert (document["numberMatched"], document["numberReturned"]) == (3, 3)
    assert "timeStamp" not in document


def test_items_pages_cover_everything_once(small_client):
    seen = []
    path = "/ogc/collections/sites/items?limit=2&city=town"
    while path:
        answer = small_client.get(path)
        seen += ids(answer)
        following = links(answer).get("next")
        path = following and following["href"].removeprefix("http://localhost")
    assert seen == ["lab", "yard", "hall"]


def test_items_links_of_a_page_in_the_middle(small_client):
    answer = small_client.get("/ogc/collections/sites/items?offset=1&limit=1&bbox=0,0,3,1")
    root = f"{ROOT}/collections/sites/items?bbox=0%2C0%2C3%2C1"
    assert ids(answer) == ["yard"]
    assert links(answer)["self"]["href"] == f"{root}&limit=1&offset=1"
    assert links(answer)["next"]["href"] == f"{root}&limit=1&offset=2"
    assert links(answer)["prev"]["href"] == f"{root}&limit=1&offset=0"
    assert len(answer.headers.getlist("Link")) == 4


def test_items_that_just_fit_have_no_next_page(small_client):
    answer = small_client.get("/ogc/collections/sites/items?limit=3")
    assert ids(answer) == ["lab", "yard", "hall"]
    assert not {"next", "prev"} & set(links(answer))


def test_items_beyond_the_end(small_client):
    answer = small_client.get("/ogc/collections/sites/items?offset=99&limit=2")
    assert ids(answer) == []
    assert answer.get_json(force=True)["numberMatched"] == 3
    assert "next" not in links(answer)
    assert links(answer)["prev"]["href"].endswith("limit=2&offset=1")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("districts/items?bbox=0.2,0.2,0.8,0.8", ["100001"]),
        ("districts/items?bbox=1,0,1,1", ["100001", "100002"]),
        ("districts/items?bbox=170,-1,0.5,1", ["100001"]),
        ("districts/items?specialisations=robots", ["100001", "100002"]),
        ("districts/items?specialisation_state=not_listed", ["100003"]),
        ("districts/items?belts=west&specialisations=chips", ["100001"]),
        ("districts/items?name_zh=%E4%B9%99", ["100002"]),
        ("districts/items?name_zh=nobody", []),
        ("sites/items?kind=park", ["yard"]),
        ("sites/items?edition=2018", []),
        ("scenarios/items?number=2", ["teach"]),
        ("scenarios/items?units=office", ["drive"]),
        ("scenarios/items?bbox=1.4,0,1.6,1", ["teach", "heal"]),
        ("belts/items?status=editorial", ["join"]),
        ("sites/items?datetime=2018-01-01/..", ["lab", "yard", "hall"]),
        (f"sites/items?bbox=1,0,2,1&crs={CRS84}&bbox-crs={CRS84}", ["yard"]),
        ("sites/items?limit=99999&f=json", ["lab", "yard", "hall"]),
    ],
)
def test_items_selected(small_client, query, found):
    assert ids(small_client.get(f"/ogc/collections/{query}")) == found


def test_item_is_the_feature_with_links(small_client):
    answer = small_client.get("/ogc/collections/districts/items/100002")
    assert answer.headers["Content-Type"] == "application/geo+json"
    feature = answer.get_json(force=True)
    page = small_client.get("/ogc/collections/districts/items").get_json(force=True)
    assert {**page["features"][1], "links": feature["links"]} == feature
    assert links(answer)["self"]["href"] == f"{ROOT}/collections/districts/items/100002"
    assert links(answer)["collection"]["href"] == f"{ROOT}/collections/districts"


@pytest.mark.parametrize("path", ALL)
def test_answers_can_be_cached_and_shared(small_client, path):
    answer = small_client.get(path)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = small_client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == answer.headers["ETag"]
    other = small_client.get(path, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize("path", ALL)
def test_head_is_get_without_the_body(small_client, path):
    head, get = small_client.head(path), small_client.get(path)
    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(get.data))
    assert head.headers["ETag"] == get.headers["ETag"]


def test_answers_name_the_address_that_was_asked(small_client):
    answer = small_client.get(
        "/ogc/collections", base_url="https://atlas.example/map", headers={"Host": "a.example"}
    )
    href = answer.get_json()["links"][0]["href"]
    assert href == "https://a.example/map/ogc/collections"


def test_chinese_is_not_escaped(small_client):
    for path in DESCRIBED[:1] + DESCRIBED[3:]:
        text = small_client.get(path).data
        assert b"\\u" not in text
        assert "数据集".encode() in text


@pytest.mark.parametrize(
    ("path", "parameter", "fragment"),
    [
        ("/ogc/?x=1", "x", "allowed: f"),
        ("/ogc/?f=xml", "f", "allowed: json, html"),
        ("/ogc/api?f=yaml", "f", "allowed: json"),
        ("/ogc/conformance?limit=1", "limit", "allowed: f"),
        ("/ogc/collections/sites?bbox=0,0,1,1", "bbox", "allowed: f"),
        ("/ogc/collections/sites/items?colour=red", "colour", "allowed: f, bbox, bbox-crs"),
        ("/ogc/collections/sites/items?note=x", "note", "allowed"),
        ("/ogc/collections/sites/items?kind=parks", "kind", "allowed: cluster, park"),
        ("/ogc/collections/sites/items?limit=0", "limit", "at least 1"),
        ("/ogc/collections/sites/items?f=html", "f", "allowed: json"),
        ("/ogc/collections/sites/items?bbox=1,2,3", "bbox", "four numbers"),
        ("/ogc/collections/sites/items?bbox=1,2,3,4&bbox=1,2,3,4", "bbox", "only once"),
        ("/ogc/collections/sites/items?crs=EPSG:4326", "crs", "allowed: http://www.opengis"),
        ("/ogc/collections/sites/items?bbox-crs=", "bbox-crs", "allowed: http://www.opengis"),
        ("/ogc/collections/sites/items/lab?crs=x", "crs", "allowed: http://www.opengis"),
        ("/ogc/collections/sites/items/lab?limit=1", "limit", "allowed: f"),
    ],
)
def test_wrong_parameters(small_client, path, parameter, fragment):
    problem = check_problem(small_client.get(path), 400)
    assert problem["parameter"] == parameter
    assert fragment in problem["detail"]


@pytest.mark.parametrize(
    ("path", "fragment"),
    [
        ("/ogc/collections/parks", "no collection “parks”"),
        ("/ogc/collections/parks/items", "no collection “parks”"),
        ("/ogc/collections/sites/items/nowhere", "no feature in sites with the id “nowhere”"),
        ("/ogc/collections/", "no resource"),
        ("/ogc/nothing/here", "no resource “/ogc/nothing/here”"),
        ("/ogc/collections/sites/items/a/b", "no resource"),
    ],
)
def test_unknown_resources(small_client, path, fragment):
    assert fragment in check_problem(small_client.get(path), 404)["detail"]


def test_unknown_collection_lists_those_there_are(small_client):
    problem = check_problem(small_client.get("/ogc/collections/x"), 404)
    assert problem["allowed"] == [kind.id for kind in KINDS]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_wrong_methods(small_client, method):
    answer = small_client.open("/ogc/collections/sites/items", method=method)
    check_problem(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_preflight_is_answered(small_client):
    answer = small_client.options("/ogc/collections/sites/items")
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_impossible_accept(small_client):
    answer = small_client.get("/ogc/collections/sites/items", headers={"Accept": "text/csv"})
    assert check_problem(answer, 406)["allowed"] == ["application/geo+json"]


def test_pages_outside_the_interface_are_left_alone(small_client):
    assert small_client.get("/").text == "home"
    assert "Access-Control-Allow-Origin" not in small_client.get("/").headers
    missing = small_client.get("/ogcx")
    assert (missing.status_code, missing.content_type[:9]) == (404, "text/html")


def test_unforeseen_failure_is_a_problem_without_details(monkeypatch):
    app = Flask("webapp")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.extensions["catalogue"] = None
    app.register_blueprint(blueprint, url_prefix="/ogc")
    # One logger serves every Flask of this name in the process: put it back.
    monkeypatch.setattr(app.logger, "disabled", True)
    problem = check_problem(app.test_client().get("/ogc/collections"), 500)
    assert "NoneType" not in json.dumps(problem)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from([*ALL, "/ogc/collections/sites/items", "/ogc/collections/scenarios/items"]),
    st.binary(max_size=80),
    st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=40),
)
def test_any_request_is_answered_or_refused(small_client, path, query, accept):
    answer = small_client.get(
        path,
        environ_overrides={"QUERY_STRING": query.decode("latin-1")},
        headers={"Accept": accept},
    )
    assert answer.status_code in (200, 400, 406)
    if answer.status_code != 200:
        check_problem(answer, answer.status_code)


def check_problem(answer, status):
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    problem = answer.get_json(force=True)
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["type"].startswith(f"{ROOT}/?f=html#")
    return problem
