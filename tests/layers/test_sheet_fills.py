import io

import numpy as np
import pytest
import shapely
from matplotlib.transforms import Affine2D
from PIL import Image

from layers import palette
from layers.patterns import NOT_LISTED, pattern_spec, stripe_tile
from layers.sheet_canvas import Canvas
from layers.sheet_fills import Fills, around, draw_swatch, line_path, polygon_path
from layers.sheet_fonts import SheetFonts

SQUARE = shapely.box(50, 50, 130, 130)


@pytest.fixture
def canvas(tmp_path_factory):
    fonts = SheetFonts(tmp_path_factory.getbasetemp() / "fonts", stand_ins=())
    return Canvas((297, 210), fonts)


def pixels(canvas, box=(50, 50, 130, 130)):
    with Image.open(io.BytesIO(canvas.save("png", 300, title="x"))) as image:
        scale = image.width / canvas.width
        x0, y0, x1, y1 = (round(side * scale) for side in box)
        return np.asarray(image.convert("RGB"))[image.height - y1 : image.height - y0, x0:x1]


def share(found, colour):
    """The part of the pixels that have a colour, nearly."""
    wanted = np.array(palette.to_rgb(colour)) * 255
    return float((np.abs(found - wanted).max(axis=2) < 2.5).mean())


def industries(catalogue, *ids):
    return [catalogue.industry(name) for name in ids]


def test_one_industry_fills_with_its_colour_of_the_screen(catalogue, canvas):
    (row,) = industries(catalogue, "chip-design")
    Fills(canvas, (50, 130)).fill(SQUARE, "painted", [row])

    assert share(pixels(canvas), palette.fill(row.colour)) > 0.99


def test_two_industries_share_a_district_in_bands(catalogue, canvas):
    rows = industries(catalogue, "chip-design", "security")
    Fills(canvas, (50, 130)).fill(SQUARE, "painted", rows)
    found = pixels(canvas)

    assert share(found, palette.fill(rows[0].colour)) == pytest.approx(0.5, abs=0.04)
    assert 0.35 < share(found, palette.fill(rows[1].colour)) < 0.5  # the rest is texture


def test_the_bands_are_as_wide_and_as_turned_as_on_the_screen(catalogue, canvas):
    """Across the bands, which run from lower left to upper right, colours change every 10 px."""
    rows = industries(catalogue, "chip-design", "security")
    Fills(canvas, (50, 130)).fill(SQUARE, "painted", rows)
    found = pixels(canvas)
    is_first = np.abs(found - np.array(palette.to_rgb(palette.fill(rows[0].colour))) * 255)
    is_first = is_first.max(axis=2) < 2.5
    scale = 300 / 25.4
    across = 10 * canvas.px * scale * np.sqrt(2)  # along a row of pixels
    row = is_first[400]
    edges = np.flatnonzero(np.diff(row.astype(int)) == 1)

    assert np.diff(edges).mean() == pytest.approx(2 * across, rel=0.03)
    lower = is_first[400 + round(across)]
    shift = round(across)
    assert (lower[:-shift] == row[shift:]).mean() > 0.97 or (
        lower[shift:] == row[:-shift]
    ).mean() > 0.97


def test_bands_run_as_in_the_tile_svg(catalogue, canvas):
    """SVG turns by ``rotate(45)`` clockwise, so upright bands lean to the right."""
    rows = industries(catalogue, "chip-design", "security")
    Fills(canvas, (50, 130)).fill(SQUARE, "painted", rows)
    strip = [shape for shape in canvas.drawn if getattr(shape, "clip", None)][0]
    upright = strip.matrix[:2, :2] @ (0, -1)  # upwards in SVG

    assert upright[0] == pytest.approx(upright[1])
    assert upright[0] > 0  # towards the upper right on the paper


@pytest.mark.parametrize("pattern", sorted(set(pattern_spec()) - {NOT_LISTED, "solid"}))
def test_every_texture_stands_out_as_the_palette_says(catalogue, canvas, pattern):
    row = catalogue.industry("healthcare").model_copy(update={"pattern": pattern})
    Fills(canvas, (50, 130)).fill(SQUARE, "painted", [row])
    ground = palette.fill(row.colour)
    tone = palette.mix(palette.texture_tone(row.colour), ground, palette.TEXTURE_OPACITY)
    found = pixels(canvas)

    assert share(found, ground) > 0.4
    assert share(found, tone) > 0.03


def test_the_tile_of_a_band_is_the_one_of_the_browser():
    tile = stripe_tile([("#4080c8", "dots"), ("#e89f6a", "solid")])

    assert (tile["width"], tile["height"], tile["rotation"]) == (20, 10, 45)


def test_what_is_not_listed_is_hatched_the_other_way(catalogue, canvas):
    Fills(canvas, (50, 130)).fill(SQUARE, "unlisted", [])
    found = pixels(canvas)
    hatch = canvas.drawn[-1]
    upright = hatch.matrix[:2, :2] @ (0, -1)

    assert share(found, palette.PAPER) > 0.6
    assert hatch.stroke == palette.NOT_LISTED_LINE
    assert upright[0] == pytest.approx(-upright[1])


def test_what_nothing_paints_is_land(canvas):
    Fills(canvas, (50, 130)).fill(SQUARE, "plain", [])

    assert share(pixels(canvas), palette.mix(palette.PAPER, palette.WATER, 0.9)) > 0.99


def test_a_faded_industry_lets_the_water_through(catalogue, canvas):
    (row,) = industries(catalogue, "chip-design")
    Fills(canvas, (50, 130), opacity=0.3).fill(SQUARE, "painted", [row])
    expected = palette.mix(palette.fill(row.colour), palette.WATER, 0.3)

    assert share(pixels(canvas), expected) > 0.99


def test_nothing_is_painted_outside_the_district(catalogue, canvas):
    ring = SQUARE - shapely.box(80, 80, 100, 100)
    rows = industries(catalogue, "recognition", "healthcare")
    Fills(canvas, (50, 130)).fill(ring, "painted", rows)

    assert share(pixels(canvas, (81, 81, 99, 99)), palette.PAPER) > 0.999
    assert share(pixels(canvas, (20, 20, 49, 190)), palette.PAPER) > 0.999
    assert share(pixels(canvas, (51, 51, 79, 129)), palette.PAPER) < 0.01


@pytest.mark.parametrize("adcode", ["310115", "310151", "310101", "440308"])
def test_what_is_near_a_district_is_enclosed_and_little_more(catalogue, adcode):
    """A district at about 1 : 700 000, islands and all, and a reach of 1.5 mm."""
    web = catalogue.boundaries.web.loc[[adcode]].to_crs(32651).geometry.iloc[0]
    shape = shapely.transform(web, lambda points: points / 700)
    found = around(shape, 1.5)

    assert found.covers(shape.buffer(1.499))
    assert shape.buffer(1.6 * 1.5).covers(found)


def test_an_islet_keeps_its_texture(catalogue, canvas):
    """It is smaller than what is left out of an outline to ask faster what is near."""
    islet = shapely.box(150, 100, 150.3, 100.3)
    row = catalogue.industry("healthcare").model_copy(update={"pattern": "dots"})
    Fills(canvas, (50, 130)).fill(shapely.MultiPolygon([SQUARE, islet]), "painted", [row])
    motifs = canvas.drawn[-1]
    points = Affine2D(motifs.matrix).transform(motifs.path.vertices)

    assert np.hypot(*(points - (150.15, 100.15)).T).min() < 10 * canvas.px


def test_nothing_is_no_error(canvas):
    before = len(canvas.drawn)
    Fills(canvas, (50, 130)).fill(shapely.Polygon(), "painted", [])

    assert len(canvas.drawn) == before
    assert len(polygon_path(shapely.Point(0, 0)).vertices) == 0
    assert len(line_path(shapely.Point(0, 0)).vertices) == 0


def test_a_swatch_is_the_fill_of_the_map(catalogue, canvas):
    (row,) = industries(catalogue, "chip-design")
    draw_swatch(canvas, 60, 60, 4, row)
    draw_swatch(canvas, 60, 70, 4, None)

    assert share(pixels(canvas, (60.5, 60.5, 63.5, 63.5)), palette.fill(row.colour)) > 0.9
    assert share(pixels(canvas, (60.5, 70.5, 63.5, 73.5)), palette.PAPER) > 0.5
