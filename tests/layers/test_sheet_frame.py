import itertools
import math

import numpy as np
import pytest
import shapely

from geo.crs import metres_from
from layers.sheet_canvas import Canvas, Rect
from layers.sheet_fonts import SheetFonts
from layers.sheet_frame import (
    convergence,
    draw_neat_line,
    draw_north,
    draw_scale_bar,
    fit,
    look,
    round_up,
    scale_bar_length,
)

RECT = Rect(20, 30, 200, 160)
UTM51 = 32651
BOUNDS = (300_000.0, 3_400_000.0, 400_000.0, 3_500_000.0)


@pytest.fixture
def canvas(tmp_path_factory):
    fonts = SheetFonts(tmp_path_factory.getbasetemp() / "fonts", stand_ins=())
    return Canvas((297, 210), fonts)


def test_the_whole_of_some_bounds_fits():
    frame = fit(RECT, UTM51, BOUNDS, room_mm=5)
    corners = frame.to_mm([BOUNDS[:2], BOUNDS[2:]])

    assert all(frame.holds(x, y, margin=4.9) for x, y in corners)
    assert frame.to_mm([frame.middle])[0] == pytest.approx((120, 110))


def test_a_kilometre_is_as_long_as_the_scale_says():
    frame = fit(RECT, UTM51, BOUNDS, room_mm=5)
    a, b = frame.to_mm([(0, 0), (1000, 0)])

    assert np.hypot(*(b - a)) * frame.denominator == pytest.approx(1e6)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [(663_120, 670_000), (660_000, 660_000), (99_999, 100_000), (1, 1), (123, 130)],
)
def test_scales_are_rounded_so_that_all_still_fits(exact, rounded):
    assert round_up(exact) == pytest.approx(rounded)


def test_a_centre_and_zoom_show_what_the_browser_shows():
    """At zoom 11 a px of Web Mercator at 31.2° north is 65.4 m on the ground."""
    frame = look(RECT, UTM51, (31.2, 121.47, 11), 0.2)
    lon, lat = frame.degrees([(120, 110)])[0]

    assert (lon, lat) == pytest.approx((121.47, 31.2), abs=1e-6)
    assert frame.denominator == pytest.approx(65.4 * 1000 / 0.2, rel=0.05)


def test_degrees_are_the_inverse_of_millimetres():
    frame = fit(RECT, UTM51, BOUNDS, room_mm=5)
    x, y = metres_from(UTM51).transform(121.5, 31.2)

    assert frame.degrees(frame.to_mm([(x, y)]))[0] == pytest.approx((121.5, 31.2), abs=1e-9)


def test_shapes_are_cut_a_little_outside_the_neat_line():
    frame = fit(RECT, UTM51, BOUNDS, room_mm=5)
    whole = frame.shape(shapely.box(0, 0, 1e7, 1e7))

    assert whole.bounds == pytest.approx((19, 29, 221, 191))


@pytest.mark.parametrize("denominator", [5_000, 59_000, 110_000, 660_000, 3_000_000])
def test_the_scale_bar_has_a_round_length_and_fits(denominator):
    frame = fit(RECT, UTM51, BOUNDS, room_mm=5)
    frame = type(frame)(frame.rect, frame.epsg, frame.middle, denominator)
    length = scale_bar_length(frame)
    digit = length / 10 ** math.floor(math.log10(length))

    assert round(digit, 6) in (1, 2, 5)
    assert 0.1 * RECT.width < length * frame.mm_per_m <= 0.3 * RECT.width


@pytest.mark.parametrize(
    ("denominator", "texts"),
    [
        (660_000, ["0", "10", "20 km", "比例尺 1 : 660 000"]),
        (30_000, ["0", "0.5", "1 km", "比例尺 1 : 30 000"]),
        (9_000, ["0", "250", "500 m", "比例尺 1 : 9 000"]),
    ],
)
def test_the_scale_bar_is_labelled(canvas, denominator, texts):
    frame = fit(RECT, UTM51, BOUNDS, room_mm=5)
    draw_scale_bar(canvas, type(frame)(RECT, UTM51, frame.middle, denominator), "比例尺")

    assert canvas.texts == texts


def test_the_scale_bar_is_as_long_as_it_says(canvas):
    frame = type(fit(RECT, UTM51, BOUNDS, room_mm=5))(RECT, UTM51, (0, 0), 500_000)
    draw_scale_bar(canvas, frame, "")
    parts = [
        shape.path.get_extents()
        for shape in canvas.drawn
        if getattr(shape, "fill", None) and shape.path.get_extents().height < 2
    ]

    assert max(box.x1 for box in parts) - min(box.x0 for box in parts) == pytest.approx(40)
    assert "20 km" in canvas.texts


@pytest.mark.parametrize(
    ("across", "texts"),
    [(60, ["0", "10", "20 km"]), (40, ["0", "5", "10 km"]), (15, ["0", "5 km"])],
)
def test_the_numbers_of_a_scale_bar_keep_apart(canvas, across, texts):
    """At 1 : 1 200 000 a kilometre is 0.83 mm long."""
    rect = Rect(20, 30, across, 160)
    frame = type(fit(RECT, UTM51, BOUNDS, room_mm=5))(rect, UTM51, (0, 0), 1_200_000)
    covered = draw_scale_bar(canvas, frame, "Scale")
    written = [artist for artist in canvas.drawn if hasattr(artist, "text")]
    boxes = [(row.x, row.x + canvas.fonts.width_mm(row.text, "sans", 6.2)) for row in written]

    assert canvas.texts[:-1] == texts
    for (_, end), (start, _) in itertools.pairwise(boxes[:-1]):
        assert start - end > 1
    assert all(covered.x < start and end < covered.right for start, end in boxes)


def test_north_is_true_north(canvas):
    """West of the zone's meridian (123°), true north lies to the right of grid north."""
    frame = look(RECT, UTM51, (31.2, 121.0, 10), 0.2)

    turn = convergence(frame)
    assert math.degrees(turn) == pytest.approx(2 * math.sin(math.radians(31.2)), abs=0.01)
    draw_north(canvas, frame, "北")
    assert canvas.texts == ["北"]


def test_ticks_stand_where_their_degrees_are(canvas):
    frame = look(RECT, UTM51, (31.2, 121.47, 10), 0.2)
    draw_neat_line(canvas, frame)
    lines = [artist for artist in canvas.drawn if hasattr(artist, "text")]
    east = [line for line in lines if line.text.endswith("E")]
    north = [line for line in lines if line.text.endswith("N")]

    assert len(east) >= 2
    assert len(north) >= 2
    for line in east:
        width = canvas.fonts.width_mm(line.text, "sans", 5.4)
        lon, _ = frame.degrees([(line.x + width / 2, RECT.y)])[0]
        assert lon == pytest.approx(float(line.text[:-2]), abs=1e-3)
