"""How long a sheet of a city takes, against one plain GeoPandas plot of the same districts."""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

from geo.catalogue import DEFAULT_ROOT, Catalogue, read_catalogue
from geo.crs import metric_crs
from layers.sheet import draw_sheet
from layers.sheet_fonts import SheetFonts
from layers.sheet_order import PAPERS, SheetOrder
from tests.benchmarks.report import Figure as Measured
from tests.layers.ordering import make_order

RUNS = 9
DPI = 300


def plain_plot(catalogue: Catalogue, city: str, format: str) -> bytes:
    """Plot the districts of a city with GeoPandas, coloured by a column, as one would at first."""
    adcodes = [row.adcode for row in catalogue.districts_of(city)]
    frame = catalogue.boundaries.web.loc[adcodes]
    frame = frame.to_crs(metric_crs(catalogue.city(city).metric_epsg))
    frame["specialisations"] = [str(len(catalogue.specialisations_of(a))) for a in adcodes]
    width, height = PAPERS["a4"]
    figure = Figure(figsize=(width / 25.4, height / 25.4))
    frame.plot(column="specialisations", legend=True, ax=figure.add_subplot())
    file = io.BytesIO()
    figure.savefig(file, format=format, dpi=DPI)
    return file.getvalue()


def our_sheet(catalogue: Catalogue, order: SheetOrder, fonts: Path) -> bytes:
    """Draw the sheet as the server does."""
    return draw_sheet(catalogue, order, SheetFonts(fonts)).save(order)


def _median_seconds(work: Callable[[], bytes], other: Callable[[], bytes]) -> tuple[float, float]:
    """Time two things in turn, warm, so that both meet the same weather."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(RUNS + 2):
        for kept, each in zip(times, (work, other), strict=True):
            started = time.perf_counter()
            each()
            if turn >= 2:
                kept.append(time.perf_counter() - started)
    return statistics.median(times[0]), statistics.median(times[1])


def measure(_port: int) -> list[Measured]:
    """Measure both cities as PDF and PNG.

    Parameters
    ----------
    _port : int
        Of the running site; not needed here.
    """
    catalogue = read_catalogue(DEFAULT_ROOT)
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for city in [row.id for row in catalogue.cities]:
            for format in ("pdf", "png"):
                order = make_order(catalogue, (city,), format=format, dpi=DPI)
                ours, plain = _median_seconds(
                    lambda order=order: our_sheet(catalogue, order, Path(folder)),
                    lambda city=city, format=format: plain_plot(catalogue, city, format),
                )
                note = f"A4, {DPI} dpi, median of {RUNS}: {ours:.2f} s to {plain:.2f} s, warm"
                name = f"sheet of {city} ({format}) to a plain GeoPandas plot"
                figures.append(Measured(name, ours / plain, "×", 2, note=note))
    return figures
