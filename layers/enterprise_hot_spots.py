"""Hot spots of enterprises: hexagons around which they crowd more than chance would have it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.enterprises.hot_spots import ALPHA, RINGS, HotSpots, hot_spots
from layers.base import LayerSpec
from layers.enterprise_cells import pack_cells
from layers.enterprise_scales import Json, ValueClass
from layers.enterprise_view import EnterpriseView

FINE, COARSE = 8, 7
MANY = 2_000
"""Enterprises from which on hexagons may be small: fewer would leave most of them empty."""

HOT = ValueClass(
    0.0, None, "#b2423a", "none", "▲", "热点：显著聚集", "hot spot: significantly many"
)
COLD = ValueClass(
    1.0, None, "#9dbdd3", "none", "▽", "冷点：显著稀少", "cold spot: significantly few"
)
_PLACES = {1: 0, -1: 1, 0: -1}

OBSTACLES = {
    "few_enterprises": ("企业太少，无法检验。", "There are too few enterprises to test."),
    "few_cells": ("六边形太少，无法检验。", "There are too few hexagons to test."),
    "even": ("各六边形企业数相同，没有热点。", "All hexagons have the same number: no hot spots."),
}


def specs(view: EnterpriseView) -> list[LayerSpec]:
    """Describe the layer of hot spots."""
    if not view.own.tally.on_grid:
        return []
    return [
        view.layer(
            id="enterprise-hot-spots",
            kind="enterprise-hot-spots",
            title_zh="热点与冷点",
            title_en="Hot and cold spots",
            symbol="spots",
            counts_only=True,
            blocks={"hot-spots": view.block("hot-spots", lambda: hot_spots_block(view))},
            note_zh=(
                f"以六边形及其 {RINGS} 圈邻近六边形内的企业数检验（Getis-Ord Gi*）："
                f"▲ 明显多于随机分布，"
                f"▽ 明显少于随机分布；已控制错误发现率（{ALPHA:.0%}）。说明聚集，不说明原因。"
            ),
            note_en=(
                f"Tests the number of enterprises in a hexagon and {RINGS} rings around it "
                f"(Getis-Ord Gi*): ▲ clearly more, ▽ clearly fewer than chance would give; "
                f"false discoveries are kept to {ALPHA:.0%}. It shows crowding, not its cause."
            ),
        )
    ]


def hot_spots_block(view: EnterpriseView) -> Json:
    """Describe the spots, and the hexagons with enterprises that are none."""
    # Years are kept at the coarser resolution only.
    is_fine = view.own.tally.on_grid >= MANY and view.year is None
    resolution = FINE if is_fine else COARSE
    found = [
        hot_spots(
            view.own,
            view.catalogue,
            city,
            resolution=resolution,
            industry=view.industry,
            year=view.year,
        )
        for city in view.cities
    ]
    obstacle = next((one.obstacle for one in found if one.obstacle), "")
    kept = [_kept(one) for one in found]
    cells, counts, kinds, z = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    more = {
        "kind": [_PLACES[int(kind)] for kind in kinds],
        "z": np.rint(z * 100).astype(int).tolist(),
        "hot": sum(one.hot for one in found),
        "cold": sum(one.cold for one in found),
        "obstacle": OBSTACLES.get(obstacle),
        "of": view.name(),
    }
    packed = pack_cells(cells, counts, (HOT, COLD), resolution=resolution, more=more)
    packed["classes"] = [
        {**one.to_json(), "mark": mark} for one, mark in ((HOT, "hot"), (COLD, "cold"))
    ]
    return packed


def _kept(one: HotSpots) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Leave away hexagons without enterprises that are no spots: most of a city's area."""
    taken = (one.kinds != 0) | (one.values > 0)
    if one.obstacle:
        taken[:] = False
    return (
        one.cells[taken],
        one.values[taken].astype(np.int64),
        one.kinds[taken],
        np.nan_to_num(one.z[taken]),
    )
