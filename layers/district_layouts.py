"""Layouts that a district drew for itself, such as Huangpu's 一带三区: one layer each."""

from __future__ import annotations

from geo.catalogue import Catalogue
from layers.base import LayerSpec
from layers.sites import site_layer


def specs(catalogue: Catalogue) -> list[LayerSpec]:
    """Describe a layer for each structure that belongs to a district."""
    found: list[LayerSpec] = []
    for structure in catalogue.structures:
        if structure.district:
            found += site_layer(
                catalogue,
                structure.id,
                (structure.name_zh, structure.name_en),
                group="structure",
                symbol="area",
                where=lambda site, wanted=structure.id: site.structure == wanted,  # type: ignore[misc]
            )
    return found
