"""Short links: a view is kept under a code that is made from the view itself.

The same view has the same code, so that saving twice changes nothing, and a code never comes
to mean another view. The links lie in one SQLite file that is made when the first is saved.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from geo.errors import AtlasError

FILE = "permalinks.sqlite"
MOST_LINKS = 50_000
"""Of one atlas, 2 kB each at most. When they are used up none is lost: saving is refused."""

CODE = re.compile(r"[a-z2-7]{10,52}")
_SHORTEST = 10  # letters of base32, 50 bits: 50,000 links clash once in a million atlases
_WAIT_SECONDS = 3.0
_TABLE = """
CREATE TABLE IF NOT EXISTS links (
    code TEXT PRIMARY KEY,
    target TEXT NOT NULL,
    saved_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) WITHOUT ROWID
"""


class LinkStoreError(AtlasError):
    """The file of short links cannot be read or written, or is full."""


class LinkStore:
    """The short links of one atlas; every call opens the file anew, so threads may share it.

    Parameters
    ----------
    folder : Path
        Where the file lies; made when the first link is saved.
    most : int
        How many links it may hold.
    """

    def __init__(self, folder: Path, *, most: int = MOST_LINKS):
        self.path = folder.resolve() / FILE
        self._most = most

    def save(self, target: str) -> str:
        """Keep a view and return its code.

        Parameters
        ----------
        target : str
            Path and query of a page of this atlas; whoever calls has checked it.

        Returns
        -------
        str
            10 letters and digits; more only where two views would share them.

        Raises
        ------
        LinkStoreError
            If the folder cannot be written, the file is damaged, or it is full.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            msg = f"{self.path.parent} cannot be written ({error.strerror})"
            raise LinkStoreError(msg) from error
        with self._opened(self.path.as_uri()) as links:
            links.execute("PRAGMA journal_mode = WAL")
            links.execute("BEGIN IMMEDIATE")
            links.execute(_TABLE)
            code = self._insert(links, target)
            links.execute("COMMIT")
        return code

    def find(self, code: str) -> str | None:
        """Return what a code stands for, None if for nothing.

        Raises
        ------
        LinkStoreError
            If the file is there and cannot be read.
        """
        if not CODE.fullmatch(code) or not self.path.exists():
            return None
        with self._opened(f"{self.path.as_uri()}?mode=ro") as links:
            row = links.execute("SELECT target FROM links WHERE code = ?", (code,)).fetchone()
        return row and str(row[0])

    def _insert(self, links: sqlite3.Connection, target: str) -> str:
        for code in codes(target):
            row = links.execute("SELECT target FROM links WHERE code = ?", (code,)).fetchone()
            if row and row[0] == target:
                return code
            if row is None:
                self._check_room(links)
                links.execute("INSERT INTO links (code, target) VALUES (?, ?)", (code, target))
                return code
        msg = f"no code is left for {target!r}"
        raise LinkStoreError(msg)

    def _check_room(self, links: sqlite3.Connection) -> None:
        (count,) = links.execute("SELECT count(*) FROM links").fetchone()
        if count >= self._most:
            msg = f"{self.path} holds {count} links, as many as it may"
            raise LinkStoreError(msg)

    @contextmanager
    def _opened(self, address: str) -> Iterator[sqlite3.Connection]:
        try:
            with closing(
                sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)
            ) as links:
                yield links
        except sqlite3.Error as error:
            msg = f"{self.path} cannot be used ({error})"
            raise LinkStoreError(msg) from error


def codes(target: str) -> Iterator[str]:
    """Yield the codes that a view may have, the shortest first."""
    digest = base64.b32encode(hashlib.sha256(target.encode()).digest()).decode().lower()
    whole = digest.rstrip("=")
    return (whole[:length] for length in range(_SHORTEST, len(whole) + 1))
