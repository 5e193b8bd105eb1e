"""Sharing: the page, short links, QR codes; nothing leads away from this atlas."""

import io
import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest
import segno
from PIL import Image

from webapp.errors import UnavailableError
from webapp.permalinks import FILE
from webapp.qr_code import qr_svg
from webapp.sharing import preview, share_paths
from webapp.sheet_pool import SheetBusyError

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def links(make_app, tmp_path):
    """A client of an atlas with a store of its own."""
    return make_app(ATLAS_STATE=tmp_path / "state").test_client()


# --- the page


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("view", ["shanghai", "both"])
def test_the_share_page_offers_what_there_is(client, prefix, view):
    page = unescape(client.get(f"{prefix}/share/{view}").text)

    assert f'value="{prefix}/atlas/{view}"' in page
    for address in re.findall(r'<li><a[^>]*href="([^"]+)"', page):
        if "/sheet/" not in address:  # a sheet takes seconds; its own tests draw them
            assert client.get(address).status_code == 200, address
    assert page.count("/sheet/") == 3
    assert client.get(re.search(r'id="share-qr"[^>]*src="([^"]+)"', page)[1]).status_code == 200


def test_the_share_pages_are_prepared(catalogue, app):
    from webapp.site import public_paths

    assert share_paths(catalogue) == ["/share/shanghai", "/share/shenzhen", "/share/both"]
    assert set(share_paths(catalogue)) <= set(public_paths(app))


def test_it_says_whether_frames_are_allowed(client, make_app):
    assert "本服务器未开放嵌入" in client.get("/share/shanghai").text
    open_to_all = make_app(ATLAS_FRAME_ANCESTORS="https://portal.example").test_client()
    assert "本服务器未开放嵌入" not in open_to_all.get("/share/shanghai").text


def test_a_frozen_site_offers_what_works_without_a_server(make_app):
    page = make_app(ATLAS_FROZEN=True).test_client().get("/share/shanghai").text

    assert "qr" not in page.lower()
    assert "data-permalink" not in page
    assert "/sheet/" not in page
    assert "share-code" in page


# --- short links


def test_a_short_link_leads_to_its_view(links):
    saved = links.post("/permalink", data={"to": "/atlas/shanghai?sel=belt%3Awest"}, headers=OURS)

    assert saved.status_code == 200
    path = saved.json["path"]
    assert re.fullmatch(r"/p/[a-z2-7]{10}", path)
    assert saved.json["url"] == f"http://localhost{path}"
    answer = links.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/atlas/shanghai?sel=belt:west"


def test_the_same_view_has_one_link_however_it_is_written(links):
    same = [
        "/atlas/shanghai?off=belt-west&edition=2018",
        "/atlas/shanghai?edition=2018&off=belt-west&embed=1&utm_source=x",
    ]
    found = {links.post("/permalink", data={"to": to}, headers=OURS).json["path"] for to in same}

    assert len(found) == 1


def test_an_english_view_keeps_its_language(links):
    path = links.post("/en/permalink", data={"to": "/en/atlas/both"}, headers=OURS).json["path"]

    assert path.startswith("/en/p/")
    assert links.get(path).headers["Location"] == "/en/atlas/both"


@pytest.mark.parametrize(
    ("path", "text"),
    [("/p/aaaaaaaaaa", "链接是否复制完整"), ("/en/p/AAAA", "Was the link copied whole?")],
)
def test_an_unknown_code_is_explained(links, path, text):
    answer = links.get(path)

    assert answer.status_code == 404
    assert text in unescape(answer.text)
    assert path.rpartition("/")[2] in answer.text


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/healthz",
        "",
        "/p/aaaaaaaaaa",
    ],
)
def test_nothing_but_an_own_page_is_kept(links, to):
    assert links.post("/permalink", data={"to": to}, headers=OURS).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    ],
)
def test_other_sites_may_not_save(links, headers):
    data = {"to": "/atlas/shanghai"}

    assert links.post("/permalink", data=data, headers=headers).status_code == 403
    own = {"Origin": "http://localhost", **OURS}
    assert links.post("/permalink", data=data, headers=own).status_code == 200


def test_a_get_saves_nothing(links):
    assert links.get("/permalink?to=/atlas/shanghai").status_code == 405


def test_where_nothing_can_be_saved_the_long_link_works(make_app, tmp_path):
    (tmp_path / "state").write_text("not a folder")
    client = make_app(ATLAS_STATE=tmp_path / "state").test_client()
    answer = client.post("/permalink", data={"to": "/atlas/shanghai"}, headers=OURS)

    assert answer.status_code == 503
    assert "长链接照常可用" in answer.text
    assert str(tmp_path) not in answer.text
    assert client.get("/atlas/shanghai").status_code == 200


def test_a_damaged_store_answers_503(make_app, tmp_path):
    (tmp_path / FILE).write_bytes(b"no database" * 200)
    client = make_app(ATLAS_STATE=tmp_path).test_client()

    assert client.get("/p/aaaaaaaaaa").status_code == 503
    assert client.get("/en/atlas/shanghai").status_code == 200


# --- QR codes


def test_a_qr_code_holds_the_absolute_address(links):
    answer = links.get("/qr.svg?to=/atlas/shanghai?edition%3D2021", base_url="http://maps.local:81")

    assert answer.mimetype == "image/svg+xml"
    assert "private" in answer.headers["Cache-Control"]
    assert answer.data == qr_svg("http://maps.local:81/atlas/shanghai?edition=2021")
    assert answer.data != qr_svg("http://maps.local:81/atlas/shanghai")


def test_the_configured_address_wins_over_the_host_that_was_asked(make_app, tmp_path):
    app = make_app(ATLAS_PUBLIC_URL="https://atlas.example", ATLAS_STATE=tmp_path)
    client = app.test_client()
    answer = client.get("/qr.svg?to=/en/story", base_url="http://10.0.0.7:8000")

    assert answer.data == qr_svg("https://atlas.example/en/story")
    saved = client.post("/permalink", data={"to": "/story"}, headers=OURS)
    assert saved.json["url"].startswith("https://atlas.example/p/")


@pytest.mark.parametrize(
    "to",
    [
        "",
        "https://evil.example/",
        "//evil.example",
        "/nothing",
        "/atlas/shanghai?sel=" + "x" * 4000,
    ],
)
def test_a_qr_code_never_leads_away_and_is_never_too_long(client, to):
    assert client.get("/qr.svg", query_string={"to": to}).status_code == 400


def test_a_qr_code_is_a_drawing_of_the_code(client):
    root = ET.fromstring(client.get("/qr.svg?to=/atlas/shanghai").data)
    code = segno.make_qr("http://localhost/atlas/shanghai", error="m", encoding="utf-8")

    assert root.tag.endswith("svg")
    assert float(root.get("width")) == code.symbol_size(scale=4, border=4)[0]
    assert {child.tag.rpartition("}")[2] for child in root.iter()} <= {"svg", "path", "g"}


# --- what other programs show beside a link


def meta(page):
    return dict(re.findall(r'<meta property="(og:[^"]+)" content="([^"]*)">', page))


@pytest.mark.parametrize("path", ["/atlas/shanghai", "/en/story", "/sources"])
def test_every_page_says_what_it_is(client, path):
    found = meta(client.get(path).text)

    assert found.keys() == {"og:type", "og:site_name", "og:title", "og:description"}
    assert all(found.values())


def test_a_picture_is_named_where_the_address_is_known(make_app, tmp_path):
    client = make_app(ATLAS_PUBLIC_URL="https://atlas.example").test_client()
    found = meta(client.get("/en/atlas/both").text)

    assert found["og:url"] == "https://atlas.example/en/atlas/both"
    assert found["og:image"] == "https://atlas.example/en/preview/both.png"
    answer = client.get("/en/preview/both.png")
    assert answer.mimetype == "image/png"
    with Image.open(io.BytesIO(answer.data)) as image:
        assert [str(side) for side in image.size] == [
            found["og:image:width"],
            found["og:image:height"],
        ]
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/en/preview/both.png", headers=tag).status_code == 304


def test_a_picture_of_nothing_is_not_drawn(client):
    assert client.get("/preview/atlantis.png").status_code == 404


def test_a_busy_server_says_so(make_app):
    app = make_app()

    class Busy:
        def file(self, key, order):
            raise SheetBusyError

    app.extensions["sheets"] = Busy()
    with app.test_request_context("/en/"), pytest.raises(UnavailableError, match="Try again"):
        preview("shanghai")
    assert app.test_client().get("/preview/shanghai.png").status_code == 503
