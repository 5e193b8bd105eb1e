import json
import re
from datetime import date

import pytest

from layers.registry import layer_specs
from webapp.one_file import one_file, one_file_paths, opening_of
from webapp.view_state import Selection, Viewpoint, ViewState
from webapp.views import find_view

DAY = date(2026, 11, 21)
LINK = (
    "?on=parks&off=belt-west&edition=2021&sel=site:sh-zhangjiang&op=industries:40&at=31.2,121.5,11"
)


def saved(text):
    """Return how each map of the file is opened, and which layers start on."""
    calls = re.findall(r"L\.atlas\.open\(map_(\w+), (\{.*?\})\);\n", text)
    on = re.findall(r"atlas_(\w+)\.addTo\(map_\w+\)", text)
    return {name: json.loads(view) for name, view in calls}, [row.replace("_", "-") for row in on]


def test_a_fresh_view_is_the_atlas_as_it_starts(catalogue):
    opening = opening_of(catalogue, ViewState())

    assert opening.visible == {spec.id for spec in layer_specs(catalogue) if spec.is_shown}
    assert (opening.edition, opening.selection) == (None, None)
    assert not opening.opacity
    assert not opening.viewpoints


def test_everything_of_a_view_that_a_file_can_hold_is_kept(catalogue):
    state = ViewState(
        on=("parks",),
        off=("belt-west",),
        edition=2021,
        sel=Selection("site", "sh-zhangjiang"),
        op=(("industries", 40),),
        at=(Viewpoint(31.2, 121.5, 11.0),),
        basemap="osm",
        datum="GCJ-02",
    )
    opening = opening_of(catalogue, state)

    assert "parks" in opening.visible
    assert "belt-west" not in opening.visible
    assert opening.edition == 2021
    assert opening.selection == ("site", "sh-zhangjiang")
    assert opening.opacity == {"industries": 40}
    assert opening.viewpoints == ((31.2, 121.5, 11.0),)


@pytest.mark.parametrize(("language", "title"), [("zh", "人形图 · 上海"), ("en", "Shanghai")])
def test_the_file_is_called_as_the_view(catalogue, language, title):
    view = find_view(catalogue, "shanghai")
    text = one_file(catalogue, view, ViewState(), language=language, saved_on=DAY)

    assert title in re.search("<title>(.*)</title>", text)[1]


def test_no_tile_is_ever_asked_for(catalogue):
    view = find_view(catalogue, "shanghai")
    text = one_file(catalogue, view, ViewState(basemap="osm"), language="zh", saved_on=DAY)

    assert "setBasemap(map_" not in text


def test_the_paths_are_those_of_every_view_in_both_languages(client, catalogue):
    paths = one_file_paths(catalogue)

    assert paths[0] == "/one-file/shanghai.html"
    assert "/en/one-file/both.html" in paths
    assert {client.get(path).status_code for path in paths} == {200}


# --- the address


def test_the_address_of_a_view_gives_its_file(client):
    response = client.get(f"/one-file/shanghai.html{LINK}")
    views, on = saved(response.text)

    assert response.mimetype == "text/html"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="renxing-atlas-shanghai-zh.html"'
    )
    assert views == {
        "shanghai": {
            "edition": 2021,
            "opacity": {"industries": 40},
            "at": [31.2, 121.5, 11],
            "selection": ["site", "sh-zhangjiang"],
        }
    }
    assert "parks" in on
    assert "belt-west" not in on
    assert date.today().isoformat() in response.text


def test_the_language_is_that_of_the_address(client):
    assert '<html lang="en">' in client.get("/en/one-file/shanghai.html").text
    assert '<html lang="zh-CN">' in client.get("/one-file/shanghai.html").text


def test_the_review_number_is_printed(make_app):
    client = make_app(ATLAS_REVIEW_NUMBER="GS(2026)1号").test_client()

    assert "GS(2026)1号" in client.get("/one-file/shanghai.html").text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/one-file/hangzhou.html", 404, ("hangzhou", "shanghai, shenzhen, both")),
        ("/one-file/shanghai.html?on=park", 400, ("park", "parks")),
        ("/one-file/shanghai.html?edition=1999", 400, ("1999", "2018")),
        ("/one-file/shanghai.html?at=1,2", 400, ("1,2",)),
    ],
)
def test_a_mistake_is_told_in_the_language_of_the_page(client, path, status, words):
    zh, en = client.get(path), client.get(f"/en{path}")

    assert zh.status_code == en.status_code == status
    assert all(word in zh.text and word in en.text for word in words)
    assert "Allowed" in en.text
    assert "Allowed" not in zh.text
