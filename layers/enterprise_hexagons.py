"""Enterprises in hexagons of equal size (H3), whichever district they lie in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from layers.base import LayerSpec
from layers.enterprise_cells import (
    TILE_DEGREES,
    WEIGHT_STEP,
    Cells,
    Integers,
    pack_cells,
    tile_of,
)
from layers.enterprise_rows import legend_row
from layers.enterprise_scales import CELL_RAMP, CELL_SHARES, Json, ValueClass, rising_classes
from layers.enterprise_view import EnterpriseView

RESOLUTIONS = (6, 7, 8)
"""That travel whole: from about 28 km² to 0.6 km² in these latitudes."""
FINEST = 9
"""Hexagons of about 0.08 km², fetched by view."""


def specs(view: EnterpriseView) -> list[LayerSpec]:
    """Describe the layer of hexagons; its size follows the zoom."""
    if not view.own.tally.on_grid:
        return []
    what = ("有多少家企业", "How many enterprises lie")
    if view.is_weighed:
        what = ("企业的权重之和（不是企业数）", "The weights of enterprises, added up,")
    return [
        view.layer(
            id="enterprise-hexagons",
            kind="enterprise-hexagons",
            title_zh="六边形",
            title_en="Hexagons",
            symbol="cells",
            blocks={"cells": cells_block(view)},
            note_zh=(
                f"每个六边形内{what[0]}；六边形等大，不受行政区大小影响，放大地图时随之变小。"
                "只知所在区、没有坐标的企业不在其中。"
            ),
            note_en=(
                f"{what[1]} in each hexagon. All are of about one size, whatever the "
                "size of the district, and become finer as you zoom in. Enterprises of which only "
                "the district is known are not in them."
            ),
        )
    ]


def cells_block(view: EnterpriseView) -> Json:
    """Describe all resolutions, or where they are; the finest only where it can be fetched."""
    levels = {
        str(resolution): view.block(f"cells-{resolution}", partial(level, view, resolution))
        for resolution in RESOLUTIONS
    }
    tiles = None
    if view.address is not None and view.year is None:
        tiles = {"url": view.address("cells-9-TILE"), "side": TILE_DEGREES}
    return {"levels": levels, "tiles": tiles}


def level(view: EnterpriseView, resolution: int) -> Json:
    """Pack all hexagons of a resolution."""
    cells, counts, weights = counted_cells(view, resolution)
    return _packed(view, resolution, cells, counts, weights, _classes(view, counts, weights))


def tiles(view: EnterpriseView) -> dict[tuple[int, int], Json]:
    """Pack the finest hexagons by the squares that hold their centres.

    Returns
    -------
    dict
        (column, row) of ``TILE_DEGREES`` → block; all have the classes of the whole.
    """
    cells, counts, weights = counted_cells(view, FINEST)
    if not len(cells):
        return {}
    columns, rows = tile_of(cells)
    order = np.lexsort((cells, rows, columns))
    keys = np.stack([columns[order], rows[order]], axis=1)
    classes = _classes(view, counts, weights)  # of all, so that squares are coloured alike
    starts = np.flatnonzero(np.any(np.diff(keys, axis=0, prepend=keys[:1] - 1), axis=1))
    return {
        (int(columns[part[0]]), int(rows[part[0]])): _packed(
            view, FINEST, cells[part], counts[part], weights[part], classes
        )
        for part in np.split(order, starts[1:])
    }


def counted_cells(view: EnterpriseView, resolution: int) -> tuple[Cells, Integers, Integers]:
    """Return cells, counts and weights of what the view shows, sorted by cell."""
    table = view.own.cells(resolution, view.industry, view.year)
    cells, counts, weights = (table[name].to_numpy() for name in ("cell", "count", "weight"))
    return cells, counts, weights


def _packed(
    view: EnterpriseView,
    resolution: int,
    cells: Cells,
    counts: Integers,
    weights: Integers,
    classes: Sequence[ValueClass],
) -> dict[str, Any]:
    more: Json = {"of": view.name()}
    if view.is_weighed:
        more |= {"by": "weight", "words": view.weight_words()}
    packed = pack_cells(
        cells,
        counts,
        classes,
        resolution=resolution,
        weights=weights if view.aggregates.has_weight else None,
        more=more,
    )
    packed["classes"] = [legend_row(one, whole=not view.is_weighed) for one in classes]
    return packed


def _classes(view: EnterpriseView, counts: Integers, weights: Integers) -> tuple[ValueClass, ...]:
    values = weights * WEIGHT_STEP if view.is_weighed else counts
    return rising_classes(values, CELL_SHARES, CELL_RAMP, whole=not view.is_weighed)
