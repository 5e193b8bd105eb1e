"""Core clusters: the 集聚区 that a city's plan names, one layer per structure (4+X …)."""

from __future__ import annotations

from geo.catalogue import Catalogue
from layers.base import LayerSpec
from layers.sites import district_structures, site_layer


def specs(catalogue: Catalogue) -> list[LayerSpec]:
    """Describe a layer for each city-wide structure that holds clusters."""
    own = district_structures(catalogue)
    found: list[LayerSpec] = []
    for structure in catalogue.structures:
        if structure.id not in own:
            found += site_layer(
                catalogue,
                structure.id,
                (structure.name_zh, structure.name_en),
                group="structure",
                symbol="cluster",
                where=lambda site, wanted=structure.id: (  # type: ignore[misc]
                    site.kind == "cluster" and site.structure == wanted
                ),
                is_shown=True,
            )
    return found
