"""Before the server listens: bring the database up to date, and see who may reach the planner."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from webapp.listening import SettingError
from webapp.planner.own_machine import is_loopback, is_own_url
from webapp.store.engine import Store, StoreError
from webapp.store.models import User

_WAYS_OUT = (
    "make the first account (flask --app webapp accounts add NAME --admin), "
    "or serve the atlas alone (ATLAS_PLANNER=off)"
)


def open_store(app: Flask, address: str) -> str:
    """Bring the planner's database up to date before workers fork; none inherits a connection.

    Where ``ATLAS_PUBLIC_URL`` says that a proxy shows the atlas to others, it is served: the
    planner refuses everybody by itself as long as there is no account (see ``own_machine``), and
    a public map should not go down for it.

    Parameters
    ----------
    app : Flask
    address : str
        Numeric; where the server is going to listen.

    Returns
    -------
    str
        What whoever starts the server should know; mostly empty. A database that is out of reach
        is no reason not to serve the atlas.

    Raises
    ------
    SettingError
        If the network would reach the planner while nobody signs in.
    """
    store: Store | None = app.extensions.get("store")
    if store is None or "planner_error" in app.extensions:
        return str(app.extensions.get("planner_error", ""))
    try:
        with store.session() as session:
            has_accounts = session.scalar(select(User.id).limit(1)) is not None
    except StoreError as error:
        return f"the planner is out of order, the atlas is served without it: {error}"
    finally:
        store.close()
    if has_accounts:
        return ""
    if not is_loopback(address):
        msg = (
            f"HOST={address} would show the planner to the network while nobody signs in; "
            f"{_WAYS_OUT}"
        )
        raise SettingError(msg)
    public = app.config["ATLAS_PUBLIC_URL"]
    if public and not is_own_url(public):
        return f"the planner is closed, because {public} is for others: {_WAYS_OUT}"
    return ""
