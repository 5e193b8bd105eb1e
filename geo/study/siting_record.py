"""Chosen sites as JSON: the solver takes long, so what it found is kept and read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from geo.siting_order import Order
from geo.siting_outcome import Outcome
from geo.siting_result import Siting


def siting_to_json(siting: Siting) -> dict[str, Any]:
    """Return chosen sites as JSON types.

    Parameters
    ----------
    siting : Siting
        Of a study, where candidates and demand points are called by texts.

    Returns
    -------
    dict
        ``siting_from_json`` reads it back; a missing number is None.
    """
    return {
        "order": {**asdict(siting.order), "fixed": list(siting.order.fixed)}
        | {"forbidden": list(siting.order.forbidden)},
        "open": list(siting.open),
        "new": list(siting.new),
        "assignment": _to_json(siting.assignment),
        "sites": _to_json(siting.sites),
        "objective": siting.objective,
        "mean_m": siting.mean_m,
        "farthest_m": siting.farthest_m,
        "covered_share": siting.covered_share,
        "outcome": asdict(siting.outcome),
    }


def siting_from_json(data: Mapping[str, Any]) -> Siting:
    """Read what ``siting_to_json`` wrote.

    Raises
    ------
    KeyError, TypeError
        If it is something else.
    """
    order = data["order"]
    return Siting(
        order=Order(
            **{**order, "fixed": tuple(order["fixed"]), "forbidden": tuple(order["forbidden"])}
        ),
        open=tuple(data["open"]),
        new=tuple(data["new"]),
        assignment=_from_json(data["assignment"], numbers=("metres", "weight")),
        sites=_from_json(data["sites"], numbers=("weight", "mean_m", "farthest_m")),
        objective=data["objective"],
        mean_m=data["mean_m"],
        farthest_m=data["farthest_m"],
        covered_share=data["covered_share"],
        outcome=Outcome(**data["outcome"]),
    )


def _to_json(frame: pd.DataFrame) -> dict[str, Any]:
    cells = frame.astype(object).where(frame.notna(), None)
    columns = {str(name): [_plain(cell) for cell in cells[name]] for name in cells}
    return {"index": [str(name) for name in frame.index], "columns": columns}


def _from_json(data: Mapping[str, Any], numbers: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(data["columns"], index=data["index"])
    return frame.astype(dict.fromkeys(numbers, float))


def _plain(cell: Any) -> Any:
    return cell.item() if hasattr(cell, "item") else cell
