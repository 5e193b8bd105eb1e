"""Solve a linear programme by HiGHS, which comes in a wheel: time limit, gap, progress.

Why HiGHS (MIT) and not the CBC that PuLP brings: it runs in this process, tells its progress and
its gap, and solved the p-median problem of ``tests/benchmarks/siting_speed.py`` 3.6 times as fast.
To cancel, run the solver in a process of its own and end that; to stop and keep the best solution
so far, say so through ``stop``, which the solver asks between its steps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray

from geo.garbage import no_collection
from geo.siting_outcome import Outcome, Progress

SEED = 0
"""The solver breaks ties at random; with one seed a problem has one solution."""


PROVEN = 1e-9
"""A gap up to this is rounding."""


def solve(
    programme: pulp.LpProblem,
    *,
    time_limit_s: float,
    accepted_gap: float = 0.0,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
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
    stop : callable, optional
        Asked often while the solver runs; True ends it with the best solution so far.

    Returns
    -------
    Outcome
    """
    variables = programme.variables()
    engine: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {
        # The log must be on for the callback to be called; it is only kept from the console.
        "log_to_console": False,
        "time_limit": float(time_limit_s),
        "mip_rel_gap": float(accepted_gap),
        "random_seed": SEED,
    }
    for name, value in options.items():
        engine.setOptionValue(name, value)
    if progress or stop:
        engine.setCallback(_listener(progress, stop, programme.sense), None)
    if progress:
        engine.startCallback(highspy.cb.HighsCallbackType.kCallbackMipLogging)
    if stop:
        engine.startCallback(highspy.cb.HighsCallbackType.kCallbackMipInterrupt)
    with no_collection():
        engine.passModel(_arrays(programme, variables))
    engine.run()
    for variable, value in zip(variables, engine.getSolution().col_value, strict=False):
        variable.varValue = value
    return _outcome(engine, programme.sense)


def _arrays(programme: pulp.LpProblem, variables: list[pulp.LpVariable]) -> Any:
    """Hand a programme over in one piece: PuLP's own way, row by row, takes several times as long.

    The arrays are those of HiGHS: the rows' entries one after the other, ``start_`` where each
    row begins.
    """
    sign = -1 if programme.sense == pulp.LpMaximize else 1
    rows = list(programme.constraints.values())
    places = {variable: place for place, variable in enumerate(variables)}
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(variables), len(rows)
    model.col_cost_ = np.array(
        [sign * programme.objective.get(variable, 0.0) for variable in variables], dtype=float
    )
    model.col_lower_ = _bounds((variable.lowBound for variable in variables), -highspy.kHighsInf)
    model.col_upper_ = _bounds((variable.upBound for variable in variables), highspy.kHighsInf)
    kinds = highspy.HighsVarType
    model.integrality_ = [
        kinds.kInteger if variable.cat == pulp.LpInteger else kinds.kContinuous
        for variable in variables
    ]
    model.row_lower_ = _bounds((row.getLb() for row in rows), -highspy.kHighsInf)
    model.row_upper_ = _bounds((row.getUb() for row in rows), highspy.kHighsInf)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *map(len, rows)])
    matrix.index_ = np.array([places[name] for row in rows for name in row], dtype=np.int32)
    matrix.value_ = np.array([value for row in rows for value in row.values()], dtype=float)
    return model


def _bounds(bounds: Iterable[float | None], nothing: float) -> NDArray[np.float64]:
    return np.array([nothing if bound is None else bound for bound in bounds], dtype=float)


def _listener(
    progress: Callable[[Progress], None] | None, stop: Callable[[], bool] | None, sense: int
) -> Callable[..., None]:
    """Translate the solver's callback; it always minimises."""

    def listen(kind: Any, message: str, out: Any, into: Any, user: Any) -> None:
        if kind == highspy.cb.HighsCallbackType.kCallbackMipInterrupt:
            into.user_interrupt = bool(stop and stop())
            return
        if progress is None:
            return
        best, bound = (_objective(x, sense) for x in (out.mip_primal_bound, out.mip_dual_bound))
        progress(Progress(float(out.running_time), best, bound, _number(out.mip_gap)))

    return listen


def _outcome(engine: Any, sense: int) -> Outcome:
    status, info = engine.getModelStatus(), engine.getInfo()
    seconds = float(engine.getRunTime())
    bound = _objective(info.mip_dual_bound, sense)
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


def _objective(value: float, sense: int) -> float | None:
    found = _number(value)
    return -found if found is not None and sense == pulp.LpMaximize else found


def _number(value: float) -> float | None:
    """Take the solver's infinities as "not known yet"."""
    return float(value) if math.isfinite(value) and abs(value) < highspy.kHighsInf else None
