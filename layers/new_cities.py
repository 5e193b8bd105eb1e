"""New cities."""

from __future__ import annotations

from geo.catalogue import Catalogue
from layers.base import LayerSpec
from layers.sites import district_structures, site_layer


def specs(catalogue: Catalogue) -> list[LayerSpec]:
    """Describe the one layer of these places."""
    own = district_structures(catalogue)
    return site_layer(
        catalogue,
        "new-cities",
        ("新城", "New cities"),
        group="carriers",
        symbol="new-city",
        where=lambda site: site.kind == "new_city" and site.structure not in own,
    )
