"""Read, reduce and write PNG pictures with numpy: what a screenshot needs and no more."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {2: 3, 6: 4}  # colour types of 8-bit RGB and RGBA


def read(data: bytes) -> Pixels:
    """Decode an 8-bit RGB or RGBA picture without interlacing.

    Returns
    -------
    array, shape (height, width, 3)

    Raises
    ------
    ValueError
        If it is a picture of another kind.
    """
    if not data.startswith(_SIGNATURE):
        msg = "no PNG picture"
        raise ValueError(msg)
    packed, head, at = b"", b"", len(_SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += length + 12
        if kind == b"IHDR":
            head = body
        elif kind == b"IDAT":
            packed += body
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    if depth != 8 or colour not in _CHANNELS or interlaced:
        msg = f"a PNG picture of colour type {colour}, {depth} bit, cannot be read"
        raise ValueError(msg)
    return _unfiltered(zlib.decompress(packed), width, height, _CHANNELS[colour])[:, :, :3]


def _unfiltered(raw: bytes, width: int, height: int, channels: int) -> Pixels:
    lines = np.frombuffer(raw, np.uint8).reshape(height, 1 + width * channels)
    above = np.zeros(width * channels, np.uint8)
    out = np.empty((height, width * channels), np.uint8)
    for row, line in enumerate(lines):
        above = out[row] = _line(int(line[0]), line[1:], above, channels)
    return out.reshape(height, width, channels)


def _line(kind: int, line: Pixels, above: Pixels, step: int) -> Pixels:
    """Undo a filter of the PNG specification, section 9."""
    if kind == 0:
        return line
    if kind == 1:
        sums = np.cumsum(line.reshape(-1, step), axis=0, dtype=np.uint64)
        return sums.astype(np.uint8).reshape(-1)
    if kind == 2:
        return line + above
    left, corner = [0] * step, [0] * step
    out = bytearray(len(line))
    for index, (value, up) in enumerate(zip(line.tolist(), above.tolist(), strict=True)):
        before, diagonal = left[index % step], corner[index % step]
        guess = (before + up) // 2 if kind == 3 else _paeth(before, up, diagonal)
        out[index] = left[index % step] = (value + guess) & 255
        corner[index % step] = up
    return np.frombuffer(bytes(out), np.uint8)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    a, b, c = abs(guess - left), abs(guess - up), abs(guess - corner)
    if a <= b and a <= c:
        return left
    return up if b <= c else corner


def write(pixels: Pixels) -> bytes:
    """Encode a picture, shape (height, width, 3), as it is."""
    height, width, _ = pixels.shape
    lines = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1)
    return _file(width, height, 2, [(b"IDAT", zlib.compress(lines.tobytes(), 9))])


def write_small(pixels: Pixels, *, colours: int = 256) -> bytes:
    """Encode a picture, shape (height, width, 3), with a palette of at most ``colours``."""
    height, width, _ = pixels.shape
    palette, indices = _reduce(pixels.reshape(-1, 3), colours)
    lines = np.concatenate(
        [np.zeros((height, 1), np.uint8), indices.reshape(height, width)], axis=1
    )
    packed = zlib.compress(lines.tobytes(), 9)
    return _file(width, height, 3, [(b"PLTE", palette.tobytes()), (b"IDAT", packed)])


def _reduce(flat: Pixels, colours: int) -> tuple[Pixels, Pixels]:
    """Choose a palette by median cut; return it and each pixel's place in it."""
    codes = flat.astype(np.uint32) @ np.array([65536, 256, 1], np.uint32)
    known, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    values = np.stack([known >> 16, known >> 8 & 255, known & 255], axis=1).astype(np.float64)
    boxes = [np.arange(len(known))]
    while len(boxes) < min(colours, len(known)):
        spread = [_spread(values[box], counts[box]) if len(box) > 1 else -1.0 for box in boxes]
        box = boxes.pop(int(np.argmax(spread)))
        boxes += _halves(box, values, counts)
    palette = np.array([np.average(values[box], axis=0, weights=counts[box]) for box in boxes])
    place = np.empty(len(known), np.uint8)
    for index, box in enumerate(boxes):
        place[box] = index
    return np.rint(palette).astype(np.uint8), place[inverse.reshape(-1)]


def _spread(values: NDArray[np.float64], counts: NDArray[np.intp]) -> float:
    centre = np.average(values, axis=0, weights=counts)
    return float((counts[:, None] * (values - centre) ** 2).sum(axis=0).max())


def _halves(
    box: NDArray[np.intp], values: NDArray[np.float64], counts: NDArray[np.intp]
) -> list[NDArray[np.intp]]:
    """Cut a box of colours at the mean of its most uneven channel."""
    weights = counts[box][:, None]
    centre = np.average(values[box], axis=0, weights=counts[box])
    channel = int(np.argmax((weights * (values[box] - centre) ** 2).sum(axis=0)))
    low = values[box, channel] <= centre[channel]
    return [box[low], box[~low]]


def _file(width: int, height: int, colour: int, chunks: list[tuple[bytes, bytes]]) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    parts = [(b"IHDR", head), *chunks, (b"IEND", b"")]
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
