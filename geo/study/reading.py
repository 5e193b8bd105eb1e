"""Read a study from JSON: nothing is converted, guessed or dropped on the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from pydantic import ValidationError

from geo.catalogue import Catalogue
from geo.errors import StudyError
from geo.study.checks import find_problems
from geo.study.document import FORMAT, VERSION, Study
from geo.study.limits import MOST_BYTES
from geo.study.problems import StudyProblem, problems_of


def read_study(data: bytes | str | Mapping[str, Any], catalogue: Catalogue) -> Study:
    """Read a study and check that everything it refers to is there.

    Parameters
    ----------
    data : bytes, str or mapping
        JSON (UTF-8), or what it stands for.
    catalogue : Catalogue
        Whose city, belts, industries, kinds of places and districts it may name.

    Returns
    -------
    Study
        ``read_study(study.to_json(), catalogue) == study``.

    Raises
    ------
    StudyError
        If it is no study, or made by a newer version; else with every problem found, each with
        path, value and what is allowed.
    """
    study = parse_study(data)
    if problems := find_problems(study, catalogue):
        raise StudyError(problems)
    return study


def parse_study(data: bytes | str | Mapping[str, Any]) -> Study:
    """Read a study without asking whether what it refers to is there.

    For what is still being edited: ``geo.study.find_problems`` says what is left to mend.

    Parameters
    ----------
    data : bytes, str or mapping

    Returns
    -------
    Study

    Raises
    ------
    StudyError
        If it is no study, made by a newer version, or a value is not of the kind it must be.
    """
    document = _document(data)
    _check_version(document)
    try:
        return Study.model_validate(dict(document))
    except ValidationError as error:
        raise StudyError(problems_of(error, document)) from error


def _document(data: bytes | str | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(data, Mapping):
        return data
    if len(data) > MOST_BYTES:
        _refuse("too_large", len(data), f"bytes; allowed are {MOST_BYTES:,}")
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        found = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except StudyError:
        raise
    except UnicodeDecodeError as error:
        _refuse("not_json", None, f"is not UTF-8: byte {error.start}")
    except RecursionError:
        _refuse("not_json", None, "is nested too deeply to be a study")
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        _refuse("not_json", None, f"is not JSON: {error.msg}, {where}")
    except ValueError as error:  # digits without end
        _refuse("not_json", None, f"is not JSON that can be read: {error}")
    if not isinstance(found, dict):
        _refuse("not_a_study", found, f'allowed is an object with "format": "{FORMAT}"')
    return found


def _no_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads although JSON has none."""
    _refuse("not_finite", name, "allowed is a finite number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that is there twice: the first value would be lost silently."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        _refuse("twice", twice, "is there twice in one object; allowed is once")
    return found


def _check_version(document: Mapping[str, Any]) -> None:
    if document.get("format") != FORMAT:
        raise StudyError(
            [StudyProblem("not_a_study", ("format",), document.get("format"), f"allowed: {FORMAT}")]
        )
    version = document.get("version")
    if version == VERSION and not isinstance(version, bool):
        return
    is_newer = isinstance(version, int) and version > VERSION
    told = "was made by a newer version of the atlas; " if is_newer else ""
    code = "newer_version" if is_newer else "not_one_of"
    raise StudyError([StudyProblem(code, ("version",), version, f"{told}allowed: {VERSION}")])


def _refuse(code: str, value: object, allowed: str) -> NoReturn:
    raise StudyError([StudyProblem(code, (), value, allowed)])
