"""What the ranking workbench says: sensitivity in sentences, and the words of its scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from flask_babel import gettext as _

from geo.exports.report.words import percent
from geo.ranking import Ranking
from geo.sensitivity_flips import Flip
from geo.study import Sensitivity, Study
from webapp.i18n import language

TOLD_ROWS = 20
"""Candidates whose rank acceptability is shown: nobody asks it of the last ones."""


def sensitivity_told(study: Study, ranking: Ranking, found: Sensitivity) -> dict[str, Any]:
    """Tell how much a ranking owes to its weights.

    Parameters
    ----------
    study : Study
    ranking : Ranking
    found : Sensitivity

    Returns
    -------
    dict
        JSON types: ``weights`` that it is about, ``rows`` of the first candidates with
        ``first``, ``top`` and ``mean_rank``, ``settings``, the sentence ``smallest`` and a
        sentence for each criterion in ``single``.
    """
    titles = {row.id: row.title for row in study.criteria}
    plan = study.ranking
    return {
        "weights": [float(weight) for weight in ranking.weights],
        "top_n": plan.top_n,
        "rows": _rows(study, found),
        "settings": _settings(study, found),
        "smallest": _smallest(study, ranking, found.smallest_flip, titles),
        "single": [
            {
                "criterion": name,
                "title": titles[name],
                "text": _single(study, ranking, flip, name),
            }
            for name, flip in found.single_flips.items()
            if ranking.parts.is_additive
        ],
    }


def _rows(study: Study, found: Sensitivity) -> list[dict[str, Any]]:
    if found.acceptability is None:
        return []
    table = found.acceptability.table.head(TOLD_ROWS)
    return [
        {
            "id": str(name),
            "name": _name(study, name),
            "first": float(row["first"]),
            "top": float(row["top"]),
            "mean_rank": float(row["mean_rank"]),
        }
        for name, row in table.iterrows()
    ]


def _settings(study: Study, found: Sensitivity) -> str:
    plan = study.ranking
    if found.acceptability is None:
        return str(_("With more than 2,000 candidates ranked, this is not computed."))
    if plan.around == "any":
        return str(
            _(
                "%(draws)s weightings drawn at random from all there are, seed %(seed)s.",
                draws=plan.draws,
                seed=plan.seed,
            )
        )
    return str(
        _(
            "%(draws)s weightings drawn at random around these weights (concentration "
            "%(concentration)g), seed %(seed)s.",
            draws=plan.draws,
            concentration=plan.concentration,
            seed=plan.seed,
        )
    )


def _name(study: Study, candidate: object) -> str:
    return study.candidates[str(candidate)].label


def _names(study: Study, candidates: Sequence[object]) -> str:
    return ("、" if language() == "zh" else ", ").join(_name(study, row) for row in candidates[:5])


def _smallest(study: Study, ranking: Ranking, flip: Flip | None, titles: dict[str, str]) -> str:
    first = ranking.first
    if len(ranking.table) < 2:
        return str(_("Only one candidate is ranked."))
    if not ranking.parts.is_additive:
        return str(
            _(
                "For TOPSIS there is no exact answer: its scores are not linear in the weights. "
                "The shares below answer the same question."
            )
        )
    if len(first) > 1:
        return str(_("The first rank is shared by %(names)s.", names=_names(study, first)))
    if flip is None:
        return str(
            _(
                "No weights at all put another candidate before %(first)s.",
                first=_name(study, first[0]),
            )
        )
    return str(
        _(
            "%(rival)s draws level with %(first)s once %(moved)s of all weight moves: %(changes)s.",
            rival=_name(study, flip.rival),
            first=_name(study, first[0]),
            moved=percent(flip.moved),
            changes=_changes(ranking.weights, flip.weights, titles),
        )
    )


def _changes(before: pd.Series, after: pd.Series, titles: dict[str, str]) -> str:
    """Name the weights that change, from what to what."""
    return ("；" if language() == "zh" else "; ").join(
        f"{titles[name]} {percent(before[name])} → {percent(after[name])}"
        for name in before.index
        if abs(after[name] - before[name]) > 1e-9
    )


def _single(study: Study, ranking: Ranking, flip: Flip | None, name: str) -> str:
    if flip is None:
        return str(_("turns nothing"))
    own, other = float(ranking.weights[name]), float(flip.weights[name])
    text: str = _(
        "%(before)s → %(after)s: %(rival)s draws level",
        before=percent(own),
        after=percent(other),
        rival=_name(study, flip.rival),
    )
    return text


def bar_notes() -> dict[str, str]:
    """Say by method how to read the bars."""
    return {
        "weighted_sum": "",
        "topsis": _("The bars show what a candidate loses: short is good."),
        "promethee": _("Left of the line counts against a candidate, right of it for it."),
    }


def page_words() -> dict[str, str]:
    """Translate what the page's scripts write, by the key under which they ask for it."""
    return {
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved"),
        "offline": _("Not saved: the server does not answer. Your weights are kept on this page."),
        "refused": _("Not saved: {why}"),
        "retry": _("Try again"),
        "readOnly": _("You may look at this project, not change it: nothing is saved."),
        "mine": _("Yours"),
        "theirs": _("Stored by somebody else"),
        "defaultName": _("Weights {n}"),
        "copyName": _("{name} (copy)"),
        "even": _("All criteria alike"),
        "noWeight": _("Give at least one criterion a weight above 0."),
        "needNumber": _("A number from 0 is needed."),
        "lacking": _("Without a number, and counted as 0 for now: {titles}."),
        "ranked": _("{n} ranked"),
        "firstOf": _("The first {n} of {all}"),
        "showAll": _("Show all {n}"),
        "score": _("score {score}"),
        "firstNow": _("First: {name}, score {score}."),
        "excluded": _("not ranked"),
        "up": _("up {n}"),
        "down": _("down {n}"),
        "same": _("no move"),
        "unknown": _("unknown"),
        "criterion": _("Criterion"),
        "measured": _("Measured"),
        "value": _("Value"),
        "flow": _("Net flow"),
        "weight": _("Weight"),
        "adds": _("Adds"),
        "loses": _("Loses"),
        "synthetic": _("synthetic"),
        "equal": _("equally important"),
        "times": _("“{a}” is {n} times as important as “{b}”"),
        "notJudged": _("not compared yet"),
        "judge": _("{a} or {b}?"),
        "left": _("{n} pairs are not compared yet; they count as equal for now."),
        "ratio": _("Consistency ratio {ratio}"),
        "consistent": _("up to 0.10: the judgements agree well enough."),
        "inconsistent": _("above 0.10: the judgements contradict each other."),
        "worst": _("They disagree most on “{a}”, “{b}” and “{c}”."),
        "tooMany": _("Pairs can be compared for up to {n} criteria; here are {m}."),
        "rest": _("Take the others as equal"),
        "asOf": _("For the weights {weights}."),
        "stale": _("The weights have changed since."),
        "computing": _("Computing…"),
        "notComputed": _("Not computed: {why}"),
        "undone": _("Nothing to undo."),
        "scriptFailed": _("This did not work: {why}"),
    }
