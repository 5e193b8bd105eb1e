"""Compress bodies, in parallel and kept on disk, so that a second start takes seconds."""

import gzip
import hashlib
import logging
import os
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

from webapp.pruning import prune

LOG = logging.getLogger(__name__)

#: Media types that are compressed already; everything else is tried.
PACKED_TYPES = frozenset(
    {"image/png", "image/jpeg", "image/webp", "image/avif", "font/woff", "font/woff2"}
    | {"application/zip", "application/gzip", "application/pdf"}
)
SMALLEST_WORTHWHILE = 200  # bytes; below it a header costs more than the coding saves
CACHE_LIMIT = 64 * 1024 * 1024  # bytes on disk before the oldest entries go
_RECIPE = f"br11-gzip9-{brotli.__version__}"  # a new library version compresses anew


def compress(body: bytes, coding: str) -> bytes:
    """Compress as small as the coding can: for bytes that are served many times.

    Parameters
    ----------
    body : bytes
    coding : {"br", "gzip"}

    Returns
    -------
    bytes
        The same bytes in every run: gzip carries no time.
    """
    if coding == "br":
        return bytes(brotli.compress(body, quality=11))
    return gzip.compress(body, 9, mtime=0)


def compress_quickly(body: bytes, coding: str) -> bytes:
    """Compress at a speed that suits an answer made for one request."""
    if coding == "br":
        return bytes(brotli.compress(body, quality=4))
    return gzip.compress(body, 5, mtime=0)


def _decompress(packed: bytes, coding: str) -> bytes:
    return bytes(brotli.decompress(packed)) if coding == "br" else gzip.decompress(packed)


def is_worthwhile(media_type: str, body: bytes) -> bool:
    """Tell whether a body of this type and size is worth compressing."""
    return len(body) >= SMALLEST_WORTHWHILE and media_type not in PACKED_TYPES


class CompressionCache:
    """Compressed bodies in a private folder, named by the content that they stand for.

    A folder that cannot be written (read-only, full, no permission) costs time, never an answer:
    the bodies are then compressed in memory and the first trouble is logged once.

    Parameters
    ----------
    folder : Path or None
        Where to keep the files; made if missing, mode 0700. None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as error:
                self._give_up(error)

    def compress_all(self, jobs: Iterable[tuple[bytes, str]]) -> list[bytes]:
        """Compress many bodies on all cores.

        Parameters
        ----------
        jobs : iterable of (body, coding)

        Returns
        -------
        list of bytes
            One per job, in the same order.
        """
        # Both libraries release the GIL while they work. Every thread ends here: the server
        # forks afterwards, and a fork beside a running thread may inherit a held lock.
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            packed = list(pool.map(lambda job: self.compress(*job), jobs))
        self._prune()
        return packed

    def compress(self, body: bytes, coding: str) -> bytes:
        """Return `body` in `coding`, from the folder if it is there and intact."""
        name = f"{hashlib.sha256(_RECIPE.encode() + body).hexdigest()}.{coding}"
        packed = self._read(name, body, coding)
        if packed is None:
            packed = compress(body, coding)
            self._write(name, packed)
        return packed

    def _read(self, name: str, body: bytes, coding: str) -> bytes | None:
        if self._folder is None:
            return None
        try:
            packed = (self._folder / name).read_bytes()
            # A half-written or altered file must never be served: unpacking takes microseconds.
            return packed if _decompress(packed, coding) == body else None
        except (OSError, EOFError, brotli.error, ValueError):
            return None

    def _write(self, name: str, packed: bytes) -> None:
        if self._folder is None:
            return
        partial = None
        try:
            handle, partial = tempfile.mkstemp(dir=self._folder, suffix=".partial")
            with os.fdopen(handle, "wb") as file:
                file.write(packed)
            os.replace(partial, self._folder / name)
        except OSError as error:
            if partial is not None:
                Path(partial).unlink(missing_ok=True)
            self._give_up(error)

    def _prune(self) -> None:
        if self._folder is None:
            return
        try:
            prune(self._folder, size=CACHE_LIMIT)
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        if self._folder is not None:
            LOG.warning("Compressed pages are not kept on disk (%s); the next start is slow", error)
        self._folder = None
