"""In which order the pairs of a column are: one order for all of its rows, never row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from geo.errors import ImportRefusedError
from geo.imports.columns import text_of
from geo.imports.coordinates import Order, Typed, parse_coordinates
from geo.imports.messages import Message, message
from geo.imports.preview import SourceRow

ORDERS: tuple[Order, ...] = ("x_first", "y_first")
"""Longitude or easting first, and latitude or northing first."""
MOST_LOOKED_AT = 1000
"""Pairs that a proposal rests on: reading 100,000 takes seconds, and more would not change it."""


@dataclass(frozen=True)
class OrderProposal:
    """The order proposed for a column of pairs, and why."""

    order: Order
    reason: Message

    def to_json(self) -> dict[str, Any]:
        """Return the proposal as JSON types."""
        return {"order": self.order, "reason": self.reason.to_json()}


def propose_order(rows: Sequence[SourceRow], place: int) -> OrderProposal | None:
    """Propose the order that most pairs of a column can only be in.

    Parameters
    ----------
    rows : sequence of SourceRow
    place : int
        Of the column among the cells.

    Returns
    -------
    OrderProposal or None
        None if no pair needs an order: letters or words mark them, or there is none.
    """
    texts = (text for row in rows if (text := text_of(row.cells[place])).strip())
    counts = Counter(_order_of(text) for text in islice(texts, MOST_LOOKED_AT))
    x_first, y_first = counts["x_first"], counts["y_first"]
    if not x_first and not y_first:
        return None
    order: Order = "y_first" if y_first > x_first else "x_first"
    code = "order_tied" if x_first == y_first else "order_by_values"
    pairs = counts.total() - counts["none"]
    return OrderProposal(order, message(code, count=max(x_first, y_first), pairs=pairs))


def swapped_pair(typed: Typed) -> tuple[Message, Message]:
    """Tell of a pair that is in the other order than its column, and how to write it.

    Parameters
    ----------
    typed : Typed
        Without marks.

    Returns
    -------
    (Message, Message)
        The problem, with the numbers as they stand there, and a suggestion.
    """
    first, second = (typed.x, typed.y) if typed.order == "x_first" else (typed.y, typed.x)
    code = "swapped" if typed.unit == "degrees" else "swapped_metres"
    return message(code, x=first, y=second), message("swap", x=second, y=first)


def turned_note(typed: Typed) -> Message | None:
    """Tell of a pair that is read with latitude or northing first, although nothing marks it."""
    if typed.order != "y_first":
        return None
    return message("read_lat_first" if typed.unit == "degrees" else "read_northing_first")


def _order_of(text: str) -> str:
    try:
        return parse_coordinates(text).order
    except ImportRefusedError:
        return "none"
