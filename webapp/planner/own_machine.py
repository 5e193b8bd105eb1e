"""Whether a request comes from this very machine, as far as that can be known.

Nobody signs in as long as there is no account. So the planner must be sure that whoever asks sits
here: not a page from elsewhere whose name points to this machine (DNS rebinding), and nobody to
whom a proxy or another server's own way of listening shows it by mistake.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import Request

_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_OF_PROXIES = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


def is_loopback(address: str) -> bool:
    """Tell whether a numeric address is reached from its own machine only."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)  # ::ffff:127.0.0.1
    return (mapped or found).is_loopback


def is_own_url(url: str) -> bool:
    """Tell whether a URL (or an ``Origin``) names this machine in the usual ways."""
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return name.rstrip(".") in _NAMES


def is_from_here(request: Request, public_url: str) -> bool:
    """Tell whether a request surely comes from this machine.

    Parameters
    ----------
    request : Request
    public_url : str
        ``ATLAS_PUBLIC_URL``: where it is set, a proxy shows the atlas to others.
    """
    origin = request.headers.get("Origin")  # a proxy that hides itself keeps it
    return (
        is_loopback(request.remote_addr or "")
        and is_own_url(f"//{request.host}")
        and (origin is None or is_own_url(origin))
        and not any(name in request.headers for name in _OF_PROXIES)
        and (not public_url or is_own_url(public_url))
    )
