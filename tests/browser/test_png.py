"""The pictures of the README stay small without changing what they show."""

from __future__ import annotations

import numpy as np

from tests.browser import png


def test_what_is_written_is_read() -> None:
    pixels = np.random.default_rng(7).integers(0, 256, (9, 14, 3), dtype=np.uint8)
    assert (png.read(png.write(pixels)) == pixels).all()


def test_few_colours_survive_the_palette() -> None:
    pixels = np.zeros((40, 60, 3), dtype=np.uint8)
    pixels[:20] = (178, 58, 46)
    pixels[:, 30:] = (43, 95, 138)
    assert (png.read(png.write_small(pixels)) == pixels).all()


def test_many_colours_become_the_number_asked_for() -> None:
    pixels = np.random.default_rng(7).integers(0, 256, (60, 60, 3), dtype=np.uint8)
    small = png.read(png.write_small(pixels, colours=16))
    assert len(np.unique(small.reshape(-1, 3), axis=0)) <= 16
