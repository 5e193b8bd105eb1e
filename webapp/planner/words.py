"""The planner's own words in the page's language: a short name and one sentence for each thing.

Each table goes by the key that a study uses (``geo.study``); ``WORDS["x"].name`` stands in lists
and tables, ``.told`` explains it to who never heard of it. Templates may also print them without
more ado: all of it is translated when it is read. What a finding says of one candidate, with its
numbers, is ``geo.study.finding_text``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _


@dataclass(frozen=True)
class Words:
    """A name and a sentence, translated when they are read."""

    lazy_name: Any
    lazy_told: Any

    @property
    def name(self) -> str:
        """A few words."""
        return str(self.lazy_name)

    @property
    def told(self) -> str:
        """One sentence, or two."""
        return str(self.lazy_told)

    def __str__(self) -> str:
        return self.name


MEASURES: Mapping[str, Words] = {
    "policy_fit": Words(
        _("Policy fit"),
        _("The share of the intended industries that the documents state for a district."),
    ),
    "distance_to_clusters": Words(
        _("Distance to core clusters"),
        _("Metres, as the crow flies, to the nearest core cluster that documents name."),
    ),
    "distance_to_sites": Words(
        _("Distance to places of the atlas"),
        _("Metres, as the crow flies, to the nearest place of the kinds that you choose."),
    ),
    "distance_to_industry": Words(
        _("Distance to places of the same industry"),
        _(
            "Metres to the nearest place in a district for which the documents state one of the "
            "intended industries."
        ),
    ),
    "distance_to_belt": Words(
        _("Distance to a belt"),
        _("Metres to the nearest member district of a belt; 0 within a member district."),
    ),
    "distance_to_layer": Words(
        _("Distance to a reference layer"),
        _("Metres to the nearest feature of a layer that you brought; 0 within an area."),
    ),
    "count_within": Words(
        _("Number within a radius"),
        _("How many features of a layer that you brought lie within so many metres."),
    ),
    "column": Words(
        _("A column of the candidates"),
        _("A number that you brought for each candidate, as it is; an empty cell is unknown."),
    ),
}
"""What a criterion can measure (``geo.study.criteria.StudyMeasure``)."""

DIRECTIONS: Mapping[str, Words] = {
    "more": Words(_("more is better"), _("The greater the number, the better.")),
    "less": Words(_("less is better"), _("The smaller the number, the better.")),
    "target": Words(_("a target is best"), _("Best at one number, worse on both sides of it.")),
}

FUNCTIONS: Mapping[str, Words] = {
    "linear": Words(
        _("straight line"),
        _(
            "The value rises (or falls) evenly between two bounds. A bound left empty is the "
            "least or the greatest number among the candidates that are ranked."
        ),
    ),
    "steps": Words(
        _("steps"), _("The value jumps at thresholds: from each one on, its own value.")
    ),
    "target": Words(
        _("target"),
        _("The value is 1 at the target and falls evenly to 0 at the tolerance, both ways."),
    ),
}
"""How a measured number becomes a value from 0 (worst) to 1 (best)."""

MISSING: Mapping[str, Words] = {
    "exclude": Words(
        _("leave out"),
        _("A candidate of which this is unknown is not ranked; it stays listed with the reason."),
    ),
    "interval": Words(
        _("show the range"),
        _(
            "An unknown counts as the worst value, and score and rank are shown as ranges up to "
            "what the best would give."
        ),
    ),
    "pessimistic": Words(
        _("assume the worst"),
        _(
            "An unknown counts as the worst value; where there is a limit, it counts as missing "
            "the limit."
        ),
    ),
}
"""What becomes of a candidate of which a criterion knows nothing. Never 0 of the unit."""

METHODS: Mapping[str, Words] = {
    "weighted_sum": Words(
        _("Weighted sum"),
        _(
            "Each value times its weight, added up: weak points can be made up for by strong "
            "ones. (Fishburn 1967)"
        ),
    ),
    "topsis": Words(
        _("TOPSIS"),
        _(
            "How close a candidate is to the best point and how far from the worst one, over all "
            "criteria at once. (Hwang and Yoon 1981)"
        ),
    ),
    "promethee": Words(
        _("PROMETHEE II"),
        _(
            "Compares candidates pair by pair: how much each is preferred to the others, less how "
            "much they are preferred to it. (Brans and Vincke 1985)"
        ),
    ),
}

NORMALISATIONS: Mapping[str, Words] = {
    "values": Words(
        _("value functions"),
        _("Each criterion's own value function, from 0 (worst) to 1 (best)."),
    ),
    "minmax": Words(_("min–max"), _("The worst number that occurs becomes 0, the best one 1.")),
    "vector": Words(_("vector"), _("Each number divided by the root of the sum of all squares.")),
    "sum": Words(_("sum"), _("Each number divided by the sum of all.")),
    "max": Words(_("maximum"), _("Each number divided by the greatest one.")),
}

FINDINGS: Mapping[str, Words] = {
    "below": Words(_("below the limit"), _("Less than the criterion asks for at least.")),
    "above": Words(_("above the limit"), _("More than the criterion allows at most.")),
    "unknown": Words(_("unknown"), _("Nothing is known of it; this is not 0.")),
}
"""What can be said of a candidate beside its rank (``geo.criteria.Finding``)."""

REASONS: Mapping[str, Words] = {
    "outside": Words(_("outside"), _("The candidate lies in no district of the atlas's cities.")),
    "no_reference": Words(
        _("nothing to measure to"),
        _("Nothing of what is measured to lies in or near the candidate's city."),
    ),
    "not_listed": Words(
        _("not listed in the documents"),
        _("The documents state no specialisation for the district."),
    ),
    "no_industry": Words(_("no industry named"), _("The candidate names no intended industry.")),
    "no_value": Words(_("empty cell"), _("The cell of the column is empty.")),
}
"""Why something is unknown (``geo.criteria_scene.Unknown``)."""

SITE_KINDS: Mapping[str, Words] = {
    "cluster": Words(_("core cluster"), _("A cluster that a document names as such.")),
    "park": Words(_("park"), _("A park or base that documents name.")),
    "new_city": Words(_("new city"), _("One of the new cities.")),
    "area": Words(_("area of a district plan"), _("An area that a district's own plan names.")),
    "scenario_site": Words(_("place of a scenario"), _("A place that a list of scenarios names.")),
    "institution": Words(
        _("institution"), _("A university, institute or platform that documents name.")
    ),
}


def number(value: float, unit: str = "") -> str:
    """Write a measured number with its unit: thousands apart, no superfluous digits.

    Metres are whole; other numbers have six significant digits at most, so that a column of
    rents does not show what computers make of decimal fractions.
    """
    is_whole = abs(value) >= (1 if unit == "m" else 100_000)
    text = f"{value:,.0f}" if is_whole else f"{value:,.6g}"
    return f"{text} {unit}" if unit else text
