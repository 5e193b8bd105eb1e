"""Commands for accounts: ``flask --app webapp accounts add NAME --admin`` and the like.

Passwords are asked for, or read from standard input: never arguments, which the shell's history
and the list of processes show.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from geo.errors import AtlasError
from webapp.store.engine import Store
from webapp.store.models import User
from webapp.store.passwords import LEAST, one_time_password
from webapp.store.people import (
    PeopleError,
    Refusal,
    create_account,
    disable_account,
    find_account,
    list_accounts,
    set_password,
)
from webapp.store.sign_ins import forget_attempts

accounts = AppGroup("accounts", help="Make, list, reset and disable the planner's accounts.")

_one_time = click.option(
    "--one-time", is_flag=True, help="Print a password that must be changed when it is used."
)


@accounts.command("add")
@click.argument("name")
@click.option("--admin", "is_admin", is_flag=True, help="Sees all projects, makes accounts.")
@_one_time
def add(name: str, *, is_admin: bool, one_time: bool) -> None:
    """Make an account; the password is asked for, or the first line of standard input."""
    password = _password(one_time=one_time)
    with _writing() as session:
        user = create_account(session, name, password, is_admin=is_admin, must_change=one_time)
    _tell(user, password if one_time else "", "made")


@accounts.command("list")
def list_command() -> None:
    """List the accounts: name, kind, since when."""
    with _writing() as session:
        rows = list_accounts(session)
    for user in rows:
        kind = "administrator" if user.is_admin else "planner"
        state = "" if user.is_active else ", disabled"
        click.echo(f"{user.name}\t{kind}{state}\t{user.created_at:%Y-%m-%d}")
    if not rows:
        click.echo("There is no account: the planner answers this machine only.")


@accounts.command("reset")
@click.argument("name")
@_one_time
def reset(name: str, *, one_time: bool) -> None:
    """Give an account another password, enable it, and end all its sessions."""
    password = _password(one_time=one_time)
    with _writing() as session:
        user = _found(session, name)
        set_password(session, user, password, must_change=one_time)
        user.is_active = True
        forget_attempts(session, name, None, str(current_app.secret_key))
    _tell(user, password if one_time else "", "has another password")


@accounts.command("disable")
@click.argument("name")
def disable(name: str) -> None:
    """Let nobody sign in to an account any more; what it has made stays."""
    with _writing() as session:
        user = _found(session, name)
        disable_account(session, user)
    _tell(user, "", "disabled")


def _found(session: Session, name: str) -> User:
    user = find_account(session, name)
    if user is None:
        raise PeopleError(Refusal.UNKNOWN)
    return user


def _password(*, one_time: bool) -> str:
    if one_time:
        return one_time_password()
    if _is_terminal():
        text = f"Password (at least {LEAST} characters)"
        return str(click.prompt(text, hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _tell(user: User, password: str, done: str) -> None:
    click.echo(f"{user.name}: {done}.")
    if password:
        click.echo(f"Password for one use: {password}")


@contextmanager
def _writing() -> Iterator[Session]:
    """Open the planner's database; what is wrong becomes one sentence."""
    store: Store | None = current_app.extensions.get("store")
    try:
        if "error" in current_app.extensions:
            raise current_app.extensions["error"]
        if store is None:
            msg = "there is no planner here: ATLAS_PLANNER is off"
            raise click.ClickException(msg)
        with store.session(writes=True) as session:
            yield session
    except AtlasError as error:
        raise click.ClickException(str(error)) from error
    finally:
        if store is not None:
            store.close()
