"""What an import says: a code with values, so that a page can translate it, and English for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from geo.errors import ImportRefusedError
from geo.imports.words import NOTES, PROBLEMS, REFUSALS, SUGGESTIONS

WORDS: dict[str, str] = {**REFUSALS, **PROBLEMS, **SUGGESTIONS, **NOTES}
"""Code → English sentence with the names of its values in braces."""
NOTHING_KEPT = "Nothing of it was stored."
_SHOWN = 80


@dataclass(frozen=True)
class Message:
    """One thing to tell: ``code`` is a key of ``WORDS``, ``values`` fill its braces.

    Values are JSON types. Texts in them come from the file and are data: never markup.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        texts = {name: shown(value) for name, value in self.values.items()}
        return WORDS[self.code].format_map(texts)

    def to_json(self) -> dict[str, Any]:
        """Return code and values as JSON types."""
        return {"code": self.code, "values": dict(self.values)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Message:
        """Read what ``to_json`` made."""
        return cls(data["code"], dict(data["values"]))


def message(code: str, **values: Any) -> Message:
    """Make a message; the values are named as in its sentence."""
    return Message(code, values)


def refusal(code: str, **values: Any) -> ImportRefusedError:
    """Make the error that refuses a file.

    Parameters
    ----------
    code : str
        A key of ``REFUSALS``.
    **values
        What the sentence names; ``file``, the name that its owner knows it by, is put before.

    Returns
    -------
    ImportRefusedError
    """
    before = f"{shown(values['file'])}: " if "file" in values else ""
    sentence = str(Message(code, values))
    return ImportRefusedError(code, f"{before}{sentence} {NOTHING_KEPT}", values)


def refuse(code: str, **values: Any) -> NoReturn:
    """Refuse a file: raise what ``refusal`` makes.

    Raises
    ------
    ImportRefusedError
        Always.
    """
    raise refusal(code, **values)


def cut(text: str, length: int = _SHOWN) -> str:
    """Shorten a text that is shown, saying so by an ellipsis.

    Examples
    --------
    >>> cut("abcdef", 3)
    'abc…'
    """
    return text if len(text) <= length else text[:length] + "…"


def shown(value: Any) -> str:
    """Write a value as a sentence shows it: thousands apart, printable, not too long.

    Examples
    --------
    >>> shown(100000), shown(["a", "b"]), shown([])
    ('100,000', 'a, b', 'none')
    """
    if isinstance(value, list | tuple):
        return ", ".join(shown(item) for item in value) or "none"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    text = "".join(sign if sign.isprintable() else "\ufffd" for sign in str(value))
    return cut(text)
