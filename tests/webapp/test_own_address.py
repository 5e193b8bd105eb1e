"""Which addresses are this atlas' own, and how a view is written the same way each time."""

import pytest

from webapp.errors import WrongValueError
from webapp.own_address import MOST_LETTERS, own_address, own_page


@pytest.fixture
def page(app):
    def page(to, path="/"):
        with app.test_request_context(path):
            return own_page(to)

    return page


@pytest.mark.parametrize(
    ("to", "canonical"),
    [
        ("/atlas/shanghai", "/atlas/shanghai"),
        ("/en/atlas/both", "/en/atlas/both"),
        ("/atlas/shanghai?embed=1", "/atlas/shanghai"),
        (
            "/atlas/shanghai?sel=district%3A310104&off=belt-west&utm=x",
            "/atlas/shanghai?off=belt-west&sel=district:310104",
        ),
        ("/atlas/shanghai?datum=WGS-84&edition=", "/atlas/shanghai"),
        (
            "/atlas/shanghai?at=31.2,121.5,10.50&op=industries:40",
            "/atlas/shanghai?op=industries:40&at=31.2000,121.5000,10.5",
        ),
        ("/sources", "/sources"),
        ("/en/story", "/en/story"),
        ("/compare?d=310104&d=440304", "/compare?d=310104&d=440304"),
    ],
)
def test_a_page_is_written_in_its_canonical_form(page, to, canonical):
    assert page(to) == canonical
    assert page(canonical) == canonical


@pytest.mark.parametrize(
    "to",
    [
        "",
        "https://evil.example/atlas/shanghai",
        "//evil.example/atlas/shanghai",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/atlas/shanghai\r\nSet-Cookie: a=b",
        "/atlas/shanghai#x",
        "/atlas/shang hai",
        "/atlas/atlantis",
        "/nothing",
        "/healthz",
        "/assets/0/x.js",
        "/ogc/",
        "/data/wgs84/sites.csv",
        "/qr.svg?to=/atlas/shanghai",
        "/p/aaaaaaaaaa",
        "atlas/shanghai",
        "/atlas/shanghai?sel=" + "x" * MOST_LETTERS,
        "/atlas/shanghai?edition=1066",
        "/atlas/shanghai?on=nothing",
        "/atlas/shanghai?at=0,0,3",
        "/atlas/../healthz",
        "/@evil.example",
    ],
)
def test_what_is_no_page_of_this_atlas_is_refused(page, to):
    with pytest.raises(WrongValueError):
        page(to)


def test_the_refusal_names_what_is_allowed_in_the_reader_s_language(page):
    with pytest.raises(WrongValueError, match="/atlas/shanghai"):
        page("/nothing")
    with pytest.raises(WrongValueError, match="is no page of this atlas"):
        page("/nothing", "/en/")


def test_a_short_link_is_an_own_address_but_no_page_to_save(app):
    with app.test_request_context("/"):
        assert own_address("/p/aaaaaaaaaa") == "/p/aaaaaaaaaa"
        assert own_address("/en/p/aaaaaaaaaa?x=1") == "/en/p/aaaaaaaaaa"
        with pytest.raises(WrongValueError):
            own_address("/p/short")
