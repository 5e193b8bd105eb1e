"""Pictures of the browser as arrays, and small PNG files; Pillow does the work."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


def read(data: bytes) -> Pixels:
    """Decode a picture; array of shape (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def write(pixels: Pixels) -> bytes:
    """Encode an array of shape (height, width, 3) as PNG."""
    return _png(Image.fromarray(pixels))


def write_small(pixels: Pixels, *, colours: int = 256) -> bytes:
    """Encode as PNG with a palette, without dithering: a fraction of the size."""
    image = Image.fromarray(pixels)
    # The octree keeps small areas of a rare colour; median cut merges them with their neighbours.
    return _png(image.quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE))


def _png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, format="PNG", optimize=True)
    return target.getvalue()
