"""What was chosen about a set of enterprises: how its files are read, what its columns mean."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from geo.catalogue import Catalogue
from geo.datum import DATUMS
from geo.enterprises.column_guesses import MEANINGS, guess_columns, is_surely_synthetic
from geo.enterprises.samples import ENCODINGS, Sample
from webapp.errors import WrongValueError
from webapp.planner.import_wish import DELIMITER_WORDS
from webapp.store.models import EnterpriseSet

Form = MultiDict[str, str]
RULES = 2
"""By which rows are left out; a run by older rules is another, whose result stays until then."""


@dataclass(frozen=True)
class Choices:
    """Everything that was chosen about a set.

    Attributes
    ----------
    form : {"csv", "parquet", "xlsx"}
    encoding, delimiter : str
        Of text.
    columns : dict of str to str
        Meaning → column.
    datum : str or None
        Of the coordinates; None while nobody said.
    cities : tuple of str
        Whose districts count.
    sheet : str or None
        Of workbooks: the sheet of this name in each; None for the first one in each with rows.
    is_mixed : bool
        Whether rows in another encoding are left out one by one.
    is_synthetic : bool
    """

    form: str
    encoding: str = "utf-8"
    delimiter: str = ","
    columns: Mapping[str, str] = field(default_factory=dict)
    datum: str | None = None
    cities: tuple[str, ...] = ()
    sheet: str | None = None
    is_mixed: bool = False
    is_synthetic: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the choices as JSON types."""
        return {**vars(self), "columns": dict(self.columns), "cities": list(self.cities)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Choices:
        """Read what ``to_json`` made."""
        return cls(**{**data, "cities": tuple(data["cities"])})

    @property
    def has_coordinates(self) -> bool:
        """Whether columns of coordinates were chosen."""
        return "lon" in self.columns and "lat" in self.columns

    def to_wish(self) -> dict[str, Any]:
        """Return what ``geo.enterprises.wish.read_wish`` reads, without the files."""
        return {
            "form": self.form,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "columns": dict(self.columns),
            "datum": self.datum or "WGS-84",
            "cities": list(self.cities),
            "is_mixed": self.is_mixed,
            "is_synthetic": self.is_synthetic,
            # What was begun before sheets could be chosen stays the same run.
            **({"sheet": self.sheet} if self.sheet is not None else {}),
        }


def first_choices(sample: Sample, city: str) -> Choices:
    """Propose what a sample suggests; the datum is never guessed."""
    columns = guess_columns(sample)
    return Choices(
        form=sample.form,
        encoding=sample.encoding or "utf-8",
        delimiter=sample.delimiter or ",",
        columns=columns,
        cities=(city,),
        is_synthetic=is_surely_synthetic(sample, columns.get("name")),
    )


def next_choices(form: Form, before: Choices, sample: Sample, catalogue: Catalogue) -> Choices:
    """Read the form of the preview.

    Parameters
    ----------
    form : MultiDict
    before : Choices
    sample : Sample
        Whose columns may be chosen.
    catalogue : Catalogue

    Returns
    -------
    Choices

    Raises
    ------
    WrongValueError
        Naming the value and what is allowed.
    """
    columns = {}
    for meaning in MEANINGS:
        name = form.get(f"column-{meaning}", "")
        if name:
            columns[meaning] = _one_of(name, sample.names)
    word = form.get("delimiter", "")
    sheet = before.sheet
    if sample.form == "xlsx" and "sheet" in form:
        sheet = _one_of(form["sheet"], sample.sheets) if form["sheet"] else None
    sign = DELIMITER_WORDS[_one_of(word, tuple(DELIMITER_WORDS))] if word else before.delimiter
    encoding = form.get("encoding", "")
    datum = form.get("datum", "")
    cities = [_one_of(name, [row.id for row in catalogue.cities]) for name in form.getlist("city")]
    made = is_surely_synthetic(sample, columns.get("name"))
    return replace(
        before,
        encoding=_one_of(encoding, ENCODINGS) if encoding else before.encoding,
        delimiter=sign,
        columns=columns,
        datum=_one_of(datum, DATUMS) if datum else None,
        cities=tuple(dict.fromkeys(cities)) or before.cities,
        sheet=sheet,
        is_synthetic=made or "is_synthetic" in form,
    )


def is_read_otherwise(choices: Choices, before: Choices, sample: Sample) -> bool:
    """Tell whether other rows are read than before, which nobody has seen yet.

    Parameters
    ----------
    choices, before : Choices
    sample : Sample
        As it was chosen before.
    """
    if (choices.encoding, choices.delimiter) != (before.encoding, before.delimiter):
        return True
    is_named_only = before.sheet is None and choices.sheet == sample.sheet
    return choices.sheet != before.sheet and not is_named_only


def nudged(form: Form, choices: Choices, catalogue: Catalogue) -> Choices:
    """Do what was clicked because of where rows lie: add a city, or exchange the coordinates.

    Raises
    ------
    WrongValueError
        Naming the value and what is allowed.
    """
    if also := form.get("also", ""):
        city = _one_of(also, [row.id for row in catalogue.cities])
        choices = replace(choices, cities=tuple(dict.fromkeys((*choices.cities, city))))
    if "exchange" in form and choices.has_coordinates:
        lon, lat = choices.columns["lon"], choices.columns["lat"]
        choices = replace(choices, columns={**choices.columns, "lon": lat, "lat": lon})
    return choices


def in_encoding(form: Form, wish: Mapping[str, Any]) -> dict[str, Any]:
    """Note in what is wished for a set which encoding was chosen though not all rows fit it.

    Raises
    ------
    WrongValueError
        If it is none of those that can be read.
    """
    encoding = _one_of(form.get("encoding", ""), ENCODINGS)
    choices = wish.get("choices")
    if choices:
        choices = {**choices, "encoding": encoding, "is_mixed": True}
    return {**wish, "encoding": encoding, "choices": choices}


def missing(choices: Choices) -> list[str]:
    """Say in the page's language what must still be chosen before anything can be counted."""
    found = []
    columns = choices.columns
    if ("lon" in columns) != ("lat" in columns):
        found.append(_("Longitude and latitude are two columns: choose both or neither."))
    elif choices.has_coordinates and columns["lon"] == columns["lat"]:
        found.append(_("Longitude and latitude cannot be the same column."))
    if not (choices.has_coordinates or {"district", "address"} & columns.keys()):
        found.append(
            _(
                "Where are they? Choose the columns of longitude and latitude, a district, or an "
                "address."
            )
        )
    if choices.has_coordinates and choices.datum is None:
        found.append(_("Choose the system of the coordinates: it is nowhere in the file."))
    return found


def order_of(row: EnterpriseSet, catalogue: Catalogue, root: Path) -> dict[str, Any]:
    """Return what a worker is to do for a set.

    Parameters
    ----------
    row : EnterpriseSet
        Whose choices are made.
    catalogue : Catalogue
    root : Path
        The folder that its files lie in.
    """
    files: Sequence[str] = row.wish["files"]
    states = [(root / name).stat() for name in files]
    return {
        "rules": RULES,
        "source": row.wish["source"],
        "files": list(files),
        "sizes": [[state.st_size, state.st_mtime_ns] for state in states],
        "wish": Choices.from_json(row.wish["choices"]).to_wish(),
        "words": row.words["rows"] if row.words else None,
        "fingerprint": catalogue.fingerprint,
    }


def job_of(order: Mapping[str, Any]) -> str:
    """Name a run after its order: equal wishes are one run."""
    text = json.dumps(order, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _one_of(value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise WrongValueError(
            _(
                "“%(value)s” is not possible; allowed: %(allowed)s.",
                value=value[:80],
                allowed=", ".join(allowed[:40]),
            )
        )
    return value
