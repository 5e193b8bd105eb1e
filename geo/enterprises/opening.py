"""Opening the files of a registry, here or wherever a cluster keeps them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from geo.enterprises.errors import EnterpriseError

Opened = Callable[[str], BinaryIO]
"""Opens a path for reading bytes; what it returns can be sought in."""


def open_local(path: str) -> BinaryIO:
    """Open a file of this machine.

    Raises
    ------
    EnterpriseError
        If it is not there or cannot be read.
    """
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: str, error: OSError) -> EnterpriseError:
    """Return the error about a file that is not there or cannot be read."""
    name = Path(path).name
    reason = error.strerror or str(error)
    msg = f"{name} cannot be read ({reason}); put it back to where it was and start again"
    return EnterpriseError(msg, "unreadable", {"file": name, "reason": reason})
