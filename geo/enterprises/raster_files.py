"""An index of districts kept in a folder, so that processes share its memory."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np

from geo.enterprises.raster_grid import Grid
from geo.enterprises.raster_table import RasterTable

VERSION = 1
"""Grows when what is kept changes its meaning."""
_GRIDS = "grids.json"
Parts = list[tuple[Grid, RasterTable]]


def raster_folder(cache: Path, fingerprint: str, cities: Sequence[str], step: float) -> Path:
    """Name the folder of an index within the folder of all of them."""
    return cache / "-".join([f"raster{VERSION}", fingerprint[:16], *cities, f"{step:g}"])


def file_raster(folder: Path, parts: Parts) -> None:
    """Keep an index; whoever reads the folder finds all of it or none.

    Parameters
    ----------
    folder : Path
    parts : list of (Grid, RasterTable)
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".raster-", dir=folder.parent))
    try:
        for number, (_, table) in enumerate(parts):
            for name, array in table.arrays().items():
                np.save(made / f"{number}-{name}.npy", array, allow_pickle=False)
        grids = [asdict(grid) for grid, _ in parts]
        (made / _GRIDS).write_text(json.dumps(grids), encoding="utf-8")
        os.rename(made, folder)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        if not (folder / _GRIDS).exists():  # else another process was faster
            raise


def filed_raster(folder: Path) -> Parts | None:
    """Return a kept index, mapped into memory; None if there is none."""
    try:
        grids = json.loads((folder / _GRIDS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return [(Grid(**grid), _table(folder, number)) for number, grid in enumerate(grids)]


def _table(folder: Path, number: int) -> RasterTable:
    arrays = {
        field.name: np.load(folder / f"{number}-{field.name}.npy", mmap_mode="r")
        for field in fields(RasterTable)
    }
    # Plain arrays over the same memory: subclasses cost time at every indexing.
    return RasterTable(**{name: np.asarray(array) for name, array in arrays.items()})
