"""The plain form of the workbench: weightings chosen, changed, added, copied, renamed, deleted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from geo.study import Study
from webapp.errors import WrongValueError

Rows = list[dict[str, Any]]


def changed_weightings(study: Study, form: Mapping[str, str]) -> tuple[Rows, str | None]:
    """Return the weightings as a form leaves them, and the id of the one in use.

    Parameters
    ----------
    study : Study
    form : mapping of str to str
        ``edited``: id of the weighting that the numbers are of, "" where there is none yet;
        ``n-<criterion>``: its numbers; ``name``; ``weighting``: the one to use; ``action``:
        save, add, copy or delete.

    Raises
    ------
    WrongValueError
        If a number is none, or an action is unknown.
    """
    rows: Rows = study.model_dump(mode="json", include={"weightings"})["weightings"]
    edited = next((row for row in rows if row["id"] == form.get("edited")), None)
    numbers = _numbers(study, form)
    if numbers and (edited is None or numbers != edited["numbers"]):
        if edited is None:
            edited = _made(rows, _("Weights %(number)s", number=len(rows) + 1), numbers)
        edited |= {"numbers": numbers, "how": "numbers"}
    if edited is not None and form.get("name", "").strip():
        edited["name"] = form["name"].strip()
    chosen = form.get("weighting") or (None if edited is None else str(edited["id"]))
    return _act(rows, edited, chosen, form.get("action", "save"))


def deletion_told() -> str:
    """Say what goes with a weighting, and how it comes back."""
    return str(
        _(
            "Its weights and comparisons go with it. Until something else is changed, “Undo” "
            "brings it back."
        )
    )


def _act(
    rows: Rows, edited: dict[str, Any] | None, chosen: str | None, action: str
) -> tuple[Rows, str | None]:
    if action == "save":
        return rows, chosen
    if action == "add":
        made = _made(rows, _("Weights %(number)s", number=len(rows) + 1), {})
        if edited is not None:
            made["numbers"] = dict.fromkeys(edited["numbers"], 1.0)
        return rows, made["id"]
    if edited is None:
        raise WrongValueError(_("There are no weights yet. Type some and save them first."))
    if action == "copy":
        name = _("%(name)s (copy)", name=edited["name"][:180])
        made = _made(rows, name, dict(edited["numbers"]))
        made |= {"how": edited["how"], "judgements": list(edited["judgements"])}
        return rows, made["id"]
    if action == "delete":
        rows.remove(edited)
        return rows, rows[0]["id"] if rows else None
    raise WrongValueError(
        _("“%(value)s” is no action; allowed: save, add, copy, delete.", value=action[:40])
    )


def _made(rows: Rows, name: str, numbers: dict[str, float]) -> dict[str, Any]:
    taken = {row["id"] for row in rows}
    free = next(f"w{n}" for n in range(1, len(rows) + 2) if f"w{n}" not in taken)
    made = {"id": free, "name": name, "how": "numbers", "numbers": numbers, "judgements": []}
    rows.append(made)
    return made


def _numbers(study: Study, form: Mapping[str, str]) -> dict[str, float]:
    found = {}
    for row in study.criteria:
        text = form.get(f"n-{row.id}", "").strip()
        if not text:
            continue
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not (math.isfinite(number) and number >= 0):
            raise WrongValueError(
                _(
                    "The weight of “%(title)s” is “%(value)s”; allowed is any number from 0.",
                    title=row.title,
                    value=text[:40],
                )
            )
        found[row.id] = number
    return found
