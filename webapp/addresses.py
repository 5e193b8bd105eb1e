"""Addresses of pages and files: as served, or as they must be in a frozen site.

A frozen site is a folder of files for any web server, under any path. So its addresses are
relative to the page that they stand in, and pages end in ``.html``.
"""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, has_request_context, request


def file_of(path: str) -> str:
    """Name the file that holds what is served at ``path``.

    Parameters
    ----------
    path : str
        Begins with a slash; no query.

    Returns
    -------
    str
        Relative to the folder of the site: ``/`` is ``index.html``, ``/en/atlas/shenzhen`` is
        ``en/atlas/shenzhen.html``; what has an ending keeps it.
    """
    if path.endswith("/"):
        return f"{path}index.html".lstrip("/")
    return path.lstrip("/") + ("" if posixpath.splitext(path)[1] else ".html")


def relative(address: str, page: str) -> str:
    """Rewrite an address for the frozen file of a page.

    Parameters
    ----------
    address : str
        Path of this site, perhaps with query and fragment; others stay as they are.
    page : str
        Path at which the page is served.
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return address
    folder = posixpath.dirname(file_of(page)) or "."
    path = posixpath.relpath(file_of(parts.path), folder)
    return urlunsplit(("", "", path, parts.query, parts.fragment))


class AtlasFlask(Flask):
    """A Flask whose addresses are relative when ``ATLAS_FROZEN`` is set."""

    def url_for(self, endpoint: str, **values: Any) -> str:
        """Make an address as Flask does, then as the site needs it."""
        return self.address(super().url_for(endpoint, **values))

    def address(self, path: str) -> str:
        """Return the address by which the page being made reaches ``path``."""
        if self.config.get("ATLAS_FROZEN") and has_request_context():
            return relative(path, request.path)
        return path
