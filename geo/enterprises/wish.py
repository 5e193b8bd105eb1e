"""What is wished for: which files, how they are written, what their columns mean."""

from __future__ import annotations

import hashlib
import re
from typing import Annotated, Any, Literal, LiteralString, NoReturn

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from geo.cells import Slug
from geo.datum import Datum
from geo.enterprises.errors import EnterpriseError

Form = Literal["csv", "parquet", "xlsx"]
Encoding = Literal["utf-8", "utf-8-sig", "gb18030"]
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://.")


def _wrong(kind: LiteralString, told: LiteralString) -> NoReturn:
    raise PydanticCustomError(kind, told)


def is_address(path: str) -> bool:
    """Tell whether a path names a storage, such as ``s3://bucket/registry.csv``."""
    return _ADDRESS.match(path) is not None


def _absolute(path: str) -> str:
    if not (path.startswith("/") or is_address(path)) or "\x00" in path:
        _wrong("path", "allowed is an absolute path, or an address such as s3://bucket/file.csv")
    return path


def _one_sign(text: str) -> str:
    if text in '\r\n"\x00':
        _wrong("delimiter", "allowed is one character other than a quotation mark or line end")
    return text


FilePath = Annotated[str, Field(max_length=4096), AfterValidator(_absolute)]
ColumnName = Annotated[str, Field(min_length=1, max_length=400)]
Delimiter = Annotated[str, Field(min_length=1, max_length=1), AfterValidator(_one_sign)]


class Columns(BaseModel):
    """Which column of the files holds what; None where there is none.

    Attributes
    ----------
    name : str, optional
        Name of the enterprise; only kept where few are shown one by one.
    lon, lat : str, optional
        Coordinates in degrees, in the wish's datum.
    address : str, optional
        Text in which the name of a district is looked for.
    district : str, optional
        Adcode or name of a district.
    industry : str, optional
        Free text.
    weight : str, optional
        A number that is summed, such as employees.
    year : str, optional
        Year of founding or of the register.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ColumnName | None = None
    lon: ColumnName | None = None
    lat: ColumnName | None = None
    address: ColumnName | None = None
    district: ColumnName | None = None
    industry: ColumnName | None = None
    weight: ColumnName | None = None
    year: ColumnName | None = None

    @model_validator(mode="after")
    def _check(self) -> Columns:
        if (self.lon is None) != (self.lat is None):
            _wrong("lon_lat", "longitude and latitude are named both or neither")
        if self.lon is not None and self.lon == self.lat:
            _wrong("lon_lat", "longitude and latitude are two columns")
        if self.lon is None and self.district is None and self.address is None:
            _wrong("place", "needed are longitude and latitude, a district or an address")
        return self

    @property
    def wished(self) -> dict[str, str]:
        """Meaning → column of the files, for those that are named."""
        return {key: value for key, value in self.model_dump().items() if value is not None}


class EnterpriseWish(BaseModel):
    """One registry to count.

    Attributes
    ----------
    files : tuple of str
        Absolute paths, or addresses that only a cluster reads (``geo.enterprises.storage``); a
        folder of parts is expanded beforehand.
    form : {"csv", "parquet", "xlsx"}
        "csv" includes files that end in ``.gz``.
    encoding : {"utf-8", "utf-8-sig", "gb18030"}
        Of text files.
    delimiter : str
        Of text files.
    columns : Columns
    datum : Datum
        What the coordinates truly are.
    cities : tuple of str
        Ids of the cities whose districts count.
    sheet : str, optional
        Of workbooks: the sheet of this name in each; else the first one in each that has rows.
    is_mixed : bool
        Whether rows in another encoding are left out one by one; else a text that changes its
        encoding is not read further.
    is_synthetic : bool
        Whether the enterprises are made up; then whatever shows them says so.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: Annotated[tuple[FilePath, ...], Field(min_length=1)]
    form: Form
    encoding: Encoding = "utf-8"
    delimiter: Delimiter = ","
    columns: Columns
    datum: Datum = "WGS-84"
    cities: Annotated[tuple[Slug, ...], Field(min_length=1)]
    sheet: ColumnName | None = None
    is_mixed: bool = False
    is_synthetic: bool = False

    @model_validator(mode="after")
    def _check(self) -> EnterpriseWish:
        for texts in (self.files, self.cities):
            if len(set(texts)) < len(texts):
                _wrong("twice", "allowed is each file and each city once")
        if self.sheet is not None and self.form != "xlsx":
            _wrong("sheet", "only workbooks have sheets")
        return self

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that is wished, in hexadecimal digits."""
        # Counts that were begun before sheets could be named go on.
        without = {"sheet"} if self.sheet is None else None
        return hashlib.sha256(self.model_dump_json(exclude=without).encode()).hexdigest()


def read_wish(value: Any) -> EnterpriseWish:
    """Check a wish that came as JSON types.

    Parameters
    ----------
    value : mapping
        As ``EnterpriseWish.model_dump(mode="json")`` makes it.

    Returns
    -------
    EnterpriseWish

    Raises
    ------
    EnterpriseError
        If anything in it is wrong; the first such place is named.
    """
    try:
        return EnterpriseWish.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "wish"
        msg = f"{where}: {first['msg']} (found {first['input']!r:.100})"
        raise EnterpriseError(msg, "wish", {"where": where, "told": first["msg"]}) from error
