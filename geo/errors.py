"""The errors that this package raises; each is one sentence a reader can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class AtlasError(Exception):
    """Base of every error that the atlas raises on purpose."""


class CatalogueError(AtlasError):
    """A catalogue folder cannot be read or does not hold together."""


class UnknownIdError(AtlasError, LookupError):
    """An identifier names nothing in the catalogue."""


class BoundaryError(AtlasError):
    """A boundary file is missing, altered or not a valid coverage."""


class DatumError(AtlasError, ValueError):
    """A datum is unknown, or coordinates do not lie in the datum they claim."""


class ImportRefusedError(AtlasError, ValueError):
    """A file or text that somebody brings in cannot be taken, and nothing of it was.

    Parameters
    ----------
    code : str
        Why, for a page that says it in its reader's language (``geo.imports.words.REFUSALS``).
    text : str
        Why, in English: which file, row, column and value, and what is allowed.
    values : mapping
        What the sentence of the code names, as JSON types; data of strangers, never markup.
    """

    def __init__(self, code: str, text: str, values: Mapping[str, Any]):
        super().__init__(text)
        self.code = code
        self.values = dict(values)


class CriterionError(AtlasError, ValueError):
    """A criterion, its value function or the data behind it cannot be used as asked."""


class WeightError(AtlasError, ValueError):
    """Weights do not fit the criteria, or pairwise comparisons are not what they must be."""


class SitingError(AtlasError, ValueError):
    """A location–allocation problem is not posed as it must be, or not solved in time."""


class InfeasibleError(SitingError):
    """No choice of sites keeps every constraint; ``relaxations`` says which one to relax.

    ``together`` says which to relax all at once, where none may be enough by itself.
    """

    def __init__(
        self,
        message: str,
        relaxations: tuple[object, ...] = (),
        together: tuple[object, ...] = (),
    ) -> None:
        super().__init__(message)
        self.relaxations = relaxations
        self.together = together


class StudyError(AtlasError, ValueError):
    """A study is not what it must be; ``problems`` says where, what was found, what is allowed.

    Parameters
    ----------
    problems : sequence
        Of ``geo.study.problems.StudyProblem``; at least one.
    """

    def __init__(self, problems: Sequence[object]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class WordsError(AtlasError, ValueError):
    """A table of words for industries is not what it must be; ``problems`` lists every row.

    Parameters
    ----------
    problems : sequence
        Of ``geo.enterprises.word_table.WordProblem``; at least one.
    """

    def __init__(self, problems: Sequence[object]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
