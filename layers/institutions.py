"""Laboratories, universities, exchanges and hospitals that the documents name."""

from __future__ import annotations

from geo.catalogue import Catalogue
from layers.base import LayerSpec
from layers.sites import district_structures, site_layer


def specs(catalogue: Catalogue) -> list[LayerSpec]:
    """Describe the one layer of these places."""
    own = district_structures(catalogue)
    return site_layer(
        catalogue,
        "institutions",
        ("机构", "Institutions"),
        group="scenarios",
        symbol="institution",
        where=lambda site: site.kind == "institution" and site.structure not in own,
    )
