"""What somebody chose about a file that waits: how to read it, what its rows are, where they go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from geo.imports.choices import KEEP, Choices
from geo.imports.columns import COMMAS, TYPES
from geo.imports.datums import DATUM_CHOICES
from geo.imports.delimited import DELIMITERS
from geo.imports.encodings import ENCODINGS
from geo.imports.pair_order import ORDERS
from geo.imports.request import ReadRequest
from webapp.errors import WrongValueError
from webapp.store.layers import clean_name

LAYER_KINDS = ("candidates", "reference")
DELIMITER_WORDS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
"""How forms name delimiters: a tab would not survive in an attribute."""

COMMA_FIELD = "comma:"
"""Before the name of a column: the field that says what its commas do."""

Form = MultiDict[str, str]


@dataclass(frozen=True)
class Wish:
    """Everything that was chosen.

    Attributes
    ----------
    kind : {"candidates", "reference"}
    title : str
        Of the layer that it becomes.
    name_column : str or None
        The column that names the places; "" for none, None while nobody said.
    request : ReadRequest
    choices : Choices
    """

    kind: str
    title: str
    name_column: str | None = None
    request: ReadRequest = field(default_factory=ReadRequest)
    choices: Choices = field(default_factory=Choices)

    def to_json(self) -> dict[str, Any]:
        """Return the wish as JSON types."""
        return {
            **vars(self),
            "request": self.request.to_json(),
            "choices": self.choices.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Wish:
        """Read what ``to_json`` made."""
        request = ReadRequest.from_json(data["request"])
        return cls(**{**data, "request": request, "choices": Choices.from_json(data["choices"])})

    def for_columns(self, names: tuple[str, ...]) -> Wish:
        """Drop what was chosen about columns that another sheet or header does not have."""
        choices = self.choices
        is_there = {choices.x, choices.y} <= {None, *names}
        types = {name: kind for name, kind in choices.types.items() if name in names}
        commas = {name: how for name, how in choices.commas.items() if name in names}
        kept = replace(
            choices,
            commas=commas,
            x=choices.x if is_there else None,
            y=choices.y if is_there else None,
            types=types,
        )
        named = self.name_column if self.name_column in ("", *names) else None
        return replace(self, choices=kept, name_column=named)


def first_wish(form: Form, name: str) -> Wish:
    """Read the form that brings a file.

    Parameters
    ----------
    form : MultiDict
    name : str
        The file's; names the layer where the form does not.

    Raises
    ------
    WrongValueError
    """
    kind = _one_of(form, "kind", LAYER_KINDS)
    title = form.get("title", "").strip() or PurePath(name).stem or name
    return Wish(kind or LAYER_KINDS[0], clean_name(title))


def next_wish(form: Form, before: Wish) -> Wish:
    """Read the form of the preview.

    Parameters
    ----------
    form : MultiDict
        What it does not name, stays as it was before: the form of a file that could not be
        read asks for less.
    before : Wish

    Raises
    ------
    WrongValueError
        Naming the value, and what is allowed.
    """
    title = form.get("title", before.title).strip()
    if not title:
        raise WrongValueError(_("The layer needs a name."))
    choices = _choices(form, before.choices) if "rows" in form else before.choices
    return Wish(
        _one_of(form, "kind", LAYER_KINDS) or before.kind,
        clean_name(title),
        form.get("name_column", before.name_column),
        _request(form),
        choices,
    )


def _request(form: Form) -> ReadRequest:
    word = _one_of(form, "delimiter", tuple(DELIMITER_WORDS))
    return ReadRequest(
        encoding=_one_of(form, "encoding", ENCODINGS),
        delimiter=DELIMITER_WORDS[word] if word else None,
        layer=form.get("layer") or None,
        header_row=_header_row(form),
        repair="repair" in form,
    )


def _choices(form: Form, before: Choices) -> Choices:
    types = {}
    for text in form.getlist("type"):
        kind, _bar, name = text.partition("|")
        if kind and name:
            if kind not in TYPES:
                _refuse(kind, TYPES)
            types[name] = kind
    return Choices(
        datum=_datum(form),
        x=form.get("x") or None,
        y=form.get("y") or None,
        types=types,
        keep=frozenset(form.getlist("keep")) & frozenset(KEEP),
        order=_one_of(form, "order", ORDERS),  # type: ignore[arg-type]
        commas={
            field.removeprefix(COMMA_FIELD): how
            for field in form
            if field.startswith(COMMA_FIELD) and (how := _one_of(form, field, COMMAS))
        },
    )


def _datum(form: Form) -> str | None:
    datum = form.get("datum") or None
    # A file's own system may be another one on the same datum; the library knows.
    if datum is not None and datum not in DATUM_CHOICES and not datum.startswith("EPSG:"):
        _refuse(datum, DATUM_CHOICES)
    return datum


def _header_row(form: Form) -> int | None:
    text = form.get("header_row", "").strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 7:
        _refuse(text, ("0, 1, 2, …",))
    return int(text)


def _one_of(form: Form, name: str, allowed: tuple[str, ...]) -> str | None:
    value = form.get(name) or None
    if value is not None and value not in allowed:
        _refuse(value, allowed)
    return value


def _refuse(value: str, allowed: tuple[str, ...]) -> None:
    raise WrongValueError(
        _(
            "“%(value)s” is not possible; allowed: %(allowed)s.",
            value=value[:80],
            allowed=", ".join(allowed),
        )
    )


assert tuple(DELIMITER_WORDS.values()) == DELIMITERS
