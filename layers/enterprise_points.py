"""Single enterprises, where a registry is small enough to show them: in groups that open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from geo.enterprises.years import of_years
from layers.base import LayerSpec
from layers.enterprise_scales import Json
from layers.enterprise_view import EnterpriseView

MOST_POINTS = 5_000
"""Above, hexagons say more, and a page would have to carry every name."""
DECIMALS = 5
"""Of coordinates in degrees: about a metre."""


def specs(view: EnterpriseView, points: pa.Table | None = None) -> list[LayerSpec]:
    """Describe the layer of points.

    Parameters
    ----------
    view : EnterpriseView
    points : Table, optional
        Of name, lon, lat (WGS-84), industry, year; without it there is no layer, nor where the
        view shows more than ``MOST_POINTS`` of them, or none.

    Returns
    -------
    list of LayerSpec
    """
    if points is None or not 0 < shown_points(view, points).num_rows <= MOST_POINTS:
        return []
    return [
        view.layer(
            id="enterprise-points",
            kind="enterprise-points",
            title_zh="单个企业",
            title_en="Single enterprises",
            symbol="points",
            counts_only=True,
            blocks={"points": view.block("points", lambda: points_block(view, points))},
            note_zh=(
                "名录中有坐标的每一家企业；相近的合成一组，放大或点击即散开。位置以名录所给坐标为准。"
            ),
            note_en=(
                "Every enterprise of the registry that has coordinates; near ones form a group "
                "that opens when you zoom in or press it. They lie where the registry says."
            ),
        )
    ]


def shown_points(view: EnterpriseView, points: pa.Table) -> pa.Table:
    """Return the enterprises that the view shows, in the order of the registry.

    Those of which only the district is known have no place of their own: none is invented.
    """
    points = points.filter(pc.and_(pc.is_finite(points["lon"]), pc.is_finite(points["lat"])))
    if view.industry is not None:
        # Without an industry means: mapped to none.
        points = points.filter(pc.equal(pc.fill_null(points["industry"], ""), view.industry))
    if view.year is not None:
        years = pc.fill_null(points["year"], 0).to_numpy()
        points = points.filter(pa.array(of_years(years, view.year)))
    return points


def points_block(view: EnterpriseView, points: pa.Table) -> Json:
    """Pack the enterprises that the view shows, see ``shown_points``."""
    places = {row.id: place for place, row in enumerate(view.catalogue.industries)}
    return {"rows": [_row(row, places) for row in _rows(shown_points(view, points))]}


def _rows(points: pa.Table) -> Sequence[dict[str, Any]]:
    rows: list[dict[str, Any]] = points.to_pylist()
    return rows


def _row(row: dict[str, Any], places: dict[str, int]) -> list[Any]:
    return [
        round(row["lat"], DECIMALS),
        round(row["lon"], DECIMALS),
        row["name"] or "",
        places.get(row["industry"] or "", -1),
        row["year"] or 0,
    ]
