"""Which representation a client gets: by ``f=``, else by its Accept header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MIMEAccept

from webapp.ogc.problems import OgcProblem, invalid_parameter


@dataclass(frozen=True)
class Representation:
    """A form in which a resource can be sent.

    Attributes
    ----------
    name : str
        Value of ``f``.
    media_type : str
        What Content-Type says.
    aliases : tuple of str
        Other types in Accept that it satisfies.
    """

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()


JSON = Representation("json", "application/json")
GEOJSON = Representation("json", "application/geo+json", ("application/json",))
OPENAPI = Representation(
    "json",
    "application/vnd.oai.openapi+json;version=3.0",
    (
        "application/vnd.oai.openapi+json",
        "application/openapi+json;version=3.0",
        "application/json",
    ),
)
HTML = Representation("html", "text/html; charset=utf-8", ("text/html", "application/xhtml+xml"))


def choose(
    offers: Sequence[Representation], wanted: str | None, accept: MIMEAccept
) -> Representation:
    """Choose the representation to send.

    Parameters
    ----------
    offers : sequence of Representation
        What there is; the first is sent to whoever does not care.
    wanted : str or None
        Value of ``f``, which outranks Accept.
    accept : MIMEAccept
        The parsed header; empty without one.

    Returns
    -------
    Representation

    Raises
    ------
    OgcProblem
        If ``f`` names none of them (400) or Accept rules all of them out (406).
    """
    if wanted is not None:
        for offer in offers:
            if offer.name == wanted:
                return offer
        names = [offer.name for offer in offers]
        expected = f"allowed: {', '.join(names)}"
        raise invalid_parameter(wanted, name="f", expected=expected, allowed=names)
    if not accept:
        return offers[0]
    owners = {
        media_type: offer for offer in offers for media_type in (offer.media_type, *offer.aliases)
    }
    best = accept.best_match(owners)
    if best is None:
        types = [offer.media_type for offer in offers]
        detail = f"The Accept header rules out what there is: {', '.join(types)}."
        raise OgcProblem(detail, slug="not-acceptable", status=406, allowed=types)
    return owners[best]
