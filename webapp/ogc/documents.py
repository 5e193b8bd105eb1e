"""The descriptive resources: landing page, conformance, collections.

They are written once per catalogue with ``BASE`` where the address of the interface stands;
a request only puts in the address under which it came.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.catalogue import Catalogue
from webapp.ogc import negotiation
from webapp.ogc.collections import Collection
from webapp.ogc.negotiation import Representation
from webapp.ogc.query import CRS84

BASE = "urn:x-atlas-base:"
"""Stands for the address of the landing page, without its last slash."""

TITLE = "人形图 · 公共数据接口 — Renxing Atlas public data"
CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
)


def link(
    path: str, rel: str, title: str, representation: Representation = negotiation.JSON
) -> dict[str, str]:
    """Describe a link below ``BASE``."""
    media_type = representation.media_type.replace("; charset=utf-8", "")
    return {"href": f"{BASE}/{path}", "rel": rel, "type": media_type, "title": title}


def description(catalogue: Catalogue) -> str:
    """Say in a paragraph, Chinese first, what the interface offers of a catalogue."""
    cities_zh = "、".join(city.name_zh for city in catalogue.cities)
    cities_en = " and ".join(city.name_en for city in catalogue.cities)
    documents = sum(source.kind == "policy" for source in catalogue.sources)
    return (
        f"{cities_zh}的人工智能产业布局，据 {documents} 份政策文件：文件说了什么、谁说的、编者加了"
        "什么。坐标基准 WGS-84（CRS84，经度在前）；示意图。"
        f"The layout of the AI industry in {cities_en} by {documents} policy documents: every "
        "feature names its document and phrase, and says what the atlas added. Coordinates are "
        "WGS-84 longitude and latitude (CRS84); the map is indicative."
    )


def landing(text: str) -> dict[str, Any]:
    """Describe the landing page (requirement /req/core/root-success).

    Parameters
    ----------
    text : str
        From ``description``.

    Returns
    -------
    dict
    """
    return {
        "title": TITLE,
        "description": text,
        "links": [
            link("?f=json", "self", "本页 This document"),
            link("?f=html", "alternate", "网页 This document as HTML", negotiation.HTML),
            link("api", "service-desc", "接口定义 API definition", negotiation.OPENAPI),
            link("?f=html", "service-doc", "接口说明 API documentation", negotiation.HTML),
            link("conformance", "conformance", "遵循的标准 Conformance classes"),
            link("collections", "data", "数据集 Collections"),
        ],
    }


def conformance() -> dict[str, Any]:
    """Declare which parts of the standard are implemented."""
    return {
        "conformsTo": list(CONFORMANCE),
        "links": [link("conformance", "self", "本页 This document")],
    }


def collections(built: Mapping[str, Collection]) -> dict[str, Any]:
    """Describe all collections (requirement /req/core/fc-md-success)."""
    return {
        "links": [
            link("collections", "self", "本页 This document"),
            link("", "root", "首页 Landing page"),
        ],
        "collections": [collection(one) for one in built.values()],
        "crs": [CRS84],
    }


def collection(one: Collection) -> dict[str, Any]:
    """Describe one collection (requirement /req/core/sfc-md-success)."""
    kind = one.kind
    path = f"collections/{kind.id}"
    entry: dict[str, Any] = {
        "id": kind.id,
        "title": kind.title,
        "description": kind.description,
        "itemType": "feature",
        "crs": [CRS84],
        "storageCrs": CRS84,
        "datum": "WGS-84",
        "links": [
            link(path, "self", f"{kind.title}：说明 description"),
            link(f"{path}/items", "items", f"{kind.title}：要素 features", negotiation.GEOJSON),
            link("collections", "parent", "数据集 Collections"),
        ],
    }
    if one.extent is not None:
        entry["extent"] = {"spatial": {"bbox": [list(one.extent)], "crs": CRS84}}
    return entry
