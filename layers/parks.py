"""Parks that the documents name, outside a district's own layout."""

from __future__ import annotations

from geo.catalogue import Catalogue
from layers.base import LayerSpec
from layers.sites import district_structures, site_layer


def specs(catalogue: Catalogue) -> list[LayerSpec]:
    """Describe the one layer of these places."""
    own = district_structures(catalogue)
    return site_layer(
        catalogue,
        "parks",
        ("特色园区", "Specialised parks"),
        group="carriers",
        symbol="park",
        where=lambda site: site.kind == "park" and site.structure not in own,
    )
