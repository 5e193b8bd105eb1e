"""The picture beside a link: its size, its title, and that the map is on it."""

import io

import numpy as np
import pytest
from PIL import Image

from layers.sheet_card import draw_card
from layers.sheet_fonts import SheetFonts
from layers.sheet_order import CARD, LEAST_DPI
from tests.layers.ordering import SKETCH, make_order


@pytest.fixture
def draw(catalogue, tmp_path_factory):
    """Draw the card of some cities."""

    def draw(cities=("shanghai",), **options):
        order = make_order(catalogue, cities, paper=CARD, dpi=LEAST_DPI, format="png", **options)
        fonts = SheetFonts(tmp_path_factory.getbasetemp() / "fonts")
        return draw_card(catalogue, order, fonts), order

    return draw


@pytest.mark.parametrize("cities", [("shanghai",), ("shanghai", "shenzhen")])
def test_it_has_the_size_that_link_previews_want(draw, cities):
    card, order = draw(cities)

    with Image.open(io.BytesIO(card.save(order))) as image:
        assert image.size == (1200, 630)
    assert len(card.frames) == len(cities)


def test_it_says_what_it_is_and_that_it_is_a_sketch(draw):
    card, order = draw(title="人形图 · 上海")

    assert {"人形图", "上海"} <= set(card.canvas.texts)
    assert SKETCH["zh"] in card.canvas.texts


def test_a_long_title_stays_beside_the_map(draw):
    short, order = draw(title="人形图 · 上海")
    long, _ = draw(title="Renxing Atlas of a city with a long name · Both of them")

    first = short.frames[0].rect.x
    assert long.frames[0].rect.x == first
    with Image.open(io.BytesIO(long.save(order))) as image:
        pixels = np.asarray(image.convert("L"), dtype=int)
    # Between the title's column and the map (with its degrees) nothing is written.
    left = round(69.5 / 203.2 * 1200)
    assert pixels[20:250, left : left + 3].min() > 230


def test_the_districts_are_on_it(draw):
    card, _ = draw()

    assert {"浦东", "崇明"} <= set(card.canvas.texts)
