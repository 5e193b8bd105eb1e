"""The registry of layers: adding one is a file with ``specs`` and a line here."""

from __future__ import annotations

from collections.abc import Callable

from geo.catalogue import Catalogue
from geo.errors import CatalogueError
from layers import (
    belts,
    clusters,
    district_layouts,
    districts,
    industries,
    institutions,
    mentions,
    new_cities,
    parks,
    scenario_sites,
)
from layers.base import Group, LayerSpec

GROUPS = (
    Group("base", "底图要素", "Ground"),
    Group("industries", "产业专长", "Specialisations"),
    Group("structure", "空间结构", "Spatial structure"),
    Group("carriers", "载体", "Parks and new cities"),
    Group("scenarios", "应用场景", "Scenarios"),
)

LAYERS: tuple[Callable[[Catalogue], list[LayerSpec]], ...] = (
    districts.specs,
    industries.specs,
    belts.specs,
    clusters.specs,
    district_layouts.specs,
    parks.specs,
    new_cities.specs,
    scenario_sites.specs,
    institutions.specs,
    mentions.specs,
)
"""In drawing order: later ones lie on top."""


def layer_specs(catalogue: Catalogue) -> tuple[LayerSpec, ...]:
    """Describe every layer that the catalogue fills.

    Raises
    ------
    CatalogueError
        If two layers have the same id: a structure's may not be that of another layer.
    """
    found = [spec for specs in LAYERS for spec in specs(catalogue)]
    seen: set[str] = set()
    for spec in found:
        if spec.id in seen:
            msg = f'"{spec.id}" is the id of another layer; choose another id for the structure'
            raise CatalogueError(msg)
        seen.add(spec.id)
    return tuple(found)
