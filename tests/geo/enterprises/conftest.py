"""An index of both cities, made once: its grid is coarser than the real one, which takes 8 s."""

from __future__ import annotations

import pytest

from geo.catalogue import Catalogue
from geo.enterprises.raster_index import DistrictRaster, build_raster


@pytest.fixture(scope="session")
def raster(catalogue: Catalogue) -> DistrictRaster:
    return build_raster(catalogue, ["shenzhen", "shanghai"], step=0.001)
