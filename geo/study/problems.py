"""What is wrong with a study: where in its JSON, which value, and what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from geo.study.limits import MOST_PROBLEMS
from geo.study.scalars import PATTERNS

Path = tuple[str | int, ...]

_SHOWN = 60
_TAGGED = ("measure", "function", "demand")
"""Where ``kind`` tells which class is meant; pydantic puts the kind behind these in a path."""


@dataclass(frozen=True)
class StudyProblem:
    """One thing wrong with a study.

    Attributes
    ----------
    code : str
        A key of ``geo.study.words.PROBLEMS``: for a page that says it in its reader's language.
    path : tuple of str and int
        Keys and places that lead there; empty for the whole document.
    value : object
        What was found there (a JSON type), None where something is missing.
    allowed : str
        What is allowed, in English; "" where ``code`` says it all.
    zh : str
        What is wrong, in Chinese, where it names more than ``code`` can say.
    """

    code: str
    path: Path
    value: object
    allowed: str
    zh: str = ""

    @property
    def where(self) -> str:
        """The path as JSON tools write it, such as ``layers[0].features[3].lon``."""
        return path_text(self.path)

    @property
    def shown(self) -> str:
        """The value, shortened to be shown; "" where there is none."""
        if self.value is None:
            return ""
        text = self.value if isinstance(self.value, str) else _brief(self.value)
        clean = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[: _SHOWN + 1])
        return clean if len(clean) <= _SHOWN else clean[:_SHOWN] + "…"

    def __str__(self) -> str:
        found = f' "{self.shown}"' if self.value is not None else ""
        return f"{self.where}:{found} {self.allowed}".rstrip()


def path_text(path: Iterable[str | int]) -> str:
    """Write a path as ``a.b[0].c``; the document itself is ``$``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part.isidentifier():
            text += f".{part}"
        else:
            text += f'["{part[:_SHOWN]}"]'
    return text.removeprefix(".") or "$"


def problems_of(error: ValidationError, document: Mapping[str, Any]) -> tuple[StudyProblem, ...]:
    """Say what pydantic found in our own words.

    Parameters
    ----------
    error : ValidationError
    document : mapping
        What was validated.

    Returns
    -------
    tuple of StudyProblem
        At most ``MOST_PROBLEMS``.
    """
    found: dict[Path, StudyProblem] = {}
    for row in error.errors(include_url=False):
        problem = _problem(row, document)
        # A cell that is none of several types is told once for each of them.
        found.setdefault(problem.path, problem)
    return tuple(found.values())[:MOST_PROBLEMS]


def _problem(row: Mapping[str, Any], document: Mapping[str, Any]) -> StudyProblem:
    kind, given = str(row["type"]), row.get("ctx", {})
    path = tuple(_plain_path(row["loc"], document))
    code, allowed = _said(kind, given, str(row["msg"]))
    if "values" in path[:-1]:
        is_number = isinstance(row["input"], float)
        code = "not_finite" if is_number else "wrong_type"
        allowed = "allowed is a finite number, a text or null"
    value = None if kind in ("missing", "union_tag_not_found") else row["input"]
    if kind == "extra_forbidden":
        value = path[-1]
    if kind == "union_tag_invalid":
        path, value = (*path, "kind"), given["tag"]
    if kind == "union_tag_not_found":
        path = (*path, "kind")
    return StudyProblem(code, path, value, allowed)


def _said(kind: str, given: Mapping[str, Any], message: str) -> tuple[str, str]:
    """Return the code of an error of pydantic's and what is allowed instead."""
    if kind in ("missing", "union_tag_not_found"):
        return "missing", "is missing"
    if kind == "extra_forbidden":
        return "unknown_key", "is not a key that is known here"
    if kind in ("literal_error", "union_tag_invalid"):
        return "not_one_of", f"allowed: {given.get('expected', given.get('expected_tags'))}"
    if kind == "finite_number":
        return "not_finite", "allowed is a finite number"
    if kind == "string_pattern_mismatch":
        return "pattern", f"allowed: {PATTERNS[given['pattern']]}"
    for name, words in _BOUNDS.items():
        if name in given and kind != "string_too_short":
            return "out_of_range", f"allowed: {words} {given[name]:g}"
    if kind in ("too_long", "string_too_long"):
        return "too_many", f"allowed are at most {given['max_length']:,}"
    if kind in ("too_short", "string_too_short"):
        return "empty", "must not be empty"
    return ("wrong_type", _TYPES[kind]) if kind in _TYPES else ("wrong_value", message)


_BOUNDS = {"ge": "from", "gt": "above", "le": "up to", "lt": "below"}
_TYPES = {
    "string_type": "allowed is a text",
    "nul": "allowed is a text without NUL characters",
    "float_type": "allowed is a number",
    "int_type": "allowed is a whole number",
    "int_from_float": "allowed is a whole number",
    "bool_type": "allowed is true or false",
    "tuple_type": "allowed is a list",
    "dict_type": "allowed is an object",
    "mapping_type": "allowed is an object",
    "model_type": "allowed is an object",
    "model_attributes_type": "allowed is an object",
    "string_unicode": "allowed is text that can be written as UTF-8",
}


def _plain_path(location: Iterable[str | int], document: object) -> Iterator[str | int]:
    """Leave out of pydantic's path what is not in the document: tags, and marks of keys."""
    here: Any = document
    before: str | int | None = None
    is_cell = False
    for part in location:
        if is_cell:
            continue  # which of a cell's types it is not
        is_cell = before == "values"
        is_tag = before in _TAGGED and isinstance(here, Mapping) and here.get("kind") == part
        before = None if is_tag else part
        if is_tag or part == "[key]":
            continue
        yield part
        is_inside = isinstance(here, Mapping) and part in here
        if isinstance(here, list | tuple) and isinstance(part, int):
            is_inside = part < len(here)
        here = here[part] if is_inside else None


def _brief(value: object) -> str:
    """Show a value that is no text without writing out a large document."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(map(str, list(value)[:5])) + "}"
    if isinstance(value, list | tuple):
        return f"[{len(value)} entries]"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
