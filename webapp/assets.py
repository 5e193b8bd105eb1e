"""Files that a page loads, each under the hash of its bytes, so that they never go stale.

The ``static`` tree shares one hash, so modules import each other by relative names; what is
made from the catalogue (map scripts, map data, search index) has a hash of its own.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rjsmin
from flask import Flask

STATIC = Path(__file__).parents[1] / "static"
_SHIPPED = {".js", ".css", ".woff2", ".png", ".svg", ".txt", ".webp"}
DIGEST_LENGTH = 12


@dataclass(frozen=True)
class AssetFile:
    """Bytes with their hash and the type they are served as."""

    body: bytes
    digest: str
    mimetype: str


def _digest(*parts: bytes) -> str:
    hashed = hashlib.sha256()
    for part in parts:
        hashed.update(len(part).to_bytes(8, "big"))
        hashed.update(part)
    return hashed.hexdigest()[:DIGEST_LENGTH]


def _static_files() -> Iterator[tuple[str, Path]]:
    for path in sorted(STATIC.rglob("*")):
        if path.is_file() and path.suffix in _SHIPPED:
            yield path.relative_to(STATIC).as_posix(), path


class Assets:
    """Every file of one application by its name; see :meth:`url` and :meth:`find`.

    Parameters
    ----------
    app : Flask
        Gets ``asset_url`` in its templates.
    """

    def __init__(self, app: Flask):
        self._makers: dict[str, Callable[[], str]] = {}
        self._paths = dict(_static_files())
        files = self._paths.items()
        self._tree = _digest(
            rjsmin.__version__.encode(),
            *(part for name, path in files for part in (name.encode(), path.read_bytes())),
        )
        self._made = cache(self._make)
        self._app = app
        app.jinja_env.globals["asset_url"] = self.address

    def add(self, name: str, make: Callable[[], str]) -> None:
        """Register a file that is made from the catalogue, once, when it is first needed."""
        self._makers[name] = make

    def _make(self, name: str) -> AssetFile:
        body = self._makers[name]().encode()
        return AssetFile(body, _digest(body), _mimetype(name))

    def url(self, name: str) -> str:
        """Return the path under which a file is served.

        Raises
        ------
        KeyError
            If there is no such file: a page must not link to nothing.
        """
        return f"/assets/{self._hash(name)}/{name}"

    def address(self, name: str) -> str:
        """Return the address by which the page being made loads a file."""
        address = getattr(self._app, "address", str)
        return str(address(self.url(name)))

    def beside(self, name: str) -> str:
        """Return the address by which a made style sheet or script loads a file."""
        return f"..{self.url(name).removeprefix('/assets')}"

    def _hash(self, name: str) -> str:
        if name in self._makers:
            return self._made(name).digest
        if name in self._paths:
            return self._tree
        msg = f"no asset {name!r}"
        raise KeyError(msg)

    def find(self, digest: str, name: str) -> AssetFile | None:
        """Return a file if both its name and its hash are right."""
        if name not in self._makers and name not in self._paths:
            return None
        if digest != self._hash(name):
            return None
        if name in self._makers:
            return self._made(name)
        return AssetFile(self._read(name), self._tree, _mimetype(name))

    def _read(self, name: str) -> bytes:
        """Read a static file; our own modules without the comments, which nobody runs."""
        body = self._paths[name].read_bytes()
        return without_comments(body.decode()).encode() if name.startswith("js/") else body

    def names(self) -> list[str]:
        """List every file, those of the static tree first."""
        return [*self._paths, *self._makers]


def without_comments(script: str) -> str:
    """Take comments and superfluous blanks out of a script; ``static`` holds it as written."""
    smaller: str = rjsmin.jsmin(script)
    return smaller


def _mimetype(name: str) -> str:
    if name.endswith(".js"):
        return "text/javascript"
    if name.endswith(".json"):
        return "application/json"
    if name.endswith(".woff2"):
        return "font/woff2"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
