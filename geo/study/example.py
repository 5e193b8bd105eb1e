"""Worked examples to open with one click (made by ``geo.study.build_example``)."""

from __future__ import annotations

from pathlib import Path

from geo.catalogue import Catalogue
from geo.errors import UnknownIdError
from geo.problems import allowed
from geo.study.document import Study
from geo.study.reading import read_study

FOLDER = Path(__file__).parent / "examples"


def example_cities() -> tuple[str, ...]:
    """Return the ids of the cities of which there is an example."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def read_example(city_id: str, catalogue: Catalogue) -> Study:
    """Read the example of a city.

    Parameters
    ----------
    city_id : str
    catalogue : Catalogue
        In use; it may be another than the one that the example was made from.

    Returns
    -------
    Study

    Raises
    ------
    StudyError
        If it does not go with this catalogue.
    UnknownIdError
        If the city has no example.
    """
    if city_id not in example_cities():
        msg = f'there is no example of "{city_id}"; {allowed(city_id, example_cities())}'
        raise UnknownIdError(msg)
    return read_study((FOLDER / f"{city_id}.json").read_bytes(), catalogue)
