"""The districts: outline, name, hover; the ground that every other layer stands on."""

from __future__ import annotations

from geo.catalogue import Catalogue
from layers.base import LayerSpec


def specs(catalogue: Catalogue) -> list[LayerSpec]:
    """Describe the one layer of all districts."""
    return [
        LayerSpec(
            id="districts",
            group="base",
            kind="districts",
            title_zh="行政区",
            title_en="Districts",
            symbol="district",
            members=tuple((row.city, row.adcode) for row in catalogue.districts),
            is_shown=True,
        )
    ]
