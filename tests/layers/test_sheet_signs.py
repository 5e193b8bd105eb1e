import json
import re
from pathlib import Path

import pytest
from matplotlib.transforms import Affine2D

from layers import sheet_map, sheet_names, sheet_signs
from layers.sheet_canvas import Canvas, Rect
from layers.sheet_fonts import SheetFonts
from layers.sheet_frame import fit
from layers.sheet_scene import make_scene
from layers.sheet_signs import AREA_FROM_M, HEAT, SIGNS
from tests.layers.ordering import make_order

BROWSER = Path(__file__).parents[2] / "static" / "leaflet-atlas"


def source(name):
    return (BROWSER / name).read_text(encoding="utf-8")


@pytest.fixture
def canvas(tmp_path_factory):
    fonts = SheetFonts(tmp_path_factory.getbasetemp() / "fonts", stand_ins=())
    return Canvas((297, 210), fonts)


def shapes(canvas):
    return [artist for artist in canvas.drawn if hasattr(artist, "path")][1:]


def test_the_signs_are_those_of_the_browser():
    (table,) = re.findall(r"const SIGNS = \{(.*?)\};", source("sites.js"), re.DOTALL)
    found = dict(re.findall(r'"?([a-z-]+)"?: "([^"]+)"', table))

    assert found == dict(SIGNS)


def test_areas_begin_where_they_do_in_the_browser():
    assert f"const AREA_FROM_M = {AREA_FROM_M};" in source("sites.js")


def test_the_heat_has_the_colours_of_the_browser():
    (table,) = re.findall(r"const GRADIENT = (\{.*?\});", source("mentions.js"))
    quoted = re.sub(r"([\d.]+):", r'"\1":', table)

    assert {float(key): colour for key, colour in json.loads(quoted).items()} == dict(HEAT)


def test_the_other_colours_stand_in_the_style_sheet():
    css = source("leaflet-atlas.css")

    assert f".atlas-link {{ stroke: {sheet_signs.LINK}" in css
    assert f"color: {sheet_names.PLACE}" in css
    assert f".atlas-leaders path {{ stroke: {sheet_names.LEADER}" in css
    assert f"stroke: {sheet_map.QUIET_OUTLINE}" in css


def test_a_belt_is_a_stroke_on_a_casing(catalogue, canvas):
    scene = make_scene(catalogue, make_order(catalogue), "shanghai")
    frame = fit(Rect(20, 20, 200, 160), scene.epsg, scene.bounds, room_mm=4)
    sheet_signs.draw_belt_line(canvas, frame, scene.belts[0], 1.0)
    casing, stroke = shapes(canvas)

    assert (stroke.stroke, stroke.opacity) == ("#b23a2e", 0.9)
    assert casing.width_pt / stroke.width_pt == pytest.approx(11 / 7)
    assert len(stroke.path.vertices) == 33


def test_anchors_are_numbered_in_the_document_s_order(catalogue, canvas):
    scene = make_scene(catalogue, make_order(catalogue), "shanghai")
    frame = fit(Rect(20, 20, 200, 160), scene.epsg, scene.bounds, room_mm=4)
    sheet_signs.draw_anchors(canvas, frame, scene.belts[0], 1.0)

    assert canvas.texts == ["1", "2", "3", "4", "5", "6", "7"]


def test_a_rough_position_is_a_dashed_area_of_its_radius(catalogue, canvas):
    scene = make_scene(catalogue, make_order(catalogue), "shanghai")
    frame = fit(Rect(20, 20, 200, 160), scene.epsg, scene.bounds, room_mm=4)
    site = next(site for site in scene.sites if site.row.id == "sh-lingang")
    sheet_signs.draw_precision(canvas, frame, site, 1.0)
    _, ring = shapes(canvas)

    assert ring.dash_pt
    assert ring.path.get_extents().width == pytest.approx(
        2 * 15_000 * 1000 / frame.denominator, rel=1e-3
    )


def test_a_group_that_fades_fades_its_signs(catalogue, canvas):
    scene = make_scene(catalogue, make_order(catalogue), "shanghai")
    frame = fit(Rect(20, 20, 200, 160), scene.epsg, scene.bounds, room_mm=4)
    sheet_signs.draw_link(canvas, frame, scene.links[0], 0.3)

    assert [shape.opacity for shape in shapes(canvas)] == [0.3]


@pytest.mark.parametrize("symbol", [*SIGNS, "stroke", "link", "heat", "precision", "unheard-of"])
def test_every_symbol_of_a_legend_can_be_drawn(canvas, symbol):
    sheet_signs.draw_symbol(canvas, symbol, 100, 100, "#b23a2e")

    drawn = shapes(canvas)
    assert drawn
    for shape in drawn:
        place = None if shape.matrix is None else Affine2D(shape.matrix)
        box = shape.path.get_extents(place)
        assert abs(box.x0 - 100) < 10 * canvas.px
        assert abs(box.y1 - 100) < 10 * canvas.px
