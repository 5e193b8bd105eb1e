import re

import pytest
from flask import render_template_string

from geo.errors import UnknownIdError
from webapp.city_map import basemap_choices, city_map

PAGE = """{% from 'planner/_map.html' import planner_map %}{{ planner_map('shanghai', label) }}"""


@pytest.fixture
def macro(app):
    """Write the macro as a page in a language does."""

    def macro(path="/", label=""):
        with app.test_request_context(path):
            return render_template_string(PAGE, label=label)

    return macro


def test_the_map_is_the_one_of_the_atlas(app):
    with app.test_request_context("/"):
        found = city_map("shanghai")

    assert 'id="map_shanghai"' in found.html
    assert found.picture.startswith("<svg")
    assert found.id == "shanghai"


def test_groups_name_layers_of_the_catalogue_and_leave_out_the_ground(app):
    with app.test_request_context("/"):
        groups = city_map("shanghai").settings["groups"]

    layers = [layer for group in groups for layer in group["layers"]]
    assert "belt-west" in layers
    assert "districts" not in layers
    assert all(len(group["name"]) == 2 for group in groups)


def test_an_unknown_city_is_an_error(app):
    with app.test_request_context("/"), pytest.raises(UnknownIdError):
        city_map("atlantis")


def test_without_configuration_there_is_no_basemap(app):
    with app.test_request_context("/"):
        assert basemap_choices() == []


@pytest.mark.parametrize(("path", "lang"), [("/", "zh"), ("/en/", "en")])
def test_the_macro_loads_only_hashed_files_of_ours(macro, path, lang):
    page = macro(path)

    addresses = re.findall(r'(?:src|href)="([^"#]+)"', page)
    assert addresses
    assert all(address.startswith("/assets/") for address in addresses)
    assert any(address.endswith(f"map-shanghai-{lang}.js") for address in addresses)
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*(?:src=|application/json))", page)


def test_the_macro_escapes_its_label(macro):
    assert "<b>" not in macro(label="<b>")


def test_points_stand_on_the_picture_where_they_are(app):
    points = [{"lon": 121.44, "lat": 31.19, "label": "<1>"}]
    with app.test_request_context("/"):
        page = render_template_string(PAGE.replace("label", "'', points"), points=points)
        x, y = city_map("shanghai").shapes.place(121.44, 31.19)

    assert f'<circle cx="{x:.1f}" cy="{y:.1f}"' in page
    assert "&lt;1&gt;</text>" in page
