import numpy as np
import pytest

from geo.boundaries import is_coverage
from geo.crs import metres_from
from geo.errors import BoundaryError
from geo.simplify import hausdorff_m, simplify
from geo.topology import Topology, decode

METRES = metres_from(32651)
STEP = 1e-6


def lonlat(*metres: tuple[float, float]) -> np.ndarray:
    """Place points given in metres east and north of a corner on UTM zone 51N."""
    east, north = np.array(metres, dtype=float).T
    return np.column_stack(METRES.transform(400_000 + east, 3_400_000 + north, direction="INVERSE"))


def neighbours(*border: tuple[float, float], island: float = 1000) -> Topology:
    """Return two districts of 1 km² with a given border and an island of the second."""
    shared = lonlat((1000, 0), *border, (1000, 1000))
    left = lonlat((1000, 1000), (0, 1000), (0, 0), (1000, 0))
    right = lonlat((1000, 0), (2000, 0), (2000, 1000), (1000, 1000))
    square = [(3000, 0), (3000 + island, 0), (3000 + island, island), (3000, island), (3000, 0)]
    arcs = [shared, left, right, lonlat(*square)]
    return Topology(arcs, {"310198": [[[0, 1]]], "310199": [[[2, ~0]], [[3]]]})


def test_simplify_drops_what_is_within_the_tolerance() -> None:
    exact = neighbours((1020, 300), (1010, 500), (1050, 700))
    drawn = decode(simplify(exact, METRES, tolerance_m=30, step=STEP), name="drawn")
    np.testing.assert_allclose(drawn.arcs[0], exact.arcs[0][[0, 3, 4]], rtol=0, atol=STEP)
    assert is_coverage(drawn.to_frame())


def test_simplify_leaves_room_for_rounding() -> None:
    # A grid of 2e-4 degrees moves a vertex by up to 16 m: 14 m are left for dropping vertices.
    exact = neighbours((1020, 500))
    drawn = decode(simplify(exact, METRES, tolerance_m=30, step=2e-4), name="drawn")
    assert len(drawn.arcs[0]) == 3
    assert hausdorff_m(exact, drawn, METRES) < 30


def test_simplify_keeps_an_island_below_the_tolerance() -> None:
    exact = neighbours((1020, 500), island=20)
    drawn = decode(simplify(exact, METRES, tolerance_m=30, step=STEP), name="drawn")
    assert len(drawn.arcs[0]) == 2
    assert len(drawn.arcs[3]) == 5
    assert drawn.polygons == 3


def test_simplify_draws_finer_where_a_border_would_cross_another() -> None:
    # The island lies 5 m beside a bay 25 m deep that 30 m would cut off.
    bay = lonlat((2000, 0), (2000, 400), (1975, 450), (1975, 550), (2000, 600), (2000, 1000))
    exact = neighbours(island=20)
    island = lonlat((1980, 490), (1995, 490), (1995, 505), (1980, 505), (1980, 490))
    arcs = [exact.arcs[0], exact.arcs[1], np.vstack([exact.arcs[0][:1], bay, exact.arcs[0][-1:]])]
    exact = Topology([*arcs, island], exact.districts)
    assert is_coverage(exact.to_frame())
    drawn = decode(simplify(exact, METRES, tolerance_m=30, step=STEP), name="drawn")
    assert is_coverage(drawn.to_frame())
    assert hausdorff_m(exact, drawn, METRES) < 15


def test_simplify_refuses_what_no_tolerance_can_draw() -> None:
    with pytest.raises(BoundaryError, match="310198, 310199 cannot be simplified without cracks"):
        simplify(neighbours(island=20), METRES, tolerance_m=300, step=1e-3)


@pytest.mark.parametrize("depth", [10, 100])
def test_hausdorff_looks_both_ways(depth: float) -> None:
    straight, bent = neighbours(), neighbours((1000 + depth, 500))
    assert hausdorff_m(straight, bent, METRES) == pytest.approx(depth, rel=0.03)
    assert hausdorff_m(bent, straight, METRES) == pytest.approx(depth, rel=0.03)
    assert hausdorff_m(bent, bent, METRES) == pytest.approx(0, abs=1e-6)


def test_hausdorff_sees_a_spur_from_either_side() -> None:
    # The straight border lies wholly on the one with the spur, but not the other way round.
    straight, spur = neighbours(), neighbours((1000, 500), (1100, 500), (1000, 500))
    assert hausdorff_m(straight, spur, METRES) == pytest.approx(100, abs=0.1)
    assert hausdorff_m(spur, straight, METRES) == pytest.approx(100, abs=0.1)


def test_hausdorff_sees_between_vertices() -> None:
    # Every vertex of each border lies on the other one; the zigzag cuts through the U, and
    # (1000, 300) is equally far from its two strokes, at 600 / sqrt(13) metres.
    rest = [(1000, 600), (1200, 600), (1200, 0), (1400, 0), (1400, 1000)]
    away = hausdorff_m(neighbours(*rest), neighbours((1200, 300), *rest), METRES)
    assert away == pytest.approx(600 / 13**0.5, abs=1)
