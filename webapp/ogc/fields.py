"""How a property of a feature is declared: once, for features, filters and OpenAPI alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["string", "integer", "number", "boolean", "list"]


@dataclass(frozen=True)
class Field:
    """A property that every feature of a collection carries.

    Attributes
    ----------
    name : str
        Key in ``properties`` and, where ``is_filter``, name of the query parameter.
    kind : {"string", "integer", "number", "boolean", "list"}
        JSON type; a ``list`` holds objects, and a filter on it names one by its first member.
    description : str
        What it says, for people who read the API document.
    is_filter : bool
        Whether ``?name=value`` selects features by it.
    is_nullable : bool
        Whether ``null`` ("not given") may stand for the value.
    choices : tuple of str
        The closed vocabulary, where there is one.
    members : tuple of Field
        The keys of the objects in a ``list``.
    """

    name: str
    kind: Kind
    description: str
    is_filter: bool = False
    is_nullable: bool = False
    choices: tuple[str, ...] = ()
    members: tuple[Field, ...] = ()

    def schema(self) -> dict[str, Any]:
        """Describe the value as an OpenAPI 3.0 schema object."""
        if self.kind == "list":
            return {
                "type": "array",
                "description": self.description,
                "items": object_schema(self.members),
            }
        schema: dict[str, Any] = {"type": self.kind, "description": self.description}
        if self.choices:
            # In OpenAPI 3.0 an enum that lacks null forbids it, whatever "nullable" says.
            schema["enum"] = [*self.choices, None] if self.is_nullable else list(self.choices)
        if self.is_nullable:
            schema["nullable"] = True
        return schema

    def filter_schema(self) -> dict[str, Any]:
        """Describe the values that the query parameter of this name takes."""
        schema: dict[str, Any] = {"type": "string" if self.kind == "list" else self.kind}
        if self.choices:
            schema["enum"] = list(self.choices)
        return schema


def object_schema(fields: tuple[Field, ...]) -> dict[str, Any]:
    """Describe an object that has exactly these keys."""
    return {
        "type": "object",
        "required": [field.name for field in fields],
        "properties": {field.name: field.schema() for field in fields},
    }


def text(name: str, description: str, *, is_filter: bool = False) -> Field:
    """Declare a text that is always there."""
    return Field(name, "string", description, is_filter=is_filter)


def optional_text(name: str, description: str, *, is_filter: bool = False) -> Field:
    """Declare a text that is null where the catalogue gives none."""
    return Field(name, "string", description, is_filter=is_filter, is_nullable=True)
