"""What a person decided about the rows of a file, and whether that is enough to take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from geo.imports.columns import TYPES, Column
from geo.imports.coordinates import Order
from geo.imports.datums import DATUM_CHOICES, GEOGRAPHIC, check_datum
from geo.imports.guesses import CoordinateColumns, kind_of_columns
from geo.imports.messages import refuse
from geo.imports.pair_order import ORDERS, OrderProposal, propose_order
from geo.imports.preview import Preview

KEEP = ("outside", "elsewhere", "duplicate")
"""Problems whose rows may be taken all the same, if that is chosen."""


@dataclass(frozen=True)
class Choices:
    """What was decided.

    Attributes
    ----------
    datum : str, optional
        One of ``geo.imports.datums.DATUM_CHOICES``; needed unless the file's own is sure.
    x, y : str, optional
        Columns of coordinates (the same twice for pairs); the proposed ones if not given.
    types : mapping
        Column → one of ``geo.imports.columns.TYPES``, where it is to be other than found.
    keep : frozenset of str
        Of ``KEEP``.
    order : {"x_first", "y_first"}, optional
        Of a column of pairs; the proposed one if not given.
    commas : mapping
        Column → one of ``geo.imports.columns.COMMAS``, where only a person knows.
    """

    datum: str | None = None
    x: str | None = None
    y: str | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()
    order: Order | None = None
    commas: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the choices as JSON types; later kinds of choices only where they were made.

        So the logs of earlier imports stay, word for word, what they were.
        """
        later = {"order": self.order, "commas": dict(self.commas)}
        return {
            **{name: value for name, value in later.items() if value},
            "datum": self.datum,
            "x": self.x,
            "y": self.y,
            "types": dict(self.types),
            "keep": sorted(self.keep),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Choices:
        """Read what ``to_json`` made."""
        return cls(**{**data, "keep": frozenset(data["keep"])})


@dataclass(frozen=True)
class Decided:
    """Everything that must be known to take rows; nothing of it was guessed silently."""

    datum: str
    is_datum_chosen: bool
    coordinates: CoordinateColumns | None
    columns: tuple[Column, ...]
    keep: frozenset[str]


def decide(preview: Preview, choices: Choices) -> Decided:
    """Put choices and proposals together.

    Parameters
    ----------
    preview : Preview
    choices : Choices

    Returns
    -------
    Decided
        ``coordinates`` is None if the places come with the file.

    Raises
    ------
    ImportRefusedError
        If a choice is not possible, or one is missing: the datum (code "datum_needed"), the
        columns (code "coordinates_needed").
    """
    for name in sorted(choices.keep - set(KEEP)):
        _refuse("kind of row", name, KEEP, preview)
    coordinates = None if preview.has_shapes else choose_coordinates(preview, choices)
    datum = _datum(preview, choices)
    if coordinates is not None and coordinates.kind != "pair":
        is_degrees = datum in GEOGRAPHIC
        if is_degrees != (coordinates.kind == "degrees"):
            # Degrees in a system of metres land on the equator, metres in degrees nowhere.
            fitting = GEOGRAPHIC if coordinates.kind == "degrees" else DATUM_CHOICES[4:]
            _refuse(f"datum for {coordinates.kind}", datum, fitting, preview)
    return Decided(
        datum,
        choices.datum is not None,
        coordinates,
        choose_columns(preview, choices.types),
        choices.keep,
    )


def _datum(preview: Preview, choices: Choices) -> str:
    if choices.datum is not None:
        check_datum(choices.datum)
        return choices.datum
    if preview.claim.datum is None or not preview.claim.is_sure:
        name = preview.source.name
        refuse("datum_needed", file=name, allowed=list(DATUM_CHOICES))
    return preview.claim.datum


def choose_coordinates(preview: Preview, choices: Choices) -> CoordinateColumns:
    """Return the columns of coordinates that were chosen, else those that are proposed.

    A column of pairs has one order; only typed lines may each have their own.

    Raises
    ------
    ImportRefusedError
        If a column is not there, or none was chosen and none is proposed.
    """
    if choices.x is None and choices.y is None:
        if preview.coordinates is None:
            name = preview.source.name
            refuse("coordinates_needed", file=name, columns=list(preview.names))
        return _with_order(preview, choices, preview.coordinates)
    found = {column.name: column for column in preview.columns}
    x, y = choices.x or choices.y or "", choices.y or choices.x or ""
    for name in (x, y):
        if name not in found:
            _refuse("column", name, preview.names, preview)
    chosen = CoordinateColumns(kind_of_columns(found[x], found[y]), x, y)
    return _with_order(preview, choices, chosen)


def order_proposal(preview: Preview, coordinates: CoordinateColumns) -> OrderProposal | None:
    """Propose the order of a column of pairs; None where there is nothing to decide."""
    if coordinates.kind != "pair" or preview.kind == "typed":
        return None
    return propose_order(preview.rows, preview.names.index(coordinates.x))


def _with_order(
    preview: Preview, choices: Choices, coordinates: CoordinateColumns
) -> CoordinateColumns:
    if choices.order is not None and choices.order not in ORDERS:
        _refuse("order", choices.order, ORDERS, preview)
    proposal = order_proposal(preview, coordinates)
    if proposal is None:
        return coordinates
    return replace(coordinates, order=choices.order or proposal.order)


def choose_columns(preview: Preview, types: Mapping[str, str]) -> tuple[Column, ...]:
    """Return the columns with the types that were chosen; raises ``ImportRefusedError``."""
    for name, kind in types.items():
        if name not in preview.names:
            _refuse("column", name, preview.names, preview)
        if kind not in TYPES:
            _refuse("type", kind, TYPES, preview)
    return tuple(
        Column(**{**vars(column), "type": types.get(column.name, column.type)})
        for column in preview.columns
    )


def _refuse(what: str, value: str, allowed: Iterable[str], preview: Preview) -> NoReturn:
    name = preview.source.name
    refuse("unknown_choice", file=name, what=what, value=value, allowed=list(allowed))
