"""Hot spots of a registry, tested before anybody asks: PySAL alone takes seconds to import.

The worker does it when a run is done, in a process of its own, so that neither it nor a server
keeps the memory. What years are chosen is not known beforehand: these are tested when asked for.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable
from itertools import product
from pathlib import Path

from flask import Flask

from geo.catalogue import Catalogue
from geo.enterprises.aggregates import read_aggregates
from geo.enterprises.city_part import counted_cities
from geo.enterprises.hot_spots import LEAST_ENTERPRISES
from layers.enterprise_hot_spots import hot_spots_block
from layers.enterprise_view import UNMAPPED, EnterpriseView
from webapp import config
from webapp.planner.enterprise_answers import Answers, full_name
from webapp.planner.enterprise_folders import RunFolder

LOG = logging.getLogger(__name__)
NICE = 10
_LOOK_SECONDS = 0.2


def draw_ahead(folder: Path, catalogue: Catalogue, city: str, is_synthetic: bool) -> int:
    """Make what the map of hot spots shows, of all enterprises and of each industry.

    Each city that was counted has a map of its own.

    Parameters
    ----------
    folder : Path
        Of the run.
    catalogue : Catalogue
    city : str
        Of the project: its map is made first.
    is_synthetic : bool

    Returns
    -------
    int
        How many answers are kept now.
    """
    run = RunFolder(folder)
    found = read_aggregates(run.aggregates)
    answers = Answers(run.drawn, catalogue.fingerprint)
    cities = sorted(counted_cities(found, catalogue), key=lambda one: one != city)
    shown = list(product(cities, (None, *found.industries, UNMAPPED)))
    for own, industry in shown:
        view = EnterpriseView(found, catalogue, (own,), industry, is_synthetic=is_synthetic)
        name = full_name("hot-spots", view)
        answers.get(name, lambda view=view, name=name: {name: hot_spots_block(view)})  # type: ignore[misc]
    return len(shown)


def draw_beside(
    folder: Path,
    city: str,
    is_synthetic: bool,
    is_stopping: Callable[[], bool] = lambda: False,
) -> None:
    """Do ``draw_ahead`` in a process that gives way to others; end it when told to stop."""
    if read_aggregates(RunFolder(folder).aggregates).tally.on_grid < LEAST_ENTERPRISES:
        return
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=_politely, args=(folder, city, is_synthetic), daemon=True)
    process.start()
    while process.is_alive() and not is_stopping():
        process.join(_LOOK_SECONDS)
    process.kill()
    process.join()
    if process.exitcode:
        LOG.info("hot spots of %s were not tested beforehand", folder.name)


def _politely(folder: Path, city: str, is_synthetic: bool) -> None:
    os.nice(NICE)
    app = Flask("webapp")
    config.load(app, {})  # the settings of the worker, which started this
    draw_ahead(folder, config.catalogue(app), city, is_synthetic)
