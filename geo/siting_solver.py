"""Solve a linear programme by HiGHS, which comes in a wheel: time limit, gap, progress.

Why HiGHS (MIT) and not the CBC that PuLP brings: it runs in this process, tells its progress and
its gap, and solved the p-median problem of ``tests/benchmarks/siting_speed.py`` 3.6 times as fast.
To cancel, run the solver in a process of its own and end that.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import highspy
import pulp

SEED = 0
"""The solver breaks ties at random; with one seed a problem has one solution."""


PROVEN = 1e-9
"""A gap up to this is rounding."""


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
    """

    seconds: float
    best: float | None
    bound: float | None
    gap: float | None


@dataclass(frozen=True)
class Outcome:
    """How solving ended.

    Attributes
    ----------
    status : {"optimal", "feasible", "infeasible", "unsolved"}
        "feasible": the time was up and the best solution so far is not proven to be optimal.
        "unsolved": the time was up before any solution.
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


def solve(
    programme: pulp.LpProblem,
    *,
    time_limit_s: float,
    accepted_gap: float = 0.0,
    progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """Solve a programme; the values are then in its variables.

    Parameters
    ----------
    programme : pulp.LpProblem
    time_limit_s : float
        Of the solver alone; building the model comes before.
    accepted_gap : float
        Stop as soon as a solution is proven to be so near to the best possible.
    progress : callable, optional
        Called from time to time while the solver runs; must return soon.

    Returns
    -------
    Outcome
    """
    listening = [highspy.cb.HighsCallbackType.kCallbackMipLogging] if progress else None
    solver = pulp.HiGHS(
        # Its log must be on for the callback to be called; it is only kept from the console.
        msg=True,
        log_to_console=False,
        timeLimit=time_limit_s,
        gapRel=accepted_gap,
        callbackTuple=(_listener(progress), None) if progress else None,
        callbacksToActivate=listening,
        random_seed=SEED,
    )
    programme.solve(solver)
    return _outcome(programme)


def _listener(progress: Callable[[Progress], None]) -> Callable[..., None]:
    """Translate the solver's callback."""

    def listen(kind: Any, message: str, out: Any, into: Any, user: Any) -> None:
        best, bound = _number(out.mip_primal_bound), _number(out.mip_dual_bound)
        progress(Progress(float(out.running_time), best, bound, _number(out.mip_gap)))

    return listen


def _outcome(programme: pulp.LpProblem) -> Outcome:
    engine = programme.solverModel
    status, info = engine.getModelStatus(), engine.getInfo()
    seconds = float(engine.getRunTime())
    sign = -1 if programme.sense == pulp.LpMaximize else 1
    bound = _number(info.mip_dual_bound)
    bound = None if bound is None else sign * bound
    kinds = highspy.HighsModelStatus
    if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible):
        return Outcome("infeasible", None, None, seconds)
    gap = _number(info.mip_gap)
    if status == kinds.kOptimal:
        # With a gap accepted, the solver calls optimal what is only proven to be that near.
        is_proven = gap is None or gap <= PROVEN
        return Outcome("optimal" if is_proven else "feasible", bound, gap or 0.0, seconds)
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Outcome("feasible" if found else "unsolved", bound, gap, seconds)


def _number(value: float) -> float | None:
    """Take the solver's infinities as "not known yet"."""
    return float(value) if math.isfinite(value) and abs(value) < highspy.kHighsInf else None
