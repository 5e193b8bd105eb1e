"""Who says so: the properties by which every feature names its document and its phrase."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, get_args

from geo.catalogue import Catalogue
from geo.cells import Status
from geo.tables import Row, Source
from webapp.ogc.fields import Field, optional_text, text

STATUSES: tuple[str, ...] = get_args(Status)

_STATUS = Field(
    "status",
    "string",
    "stated: the document says it; editorial: the atlas added it, see note",
    is_filter=True,
    choices=STATUSES,
)
_QUOTE = optional_text("quote", "the phrase of the source that states it; null if editorial")

ITEM_FIELDS = (
    text("id", "stable identifier"),
    text("name_zh", "name in Chinese"),
    text("name_en", "name in English"),
    _STATUS,
    text("source", "key of the source"),
    _QUOTE,
)
"""The members of a list whose every item has evidence of its own."""

NAMED_FIELDS = ITEM_FIELDS[:3]
"""The members of a list that only refers to things described elsewhere."""

FIELDS = (
    _STATUS,
    text("source", "key of the document or reference that gives the feature", is_filter=True),
    text("source_title_zh", "title of the source in Chinese"),
    text("source_title_en", "title of the source in English"),
    Field(
        "edition",
        "integer",
        "year under which the source is filed; null for a reference",
        is_filter=True,
        is_nullable=True,
    ),
    _QUOTE,
    optional_text("note", "what the atlas added and why, in Chinese"),
    optional_text("note_en", "what the atlas added and why, in English"),
    Field(
        "sources",
        "list",
        "every source that this feature rests on; filter by key",
        is_filter=True,
        members=(
            text("key", "key of the source"),
            text("kind", "policy document or reference"),
            text("title_zh", "title in Chinese"),
            text("title_en", "title in English"),
            optional_text("issuer_zh", "issuer in Chinese"),
            optional_text("issuer_en", "issuer in English"),
            optional_text("document_number", "number of the document"),
            optional_text("date", "date of the document: YYYY, YYYY-MM or YYYY-MM-DD"),
            optional_text("licence", "licence of a reference"),
            optional_text("url", "address of a reference"),
        ),
    ),
)
"""The evidence of a feature, the same in every collection."""

GEOMETRY_FIELDS = (
    Field(
        "geometry_status",
        "string",
        "editorial: the documents name places and give no position, line or outline; null: "
        "without a geometry",
        is_nullable=True,
        choices=STATUSES,
    ),
    optional_text("geometry_source", "what the geometry rests on; a key where sources has it"),
    optional_text("geometry_note", "how it was placed or drawn"),
)
"""Where the geometry of a feature comes from, the same in every collection."""


def geometry(
    status: Status | None, source: str | None = None, note: str | None = None
) -> dict[str, Any]:
    """Say where a geometry comes from: one value for each of ``GEOMETRY_FIELDS``."""
    return {
        "geometry_status": status,
        "geometry_source": source or None,
        "geometry_note": note or None,
    }


def evidence(row: Row, catalogue: Catalogue, *, keys: Iterable[str] = ()) -> dict[str, Any]:
    """Say who states a feature.

    Parameters
    ----------
    row : Row
        The row that makes the feature.
    catalogue : Catalogue
        Where the sources are looked up.
    keys : iterable of str
        Keys of further sources that went into the feature, to be listed too.

    Returns
    -------
    dict
        One value for each of ``FIELDS``.
    """
    source = catalogue.source(row.source)
    return {
        "status": row.status,
        "source": source.key,
        "source_title_zh": source.title_zh,
        "source_title_en": source.title_en,
        "edition": source.edition,
        "quote": row.quote or None,
        "note": row.note or None,
        "note_en": row.note_en or None,
        "sources": [
            _described(catalogue.source(key)) for key in dict.fromkeys([row.source, *keys])
        ],
    }


class Named(Protocol):
    """A record that can be referred to."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def name_zh(self) -> str: ...  # noqa: D102
    @property
    def name_en(self) -> str: ...  # noqa: D102


def reference(named: Named) -> dict[str, Any]:
    """Refer to a record: one value for each of ``NAMED_FIELDS``."""
    return {"id": named.id, "name_zh": named.name_zh, "name_en": named.name_en}


def item(row: Row, named: Named) -> dict[str, Any]:
    """Refer to a record by what a row states of it: one value for each of ``ITEM_FIELDS``."""
    return {
        **reference(named),
        "status": row.status,
        "source": row.source,
        "quote": row.quote or None,
    }


def _described(source: Source) -> dict[str, Any]:
    return {
        "key": source.key,
        "kind": source.kind,
        "title_zh": source.title_zh,
        "title_en": source.title_en,
        "issuer_zh": source.issuer_zh or None,
        "issuer_en": source.issuer_en or None,
        "document_number": source.document_number or None,
        "date": source.date or None,
        "licence": source.licence or None,
        "url": source.url or None,
    }
