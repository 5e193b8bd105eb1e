"""What a report is about: a study with its results, and how things in it are called."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from geo.catalogue import Catalogue
from geo.criteria import Evaluation
from geo.exports.report.words import Words
from geo.exports.texts import clean_text
from geo.imports.messages import Message
from geo.places import Site
from geo.ranking import Ranking
from geo.sensitivity import Acceptability
from geo.study.criteria import StudyCriterion
from geo.study.document import Study
from geo.study.existing import existing_sites
from geo.study.layers import Feature
from geo.study.results import StudyResults
from geo.study.situations import Situation

if TYPE_CHECKING:
    # The solver behind them takes seconds to import.
    from geo.siting_result import Siting


@dataclass(frozen=True, eq=False)
class Subject:
    """A study and everything that was found out about it.

    Attributes
    ----------
    catalogue : Catalogue
    study : Study
    results : StudyResults
        Of ``geo.study.results_of``.
    siting : Siting or None
        The chosen sites, if they were asked for.
    words : Words
    tell : function of Message to str
        Says what an import noticed, in the report's language.
    no_siting : str
        Why no sites were chosen although the study asks for some; empty where they were.
    """

    catalogue: Catalogue
    study: Study
    results: StudyResults
    siting: Siting | None
    words: Words
    tell: Callable[[Message], str] = str
    no_siting: str = ""

    @property
    def ranking(self) -> Ranking:
        """The ranking.

        Raises
        ------
        LookupError
            If there is none, which the results' obstacles explain.
        """
        if self.results.ranking is None:
            raise LookupError("; ".join(row.text for row in self.results.obstacles))
        return self.results.ranking

    @property
    def evaluation(self) -> Evaluation:
        """What was measured.

        Raises
        ------
        LookupError
            If nothing was, which the results' obstacles explain.
        """
        if self.results.evaluation is None:
            raise LookupError("; ".join(row.text for row in self.results.obstacles))
        return self.results.evaluation

    @property
    def luck(self) -> Acceptability | None:
        """Ranks under random weights; None where there are too many candidates for that."""
        found = self.results.sensitivity
        return None if found is None else found.acceptability

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the study as JSON with sorted keys: the same for the same study."""
        text = json.dumps(
            self.study.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def situations(self) -> dict[str, Situation]:
        """Where each candidate lies, by id."""
        return {row.candidate: row for row in self.results.situations}

    @cached_property
    def _shared_names(self) -> frozenset[str]:
        found = Counter(clean_text(row.label) for row in self.study.candidates.values())
        return frozenset(name for name, count in found.items() if count > 1)

    @cached_property
    def _criteria(self) -> dict[str, StudyCriterion]:
        return {row.id: row for row in self.study.criteria}

    def candidate(self, key: object) -> Feature:
        """Return a candidate's feature."""
        return self.study.candidates[str(key)]

    @cached_property
    def _existing(self) -> dict[str, Site]:
        return existing_sites(self.study, self.catalogue)

    def place(self, key: object) -> Feature | Site:
        """Return what stands at a site: a candidate, or an existing facility of the atlas."""
        return self._existing.get(str(key)) or self.candidate(key)

    def name(self, key: object) -> str:
        """Name a candidate, with its id where the name is not enough to tell it by.

        An existing facility is named as such.
        """
        if (site := self._existing.get(str(key))) is not None:
            return self.words.name(site) + self.words.bracket(self.words.say("已有", "existing"))
        label = clean_text(self.candidate(key).label)
        return f"{label} [{key}]" if label in self._shared_names else label

    def criterion(self, key: str) -> StudyCriterion:
        """Return a criterion of the study."""
        return self._criteria[key]

    def titled(self, key: str) -> str:
        """Name a criterion with its unit."""
        row = self._criteria[key]
        return clean_text(row.title + (self.words.bracket(row.unit) if row.unit else ""))

    def district(self, key: object) -> str:
        """Name the district that a site lies in; empty outside of all."""
        if (site := self._existing.get(str(key))) is not None:
            row = self.catalogue.district(site.district)
            return self.words.say(row.name_zh, row.short_en)
        found = self.situations[str(key)].district
        return "" if found is None else self.words.say(found.name_zh, found.short_en)

    def layer_name(self, key: str) -> str:
        """Name a layer of the study."""
        return next(clean_text(layer.name) for layer in self.study.layers if layer.id == key)

    def bounds(self, key: str) -> tuple[float, float] | None:
        """Return between which measurements a linear value function rises."""
        return self.ranking.values.bounds.get(key)

    def weighting_name(self, key: str | None) -> str:
        """Name a weighting; equal weights have none."""
        for row in self.study.weightings:
            if row.id == key:
                return clean_text(row.name)
        return self.words.say("各准则等权", "equal weights")
