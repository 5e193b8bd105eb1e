"""The pages to read: each module is one page (or kind of page) and has its own blueprint.

A module offers ``blueprint`` and ``paths(catalogue)``: the Chinese addresses of the pages that
depend on the catalogue alone, which are made once and served as prepared bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from geo.catalogue import Catalogue
from webapp.reading import compare, editions, matrix, profiles, scenarios, story

MODULES: tuple[ModuleType, ...] = (compare, editions, matrix, profiles, scenarios, story)
"""In no particular order; the menu has its own (``webapp.rendering.MENU``)."""


def reading_paths(catalogue: Catalogue) -> Iterator[str]:
    """Yield the Chinese address of every page to read."""
    for module in MODULES:
        yield from module.paths(catalogue)
