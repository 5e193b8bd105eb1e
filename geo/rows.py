"""The part that every row of a catalogue has: the evidence that carries it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from geo.cells import Key, Status, incomplete

QUOTE_LENGTH = 40
"""Longest quotation that a row may carry, in characters."""


class Row(BaseModel):
    """A row of any table, with the evidence that carries it.

    Attributes
    ----------
    source : str
        ``Source.key`` of the document (or reference) that gives the row.
    quote : str
        The short phrase that states it, at most ``QUOTE_LENGTH`` characters, in simplified
        characters; empty only in editorial rows.
    status : {"stated", "editorial"}
        Whether the document says it or the atlas added it in order to draw it.
    note, note_en : str
        What was added and why, in Chinese and in English; ``note`` is required in editorial
        rows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    source: Key
    quote: Annotated[str, Field(max_length=QUOTE_LENGTH)] = ""
    status: Status
    note: Annotated[str, Field(max_length=400)] = ""
    note_en: Annotated[str, Field(max_length=600)] = ""

    @model_validator(mode="after")
    def _evidence_is_complete(self) -> Row:
        if self.status == "stated" and not self.quote:
            raise incomplete(column="quote", message="a stated row needs a quote from its source")
        if self.status == "editorial" and not self.note:
            raise incomplete(
                column="note", message="an editorial row must say here what was added and why"
            )
        return self
