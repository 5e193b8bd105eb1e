import mimetypes
import re

import pytest

from webapp import assets as module
from webapp.assets import STATIC, Assets

IMMUTABLE = "public, max-age=31536000, immutable"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A small static tree."""
    for name, text in [("js/a.js", "1"), ("css/b.css", "b{}"), ("note.md", "no"), ("x.py", "no")]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "STATIC", tmp_path)
    return tmp_path


@pytest.fixture
def small(tree, app):
    """The files of the small tree; the application is only lent its templates' globals."""
    before = app.jinja_env.globals["asset_url"]
    yield Assets(app)
    app.jinja_env.globals["asset_url"] = before


def digest(url):
    return url.split("/")[2]


def test_names_are_what_a_browser_may_load(small):
    assert small.names() == ["css/b.css", "js/a.js"]


def test_made_files_are_listed_after_the_tree_s(small):
    small.add("made.json", lambda: "[]")

    assert small.names() == ["css/b.css", "js/a.js", "made.json"]


def test_the_tree_shares_one_hash_so_that_modules_import_each_other(small):
    assert digest(small.url("js/a.js")) == digest(small.url("css/b.css"))
    assert re.fullmatch(r"/assets/[0-9a-f]{12}/js/a\.js", small.url("js/a.js"))


def test_a_made_file_has_a_hash_of_its_own(small):
    small.add("one.json", lambda: "[1]")
    small.add("two.json", lambda: "[2]")

    hashes = {digest(small.url(name)) for name in ("one.json", "two.json", "js/a.js")}
    assert len(hashes) == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda tree: (tree / "js" / "a.js").write_text("2", encoding="utf-8"),
        lambda tree: (tree / "js" / "a.js").rename(tree / "js" / "c.js"),
        lambda tree: (tree / "new.css").write_text("", encoding="utf-8"),
    ],
)
def test_any_change_of_the_tree_changes_its_hash(tree, app, small, change):
    before = digest(small.url("css/b.css"))
    change(tree)

    assert digest(Assets(app).url("css/b.css")) != before


def test_the_hash_knows_where_a_file_ends():
    assert module._digest(b"ab", b"c") != module._digest(b"a", b"bc")


def test_what_is_not_served_does_not_change_the_hash(tree, app, small):
    before = small.url("css/b.css")
    (tree / "note.md").write_text("other", encoding="utf-8")

    assert Assets(app).url("css/b.css") == before


def test_a_made_file_is_made_once_and_only_when_needed(small):
    made = []
    small.add("made.json", lambda: made.append(1) or "[]")

    assert made == []
    url = small.url("made.json")
    assert small.find(digest(url), "made.json").body == b"[]"
    assert small.url("made.json") == url
    assert made == [1]


def test_an_unknown_name_is_a_mistake_of_the_page(small):
    with pytest.raises(KeyError, match="no asset 'none.js'"):
        small.url("none.js")


def test_find_needs_name_and_hash(small):
    small.add("made.json", lambda: "[]")
    tree_hash, made_hash = digest(small.url("js/a.js")), digest(small.url("made.json"))

    assert small.find(tree_hash, "js/a.js").body == b"1"
    assert small.find(tree_hash, "js/none.js") is None
    assert small.find("0" * 12, "js/a.js") is None
    assert small.find(tree_hash, "made.json") is None
    assert small.find(made_hash, "js/a.js") is None


def test_files_outside_the_tree_are_never_found(small):
    tree_hash = digest(small.url("js/a.js"))

    for name in ("../secret.js", "js/../x.py", "x.py", "note.md", "/etc/passwd", ""):
        assert small.find(tree_hash, name) is None


@pytest.mark.parametrize(
    ("name", "mimetype"),
    [
        ("a.js", "text/javascript"),
        ("a.css", "text/css"),
        ("a.json", "application/json"),
        ("a.woff2", "font/woff2"),
        ("a.svg", "image/svg+xml"),
        ("a.png", "image/png"),
        ("LICENSE.txt", "text/plain"),
    ],
)
def test_types_are_those_that_browsers_insist_on(small, name, mimetype):
    small.add(name, lambda: "")

    assert small.find(digest(small.url(name)), name).mimetype == mimetype


def test_an_unknown_type_is_never_guessed_to_be_a_page(small):
    small.add("a.unknown", lambda: "")

    assert mimetypes.guess_type("a.unknown")[0] is None
    found = small.find(digest(small.url("a.unknown")), "a.unknown")
    assert found.mimetype == "application/octet-stream"


def test_an_asset_is_served_for_good(app, client):
    response = client.get(app.extensions["assets"].url("js/main.js"))

    assert response.status_code == 200
    assert response.mimetype == "text/javascript"
    assert response.headers["Cache-Control"] == IMMUTABLE
    assert response.headers["ETag"]


def test_an_asset_in_cache_is_not_sent_again(app, client):
    url = app.extensions["assets"].url("js/main.js")
    etag = client.get(url).headers["ETag"]

    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304


def test_a_replaced_asset_is_gone(client):
    response = client.get("/assets/000000000000/js/main.js")

    assert response.status_code == 404
    assert "immutable" not in response.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["../../pyproject.toml", "%2e%2e/%2e%2e/pyproject.toml"])
def test_no_file_outside_the_tree_is_served(app, client, path):
    tree_hash = digest(app.extensions["assets"].url("js/main.js"))

    assert client.get(f"/assets/{tree_hash}/{path}").status_code == 404


def test_everything_of_the_tree_that_the_page_needs_is_shipped(app):
    names = app.extensions["assets"].names()
    files = {path.suffix for path in module.STATIC.rglob("*") if path.is_file()}

    assert {".js", ".css", ".woff2", ".svg"} <= {name[name.rindex(".") :] for name in names}
    # What is left out is documentation and manifests.
    assert files - module._SHIPPED <= {".md", ".json", ".toml", "", ".less", ".map"}


def test_comments_of_our_scripts_are_not_sent():
    script = "/* why */\nconst a = `b // ${c} /* d */`; // e\nconst r = /[/]\\/\\*/;\n"
    served = module.without_comments(script)
    assert "why" not in served
    assert "`b // ${c} /* d */`" in served
    assert "/[/]\\/\\*/" in served


def test_our_modules_are_sent_without_comments_and_libraries_as_they_came(app):
    assets = app.extensions["assets"]

    def sent(name):
        return assets.find(assets.url(name).split("/")[2], name).body

    written = (STATIC / "js" / "main.js").read_bytes()
    assert written.startswith(b"/*")
    assert not sent("js/main.js").startswith(b"/*")
    library = next(name for name in assets.names() if name.startswith("vendor/leaflet-1"))
    assert sent(library) == (STATIC / library).read_bytes()
