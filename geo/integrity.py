"""Check that the tables of a catalogue hold together: keys, references, orders, cities.

A catalogue with any of these problems is never handed out (see ``geo.catalogue``); what
needs the documents or the polygons is in ``geo.checks``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from geo.problems import Problem, allowed
from geo.reading import Line, Lines, file_of

KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "sources": (("key",),),
    "cities": (("id",), ("adcode",)),
    "districts": (("adcode",),),
    "industries": (("id",), ("name_zh",)),
    "specialisations": (("district", "industry", "source"),),
    "structures": (("id",),),
    "belts": (("id",),),
    "belt_members": (("belt", "order"),),
    "strokes": (("id", "order"),),
    "sites": (("id",),),
    "units": (("id",),),
    "place_types": (("id",),),
    "scenarios": (("id",),),
    "targets": (("id",),),
    "rewordings": (("id",),),
    "measures": (("id",), ("city", "number")),
    "fund_rules": (("id",),),
}
"""Table → the groups of columns whose values must not repeat; the first names a row."""

REFERENCES: Mapping[str, Mapping[str, str]] = {
    "cities": {},
    "districts": {"city": "cities", "area_source": "sources"},
    "industries": {},
    "specialisations": {"district": "districts", "industry": "industries"},
    "structures": {"city": "cities", "district": "districts"},
    "belts": {"structure": "structures", "city": "cities"},
    "belt_members": {
        "belt": "belts",
        "district": "districts",
        "site": "sites",
        "basis": "sources",
    },
    "strokes": {"belt": "belts", "structure": "structures"},
    "sites": {
        "city": "cities",
        "district": "districts",
        "structure": "structures",
        "basis": "sources",
    },
    "units": {"city": "cities"},
    "place_types": {"city": "cities"},
    "scenarios": {
        "city": "cities",
        "district": "districts",
        "units": "units",
        "sites": "sites",
        "place_types": "place_types",
    },
    "targets": {"city": "cities", "district": "districts"},
    "rewordings": {
        "city": "cities",
        "earlier_structure": "structures",
        "later_structure": "structures",
        "earlier_target": "targets",
        "later_target": "targets",
    },
    "measures": {"city": "cities", "units": "units"},
    "fund_rules": {"city": "cities"},
}
"""Table → its columns that name rows of another table (``source`` does so in every one)."""

SEQUENCES: Mapping[str, tuple[str, str]] = {
    "belt_members": ("belt", "order"),
    "strokes": ("id", "order"),
    "scenarios": ("list", "number"),
    "measures": ("city", "number"),
}
"""Table → (group, number): within a group the numbers given run 1, 2, 3 …"""

STROKE_POINTS = {"stroke": 3, "link": 2}
"""Kind of drawn line → how many points it has."""


def find_breaks(lines: Lines, *, partial: Collection[str] = ()) -> list[Problem]:
    """Find everything in which the tables contradict each other.

    Parameters
    ----------
    lines : dict of str to list of Line
        Every table, as ``geo.reading.read_lines`` returns them.
    partial : collection of str
        Tables with unreadable rows. What seems to be missing from them is not reported:
        it would only repeat the first problem.

    Returns
    -------
    list of Problem
        Empty for a catalogue that holds together.
    """
    index = {table: _by_key(table, lines[table]) for table in KEYS}
    problems = [*_repeated_keys(lines)]
    for table, references in REFERENCES.items():
        for line in lines[table]:
            for column, target in {"source": "sources", **references}.items():
                if target not in partial:
                    problems += _unknown(table, line, column, target, index)
                problems += _elsewhere(table, line, column, target, index)
    problems += _broken_sequences({table: lines[table] for table in lines if table not in partial})
    problems += _untimely_rewordings(lines["rewordings"], index)
    if "strokes" not in partial:
        problems += _odd_strokes(lines["strokes"])
    return problems


def _by_key(table: str, lines: list[Line]) -> dict[str, Any]:
    column = KEYS[table][0][0]
    return {getattr(line.record, column): line.record for line in lines}


def _repeated_keys(lines: Lines) -> Iterator[Problem]:
    for table, keys in KEYS.items():
        for key in keys:
            seen: dict[tuple[str, ...], int] = {}
            for line in lines[table]:
                value = tuple(str(getattr(line.record, column)) for column in key)
                if value in seen:
                    message = f"must be unique, but row {seen[value]} has it already"
                    yield _at(table, line, ", ".join(key), ", ".join(value), message)
                seen.setdefault(value, line.number)


def _unknown(
    table: str, line: Line, column: str, target: str, index: Mapping[str, Mapping[str, Any]]
) -> Iterator[Problem]:
    for value in _values(line.record, column):
        if value not in index[target]:
            message = f"no such row in {file_of(target)}; {allowed(value, index[target])}"
            yield _at(table, line, column, value, message)


def _elsewhere(
    table: str, line: Line, column: str, target: str, index: Mapping[str, Mapping[str, Any]]
) -> Iterator[Problem]:
    """Report a reference from one city (or from one district's structure) into another."""
    here = _city_of(line.record, index)
    for value in _values(line.record, column):
        there = index[target].get(value)
        if there is None:
            continue
        city = _city_of(there, index)
        if here and city and city != here:
            yield _at(table, line, column, value, f"lies in {city}, but this row is in {here}")
        home = getattr(there, "district", None) if target == "structures" else None
        district = getattr(line.record, "district", None)
        if home and district and home != district:
            yield _at(table, line, column, value, f"is a structure of {home}, not of {district}")


def _city_of(record: Any, index: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the city that a record belongs to, by itself or by its belt or structure."""
    if hasattr(record, "city"):
        return str(record.city)
    for column, target in (("belt", "belts"), ("structure", "structures")):
        parent = index[target].get(getattr(record, column, None) or "")
        if parent is not None:
            return str(parent.city)
    return None


def _broken_sequences(lines: Lines) -> Iterator[Problem]:
    for table, (group, number) in SEQUENCES.items():
        members: dict[str, list[Line]] = defaultdict(list)
        for line in lines.get(table, []):
            if getattr(line.record, number) is not None:
                members[getattr(line.record, group)].append(line)
        for name, group_lines in members.items():
            last = len(group_lines)
            for line in group_lines:
                value = getattr(line.record, number)
                if not 1 <= value <= last:
                    message = f"the numbers of {name} must run from 1 to {last} without a gap"
                    yield _at(table, line, number, str(value), message)


def _untimely_rewordings(
    lines: list[Line], index: Mapping[str, Mapping[str, Any]]
) -> Iterator[Problem]:
    """Report pairs that do not lead from an older document to a newer one, or cite another."""
    for line in lines:
        kind = "target" if line.record.later_target else "structure"
        column = f"later_{kind}"
        earlier = index[f"{kind}s"].get(getattr(line.record, f"earlier_{kind}"))
        later = index[f"{kind}s"].get(getattr(line.record, column))
        if earlier is None or later is None:
            continue
        old, new = (_edition_of(row, index) for row in (earlier, later))
        if old is not None and new is not None and old >= new:
            message = f"its document ({new}) must be newer than the earlier one ({old})"
            yield _at("rewordings", line, column, later.id, message)
        if line.record.source != later.source:
            message = f"a rewording cites the later document; allowed: {later.source}"
            yield _at("rewordings", line, "source", line.record.source, message)


def _edition_of(record: Any, index: Mapping[str, Mapping[str, Any]]) -> int | None:
    year: int | None = getattr(index["sources"].get(record.source), "edition", None)
    return year


def _odd_strokes(lines: list[Line]) -> Iterator[Problem]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.record.id].append(line)
        if line.record.kind == "link" and line.record.status != "editorial":
            message = "a link is drawn by the atlas; allowed: editorial"
            yield _at("strokes", line, "status", line.record.status, message)
    for name, group in groups.items():
        first = group[0].record
        for line in group:
            for column in ("kind", "belt", "structure"):
                value, wanted = getattr(line.record, column), getattr(first, column)
                if value != wanted:
                    message = f"the points of {name} must agree; row {group[0].number}: {wanted}"
                    yield _at("strokes", line, column, value or "", message)
        if len(group) != STROKE_POINTS[first.kind]:
            message = f"a {first.kind} has {STROKE_POINTS[first.kind]} points, not {len(group)}"
            yield _at("strokes", group[-1], "id", name, message)


def _values(record: Any, column: str) -> tuple[str, ...]:
    value = getattr(record, column)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _at(table: str, line: Line, column: str, value: str, message: str) -> Problem:
    return Problem(file_of(table), line.number, column, value, message)
