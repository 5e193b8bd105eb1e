"""What is wrong with rows in any datum: told before somebody chose one."""

from __future__ import annotations

from geo.errors import ImportRefusedError
from geo.imports.choices import Choices, choose_columns, choose_coordinates
from geo.imports.placing import read_coordinates
from geo.imports.preview import Preview
from geo.imports.row_checks import type_problems
from geo.imports.row_problems import RowProblem


def first_problems(preview: Preview, choices: Choices) -> list[RowProblem]:
    """Find what is wrong with rows whatever their coordinates mean.

    Parameters
    ----------
    preview : Preview
        With all rows.
    choices : Choices
        Types and columns count.

    Returns
    -------
    list of RowProblem
        By row: coordinates that are missing, no numbers, not finite or, in pairs, in the other
        order; values of a wrong type; rows that are wrong in themselves. No coordinates are
        looked at while it is not clear which columns hold them.
    """
    columns = choose_columns(preview, choices.types)
    problems = [*preview.problems, *type_problems(preview.rows, columns, preview.columns)]
    try:
        coordinates = None if preview.has_shapes else choose_coordinates(preview, choices)
    except ImportRefusedError:
        coordinates = None
    if coordinates is not None:
        problems += read_coordinates(preview.rows, columns, coordinates).problems
    return sorted(problems, key=lambda found: found.row)
