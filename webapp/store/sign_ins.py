"""Guessing passwords is slowed down: attempts are counted for a while, by name and by address.

The count is in the database, so that all workers share it. It is taken before the password is
looked at: attempts made at the same moment count, too. What it cannot do: behind a proxy all
people have the proxy's address, and whoever fails on purpose keeps others of that address from
signing in under the same name for a quarter of an hour.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from webapp.store.models import FailedSignIn, now
from webapp.store.people import canonical_name

WINDOW = timedelta(minutes=15)
MOST_HERE = 5
"""Failures for one name from one address."""
MOST_OF_NAME = 50
"""Failures for one name from everywhere."""
MOST_OF_ADDRESS = 100
"""Failures from one address: a whole office may sit behind it."""


def count_attempt(session: Session, name: str, address: str, secret: str) -> bool:
    """Count an attempt to sign in, unless there were too many.

    Parameters
    ----------
    session : Session
        Of a transaction that writes.
    name : str
        As it was typed.
    address : str
        From where.
    secret : str
        People type passwords where names belong: names are kept as keyed hashes only.

    Returns
    -------
    bool
        Whether the password may be looked at.
    """
    session.execute(delete(FailedSignIn).where(FailedSignIn.at < now() - WINDOW))
    of_name = FailedSignIn.name_hash == _name_hash(name, secret)
    of_address = FailedSignIn.address == address[:64]
    if (
        _count(session, of_name & of_address) >= MOST_HERE
        or _count(session, of_name) >= MOST_OF_NAME
        or _count(session, of_address) >= MOST_OF_ADDRESS
    ):
        return False
    session.add(FailedSignIn(name_hash=_name_hash(name, secret), address=address[:64]))
    return True


def forget_attempts(session: Session, name: str, address: str | None, secret: str) -> None:
    """Forget the attempts for a name: those from an address where it was right, or (None) all."""
    found = delete(FailedSignIn).where(FailedSignIn.name_hash == _name_hash(name, secret))
    if address is not None:
        found = found.where(FailedSignIn.address == address[:64])
    session.execute(found)


def _name_hash(name: str, secret: str) -> str:
    typed = canonical_name(name).encode("utf-8", "surrogatepass")
    return hmac.new(secret.encode(), typed, hashlib.sha256).hexdigest()


def _count(session: Session, chosen: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(FailedSignIn.id)).where(chosen)) or 0
