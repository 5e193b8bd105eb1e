"""The pictures: what is written is what is read, and a palette stays close to it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.browser import png

CHECKER = np.array(
    [[[(x * 40) % 256, (y * 60) % 256, (x * y) % 256] for x in range(9)] for y in range(7)],
    dtype=np.uint8,
)


def test_read_gives_back_what_write_wrote() -> None:
    assert np.array_equal(png.read(png.write(CHECKER)), CHECKER)


@pytest.mark.parametrize("kind", range(5))
def test_read_undoes_every_filter(kind: int) -> None:
    # Two lines of two RGB pixels; the second line is filtered against the first.
    first, second = bytes([10, 20, 30, 40, 50, 60]), bytes([15, 25, 35, 5, 200, 65])
    coded = bytearray()
    for i, value in enumerate(second):
        left = second[i - 3] if i >= 3 else 0
        corner = first[i - 3] if i >= 3 else 0
        guess = [0, left, first[i], (left + first[i]) // 2, nearest(left, first[i], corner)][kind]
        coded.append((value - guess) % 256)
    raw = b"\0" + first + bytes([kind]) + bytes(coded)
    assert png._unfiltered(raw, 2, 2, 3).reshape(2, 6).tolist() == [list(first), list(second)]


def nearest(left: int, up: int, corner: int) -> int:
    """The Paeth predictor as the specification words it."""
    guess = left + up - corner
    return min((abs(guess - value), rank, value) for rank, value in enumerate((left, up, corner)))[
        2
    ]


def test_write_small_keeps_few_colours_exactly() -> None:
    two = np.zeros((4, 6, 3), np.uint8)
    two[:, 3:] = (200, 100, 50)
    palette, indices = png._reduce(two.reshape(-1, 3), 256)
    assert np.array_equal(palette[indices].reshape(two.shape), two)


def test_write_small_stays_close_and_gets_smaller() -> None:
    ramp = np.stack(np.meshgrid(np.arange(256), np.arange(64), indexing="xy"), axis=2)
    picture = np.concatenate([ramp, ramp[:, :, :1] // 2], axis=2).astype(np.uint8)
    palette, indices = png._reduce(picture.reshape(-1, 3), 256)
    error = np.abs(palette[indices].astype(int) - picture.reshape(-1, 3).astype(int))
    assert len(palette) <= 256
    assert error.max() <= 12
    assert len(png.write_small(picture)) < len(png.write(picture))


def test_read_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="no PNG"):
        png.read(b"GIF89a")
    with pytest.raises(ValueError, match="colour type 3"):
        png.read(png.write_small(CHECKER))
