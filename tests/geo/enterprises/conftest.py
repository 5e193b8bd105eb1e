"""An index of both cities, made once: its grid is coarser than the real one, which takes 8 s."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.catalogue import Catalogue
from geo.enterprises import local_engine
from geo.enterprises.raster_index import DistrictRaster, build_raster
from tests.geo.enterprises.counting_files import Counting, InlineCrew, with_raster


@pytest.fixture(scope="session")
def raster(catalogue: Catalogue) -> DistrictRaster:
    return build_raster(catalogue, ["shenzhen", "shanghai"], step=0.001)


@pytest.fixture
def counting(
    catalogue: Catalogue, raster: DistrictRaster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Counting:
    """Count in this process, with that index."""
    with_raster(monkeypatch, raster)
    monkeypatch.setattr(local_engine, "Crew", InlineCrew)
    return Counting(catalogue, tmp_path / "out")
