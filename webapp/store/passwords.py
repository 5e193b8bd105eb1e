"""Passwords: what they must be, how they are kept (Argon2id, RFC 9106), how they are checked."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

Weakness = Literal["SHORT", "LONG", "IS_NAME"]

LEAST = 10
MOST = 1000
"""How many characters a password has."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
_GROUPS = 4

_hasher = PasswordHasher()
_one_at_a_time = threading.Lock()
"""A hash takes 64 MiB and a core: many sign-ins at once must not take the whole machine."""


def weakness(password: str, name: str) -> Weakness | None:
    """Say what is wrong with a password that somebody chose.

    Returns
    -------
    {"SHORT", "LONG", "IS_NAME"} or None
        None if nothing is.
    """
    plain = _plain(password)
    if len(plain) < LEAST:
        return "SHORT"
    if len(plain) > MOST:
        return "LONG"
    return "IS_NAME" if plain.strip().casefold() == _plain(name).strip().casefold() else None


def hash_password(password: str) -> str:
    """Return what is kept of a password: its Argon2id hash with salt and parameters."""
    with _one_at_a_time:
        return _hasher.hash(_plain(password))


def is_password(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one of which a hash is kept.

    Parameters
    ----------
    password : str
    kept : str, optional
        None where there is no such account: it takes as long, and is never right.
    """
    known = _nobodys() if kept is None else kept
    try:
        with _one_at_a_time:
            return _hasher.verify(known, _plain(password)[: MOST + 1]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Tell whether a hash was made with other parameters than those of today."""
    return _hasher.check_needs_rehash(kept)


def one_time_password() -> str:
    """Make a password that is easy to read out and hard to guess (79 bits)."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(_GROUPS))
    return "-".join(groups)


def _plain(text: str) -> str:
    """Return a text as it is compared: Chinese keyboards make full-width letters."""
    return unicodedata.normalize("NFKC", text)


@cache
def _nobodys() -> str:
    return hash_password(secrets.token_hex(16))
