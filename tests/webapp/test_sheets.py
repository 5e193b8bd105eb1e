import io
import re
import subprocess
import time
from urllib.parse import unquote

import pytest
from PIL import Image

from layers.sheet_order import SheetOrder
from tests.layers.ordering import WORDS
from webapp.sheet_orders import order_key, read_sheet_order
from webapp.sheet_pool import SheetBusyError, SheetFailedError
from webapp.sheet_words import sheet_words
from webapp.view_state import PARAMETERS
from webapp.views import find_view


@pytest.fixture(scope="module")
def site(make_app, tmp_path_factory):
    """An application with a cache of its own, whose child process ends with the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_CACHE", str(tmp_path_factory.mktemp("cache")))
        app = make_app()
    yield app
    app.extensions["sheets"].close()


@pytest.fixture
def client(site):
    return site.test_client()


@pytest.fixture
def order(site, catalogue):
    """Read the order of an address, without drawing it."""

    def order(query="", view="shanghai", path="/", suffix="pdf"):
        with site.test_request_context(f"{path}?{query}") as context:
            chosen = find_view(catalogue, view)
            return read_sheet_order(context.request.args, chosen, catalogue, suffix)

    return order


def text_of(data, tmp_path):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(data)
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()


# --- a sheet


def test_a_sheet_is_a_pdf_of_the_view(client, tmp_path):
    response = client.get("/sheet/shanghai.pdf?on=parks&edition=2021")
    text = text_of(response.data, tmp_path)

    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    assert "2021 年文件" in text
    assert "长阳创谷" in text
    assert "示意图，未经审核，仅供内部使用" in text
    assert "西带" not in text


def test_a_sheet_in_english_is_a_picture_of_its_size(client):
    response = client.get("/en/sheet/shenzhen.png?dpi=150&paper=a4")

    assert response.mimetype == "image/png"
    assert response.headers["Content-Language"] == "en"
    with Image.open(io.BytesIO(response.data)) as image:
        assert image.size == pytest.approx((1754, 1240), abs=1)


@pytest.mark.parametrize(
    ("path", "plain", "full"),
    [
        ("/sheet/shenzhen.png?dpi=150", "renxing-shenzhen-a4.png", "人形图-深圳-a4.png"),
        ("/en/sheet/shenzhen.png?dpi=150", "renxing-shenzhen-a4.png",
         "Renxing-Atlas-Shenzhen-a4.png"),
    ],
)  # fmt: skip
def test_a_sheet_has_a_name_for_every_browser(client, path, plain, full):
    header = client.get(path).headers["Content-Disposition"]

    assert header.startswith(f'attachment; filename="{plain}";')
    assert unquote(header.partition("filename*=UTF-8''")[2]) == full
    assert header.isascii()


def test_a_sheet_that_is_known_is_not_sent_again(client):
    first = client.get("/sheet/shenzhen.png?dpi=150")
    again = client.get(
        "/sheet/shenzhen.png?dpi=150", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert again.status_code == 304
    assert again.data == b""


def test_the_review_number_of_the_settings_is_printed(site, order, monkeypatch):
    monkeypatch.setitem(site.config, "ATLAS_REVIEW_NUMBER", "沪S(2024)1号")

    assert order().review == "沪S(2024)1号"
    assert order().is_reviewed


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/sheet/paris.pdf", 404, "可用的有：shanghai"),
        ("/en/sheet/paris.pdf", 404, "Allowed: shanghai"),
        ("/sheet/shanghai.gif", 404, "此地址没有内容"),
        ("/sheet/shanghai.pdf?paper=a5", 400, "a4, a3"),
        ("/en/sheet/shanghai.pdf?paper=a5", 400, "paper=a5, which is not possible"),
        ("/sheet/shanghai.png?dpi=72", 400, "150–300"),
        ("/sheet/shanghai.png?dpi=-1", 400, "150–300"),
        ("/sheet/shanghai.png?dpi=1e9", 400, "150–300"),
        ("/sheet/shanghai.pdf?on=%3Cb%3E", 400, "可用的有"),
        ("/sheet/shanghai.pdf?at=0,0,3", 400, "lat"),
        ("/sheet/shanghai?on=nope", 400, "on=nope"),
        ("/sheet?view=shanghai&format=svg", 400, "pdf, png"),
        ("/sheet?view=paris", 404, "没有名为“paris”的视图"),
    ],
)  # fmt: skip
def test_wrong_values_are_explained(client, path, status, told):
    response = client.get(path)

    assert response.status_code == status
    assert told in response.text


def test_too_many_at_once_are_told_to_come_back(site, client, monkeypatch):
    def busy(key, order):
        raise SheetBusyError

    monkeypatch.setattr(site.extensions["sheets"], "file", busy)
    response = client.get("/en/sheet/shanghai.pdf")

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "Too many sheets" in response.text


def test_a_failure_is_logged_and_not_shown(site, client, monkeypatch, caplog):
    def fail(key, order):
        raise SheetFailedError("/secret/path")

    monkeypatch.setattr(site.extensions["sheets"], "file", fail)
    response = client.get("/en/sheet/shanghai.pdf")

    assert response.status_code == 500
    assert "secret" not in response.text
    assert "/secret/path" in caplog.text


# --- the order


def test_an_order_has_the_view_of_the_address(order):
    found = order(
        "on=parks&off=belt-west&sel=district:310104&op=industries:40"
        "&at=31.2,121.47,11.25&paper=a3&edition=2018"
    )

    assert isinstance(found, SheetOrder)
    assert "parks" in found.layers
    assert "belt-west" not in found.layers
    assert found.selection == ("district", "310104")
    assert found.opacity == {"industries": 0.4}
    assert found.centres == ((31.2, 121.47, 11.25),)
    assert (found.paper, found.edition) == ("a3", 2018)
    assert found.subtitle == "2018 年文件 · 选中：徐汇区"


def test_a_place_that_is_linked_to_is_looked_at(order):
    assert order("sel=site:sh-fudan", view="both").centres == ((31.298889, 121.499167, 13.0), None)
    assert order("sel=site:sh-lingang").centres[0][2] == 11.0
    assert order("sel=site:sh-fudan&at=31.2,121.4,9").centres == ((31.2, 121.4, 9.0),)
    assert order("sel=district:310104").centres == ()


def test_a_pdf_has_no_resolution(order, catalogue):
    coarse, fine = order("dpi=150"), order("dpi=300")

    assert order_key(coarse, catalogue.fingerprint) == order_key(fine, catalogue.fingerprint)
    assert order("dpi=150", suffix="png").dpi == 150


def test_a_key_is_that_of_view_catalogue_and_language(order, catalogue):
    keys = {
        order_key(order(), catalogue.fingerprint),
        order_key(order(), "0" * 64),
        order_key(order("on=parks"), catalogue.fingerprint),
        order_key(order(path="/en/"), catalogue.fingerprint),
        order_key(order(suffix="png"), catalogue.fingerprint),
    }

    assert len(keys) == 5
    assert all(re.fullmatch("[0-9a-f]{32}", key) for key in keys)


def test_the_sheet_has_a_word_for_everything_it_writes(site):
    for language, prefix in (("zh", "/"), ("en", "/en/")):
        with site.test_request_context(prefix):
            words = sheet_words()
        assert words.keys() == WORDS[language].keys()
        for word in words:
            assert re.findall(r"\{\w\w*\}", words[word]) == re.findall(
                r"\{\w\w*\}", WORDS[language][word]
            )


# --- the page of the form


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_form_keeps_the_view(client, prefix):
    page = client.get(f"{prefix}/sheet/shanghai?on=parks&sel=district:310104&evil=%22%3E").text

    assert page.count('name="on" value="parks"') == 2
    assert page.count('name="sel" value="district:310104"') == 2
    assert "evil" not in page
    assert f'action="{prefix}/atlas-book/shanghai"' in page
    assert "<script" not in page
    assert " style=" not in page


def test_the_form_leads_to_the_address_of_the_file(client):
    response = client.get("/en/sheet?view=shanghai&format=png&paper=a3&dpi=200&on=parks&x=1")

    assert response.status_code == 302
    assert response.location == "/en/sheet/shanghai.png?paper=a3&dpi=200&on=parks"


def test_every_parameter_of_a_view_survives_the_form(client):
    values = {"on": "parks", "off": "belt-west", "edition": "2018", "sel": "belt:east",
              "op": "industries:40", "at": "31.2,121.4,10", "datum": "GCJ-02",
              "basemap": "x"}  # fmt: skip
    assert values.keys() == set(PARAMETERS)
    page = client.get("/sheet/shanghai", query_string=values).text

    for key, value in values.items():
        assert page.count(f'name="{key}" value="{value}"') == 2


@pytest.mark.parametrize(("prefix", "other"), [("", "/en"), ("/en", "")])
def test_the_other_language_shows_the_same_view(client, prefix, other):
    page = client.get(f"{prefix}/sheet/shanghai?on=parks&sel=district:310104&x=1").text

    assert f'href="{other}/sheet/shanghai?on=parks&amp;sel=district:310104"' in page


# --- the atlas book


def wait_for(client, address):
    for _ in range(240):
        page = client.get(address).text
        if 'http-equiv="refresh"' not in page:
            return page
        time.sleep(0.25)
    raise AssertionError(page)


def test_a_book_is_started_followed_and_fetched(client, tmp_path):
    started = client.post("/atlas-book/shenzhen", data={"paper": "a4", "edition": "2023"})
    assert started.status_code == 303
    page = client.get(started.location).text
    assert "取消" in page
    assert "<script" not in page

    page = wait_for(client, started.location)
    assert "图集已生成" in page
    book, query = started.location.split("?")
    assert query == "edition=2023"
    for link in ("/sheet/shenzhen", "/atlas/shenzhen", f"/en{book}"):
        assert f'href="{link}?edition=2023"' in page
    response = client.get(f"{book}.pdf")
    text = text_of(response.data, tmp_path)
    assert "南山区" in text
    assert "2023 年文件" in text
    assert "renxing-atlas-shenzhen.pdf" in response.headers["Content-Disposition"]
    again = client.post("/atlas-book/shenzhen", data={"paper": "a4", "edition": "2023"})
    assert again.location == started.location
    assert "图集已生成" in client.get(again.location).text


def test_a_book_can_be_cancelled(client):
    started = client.post("/en/atlas-book/both", data={"paper": "a3"})
    cancelled = client.post(f"{started.location}/cancel")

    assert cancelled.status_code == 303
    page = wait_for(client, started.location)
    assert "It was cancelled" in page
    assert client.get(f"{started.location}.pdf").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_forms_of_other_sites_are_refused(client, headers):
    assert client.post("/atlas-book/shenzhen", headers=headers).status_code == 403
    address = f"/atlas-book/shenzhen/{'a' * 32}/cancel"
    assert client.post(address, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}, {}]
)
def test_our_own_forms_are_taken(site, client, monkeypatch, headers):
    monkeypatch.setattr(site.extensions["books"], "start", lambda job, order: None)

    assert client.post("/atlas-book/shenzhen", headers=headers).status_code == 303


def test_a_book_is_not_started_by_a_link(client):
    assert client.get("/atlas-book/shenzhen").status_code == 405


@pytest.mark.parametrize(
    "path", ["/atlas-book/shenzhen/nope", f"/atlas-book/shenzhen/{'0' * 32}", "/atlas-book/x/y.pdf"]
)
def test_a_book_that_nobody_asked_for(client, path):
    assert client.get(path).status_code == 404


def test_enough_books_are_enough(site, client, monkeypatch):
    def busy(job, order):
        raise SheetBusyError

    monkeypatch.setattr(site.extensions["books"], "start", busy)

    assert client.post("/atlas-book/shenzhen").status_code == 503


def test_wrong_values_start_no_book(client):
    response = client.post("/en/atlas-book/shenzhen", data={"paper": "letter"})

    assert response.status_code == 400
    assert "paper=letter" in response.text
