import json
from typing import Any

import numpy as np
import pytest
import shapely

from geo.errors import BoundaryError
from geo.topology import Topology, decode, encode, merge, quantise

# Two districts side by side, the right one with a hole and an island of its own:
#   (0,1) ── (1,1) ── (2,1)
#     │        ) arc 0  │
#   (0,0) ── (1,0) ── (2,0)
SHARED = np.array([[1.0, 0.0], [1.25, 0.25], [1.0, 1.0]])
LEFT = np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0], [1.0, 0.0]])
RIGHT = np.array([[1.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0]])
HOLE = np.array([[1.5, 0.25], [1.5, 0.75], [1.75, 0.75], [1.5, 0.25]])
ISLAND = np.array([[3.0, 0.0], [4.0, 0.0], [4.0, 1.0], [3.0, 0.0]])
SQUARES = Topology(
    [SHARED, LEFT, RIGHT, HOLE, ISLAND],
    {"310199": [[[0, 1]]], "310198": [[[2, ~0], [3]], [[4]]]},
)


def test_to_frame_joins_arcs_to_polygons() -> None:
    frame = SQUARES.to_frame()
    assert frame.index.tolist() == ["310198", "310199"]
    assert frame.index.name == "adcode"
    assert frame.columns.tolist() == ["geometry"]
    assert frame.crs.to_epsg() == 4326
    assert parts(frame.geometry["310199"]) == [
        [(1, 0), (1.25, 0.25), (1, 1), (0, 1), (0, 0), (1, 0)]
    ]
    assert parts(frame.geometry["310198"]) == [
        [(1, 0), (2, 0), (2, 1), (1, 1), (1.25, 0.25), (1, 0)],
        [(1.5, 0.25), (1.5, 0.75), (1.75, 0.75), (1.5, 0.25)],
        [(3, 0), (4, 0), (4, 1), (3, 0)],
    ]


def parts(shape: shapely.MultiPolygon) -> list[list[tuple[float, float]]]:
    """Return the vertices of every ring, shells before their holes."""
    rings = shapely.get_rings(shapely.get_parts(shape))
    return [list(ring.coords) for ring in rings]


def test_counts_take_each_border_once() -> None:
    assert SQUARES.vertices == 3 + 4 + 4 + 4 + 4
    assert SQUARES.polygons == 3


@pytest.mark.parametrize("step", [0.25, 1e-3, 1e-6, 1e-7])
def test_decode_reverses_encode(step: float) -> None:
    back = decode(encode(SQUARES, step=step), name="squares")
    assert back.districts == SQUARES.districts
    for one, other in zip(back.arcs, SQUARES.arcs, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-12)


def test_encode_rounds_to_the_grid_and_stores_differences() -> None:
    arc = np.array([[1.24, 2.0], [1.26, 2.0], [1.5, 2.24], [1.24, 2.0]])
    text = encode(Topology([arc], {"310199": [[[0]]]}), step=0.25)
    assert json.loads(text) == {
        "type": "Topology",
        "transform": {"scale": [0.25, 0.25], "translate": [1.25, 2.0]},
        "objects": {
            "districts": {
                "type": "GeometryCollection",
                "geometries": [{"type": "Polygon", "id": "310199", "arcs": [[0]]}],
            }
        },
        "arcs": [[[0, 0], [1, 1], [-1, -1]]],
    }
    assert b" " not in text


def test_encode_orders_districts_by_adcode() -> None:
    shapes = json.loads(encode(SQUARES, step=0.25))["objects"]["districts"]["geometries"]
    assert [(shape["id"], shape["type"]) for shape in shapes] == [
        ("310198", "MultiPolygon"),
        ("310199", "Polygon"),
    ]


def test_quantise_drops_vertices_that_fall_together() -> None:
    arc = np.array([[0.0, 0.0], [0.1, 0.1], [0.9, 1.1], [1.0, 1.0], [0.1, 0.0]])
    assert quantise(arc, 1.0).tolist() == [[0, 0], [1, 1], [0, 0]]


def test_merge_renumbers_arcs_forwards_and_backwards() -> None:
    far = Topology([arc + 10 for arc in SQUARES.arcs], {"440399": [[[0, 1]], [[~4]]]})
    merged = merge([SQUARES, far])
    assert merged.districts["440399"] == [[[5, 6]], [[~9]]]
    assert merged.districts["310198"] == SQUARES.districts["310198"]
    shape = merged.to_frame().geometry["440399"]
    assert shape.equals(far.to_frame().geometry["440399"])


def broken(**changes: Any) -> bytes:
    document = json.loads(encode(SQUARES, step=0.25))
    for key, value in changes.items():
        document[key] = value
    return json.dumps(document).encode()


def shapes(*geometries: dict[str, Any]) -> dict[str, Any]:
    return {"districts": {"type": "GeometryCollection", "geometries": list(geometries)}}


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[1]",
        b"\xff\xfe{",
        b"<OGRVRTDataSource/>",
        b"[" * 100_000,
        broken(transform=None),
        broken(transform={"scale": [1, "x"], "translate": [0, 0]}),
        broken(transform={"scale": [1, 1], "translate": [0, float("nan")]}),
        broken(arcs=[]),
        broken(arcs=[[[0, 0]]] * 5),
        broken(arcs=[[]] * 5),
        broken(arcs=[[[0, 0], [1]]] * 5),
        broken(arcs=[[[0, 0], [1, float("inf")]]] * 5),
        broken(objects={}),
        broken(objects=shapes({"type": "Polygon", "arcs": [[0]]})),
        broken(objects=shapes({"type": "Point", "id": "310199", "arcs": [[0]]})),
        broken(objects=shapes({"type": "Polygon", "id": "310199", "arcs": [[5]]})),
        broken(objects=shapes({"type": "Polygon", "id": "310199", "arcs": [[-6]]})),
        broken(objects=shapes({"type": "Polygon", "id": "310199", "arcs": [[0.5]]})),
        broken(objects=shapes({"type": "Polygon", "id": "310199", "arcs": 1})),
    ],
)
def test_decode_names_the_file_that_is_broken(text: bytes) -> None:
    with pytest.raises(BoundaryError, match="sh.topojson is not TopoJSON with quantised arcs"):
        decode(text, name="sh.topojson")


def test_decode_says_which_arc_is_wrong() -> None:
    text = broken(objects=shapes({"type": "Polygon", "id": "310199", "arcs": [[5]]}))
    with pytest.raises(BoundaryError, match="district 310199 asks for arc 5 of 5"):
        decode(text, name="sh.topojson")
