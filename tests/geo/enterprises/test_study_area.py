import h3
import numpy as np
import pytest
import shapely

from geo.catalogue import Catalogue
from geo.enterprises.study_area import disks, study_area
from geo.errors import UnknownIdError


def hexagon(cell: int) -> shapely.Polygon:
    corners = h3.cell_to_boundary(h3.int_to_str(int(cell)))
    return shapely.Polygon([(lon, lat) for lat, lon in corners])


def test_study_area_is_every_hexagon_that_the_city_touches(catalogue: Catalogue) -> None:
    cells = study_area(catalogue, "shenzhen", 6)
    outlines = catalogue.boundaries.full.geometry
    wanted = [row.adcode for row in catalogue.districts_of("shenzhen")]
    city = shapely.union_all(outlines[outlines.index.isin(wanted)].array)
    _, around = disks(cells, 1)

    assert list(cells) == sorted(set(cells))
    for cell in np.unique(around):
        assert hexagon(cell).intersects(city) == (cell in set(cells))


def test_disks_are_those_of_h3() -> None:
    cells = np.array(
        sorted(h3.str_to_int(cell) for cell in h3.grid_ring(h3.latlng_to_cell(31.2, 121.5, 8), 3)),
        np.uint64,
    )
    for rings in (1, 2):
        centres, around = disks(cells, rings)
        assert sorted(centres) == list(centres)
        for place, cell in enumerate(cells):
            expected = {
                h3.str_to_int(name) for name in h3.grid_disk(h3.int_to_str(int(cell)), rings)
            }
            assert set(around[centres == place].tolist()) == expected


def test_unknown_cities_are_refused(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIdError, match="atlantis"):
        study_area(catalogue, "atlantis", 6)
