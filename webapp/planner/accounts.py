"""Signing in and out, one's own password, and what administrators do with accounts."""

from __future__ import annotations

from collections.abc import Callable

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from webapp.errors import NotThereError, WrongValueError
from webapp.planner.access import (
    NEEDS,
    actor,
    current_session,
    has_accounts,
    planner_page,
    store_in_use,
)
from webapp.planner.people_words import explained
from webapp.rendering import speak
from webapp.store.models import User
from webapp.store.passwords import LEAST, hash_password, is_outdated, is_password, one_time_password
from webapp.store.people import (
    PeopleError,
    create_account,
    disable_account,
    end_sessions,
    find_account,
    list_accounts,
    reset_password,
    set_admin,
    set_password,
)
from webapp.store.sign_ins import WINDOW, count_attempt, forget_attempts

blueprint = Blueprint("planner_accounts", __name__)
speak(blueprint)

_LONGEST_NEXT = 2000

# --- in and out


@planner_page(blueprint, "/sign-in", who="anyone")
def sign_in() -> ResponseReturnValue:
    """Ask for name and password."""
    if not has_accounts() or actor() is not None:
        return redirect(_next())
    return _sign_in_page("")


@planner_page(blueprint, "/sign-in", who="anyone", methods=("POST",), writes=False)
def enter() -> ResponseReturnValue:
    """Let somebody in whose password is right.

    The attempt is counted in a transaction of its own, and the slow password is checked outside
    of it: nobody else waits for it.
    """
    if not has_accounts():
        return redirect(_next(), code=303)
    name, password = request.form.get("name", ""), request.form.get("password", "")
    address, secret = request.remote_addr or "", str(current_app.secret_key)
    with store_in_use().session(writes=True) as counting:
        is_allowed = count_attempt(counting, name, address, secret)
    if not is_allowed:
        current_app.logger.warning("too many attempts to sign in from %s", address)
        minutes = int(WINDOW.total_seconds() // 60)
        text = _("Too many attempts failed. Try again in %(minutes)s minutes.", minutes=minutes)
        return _sign_in_page(text), 429, {"Retry-After": str(minutes * 60)}
    user = find_account(current_session(), name)
    known = user.password_hash if user is not None and user.is_active else None
    if not is_password(password, known) or user is None:
        current_app.logger.warning("sign-in failed from %s", address)
        return _sign_in_page(_("Name or password is wrong.")), 400
    with store_in_use().session(writes=True) as noting:
        forget_attempts(noting, name, address, secret)
        if is_outdated(user.password_hash):
            noting.get_one(User, user.id).password_hash = hash_password(password)
    session.clear()  # nothing that was put into it before belongs to who signs in
    login_user(user)
    return redirect(_next(), code=303)


@planner_page(blueprint, "/sign-out", who="anyone", methods=("POST",))
def sign_out() -> ResponseReturnValue:
    """Sign out here, or (``everywhere``) wherever the account is signed in."""
    user = actor()
    if user is not None and "everywhere" in request.form:
        end_sessions(user)
    session.clear()
    flash(_("You are signed out."))
    return redirect(url_for(".sign_in" if user is not None else "planner_projects.projects"), 303)


def _sign_in_page(problem: str) -> str:
    wanted = request.values.get("next", "")
    name = request.form.get("name", "")
    return render_template("planner/sign_in.html", problem=problem, next=wanted, name=name)


def _next() -> str:
    """Return the page of the planner that somebody was on the way to; never another site's."""
    home = url_for("planner_projects.projects")
    wanted = request.values.get("next", "")
    is_plain = wanted.isprintable() and wanted.startswith("/") and not wanted.startswith("//")
    if not is_plain or "\\" in wanted or len(wanted) > _LONGEST_NEXT:
        return home
    try:
        rules = current_app.url_map.bind("")
        endpoint, _values = rules.match(wanted.partition("?")[0].partition("#")[0], "GET")
    except HTTPException:
        return home
    return wanted if endpoint in NEEDS and endpoint != "planner_accounts.sign_in" else home


# --- one's own account


@planner_page(blueprint, "/account", before_change=True)
def account() -> ResponseReturnValue:
    """Show one's own account."""
    return _account_page("")


@planner_page(blueprint, "/account", methods=("POST",), before_change=True)
def change_password() -> ResponseReturnValue:
    """Change one's own password; all other sessions end."""
    user = actor()
    if user is None:
        return redirect(url_for("planner_projects.projects"), code=303)
    new = request.form.get("new", "")
    address, secret = request.remote_addr or "", str(current_app.secret_key)
    if not count_attempt(current_session(), user.name, address, secret):
        return _account_page(_("Too many attempts failed. Try again later.")), 429
    if not is_password(request.form.get("password", ""), user.password_hash):
        return _account_page(_("The present password is wrong.")), 400
    forget_attempts(current_session(), user.name, address, secret)
    if new != request.form.get("again", ""):
        return _account_page(_("The new password was typed in two ways.")), 400
    if user.must_change_password and is_password(new, user.password_hash):
        return _account_page(_("Choose another password than the one that was given to you.")), 400
    try:
        set_password(current_session(), user, new)
    except PeopleError as error:
        return _account_page(explained(error)), 400
    session.clear()
    login_user(user)
    flash(_("Your password was changed. Everywhere else you are signed out."))
    return redirect(url_for(".account"), code=303)


def _account_page(problem: str) -> str:
    return render_template("planner/account.html", problem=problem, least=LEAST)


# --- what administrators do


@planner_page(blueprint, "/accounts", who="admin")
def accounts() -> ResponseReturnValue:
    """List the accounts."""
    return _accounts_page()


@planner_page(blueprint, "/accounts", who="admin", methods=("POST",))
def add_account() -> ResponseReturnValue:
    """Make an account with a password for one use, which is shown once."""
    if not has_accounts():
        raise WrongValueError(
            _("The first account is made with: flask --app webapp accounts add NAME --admin")
        )
    password = one_time_password()
    name, is_admin = request.form.get("name", ""), "admin" in request.form
    try:
        user = create_account(
            current_session(), name, password, is_admin=is_admin, must_change=True
        )
    except PeopleError as error:
        return _accounts_page(problem=explained(error)), 400
    return _accounts_page(given=(user.name, password))


@planner_page(blueprint, "/accounts/<int:number>", who="admin", methods=("POST",))
def change_account(number: int) -> ResponseReturnValue:
    """Reset, disable or enable an account, make its holder an administrator or no longer."""
    user = current_session().get(User, number) if number < 2**31 else None
    action = ACTIONS.get(request.form.get("action", ""))
    if user is None:
        raise NotThereError(_("There is no such account."))
    if action is None:
        raise WrongValueError(_("There is nothing of that kind to do with an account."))
    try:
        password = action(current_session(), user)
    except PeopleError as error:
        return _accounts_page(problem=explained(error)), 400
    return (
        _accounts_page(given=(user.name, password))
        if password
        else redirect(url_for(".accounts"), code=303)
    )


def _accounts_page(*, given: tuple[str, str] | None = None, problem: str = "") -> str:
    return render_template(
        "planner/accounts.html",
        accounts=list_accounts(current_session()),
        given=given,
        problem=problem,
        has_accounts=has_accounts(),
    )


def _reset(found: Session, user: User) -> str | None:
    forget_attempts(found, user.name, None, str(current_app.secret_key))
    return reset_password(found, user)


def _disable(found: Session, user: User) -> str | None:
    disable_account(found, user)
    return None


def _enable(found: Session, user: User) -> str | None:
    user.is_active = True
    return None


def _promote(found: Session, user: User) -> str | None:
    set_admin(found, user, is_admin=True)
    return None


def _demote(found: Session, user: User) -> str | None:
    set_admin(found, user, is_admin=False)
    return None


ACTIONS: dict[str, Callable[[Session, User], str | None]] = {
    "reset": _reset,
    "disable": _disable,
    "enable": _enable,
    "promote": _promote,
    "demote": _demote,
}
"""What the form can ask for → what is done; it returns a password to show, if there is one."""
