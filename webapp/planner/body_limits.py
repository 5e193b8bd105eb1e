"""How much may be sent to which address: files of data are larger than anything else."""

from __future__ import annotations

import re

from geo.imports.limits import MIB, Limits

LARGE_BYTES = Limits.file_bytes + MIB
"""A file of data, or a project as a file, and what a form puts around it."""
LARGE_FORM_BYTES = 4 * Limits.pasted_chars + MIB
"""Pasted rows: a character has up to four bytes."""
LARGE_SECONDS = 300.0
"""For such a file to arrive: 2 Mbit/s are enough."""

_LARGE = re.compile(r"(?:/en)?/planner/(?:import|[^/]+/data/import|[^/]+/enterprises/new)")


def is_large(path: str) -> bool:
    """Tell whether an address takes files of data.

    Examples
    --------
    >>> is_large("/en/planner/abc/data/import"), is_large("/planner/abc/data")
    (True, False)
    """
    return _LARGE.fullmatch(path) is not None
