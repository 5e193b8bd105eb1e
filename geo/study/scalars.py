"""The kinds of value that a study is made of; each says what is allowed and converts nothing."""

from __future__ import annotations

from typing import Annotated, Any, LiteralString, NoReturn

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from geo.study.limits import LARGEST, LARGEST_WEIGHT

_ID = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"
_MONEY = r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?$"

PATTERNS = {
    _ID: "letters, digits, _ . and -, a letter or digit first, such as rent or L1",
    _MONEY: "an amount in yuan as text, such as 12000000 or 5000000.50",
}
"""What each pattern allows, in words."""


class Part(BaseModel):
    """A part of a study: it cannot be changed, and a key it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _wrong(kind: LiteralString, told: LiteralString) -> NoReturn:
    raise PydanticCustomError(kind, told)


def _without_nul(text: str) -> str:
    """Refuse what PostgreSQL cannot store and no text has."""
    if "\x00" in text:
        _wrong("nul", "allowed is a text without NUL characters")
    return text


def _sequence(value: Any) -> Any:
    """Take lists only: a text or a mapping is a sequence, too, but never meant."""
    if not isinstance(value, list | tuple):
        _wrong("tuple_type", "allowed is a list")
    return value


Id = Annotated[str, Field(strict=True, pattern=_ID, max_length=64)]
"""Names a layer, feature, criterion or weighting; safe in addresses and form fields."""

Title = Annotated[
    str, Field(strict=True, min_length=1, max_length=400), AfterValidator(_without_nul)
]
ColumnName = Annotated[
    str, Field(strict=True, min_length=1, max_length=400), AfterValidator(_without_nul)
]
Name = Annotated[str, Field(strict=True, max_length=400), AfterValidator(_without_nul)]
"""May be empty."""

Word = Annotated[str, Field(strict=True, max_length=100), AfterValidator(_without_nul)]
"""Names something of the catalogue."""

Unit = Annotated[str, Field(strict=True, max_length=60), AfterValidator(_without_nul)]
Number = Annotated[float, Field(strict=True, ge=-LARGEST, le=LARGEST, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(strict=True, ge=0, le=LARGEST, allow_inf_nan=False)]
Weight = Annotated[float, Field(strict=True, ge=0, le=LARGEST_WEIGHT, allow_inf_nan=False)]
Positive = Annotated[float, Field(strict=True, gt=0, le=LARGEST, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
Longitude = Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False)]
Money = Annotated[str, Field(strict=True, pattern=_MONEY)]
Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=1)]
Sequence = BeforeValidator(_sequence)
