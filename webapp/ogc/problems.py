"""What a client did wrong, as application/problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from geo.errors import AtlasError

MEDIA_TYPE = "application/problem+json"
SHOWN_LENGTH = 80
"""A problem repeats at most so many characters of what it was sent."""

TITLES = {
    "unknown-parameter": "未知参数 · Unknown parameter",
    "invalid-parameter": "参数值无效 · Invalid parameter value",
    "not-found": "没有此资源 · No such resource",
    "method-not-allowed": "不支持此方法 · Method not allowed",
    "not-acceptable": "没有可接受的格式 · No acceptable format",
    "error": "请求失败 · Request failed",
}
"""Slug of each type of problem → its title, in Chinese and English."""


class OgcProblem(AtlasError):
    """A request to the data interface cannot be answered.

    Parameters
    ----------
    detail : str
        The sentence that says what was wrong.
    slug : str
        Key in ``TITLES``.
    status : int
        HTTP status.
    allowed : iterable of str, optional
        What may be sent instead.
    parameter : str, optional
        Name of the query parameter at fault.
    """

    def __init__(
        self,
        detail: str,
        *,
        slug: str,
        status: int,
        allowed: Iterable[str] | None = None,
        parameter: str | None = None,
    ):
        super().__init__(detail)
        self.slug = slug
        self.status = status
        self.detail = detail
        self.allowed = allowed
        self.parameter = parameter

    def document(self, type_base: str) -> dict[str, Any]:
        """Write the problem as a JSON object; ``type_base`` + slug says which it is."""
        members = {
            "type": type_base + self.slug,
            "title": TITLES[self.slug],
            "status": self.status,
            "detail": self.detail,
            "parameter": self.parameter,
            "allowed": None if self.allowed is None else list(self.allowed),
        }
        return {name: value for name, value in members.items() if value is not None}


def unknown_parameter(name: str, allowed: Iterable[str]) -> OgcProblem:
    """Say that a query parameter does not exist here."""
    detail = f"There is no parameter {shown(name)} here; allowed: {', '.join(allowed)}."
    return OgcProblem(
        detail, slug="unknown-parameter", status=400, allowed=allowed, parameter=shorten(name)
    )


def invalid_parameter(
    value: str, *, name: str, expected: str, allowed: Iterable[str] | None = None
) -> OgcProblem:
    """Say that a query parameter has a value that it cannot have."""
    detail = f"{name}={shorten(value)} is not valid: {expected}."
    return OgcProblem(detail, slug="invalid-parameter", status=400, allowed=allowed, parameter=name)


def not_found(value: str, *, what: str, allowed: Iterable[str] | None = None) -> OgcProblem:
    """Say that nothing has this name."""
    detail = f"There is no {what} {shown(value)}."
    return OgcProblem(detail, slug="not-found", status=404, allowed=allowed)


def shorten(value: str) -> str:
    """Cut what a client sent to a length that is safe to repeat."""
    return value if len(value) <= SHOWN_LENGTH else value[:SHOWN_LENGTH] + "…"


def shown(value: str) -> str:
    """Quote what a client sent, cut to a length that is safe to repeat."""
    return f"“{shorten(value)}”"
