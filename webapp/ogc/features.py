"""What a collection is made of: features, and a description of what they carry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from geo.catalogue import Catalogue
from webapp.ogc.fields import Field


@dataclass(frozen=True)
class Feature:
    """One thing of a collection.

    Attributes
    ----------
    id : str
        Stable: the adcode of a district, a slug elsewhere.
    geometry : BaseGeometry or None
        WGS-84 longitude and latitude; None where no document and no row gives a place.
    properties : dict
        One value for each field of the collection.
    """

    id: str
    geometry: BaseGeometry | None
    properties: dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """The description of a collection, before any catalogue is read.

    Attributes
    ----------
    id : str
        Path segment under ``/collections/``.
    title, description : str
        For people, Chinese first.
    geometry_types : tuple of str
        GeoJSON types that occur.
    fields : tuple of Field
        What each feature's ``properties`` hold.
    build : callable
        ``Catalogue -> list of Feature``, in the catalogue's order.
    has_null_geometry : bool
        Whether a feature may be without a place.
    """

    id: str
    title: str
    description: str
    geometry_types: tuple[str, ...]
    fields: tuple[Field, ...]
    build: Callable[[Catalogue], list[Feature]]
    has_null_geometry: bool = False
