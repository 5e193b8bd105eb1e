"""Data of maps of enterprises, made once for a registry and a filter and kept beside the counts."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from layers.enterprise_scales import Json
from layers.enterprise_view import EnterpriseView
from layers.payload import to_json
from webapp.compression import compress_quickly, is_worthwhile
from webapp.prepared import PreparedResponse
from webapp.pruning import prune

SIZE_LIMIT = 64 * 1024 * 1024
"""Bytes that are kept for a registry; what was made longest ago is made again when asked for."""
MEDIA_TYPE = "application/json"
_WEIGHED = re.compile(r"count|density|cells-.*")
_CODINGS = ("br", "gzip")
_RECIPE = "2"
"""To be raised when blocks look different for the same counts."""


def can_be_weighed(name: str) -> bool:
    """Tell whether a block differs by what colours stand for; the others count."""
    return bool(_WEIGHED.fullmatch(name))


def full_name(name: str, view: EnterpriseView) -> str:
    """Name a block together with all that it depends on, besides counts and catalogue."""
    parts = [name, *view.cities, repr(view.industry), repr(view.year), str(view.is_synthetic)]
    if view.is_weighed and can_be_weighed(name):
        parts += [view.measure, repr(view.weight_name)]
    return " ".join(parts)


class Answers:
    """The answers about one counted registry.

    Parameters
    ----------
    folder : Path
        Made when the first answer is kept. A folder that cannot be written costs time only.
    version : str
        What else the answers depend on: the catalogue.
    """

    def __init__(self, folder: Path, version: str):
        self._folder = folder
        self._version = f"{_RECIPE} {version}"

    def get(self, name: str, make: Callable[[], Mapping[str, Json]]) -> PreparedResponse:
        """Return an answer, compressed; make it, and what comes with it, if it is not kept.

        Parameters
        ----------
        name : str
            Says the data and the filter.
        make : callable
            Returns blocks by name, ``name`` among them: what is cheaper to make together.
        """
        found = self._read(name)
        if found is None:
            bodies = {key: to_json(block).encode() for key, block in make().items()}
            for key, body in bodies.items():
                self._write(key, body)
            self._prune()
            found = self._read(name) or _response({"identity": bodies[name]})
        return found

    def _paths(self, name: str) -> dict[str, Path]:
        digest = hashlib.sha256(f"{self._version} {name}".encode()).hexdigest()[:40]
        plain = self._folder / f"{digest}.json"
        return {"identity": plain, **{coding: Path(f"{plain}.{coding}") for coding in _CODINGS}}

    def _read(self, name: str) -> PreparedResponse | None:
        bodies = {}
        for coding, path in self._paths(name).items():
            try:
                bodies[coding] = path.read_bytes()
            except OSError:
                if coding == "identity":
                    return None
        return _response(bodies)

    def _write(self, name: str, body: bytes) -> None:
        paths = self._paths(name)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if is_worthwhile(MEDIA_TYPE, body):
                for coding in _CODINGS:
                    _put(paths[coding], compress_quickly(body, coding))
            _put(paths["identity"], body)  # last: an answer is kept when it is complete
        except OSError:
            with suppress(OSError):
                for path in paths.values():
                    path.unlink(missing_ok=True)

    def _prune(self) -> None:
        try:
            prune(self._folder, size=SIZE_LIMIT)
        except OSError:
            return  # what could not be kept need not be pruned


def _put(path: Path, body: bytes) -> None:
    handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        os.replace(part, path)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise


def _response(bodies: Mapping[str, bytes]) -> PreparedResponse:
    return PreparedResponse(200, [("content-type", MEDIA_TYPE)], bodies)
