"""How far a solver is and how it ended; apart from the solver, which takes seconds to import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Phase = Literal["measuring", "checking", "building", "solving"]


@dataclass(frozen=True)
class Progress:
    """How far the solver is.

    Attributes
    ----------
    seconds : float
    best, bound : float or None
        The best objective found and what no solution can beat; None while there is none.
    gap : float or None
        |best − bound| / |best|.
    phase : {"measuring", "checking", "building", "solving"}
        Distances are measured; it is asked whether any choice is possible; the model is built;
        the solver looks for better sites.
    """

    seconds: float
    best: float | None
    bound: float | None
    gap: float | None
    phase: Phase = "solving"


@dataclass(frozen=True)
class Outcome:
    """How solving ended.

    Attributes
    ----------
    status : {"optimal", "feasible", "infeasible", "unsolved"}
        "feasible": the time was up, or somebody stopped it, and the best solution so far is
        not proven to be optimal.
        "unsolved": that was before any solution.
    bound : float or None
        What no solution can beat.
    gap : float or None
        |best − bound| / |best|, 0 where proven optimal.
    seconds : float
        In the solver.
    """

    status: Literal["optimal", "feasible", "infeasible", "unsolved"]
    bound: float | None
    gap: float | None
    seconds: float
