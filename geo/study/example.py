"""Worked examples to open with one click (made by ``geo.study.build_example``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo.catalogue import Catalogue
from geo.errors import UnknownIdError
from geo.problems import allowed
from geo.study.document import Study
from geo.study.reading import read_study

FOLDER = Path(__file__).parent / "examples"
BETWEEN = " · "
"""Stands between the Chinese and the English of each name in an example."""

COLUMNS_ZH = {
    "industries": "拟入驻产业",
    "rent": "租金",
    "floor_area": "建筑面积",
    "site": "图谱编号",
    "source": "来源文件",
    "quote": "原文",
}
"""How columns are called in Chinese. ``precision_m`` keeps its name: distances are told by it."""


def example_cities() -> tuple[str, ...]:
    """Return the ids of the cities of which there is an example."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def read_example(city_id: str, catalogue: Catalogue, language: str | None = None) -> Study:
    """Read the example of a city.

    Parameters
    ----------
    city_id : str
    catalogue : Catalogue
        In use; it may be another than the one that the example was made from.
    language : {"zh", "en"}, optional
        In which names, titles and columns are; by default names and titles are in both, with
        ``BETWEEN`` between them, and columns in English.

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
    data = (FOLDER / f"{city_id}.json").read_bytes()
    if language is None:
        return read_study(data, catalogue)
    return read_study(_in_language(json.loads(data), language), catalogue)


def _in_language(document: dict[str, Any], language: str) -> dict[str, Any]:
    """Leave one language in what people read."""
    place = ("zh", "en").index(language)
    layers = document["layers"]
    features = [row for layer in layers for row in layer["features"]]
    for row, key in (
        (document, "title"),
        *((layer, "name") for layer in layers),
        *((feature, "name") for feature in features),
        *((criterion, "title") for criterion in document["criteria"]),
        *((weighting, "name") for weighting in document["weightings"]),
    ):
        row[key] = row[key].split(BETWEEN)[place]
    if language == "zh":
        _name_columns(document, COLUMNS_ZH)
    return document


def _name_columns(document: dict[str, Any], names: Mapping[str, str]) -> None:
    """Give the columns of the layers other names, and name them so where criteria measure them."""
    for layer in document["layers"]:
        for row in (layer, *layer["features"]):
            key = "columns" if row is layer else "values"
            row[key] = {names.get(name, name): cell for name, cell in row[key].items()}
    for measure in (row["measure"] for row in document["criteria"]):
        for key in ("name", "column"):
            if measure.get(key):
                measure[key] = names.get(measure[key], measure[key])
