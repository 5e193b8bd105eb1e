"""A city of four square districts, made by hand, whose borders are known by arithmetic."""

from __future__ import annotations

import numpy as np

from geo.topology import Topology

#   ┌────┬────┐   north is up; every side is one long
#   │ A  │ B  │
#   ├────┼────┤   C and B meet in the middle point only, as do A and D
#   │ C  │ D  │
#   └────┴────┘
POINTS = {
    "nw": (0, 2), "n": (1, 2), "ne": (2, 2),
    "w": (0, 1), "m": (1, 1), "e": (2, 1),
    "sw": (0, 0), "s": (1, 0), "se": (2, 0),
}  # fmt: skip
ARCS = [
    ("m", "n"),  # 0: A | B
    ("m", "e"),  # 1: B | D
    ("m", "s"),  # 2: D | C
    ("m", "w"),  # 3: C | A
    ("w", "nw", "n"),  # 4: outside of A
    ("n", "ne", "e"),  # 5: outside of B
    ("e", "se", "s"),  # 6: outside of D
    ("s", "sw", "w"),  # 7: outside of C
]
CROSS = Topology(
    arcs=[np.array([POINTS[name] for name in arc], dtype=float) for arc in ARCS],
    districts={
        "A": [[[3, 4, ~0]]],
        "B": [[[0, 5, ~1]]],
        "C": [[[2, 7, ~3]]],
        "D": [[[1, 6, ~2]]],
    },
)
