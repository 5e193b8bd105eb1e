"""Metres that no system of the list explains: a city's own grid, or another part of the country."""

from __future__ import annotations

from collections.abc import Sequence

from geo.imports.coordinates import is_easting, is_northing
from geo.imports.effects import DatumEffect
from geo.imports.guesses import CoordinateColumns
from geo.imports.messages import Message, message
from geo.imports.preview import Preview

_MOST_DEGREES = 180


def unplaced_note(
    preview: Preview, coordinates: CoordinateColumns | None, effects: Sequence[DatumEffect]
) -> Message | None:
    """Explain that no system puts the rows into a city, where the numbers cannot be degrees.

    Parameters
    ----------
    preview : Preview
    coordinates : CoordinateColumns or None
        The columns in use.
    effects : sequence of DatumEffect
        Of the systems that the numbers may be in.

    Returns
    -------
    Message or None
        None if a system does; for degrees and pairs, whose rows are told one by one; and if
        easting and northing are only exchanged.
    """
    if coordinates is None or coordinates.kind == "pair":
        return None
    if any(effect.inside for effect in effects):
        return None
    found = {column.name: column for column in preview.columns}
    x, y = found[coordinates.x], found[coordinates.y]
    if x.middle is None or y.middle is None:
        return None
    if max(abs(x.middle), abs(y.middle)) <= _MOST_DEGREES:
        return None
    if is_northing(x.middle) and is_easting(y.middle):
        return None
    is_zone = is_easting(x.middle) and is_northing(y.middle)
    if is_zone and effects:
        return None  # the number of the zone says where, and its effect how many
    code = "zone_nowhere" if is_zone else "local_grid"
    return message(code, x=x.samples[0], y=y.samples[0])
