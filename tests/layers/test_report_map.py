"""The maps of a report, and the ground they are drawn on."""

import numpy as np
import pytest

from layers.report_ground import LEAST_M, frame_around, make_ground
from layers.report_map import NAMED, NUMBERED, ReportMap, draw_ranking_map
from layers.sheet_canvas import Canvas, Rect
from layers.sheet_fonts import SheetFonts
from tests.geo.exports.report.subjects import HOSTILE, example_subject, small_subject
from tests.geo.study.documents import LINE, candidates, feature

RECT = Rect(20, 40, 175, 220)


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    return SheetFonts(tmp_path_factory.getbasetemp() / "fonts")


@pytest.fixture(scope="module")
def ground(catalogue):
    return make_ground(catalogue, "shanghai", "zh")


def ranked(fonts, ground, subject):
    canvas = Canvas((210.0, 297.0), fonts)
    return canvas, draw_ranking_map(canvas, RECT, ground, subject)


def test_ranks_names_and_layers_are_drawn(catalogue, fonts, ground):
    subject = example_subject(catalogue)
    canvas, seen = ranked(fonts, ground, subject)
    names = [fonts.clean(subject.name(key)) for key in subject.ranking.table.index[:NAMED]]

    assert {str(rank) for rank in subject.ranking.table["rank"]} <= set(canvas.texts)
    assert set(names) <= set(canvas.texts)
    assert {"北", "浦东", "松江"} <= set(canvas.texts)
    assert len(seen) == 2


def test_with_many_candidates_only_the_first_are_numbered(catalogue, fonts, ground):
    count = 60
    spots = [(121.3 + 0.004 * k, 31.1 + 0.003 * (k % 7)) for k in range(count)]
    numbers = {"rent": [float(k) for k in range(count)], "room": [1.0] * count}
    layer = candidates(numbers, [f"plot{k}" for k in range(count)], spots)
    canvas, _ = ranked(fonts, ground, small_subject(catalogue, layers=[layer]))

    assert {"1", "2", "3"} <= set(canvas.texts)
    assert str(NUMBERED + 1) not in canvas.texts
    assert "plot59" in canvas.texts
    assert "plot20" not in canvas.texts


def test_any_name_and_shape_can_be_drawn(catalogue, fonts, ground):
    layer = candidates({"rent": [3.0, 2.0, 1.0], "room": [1.0, 1.0, 1.0]})
    layer["features"][0]["name"] = HOSTILE * 3
    features = [feature("r", 121.4, 31.1, wkb=LINE), feature("far", 0.0, 0.0)]
    reference = {"id": "R", "kind": "reference", "name": "R", "features": features}
    canvas, seen = ranked(fonts, ground, small_subject(catalogue, layers=[layer, reference]))

    assert seen == ["R"]
    assert any(text.endswith("…") for text in canvas.texts)


def test_a_map_shows_all_points_or_the_whole_city(ground):
    west, south, east, north = ground.scene.bounds
    middle = np.array([[(west + east) / 2, (south + north) / 2]])
    near = frame_around(RECT, ground, middle + [[0, 0], [2000, 3000]])
    all_of_it = frame_around(RECT, ground, np.array([[west, south], [east, north]]))
    nothing = frame_around(RECT, ground, np.empty((0, 2)))
    stranger = frame_around(RECT, ground, np.vstack([middle, [[0.0, 0.0]]]))

    assert RECT.width / near.mm_per_m >= LEAST_M
    assert near.denominator < all_of_it.denominator == nothing.denominator
    assert stranger.denominator < all_of_it.denominator


def test_the_locator_keeps_off_the_candidates(catalogue, fonts, ground):
    subject = small_subject(catalogue)
    drawn = ReportMap(Canvas((210.0, 297.0), fonts), RECT, ground, subject, np.empty((0, 2)))
    free = drawn._free_corner()
    drawn.badge((RECT.right - 5, RECT.y + 5), "1", "#000000", 1.0)

    assert free.y == RECT.y
    assert drawn._free_corner().x == RECT.x
