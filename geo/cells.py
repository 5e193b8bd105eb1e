"""The kinds of cell that the tables are made of: slugs, codes, coordinates, lists.

A cell arrives as text, sometimes as a spreadsheet left it; each type below says what is
allowed in it and turns it into a value.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_ADCODE = r"^[0-9]{6}$"
_COLOUR = r"^#[0-9a-f]{6}$"
_DATE = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"
_URL = r"^(https?://\S+)?$"

PATTERNS = {
    _SLUG: "a slug of lower-case letters, digits and single hyphens, such as four-plus-x",
    _ADCODE: "a division code of six digits, such as 310101",
    _COLOUR: "a colour such as #b23a2e, in lower case",
    _DATE: "a date such as 2023, 2023-05 or 2023-05-31, or nothing",
    _URL: "an address that begins with http:// or https://, or nothing",
}
"""What each pattern allows, in words."""

Status = Literal["stated", "editorial"]
Key = Annotated[str, Field(min_length=1, max_length=60)]
Slug = Annotated[str, Field(pattern=_SLUG, max_length=60)]
Adcode = Annotated[str, Field(pattern=_ADCODE)]
Colour = Annotated[str, Field(pattern=_COLOUR)]
Url = Annotated[str, Field(pattern=_URL)]
Text = Annotated[str, Field(min_length=1, max_length=400)]
Year = Annotated[int, Field(ge=1949, le=2100)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


def _blank_to_none(value: object) -> object:
    """Read an empty cell as "not given"."""
    return None if isinstance(value, str) and not value.strip() else value


def _split(value: object) -> object:
    """Read a cell such as ``a; b`` (or ``a；b``) as the list ``("a", "b")``."""
    if isinstance(value, str):
        return tuple(part.strip() for part in re.split("[;；]", value) if part.strip())
    return value


def _date_of_spreadsheet(value: object) -> object:
    """Undo what Excel does to ``2023-05-31`` on saving: ``2023/5/31``."""
    found = re.fullmatch(r"(\d{4})/(\d{1,2})/(\d{1,2})", str(value).strip())
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else value


Blank = BeforeValidator(_blank_to_none)
Date = Annotated[str, Field(pattern=_DATE), BeforeValidator(_date_of_spreadsheet)]
SlugList = Annotated[tuple[Slug, ...], BeforeValidator(_split)]


def incomplete(column: str, message: str) -> PydanticCustomError:
    """Build the error of a row that lacks something, blaming one of its columns."""
    kind = "incomplete"
    return PydanticCustomError(kind, "{message}", {"column": column, "message": message})
