"""The answers with features: a page of a collection, or one of its features."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from webapp.ogc.collections import Collection, to_json
from webapp.ogc.negotiation import GEOJSON, JSON
from webapp.ogc.query import ItemsQuery

Link = dict[str, str]


def items_page(one: Collection, query: ItemsQuery, base: str) -> tuple[bytes, list[Link]]:
    """Write a page of features as a GeoJSON FeatureCollection.

    ``timeStamp`` is left out on purpose: it would have to be the moment of the answer, and
    an answer that is a function of catalogue and address alone can be cached.

    Parameters
    ----------
    one : Collection
        Where the features are.
    query : ItemsQuery
        Which of them.
    base : str
        Address of the landing page, ending in a slash.

    Returns
    -------
    bytes
        The GeoJSON text.
    list of dict
        Its links.
    """
    matched = one.select(query.boxes, query.filters)
    page = matched[query.offset : query.offset + query.limit]
    links = _page_links(one, query, base, len(matched))
    head = to_json(
        {
            "type": "FeatureCollection",
            "numberMatched": len(matched),
            "numberReturned": len(page),
            "links": links,
        }
    )
    features = b",".join(one.fragments[position] for position in page)
    return head[:-1] + b',"features":[' + features + b"]}", links


def feature(one: Collection, position: int, base: str) -> tuple[bytes, list[Link]]:
    """Write one feature as GeoJSON, and its links (requirement /req/core/f-links)."""
    path = f"{base}collections/{one.kind.id}"
    id_ = one.ids[position]
    links = [
        _link(f"{path}/items/{quote(id_, safe='')}", "self", GEOJSON.media_type, id_),
        _link(path, "collection", JSON.media_type, one.kind.title),
    ]
    return one.fragments[position][:-1] + b',"links":' + to_json(links) + b"}", links


def _page_links(one: Collection, query: ItemsQuery, base: str, matched: int) -> list[Link]:
    path = f"{base}collections/{one.kind.id}"

    def page(rel: str, offset: int, title: str) -> Link:
        address = urlencode({**query.kept, "limit": query.limit, "offset": offset})
        return _link(f"{path}/items?{address}", rel, GEOJSON.media_type, title)

    links = [
        page("self", query.offset, "本页 This page"),
        _link(path, "collection", JSON.media_type, one.kind.title),
    ]
    if query.offset + query.limit < matched:
        links.append(page("next", query.offset + query.limit, "下一页 Next page"))
    if query.offset > 0:
        before = max(0, min(query.offset, matched) - query.limit)
        links.append(page("prev", before, "上一页 Previous page"))
    return links


def _link(href: str, rel: str, media_type: str, title: str) -> Link:
    return {"href": href, "rel": rel, "type": media_type, "title": title}
