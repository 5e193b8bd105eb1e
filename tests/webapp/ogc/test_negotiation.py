"""``f`` first, then Accept, then the first thing on offer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from webapp.ogc.negotiation import GEOJSON, HTML, JSON, OPENAPI, choose
from webapp.ogc.problems import OgcProblem

CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
GDAL_API = (
    "application/vnd.oai.openapi+json;version=3.0, application/openapi+json;version=3.0, "
    "application/json"
)


def accepting(header):
    return parse_accept_header(header, MIMEAccept)


@pytest.mark.parametrize(
    ("offers", "header", "expected"),
    [
        ((JSON, HTML), None, JSON),
        ((JSON, HTML), "*/*", JSON),
        ((JSON, HTML), CHROME, HTML),
        ((JSON, HTML), "application/json", JSON),
        ((JSON, HTML), "application/json;q=0.1, text/html;q=0.9", HTML),
        ((GEOJSON,), "application/geo+json, application/json", GEOJSON),
        ((GEOJSON,), "application/json", GEOJSON),
        ((GEOJSON,), CHROME, GEOJSON),
        ((OPENAPI,), GDAL_API, OPENAPI),
        ((OPENAPI,), "application/json", OPENAPI),
        ((OPENAPI,), "application/vnd.oai.openapi+json", OPENAPI),
    ],
)
def test_choose_by_accept(offers, header, expected):
    assert choose(offers, None, accepting(header)) is expected


def test_choose_by_f_outranks_accept():
    assert choose((JSON, HTML), "json", accepting("text/html")) is JSON
    assert choose((JSON, HTML), "html", accepting("application/json")) is HTML


@pytest.mark.parametrize("wanted", ["", "xml", "JSON", "<b>"])
def test_choose_unknown_f_is_refused(wanted):
    with pytest.raises(OgcProblem, match="allowed: json, html") as caught:
        choose((JSON, HTML), wanted, accepting(None))
    assert (caught.value.status, caught.value.parameter) == (400, "f")


@pytest.mark.parametrize("header", ["text/csv", "application/json;q=0", "image/*", "nonsense"])
def test_choose_impossible_accept_is_406(header):
    with pytest.raises(OgcProblem, match="application/geo") as caught:
        choose((GEOJSON,), None, accepting(header))
    assert caught.value.status == 406
    assert caught.value.allowed == ["application/geo+json"]


@given(st.text(max_size=60))
def test_choose_never_fails_otherwise(header):
    try:
        status = {JSON: 200, HTML: 200}[choose((JSON, HTML), None, accepting(header))]
    except OgcProblem as problem:
        status = problem.status
    assert status in (200, 406)
