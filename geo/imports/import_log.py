"""What was imported, from where and how: enough to say so in a report and to do it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.imports.choices import Choices
from geo.imports.messages import Message
from geo.imports.request import ReadRequest
from geo.imports.row_problems import RowProblem

VERSION = 1


@dataclass(frozen=True)
class ImportLog:
    """The record of one import.

    Attributes
    ----------
    file_name, sha256 : str
    size : int
        Bytes.
    kind, encoding, encoding_basis, delimiter, layer : str or None
        How it was read.
    header_row : int
    columns : mapping
        Name → type that it was taken as.
    coordinates : mapping or None
        Kind and columns of the coordinates; None if the places came with the file.
    datum : str
        What the coordinates were taken for.
    datum_reason : Message
    request, choices : ReadRequest, Choices
        What was chosen.
    conversions, notes : tuple of Message
        What was done to the places, and what was noticed.
    read, taken, refused, told : int
        Rows of data in the file, taken, left out, and taken although something was told.
    problems : tuple of RowProblem
        All of them, the refused rows among them.
    cut_off : tuple of str
        What the platform cut the reader off from: "network", "files".
    """

    file_name: str
    sha256: str
    size: int
    kind: str
    encoding: str | None
    encoding_basis: str | None
    delimiter: str | None
    layer: str | None
    header_row: int
    columns: Mapping[str, str]
    coordinates: Mapping[str, str] | None
    datum: str
    datum_reason: Message
    request: ReadRequest
    choices: Choices
    conversions: tuple[Message, ...]
    notes: tuple[Message, ...]
    read: int
    taken: int
    refused: int
    told: int
    problems: tuple[RowProblem, ...]
    cut_off: tuple[str, ...]

    @property
    def refused_rows(self) -> tuple[int, ...]:
        """Numbers of the rows that were left out."""
        return tuple(sorted({found.row for found in self.problems if found.is_refused}))

    def to_json(self) -> dict[str, Any]:
        """Return the log as JSON types (no NaN), to be stored."""
        data = dict(vars(self))
        for name in ("datum_reason", "request", "choices"):
            data[name] = data[name].to_json()
        for name in ("conversions", "notes", "problems"):
            data[name] = [item.to_json() for item in data[name]]
        data["columns"] = dict(self.columns)
        data["cut_off"] = list(self.cut_off)
        data["coordinates"] = dict(self.coordinates) if self.coordinates else None
        return {"version": VERSION, **data}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ImportLog:
        """Read what ``to_json`` made.

        Raises
        ------
        ValueError
            If it is of another version.
        """
        if data.get("version") != VERSION:
            msg = f"an import log of version {data.get('version')!r}; allowed is {VERSION}"
            raise ValueError(msg)
        read = {name: value for name, value in data.items() if name != "version"}
        read["datum_reason"] = Message.from_json(read["datum_reason"])
        read["request"] = ReadRequest.from_json(read["request"])
        read["choices"] = Choices.from_json(read["choices"])
        read["cut_off"] = tuple(read["cut_off"])
        for name in ("conversions", "notes"):
            read[name] = tuple(Message.from_json(item) for item in read[name])
        read["problems"] = tuple(RowProblem.from_json(item) for item in read["problems"])
        return cls(**read)
