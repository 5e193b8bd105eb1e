"""A place that is put in by hand lands among candidates unless somebody says otherwise."""

from __future__ import annotations

import re

import pytest

from tests.webapp.planner.bringing import text_of
from webapp.planner.layer_choices import first_choice, layer_groups
from webapp.store.models import Layer

SELECTED = re.compile(r'<option value="([^"]*)" selected>')


def layer(key, kind="candidates", **more):
    return Layer(key=key, kind=kind, name=f"Layer {key}", **{"is_synthetic": False, **more})


@pytest.mark.parametrize(
    ("layers", "meant"),
    [
        ([], "+candidates"),
        ([layer("r", "reference")], "+candidates"),
        ([layer("s", is_synthetic=True), layer("r", "reference")], "+candidates"),
        ([layer("r", "reference"), layer("c"), layer("d")], "c"),
    ],
)
def test_candidates_are_meant_unless_said(layers, meant):
    assert first_choice(layers) == meant


def test_what_came_with_the_project_stands_last(planner_app):
    layers = [
        layer("came", "reference"),
        layer("made", is_synthetic=True),
        layer("own", "reference"),
        layer("sites"),
    ]
    with planner_app.test_request_context("/en/planner"):
        candidates, references = layer_groups(layers, {"own", "sites"})
    assert (candidates.name, references.name) == ("Candidates", "Reference")
    assert [key for key, _ in candidates.choices] == ["sites", "+candidates"]
    assert [key for key, _ in references.choices] == ["+reference", "own", "came"]


def test_a_click_on_the_map_of_the_example_makes_a_candidate(planner):
    opened = planner.post("/en/planner/example/shanghai").location
    address = f"{opened.rpartition('/')[0]}/data"
    page = planner.get(address)
    (meant,) = SELECTED.findall(page.text.partition('name="layer"')[2].partition("</select>")[0])
    assert page.text.count("<optgroup label=") == 2
    before = re.search(r"Clusters and parks in the documents .*?(\d+) places", text_of(page))[1]
    fields = {"position": "121.47, 31.23", "name": "Clicked", "layer": meant}
    planner.post(f"{address}/places", data=fields)
    text = text_of(planner.get(address))
    assert "“Clicked” was added to “Put in by hand”" in text
    assert f"Clusters and parks in the documents Reference · {before} places" in text
    # The next click goes to the same layer.
    (meant,) = SELECTED.findall(planner.get(address).text)
    assert not meant.startswith("+")
