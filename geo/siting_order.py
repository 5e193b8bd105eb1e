"""What is asked of the solver: the objective and the constraints, checked when they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from geo.errors import SitingError

Objective = Literal["p_median", "max_coverage", "p_centre", "set_cover"]


@dataclass(frozen=True)
class Order:
    """What is asked for.

    Attributes
    ----------
    objective : {"p_median", "max_coverage", "p_centre", "set_cover"}
    count : int, optional
        How many sites to open, those that are open in any case included; not for a set cover.
    radius_m : float, optional
        Within which a point is covered; only for maximal coverage and set cover.
    fixed, forbidden : tuple
        Index values of candidates that are open in any case (such as existing clusters), and
        of those that must not be opened.
    spacing_m : float
        Two open sites are at least so far apart, unless both are open in any case.
    """

    objective: Objective
    count: int | None = None
    radius_m: float | None = None
    fixed: tuple[object, ...] = ()
    forbidden: tuple[object, ...] = ()
    spacing_m: float = 0.0

    def __post_init__(self) -> None:
        """Raise ``SitingError`` if the order lacks what its objective needs, or has too much."""
        needs_count = self.objective != "set_cover"
        needs_radius = self.objective in ("max_coverage", "set_cover")
        for name, value, is_needed in (
            ("count", self.count, needs_count),
            ("radius_m", self.radius_m, needs_radius),
        ):
            if (value is not None) != is_needed:
                msg = f"{self.objective} {'needs' if is_needed else 'has no'} {name}"
                raise SitingError(msg)
            if value is not None and not 0 < value < np.inf:
                msg = f"{name} is {value}; allowed is any finite number above 0"
                raise SitingError(msg)
        if not 0 <= self.spacing_m < np.inf:
            msg = f"spacing_m is {self.spacing_m}; allowed is any finite number from 0"
            raise SitingError(msg)
