"""The errors that reading and counting enterprises raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.errors import AtlasError


class EnterpriseError(AtlasError, ValueError):
    """Enterprises cannot be read, placed or counted as asked.

    It can be pickled, since it is raised in worker processes and told by others.

    Parameters
    ----------
    text : str
        Why, in English: which file, row or byte, what was found, what is allowed, what was kept.
    code : str
        Why, for a page that says it in its reader's language.
    values : mapping, optional
        What the sentence of the code names, as JSON types; data of strangers, never markup.
    """

    def __init__(self, text: str, code: str, values: Mapping[str, Any] | None = None):
        super().__init__(text)
        self.code = code
        self.text = text
        self.values = dict(values or {})

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.text, self.code, self.values))


class EnterpriseStoppedError(EnterpriseError):
    """Counting was stopped as asked; it can go on from there."""
