"""The registry of layers: adding one is a file with ``specs`` and a line here."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

import pyarrow as pa

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import Aggregates
from geo.errors import CatalogueError
from layers import (
    belts,
    clusters,
    district_layouts,
    districts,
    enterprise_counts,
    enterprise_heat,
    enterprise_hexagons,
    enterprise_hot_spots,
    enterprise_points,
    enterprise_policy,
    enterprise_quotients,
    industries,
    institutions,
    mentions,
    new_cities,
    parks,
    scenario_sites,
)
from layers.base import Group, LayerSpec
from layers.enterprise_view import EnterpriseView, view_of

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

ENTERPRISES = Group("enterprises", "企业分布", "Enterprises")
"""Of layers that show a registry, which belongs to a planner and never to the catalogue."""

ENTERPRISE_LAYERS: tuple[Callable[[EnterpriseView], list[LayerSpec]], ...] = (
    enterprise_counts.specs,
    enterprise_quotients.specs,
    enterprise_policy.specs,
    enterprise_hexagons.specs,
    enterprise_heat.specs,
    enterprise_hot_spots.specs,
)
"""Without the points, which only small registries have (``enterprise_points``)."""


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


def enterprise_layers(view: EnterpriseView, points: pa.Table | None = None) -> list[LayerSpec]:
    """Describe every layer that shows a registry.

    Parameters
    ----------
    view : EnterpriseView
    points : Table, optional
        Single enterprises, see ``enterprise_points.specs``.
    """
    found = [spec for specs in ENTERPRISE_LAYERS for spec in specs(view)]
    return [*found, *enterprise_points.specs(view, points)]


def enterprise_specs(
    aggregates: Aggregates,
    catalogue: Catalogue,
    *,
    points: pa.Table | None = None,
    shown: Collection[str] = ("enterprise-count",),
    **view: Any,
) -> list[LayerSpec]:
    """Describe the layers of a map of enterprises, for a notebook: districts below, then counts.

    Parameters
    ----------
    aggregates : Aggregates
    catalogue : Catalogue
    points : Table, optional
        Single enterprises (name, lon, lat, industry, year).
    shown : collection of str
        Ids of the layers that are switched on.
    **view
        ``cities``, ``industry``, ``year``, ``measure`` and others of ``EnterpriseView``.

    Returns
    -------
    list of LayerSpec
        For ``AtlasMap(catalogue, layers=…)``.

    Examples
    --------
    >>> AtlasMap(catalogue, cities=["shanghai"], layers=enterprise_specs(
    ...     read_aggregates(folder), catalogue))                # doctest: +SKIP
    """
    found = enterprise_layers(view_of(aggregates, catalogue, **view), points)
    return [
        *districts.specs(catalogue),
        *(replace(spec, is_shown=spec.id in shown) for spec in found),
    ]
