"""How a study weighs, ranks and chooses: weightings, ranking, siting, planned investment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from geo.study.limits import MOST_DRAWS, MOST_FEATURES, MOST_SECONDS
from geo.study.scalars import (
    ColumnName,
    Count,
    Id,
    Money,
    NotNegative,
    Part,
    Positive,
    Sequence,
    Share,
    Title,
    Weight,
    Word,
)

Ratio = Annotated[float, Field(strict=True, ge=1 / 9, le=9, allow_inf_nan=False)]
"""How many times more important one criterion is than another (Saaty's scale)."""

Judgement = Annotated[tuple[Id, Id, Ratio], Sequence]


class Weighting(Part):
    """One opinion on what matters.

    It may be unfinished (a criterion without a number, a pair not compared yet): then nothing
    can be ranked by it, which ``geo.study.weights_of_weighting`` says.
    """

    id: Id
    name: Title
    how: Literal["numbers", "pairwise"] = "numbers"
    numbers: Mapping[Id, Weight] = Field(default_factory=dict)
    judgements: Annotated[tuple[Judgement, ...], Sequence] = ()


class PreferencePlan(Part):
    """See ``geo.ranking_methods.Preference``."""

    shape: Literal["usual", "linear"] = "linear"
    indifferent_to: NotNegative = 0.0
    certain_from: Positive = 1.0


class RankingPlan(Part):
    """How to rank, and how to ask whether the ranking holds.

    ``weighting`` None means equal weights; ``compare`` is a second weighting to set beside it.
    Seed, draws, ``top_n``, ``around`` and ``concentration`` are those of
    ``geo.sensitivity.acceptability``.
    """

    method: Literal["weighted_sum", "topsis", "promethee"] = "weighted_sum"
    normalisation: Literal["values", "minmax", "vector", "sum", "max"] = "values"
    preference: PreferencePlan = PreferencePlan()
    weighting: Id | None = None
    compare: Id | None = None
    seed: Annotated[int, Field(strict=True, ge=0, lt=2**32)] = 1
    draws: Annotated[int, Field(strict=True, ge=1, le=MOST_DRAWS)] = 1000
    top_n: Annotated[int, Field(strict=True, ge=1, le=MOST_FEATURES)] = 3
    around: Literal["any", "weights"] = "any"
    concentration: Annotated[float, Field(strict=True, gt=0, le=1e6, allow_inf_nan=False)] = 50.0


class DistrictDemand(Part):
    """Districts of the city as demand, with weights by adcode; those left out ask for nothing."""

    kind: Literal["districts"]
    weights: Annotated[Mapping[Word, Weight], Field(min_length=1)]


class LayerDemand(Part):
    """The points of a reference layer as demand; without a column all weigh 1."""

    kind: Literal["layer"]
    layer: Id
    weight: ColumnName | None = None


class SitingPlan(Part):
    """What is asked of the solver; see ``geo.siting_order.Order`` and ``geo.siting``.

    ``existing`` are ids of places of the catalogue that are open already. They are no candidates
    and not part of ``count``; see ``geo.study.existing``.
    """

    objective: Literal["p_median", "max_coverage", "p_centre", "set_cover"]
    count: Count | None = None
    radius_m: Positive | None = None
    fixed: Annotated[tuple[Id, ...], Sequence] = ()
    forbidden: Annotated[tuple[Id, ...], Sequence] = ()
    existing: Annotated[tuple[Id, ...], Sequence] = ()
    spacing_m: NotNegative = 0.0
    demand: Annotated[DistrictDemand | LayerDemand, Field(discriminator="kind")]
    time_limit_s: Annotated[
        float, Field(strict=True, gt=0, le=MOST_SECONDS, allow_inf_nan=False)
    ] = 60.0
    accepted_gap: Share = 0.0


class FundPlan(Part):
    """A planned investment, for ``geo.fund_estimate``."""

    investment_cny: Money
    field: Literal["application", "industrial"] | None = None
