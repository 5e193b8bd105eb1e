"""Choose a content coding and compare validators, as RFC 9110 (12.5.3, 13.1.2) says."""

from werkzeug.http import parse_accept_header, parse_etags

#: Codings that can be served, smallest body first: the order decides between equal weights.
CODINGS = ("br", "gzip", "identity")

_UNLISTED_IDENTITY = 1e-9  # acceptable unless refused by name, but never preferred


def acceptable_codings(accept_encoding: str | None) -> tuple[str, ...]:
    """Order the codings that a request accepts, best first.

    Parameters
    ----------
    accept_encoding : str or None
        The raw ``Accept-Encoding`` header; None when the request has none.

    Returns
    -------
    tuple of str
        Members of `CODINGS`. ``identity`` is always among them: a client that refuses everything
        gets the plain bytes rather than a 406, which RFC 9110 allows and browsers can read.

    Examples
    --------
    >>> acceptable_codings("gzip, deflate, br")
    ('br', 'gzip', 'identity')
    >>> acceptable_codings("br;q=0, gzip;q=0.5")
    ('gzip', 'identity')
    """
    weights: dict[str, float] = {}
    for name, weight in parse_accept_header(accept_encoding):
        weights.setdefault(name.lower().removeprefix("x-"), weight)
    wildcard = weights.get("*")
    order = []
    for rank, coding in enumerate(CODINGS):
        unlisted = wildcard if wildcard is not None else 0.0
        if coding == "identity" and wildcard is None:
            unlisted = _UNLISTED_IDENTITY
        weight = weights.get(coding, unlisted)
        if weight > 0:
            order.append((-weight, rank, coding))
    chosen = tuple(coding for _, _, coding in sorted(order))
    return chosen if "identity" in chosen else (*chosen, "identity")


def is_unchanged(if_none_match: str | None, etags: frozenset[str]) -> bool:
    """Tell whether a request already holds one of a resource's representations.

    Parameters
    ----------
    if_none_match : str or None
        The raw ``If-None-Match`` header.
    etags : frozenset of str
        Quoted strong entity tags of every coding of the resource. A client that got the gzip
        bytes and now prefers brotli still holds the current content.

    Returns
    -------
    bool
        Whether the answer is 304; the comparison is the weak one, as for every GET.
    """
    if not if_none_match:
        return False
    if if_none_match in etags:
        return True
    held = parse_etags(if_none_match)
    return any(held.contains_weak(etag[1:-1]) for etag in etags)
