"""Every public address answers, and whatever its answer links to answers, too."""

import posixpath
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from webapp.reading import reading_paths
from webapp.site import public_paths

# Attributes by which a page loads or leads to something.
LINKS = {"href", "src", "action", "poster", "data", "srcset"}


class Links(HTMLParser):
    """Collect the addresses of a page and the ids that a fragment may name."""

    def __init__(self, page):
        super().__init__()
        self.found, self.ids = [], set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in LINKS:
                self.found.append((tag, value))
            if name == "id":
                self.ids.add(value)


@pytest.fixture(scope="module")
def answers(app):
    """Ask for every public path once."""
    client = app.test_client()
    return {path: client.get(path) for path in public_paths(app)}


@pytest.fixture(scope="module")
def pages(answers):
    return {path: found.text for path, found in answers.items() if found.mimetype == "text/html"}


def text_of(answers, suffix):
    return {path: found.text for path, found in answers.items() if path.endswith(suffix)}


def test_pages_of_both_languages_and_every_asset_are_public(app, catalogue):
    paths = public_paths(app)
    pages = paths[: len(paths) - len(app.extensions["assets"].names())]
    chinese = pages[: len(pages) // 2]

    assert chinese[:4] == ["/atlas/shanghai", "/atlas/shenzhen", "/atlas/both", "/sources"]
    assert {"/matrix", "/editions", "/scenarios"} <= {*reading_paths(catalogue)} <= set(chinese)
    assert pages == [*chinese, *(f"/en{path}" for path in chinese)]
    assert len(set(paths)) == len(paths)


def test_nothing_public_depends_on_who_asks(app):
    """Health, errors and the data interface are answered by the application."""
    assert not any(path.startswith(("/healthz", "/ogc")) for path in public_paths(app))


def test_every_public_path_answers(answers):
    assert [path for path, found in answers.items() if found.status_code != 200] == []
    assert [path for path, found in answers.items() if not found.data] == []


def test_every_public_answer_says_how_long_it_holds(answers):
    for path, found in answers.items():
        is_asset = path.startswith("/assets/")
        expected = "public, max-age=31536000, immutable" if is_asset else "no-cache"
        assert found.headers["Cache-Control"] == expected, path
        assert "Set-Cookie" not in found.headers


def test_every_address_of_a_page_answers(answers, pages, client):
    status = {path: found.status_code for path, found in answers.items()}
    assert len(pages) >= 16
    for path, page in pages.items():
        links = Links(page).found
        assert len(links) > 10
        for tag, link in links:
            if tag == "form":  # what it leads to needs its fields
                continue
            place = urlsplit(urljoin(f"http://localhost{path}", link))
            if re.search(r"/sheet/\w+\.", place.path):  # drawn for seconds; see test_sheets.py
                continue
            assert place.netloc == "localhost", (path, tag, link)
            # A selection is the script's business; what a page loads may depend on its query.
            is_read_here = tag == "a" and not place.query.startswith("to=")
            target = place.path if is_read_here else place._replace(scheme="", netloc="").geturl()
            if target not in status:
                status[target] = client.get(target, follow_redirects=True).status_code
            assert status[target] == 200, (path, tag, link)


def test_every_fragment_names_something(pages):
    ids = {path: Links(page).ids for path, page in pages.items()}
    for path, page in pages.items():
        for _, link in Links(page).found:
            target, _, fragment = link.partition("#")
            if fragment:
                assert fragment in ids[posixpath.join(path, target) if target else path], link


def test_every_selection_that_a_page_links_to_exists(pages, catalogue):
    known = {
        "district": {row.adcode for row in catalogue.districts},
        "site": {row.id for row in catalogue.sites},
        "belt": {row.id for row in catalogue.belts},
        "scenario": {row.id for row in catalogue.scenarios},
    }
    found = re.findall(r"\?sel=([a-z]+):([a-z0-9-]+)", pages["/sources"])

    assert len(found) > 100
    assert [pair for pair in found if pair[1] not in known[pair[0]]] == []


def test_every_import_of_a_module_answers(answers, client):
    modules = {path: text for path, text in text_of(answers, ".js").items() if "/js/" in path}
    imported = 0
    for path, text in modules.items():
        for name in re.findall(r"""\bimport\b[^;(]*?["']([^"']+)["'];""", text):
            assert name.startswith("./"), (path, name)
            assert name.endswith(".js"), (path, name)
            assert client.get(urljoin(path, name)).status_code == 200, (path, name)
            imported += 1
    assert len(modules) >= 10
    assert imported >= 20


def test_every_module_is_preloaded_or_asked_for_by_its_page(answers, pages):
    """A module found only by its importer costs a round trip more."""
    modules = {path for path in answers if re.fullmatch(r"/assets/[0-9a-f]+/js/[^/]+\.js", path)}
    imports = {
        path: {
            urljoin(path, name)
            for name in re.findall(r"""\bimport\b[^;(]*?["']([^"']+)["'];""", answers[path].text)
        }
        for path in modules
    }
    asked_for = set()
    for path, page in pages.items():
        named = {link for _, link in Links(page).found if link in modules}
        found_late = {(name, late) for name in named for late in imports[name] - named}
        assert found_late == set(), path
        asked_for |= named
    # The page of a frozen site holds every district, and its script shows those asked for.
    of_frozen_sites = {path for path in modules if path.endswith("/compare.js")}
    assert asked_for == modules - of_frozen_sites


def test_every_file_that_a_style_sheet_loads_answers(answers, client):
    loaded = 0
    for path, text in text_of(answers, ".css").items():
        names = re.findall(r"""url\(\s*["']?([^"')]+)["']?\s*\)""", text)
        assert len(names) == text.count("url("), path
        for name in names:
            if name.startswith(("data:", "#")):
                continue
            assert not urlsplit(name).netloc, (path, name)
            assert client.get(urljoin(path, name)).status_code == 200, (path, name)
            loaded += 1
    assert loaded >= 4


def test_no_page_or_style_names_another_host(answers):
    """Addresses in prose and XML namespaces are not loaded."""
    for path, text in (text_of(answers, ".css") | text_of(answers, ".html")).items():
        assert not re.search(r"""(?:url\(\s*["']?|@import\s+["'])(?:https?:)?//""", text), path
