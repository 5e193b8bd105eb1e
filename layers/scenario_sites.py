"""Places that a scenario list names."""

from __future__ import annotations

from geo.catalogue import Catalogue
from layers.base import LayerSpec
from layers.sites import district_structures, site_layer


def specs(catalogue: Catalogue) -> list[LayerSpec]:
    """Describe the one layer of these places."""
    own = district_structures(catalogue)
    return site_layer(
        catalogue,
        "scenario-sites",
        ("示范场景点", "Scenario sites"),
        group="scenarios",
        symbol="scenario",
        where=lambda site: site.kind == "scenario_site" and site.structure not in own,
    )
