"""Everything that is worked out once per catalogue, ready to be sent."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from geo.catalogue import Catalogue
from webapp.ogc import collections, documents, openapi
from webapp.ogc.collections import Collection, to_json

_EXTENSION = "ogc"
_building = threading.Lock()


@dataclass(frozen=True)
class Service:
    """The data interface of one catalogue.

    Attributes
    ----------
    catalogue : Catalogue
        What it was built from.
    description : str
        What it offers, for people.
    collections : dict
        Collection id → features and indexes.
    texts : dict
        Path below the landing page → JSON text with ``documents.BASE`` for the address.
    """

    catalogue: Catalogue
    description: str
    collections: Mapping[str, Collection]
    texts: Mapping[str, bytes]

    def text(self, path: str, base: str) -> bytes:
        """Write a descriptive resource with the address under which it was asked for."""
        address = to_json(base.rstrip("/")).strip(b'"')
        return self.texts[path].replace(documents.BASE.encode(), address)


def service_of(app: Flask) -> Service:
    """Return the service of an app's catalogue, built on first use.

    Parameters
    ----------
    app : Flask
        With ``extensions["catalogue"]``.

    Returns
    -------
    Service
        The same one until the app is given another catalogue.
    """
    catalogue = app.extensions["catalogue"]
    with _building:
        held = app.extensions.get(_EXTENSION)
        if not isinstance(held, Service) or held.catalogue is not catalogue:
            held = app.extensions[_EXTENSION] = build(catalogue)
        return held


def build(catalogue: Catalogue) -> Service:
    """Build the service of a catalogue."""
    built = collections.build(catalogue)
    description = documents.description(catalogue)
    described = {
        "": documents.landing(description),
        "conformance": documents.conformance(),
        "api": openapi.document([one.kind for one in built.values()], description),
        "collections": documents.collections(built),
        **{f"collections/{id_}": documents.collection(one) for id_, one in built.items()},
    }
    texts = {path: to_json(document) for path, document in described.items()}
    return Service(catalogue, description, built, texts)
