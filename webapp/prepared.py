"""Public pages as prepared bytes: rendered once, compressed once, answered before Flask.

Nothing here knows a web server or (beyond rendering) Flask: `webapp.server` hands in four strings
of a request and sends what comes back; ``freeze`` writes the same bytes into a folder.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from geo.errors import AtlasError
from webapp.compression import CompressionCache, is_worthwhile
from webapp.negotiation import CODINGS, acceptable_codings, is_unchanged

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

Headers = list[tuple[str, str]]

_PROJECT = Path(__file__).resolve().parent.parent
_PLACEHOLDER_HOST = "prepared.invalid"
_WORTH_KEEPING = 0.95  # of the plain size; a coding that saves less is not offered
_REMEMBERED_HEADERS = 256  # distinct Accept-Encoding texts; browsers send about ten
_MADE_BY_US = frozenset(
    {"accept-ranges", "connection", "content-encoding", "content-length", "date", "etag"}
    | {"last-modified", "server", "vary"}
)
_NOT_IN_304 = frozenset({"content-type", "content-length", "content-encoding"})


class PrepareError(AtlasError):
    """A public path cannot be served as the same bytes to everybody."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send: `body` is empty for HEAD, 304 and redirects without text."""

    status: int
    headers: Headers
    body: bytes


class PreparedResponse:
    """One public resource in every coding that is worth having.

    Parameters
    ----------
    status : int
    headers : list of (name, value)
        Lower-case names, the same for every coding; without length, coding, validators and Vary.
    bodies : mapping of coding to bytes
        Always has ``identity``.
    """

    def __init__(self, status: int, headers: Headers, bodies: Mapping[str, bytes]) -> None:
        self.status = status
        self.headers = headers
        self.bodies = bodies
        self.etag = hashlib.sha256(b"%d " % status + bodies["identity"]).hexdigest()[:24]
        self._etags = frozenset(self._etag(coding) for coding in bodies)
        self._full = {coding: self._answer(coding) for coding in bodies}
        self._heads = {
            coding: Answer(status, answer.headers, b"") for coding, answer in self._full.items()
        }
        self._unchanged = {
            coding: Answer(304, [h for h in answer.headers if h[0] not in _NOT_IN_304], b"")
            for coding, answer in self._full.items()
        }

    def _etag(self, coding: str) -> str:
        # Two codings are two byte sequences, so a strong validator must tell them apart.
        return f'"{self.etag}"' if coding == "identity" else f'"{self.etag}-{coding}"'

    def _answer(self, coding: str) -> Answer:
        body = self.bodies[coding]
        headers = [*self.headers, ("content-length", str(len(body))), ("etag", self._etag(coding))]
        if coding != "identity":
            headers.append(("content-encoding", coding))
        if len(self.bodies) > 1:
            headers.append(("vary", "Accept-Encoding"))
        return Answer(self.status, headers, body)

    def answer(self, method: str, order: tuple[str, ...], if_none_match: str | None) -> Answer:
        """Pick the answer for a GET or HEAD.

        Parameters
        ----------
        method : {"GET", "HEAD"}
        order : tuple of str
            Acceptable codings, best first, with ``identity`` (see `acceptable_codings`).
        if_none_match : str or None
        """
        coding = next(coding for coding in order if coding in self.bodies)
        if if_none_match and self.status == 200 and is_unchanged(if_none_match, self._etags):
            return self._unchanged[coding]
        return self._heads[coding] if method == "HEAD" else self._full[coding]


class Prepared:
    """Immutable map from a decoded path to its prepared response.

    The query string plays no part: a public page shows the same bytes whatever the query says,
    and the browser reads the view out of its own address.

    Parameters
    ----------
    responses : mapping of path to PreparedResponse
    """

    def __init__(self, responses: Mapping[str, PreparedResponse]) -> None:
        self.responses: Mapping[str, PreparedResponse] = dict(responses)
        self._orders: dict[str | None, tuple[str, ...]] = {}

    def answer(
        self,
        method: str,
        path: str,
        accept_encoding: str | None = None,
        if_none_match: str | None = None,
    ) -> Answer | None:
        """Answer a request, or return None when it is the application's to answer.

        Parameters
        ----------
        method : str
        path : str
            Percent-decoded, without query.
        accept_encoding, if_none_match : str or None
            The raw headers.
        """
        response = self.responses.get(path)
        if response is None or method not in ("GET", "HEAD"):
            return None
        order = self._orders.get(accept_encoding)
        if order is None:
            order = acceptable_codings(accept_encoding)
            if len(self._orders) < _REMEMBERED_HEADERS:  # a hostile client cannot fill memory
                self._orders[accept_encoding] = order
        return response.answer(method, order, if_none_match)


def cache_folder() -> Path:
    """Return the folder for prepared bytes: ``ATLAS_CACHE``, else ``build/cache`` here."""
    return Path(os.environ.get("ATLAS_CACHE") or _PROJECT / "build" / "cache")


def prepare(app: "Flask", paths: Iterable[str], *, cache: Path | None = None) -> Prepared:
    """Render public paths once and compress them.

    Parameters
    ----------
    app : Flask
    paths : iterable of str
        URL paths without query whose answer is the same for every visitor.
    cache : Path, optional
        Folder for compressed bodies; default `cache_folder`.

    Returns
    -------
    Prepared

    Raises
    ------
    PrepareError
        If a path has a query, fails, sets a cookie, varies by anything but the coding, or names
        the host that it was rendered on.
    """
    store = CompressionCache((cache or cache_folder()) / "compressed")
    rendered = {path: _render(app, path) for path in paths}
    jobs = [
        (path, coding)
        for path, (_, headers, body) in rendered.items()
        for coding in CODINGS[:2]
        if is_worthwhile(dict(headers).get("content-type", "").partition(";")[0], body)
    ]
    packed = store.compress_all((rendered[path][2], coding) for path, coding in jobs)
    bodies = {path: {"identity": body} for path, (_, _, body) in rendered.items()}
    for (path, coding), smaller in zip(jobs, packed, strict=True):
        if len(smaller) <= _WORTH_KEEPING * len(rendered[path][2]):
            bodies[path][coding] = smaller
    return Prepared(
        {
            unquote(path): PreparedResponse(status, headers, bodies[path])
            for path, (status, headers, _) in rendered.items()
        }
    )


def _render(app: "Flask", path: str) -> tuple[int, Headers, bytes]:
    if "?" in path or "#" in path:
        msg = f"public path {path!r} has a query or fragment; only plain paths are prepared"
        raise PrepareError(msg)
    with app.test_client() as client:
        response = client.get(path, base_url=f"http://{_PLACEHOLDER_HOST}")
        body = response.get_data()
    _check_same_for_everybody(path, response, body)
    headers = [
        (name.lower(), value)
        for name, value in response.headers
        if name.lower() not in _MADE_BY_US
        and not (name.lower() == "content-disposition" and value.startswith("inline"))
    ]
    return response.status_code, headers, body


def _check_same_for_everybody(path: str, response: "TestResponse", body: bytes) -> None:
    varies = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}
    texts = [body.decode("utf-8", "replace"), *response.headers.values()]
    trouble = ""
    if response.status_code >= 400:
        trouble = f"answers {response.status}"
    elif response.headers.get("Set-Cookie"):
        trouble = "sets a cookie"
    elif varies - {"", "accept-encoding"}:
        trouble = f"varies by {', '.join(sorted(varies - {'', 'accept-encoding'}))}"
    elif any(_PLACEHOLDER_HOST in text for text in texts):
        trouble = "names the host that it was rendered on; make its links relative"
    if trouble:
        msg = f"public path {path!r} {trouble}, so it cannot be the same bytes for everybody"
        raise PrepareError(msg)
