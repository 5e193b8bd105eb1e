"""One layer per industry; each paints the districts that a document gives the industry to.

The polygons are those of ``layers.districts``: geometry travels once, and a district with
several industries switched on is striped in their colours.
"""

from __future__ import annotations

from geo.catalogue import Catalogue
from layers.base import LayerSpec


def specs(catalogue: Catalogue) -> list[LayerSpec]:
    """Describe a layer for each industry of the catalogue, in its order."""
    city_of = {row.adcode: row.city for row in catalogue.districts}
    return [
        LayerSpec(
            id=f"industry-{industry.id}",
            group="industries",
            kind="industry",
            title_zh=industry.name_zh,
            title_en=industry.name_en,
            symbol="swatch",
            members=tuple(
                (city_of[row.district], row.district)
                for row in catalogue.specialisations
                if row.industry == industry.id
            ),
            is_shown=True,
        )
        for industry in catalogue.industries
    ]
