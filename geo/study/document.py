"""One project as one document: everything that its results follow from, and nothing else."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from geo.study.criteria import StudyCriterion
from geo.study.layers import Feature, StudyLayer
from geo.study.limits import MOST_CRITERIA, MOST_LAYERS, MOST_WEIGHTINGS
from geo.study.plans import FundPlan, RankingPlan, SitingPlan, Weighting
from geo.study.scalars import Part, Sequence, Title, Word

FORMAT = "renxing-atlas-study"
VERSION = 1


class Study(Part):
    """A project of a planner.

    The same study gives the same results wherever it is read with the same catalogue. Build one
    with ``geo.study.read_study`` or ``geo.study.empty_study``: this class alone checks shapes
    and ranges, not what refers to what (``geo.study.find_problems`` does).

    Attributes
    ----------
    title : str
    city : str
        Id of a city of the catalogue.
    layers : tuple of StudyLayer
    criteria : tuple of StudyCriterion
    weightings : tuple of Weighting
    ranking : RankingPlan
    siting : SitingPlan or None
    fund : FundPlan or None
    """

    format: Literal["renxing-atlas-study"] = "renxing-atlas-study"
    version: Literal[1] = 1
    title: Title
    city: Word
    layers: Annotated[tuple[StudyLayer, ...], Sequence, Field(max_length=MOST_LAYERS)] = ()
    criteria: Annotated[tuple[StudyCriterion, ...], Sequence, Field(max_length=MOST_CRITERIA)] = ()
    weightings: Annotated[tuple[Weighting, ...], Sequence, Field(max_length=MOST_WEIGHTINGS)] = ()
    ranking: RankingPlan = RankingPlan()
    siting: SitingPlan | None = None
    fund: FundPlan | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the study as JSON types; ``geo.study.read_study`` reads it back."""
        return self.model_dump(mode="json")

    @property
    def candidate_layers(self) -> tuple[StudyLayer, ...]:
        """The layers of candidates."""
        return tuple(layer for layer in self.layers if layer.kind == "candidates")

    @property
    def reference_layers(self) -> tuple[StudyLayer, ...]:
        """The layers that candidates are held against."""
        return tuple(layer for layer in self.layers if layer.kind == "reference")

    @cached_property
    def candidates(self) -> dict[str, Feature]:
        """All candidates by id, in the order of the document."""
        return {row.id: row for layer in self.candidate_layers for row in layer.features}

    @cached_property
    def synthetic_ids(self) -> frozenset[str]:
        """Ids of the candidates that are made up."""
        made_up = (layer for layer in self.candidate_layers if layer.synthetic)
        return frozenset(row.id for layer in made_up for row in layer.features)

    def criterion(self, criterion_id: str) -> StudyCriterion:
        """Return a criterion by its id; raise ``KeyError`` if there is none."""
        return {row.id: row for row in self.criteria}[criterion_id]

    def weighting(self, weighting_id: str) -> Weighting:
        """Return a weighting by its id; raise ``KeyError`` if there is none."""
        return {row.id: row for row in self.weightings}[weighting_id]


def empty_study(city: str, title: str) -> Study:
    """Return a study without layers and criteria.

    Parameters
    ----------
    city : str
        Id of a city of the catalogue.
    title : str
        Not empty.

    Returns
    -------
    Study
    """
    return Study(title=title, city=city)
