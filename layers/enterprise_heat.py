"""Heat of enterprises: where they crowd, as a picture without borders."""

from __future__ import annotations

from layers.base import LayerSpec
from layers.enterprise_hexagons import cells_block
from layers.enterprise_view import EnterpriseView


def specs(view: EnterpriseView) -> list[LayerSpec]:
    """Describe the heat layer; it is drawn from the same cells as the hexagons."""
    if not view.own.tally.on_grid:
        return []
    near = ("附近企业越多", "the more enterprises are near")
    if view.is_weighed:
        near = ("附近企业的权重之和越大", "the more the weights of enterprises near by add up to")
    return [
        view.layer(
            id="enterprise-heat",
            kind="enterprise-heat",
            title_zh="热力图",
            title_en="Heat",
            symbol="heat",
            blocks={"cells": cells_block(view)},
            note_zh=(
                f"颜色越深，{near[0]}。由约 0.6 平方公里的六边形平滑而成，看大势，不能读出数值；"
                "读数请用六边形。"
            ),
            note_en=(
                f"The darker, {near[1]}. Smoothed from hexagons of about "
                "0.6 km²: it shows the drift, no numbers can be read off it; the hexagons have "
                "them."
            ),
        )
    ]
