"""Who may do what: every address of the planner is registered here, with the role it needs.

Nobody signs in as long as there is no account: then the atlas answers its own machine only, and
whoever sits there owns everything. With the first account everybody signs in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Literal

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.errors import ForbiddenError, NotThereError, UnavailableError, WrongValueError
from webapp.planner import secret
from webapp.planner.own_machine import is_from_here
from webapp.security import content_security_policy
from webapp.store.engine import Store, StoreError, database_url
from webapp.store.models import ROLES, Member, Project, Role, ShareLink, User
from webapp.store.people import token_hash

Who = Literal["anyone", "planner", "admin"]
"""Who may open an address that belongs to no project: also those who have not signed in, those
who have (or work alone), administrators."""

View = Callable[..., ResponseReturnValue]
READING = frozenset({"GET", "HEAD", "OPTIONS"})
NEEDS: dict[str, tuple[str, str]] = {}
"""Endpoint → ("project", role) or ("site", who): what a test walks through."""

OF_DELETED: set[str] = set()
"""The endpoints that are about projects that were deleted."""

_csrf = CSRFProtect()
_login = LoginManager()


def init_app(app: Flask) -> None:
    """Open the store (at its first use), and let forms and sessions be signed."""
    secret.init_app(app)
    url = database_url(app.config["DATABASE_URL"], app.config["ATLAS_STATE"])
    app.extensions["store"] = Store(url)
    # Nobody else's page may frame the planner, whoever may frame the atlas.
    app.extensions["planner_policy"] = content_security_policy(app.config["BASEMAPS"])
    _csrf.init_app(app)
    # Not by init_app: that reads the session, and who is signed in, for every public page, too.
    app.login_manager = _login  # type: ignore[attr-defined]
    _login.session_protection = None  # it only marks sessions; addresses of laptops do change

    @app.context_processor
    def _who() -> dict[str, Any]:
        return {"actor": actor() if "store_session" in g else None}


def store_in_use() -> Store:
    """Return the store of the application that answers."""
    found: Store = current_app.extensions["store"]
    return found


def current_session() -> Session:
    """Return the transaction of the request."""
    found: Session = g.store_session
    return found


def actor() -> User | None:
    """Return who is signed in; None for who works alone, or came by a share link."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def has_accounts() -> bool:
    """Whether people sign in here. Disabled accounts count: they must not open the planner."""
    if "has_accounts" not in g:
        g.has_accounts = current_session().scalar(select(User.id).limit(1)) is not None
    return bool(g.has_accounts)


def role_in(project: Project) -> Role | None:
    """Return what the reader may do in a project; None if it is not to be seen."""
    user = actor()
    if not has_accounts() or (user is not None and user.is_admin):
        return "owner"
    if user is not None:
        member = current_session().get(Member, (project.id, user.id))
        if member is not None:
            return member.role  # type: ignore[return-value]
    return "viewer" if _has_link(project) else None


def planner_page(
    blueprint: Blueprint,
    rule: str,
    *,
    who: Who = "planner",
    methods: tuple[str, ...] = ("GET",),
    writes: bool = True,
    before_change: bool = False,
) -> Callable[[View], View]:
    """Register an address that belongs to no project, in both languages.

    Parameters
    ----------
    blueprint : Blueprint
    rule : str
        After ``/planner``.
    who : {"anyone", "planner", "admin"}
    methods : tuple of str
    writes : bool
        Whether a change is one transaction that writes; else the view sees to it.
    before_change : bool
        Whether it is open to those who must change their password first.
    """

    def register(view: View) -> View:
        def admitted(**values: Any) -> ResponseReturnValue:
            if who != "anyone" and (answer := _sent_elsewhere(before_change=before_change)):
                return answer
            if who == "admin" and has_accounts() and not current_user.is_admin:
                raise ForbiddenError(_("Only an administrator may do this."))
            return view(**values)

        _register(blueprint, f"/planner{rule}", view, admitted, methods, writes=writes)
        NEEDS[f"{blueprint.name}.{view.__name__}"] = ("site", who)
        return view

    return register


def project_page(
    blueprint: Blueprint,
    rule: str,
    role: Role = "viewer",
    methods: tuple[str, ...] = ("GET",),
    *,
    deleted: bool = False,
) -> Callable[[View], View]:
    """Register an address of a project, in both languages.

    The view gets the project first. It runs in one transaction, which is committed when it
    returns and rolled back when it raises. A share link opens what only reads.

    Parameters
    ----------
    blueprint : Blueprint
    rule : str
        After ``/planner/<project_id>``.
    role : {"viewer", "editor", "owner"}
        What the reader must be at least.
    methods : tuple of str
    deleted : bool
        Whether it is about a project that was deleted.
    """

    def register(view: View) -> View:
        def admitted(project_id: str, **values: Any) -> ResponseReturnValue:
            project = _find(project_id, deleted=deleted)
            found = role_in(project) if project is not None else None
            is_guest = found is not None and has_accounts() and actor() is None
            if found is None and project is not None and actor() is None:
                _check_link(project)
            if not is_guest and (answer := _sent_elsewhere()):
                return answer
            if project is None or found is None:
                # Whether it exists is not said to who may not see it.
                raise NotThereError(_("There is no such project, or it is not shared with you."))
            if is_guest and request.method not in READING:
                raise ForbiddenError(_("This link shows the project, nothing more. Sign in first."))
            if ROLES.index(found) < ROLES.index(role):
                raise ForbiddenError(
                    _("You may look at this project, not change it. Ask its owner for more.")
                    if found == "viewer"
                    else _("Only an owner of the project may do this.")
                )
            g.role = found
            return view(project, **values)

        _register(blueprint, f"/planner/<project_id>{rule}", view, admitted, methods)
        NEEDS[f"{blueprint.name}.{view.__name__}"] = ("project", role)
        if deleted:
            OF_DELETED.add(f"{blueprint.name}.{view.__name__}")
        return view

    return register


def _register(
    blueprint: Blueprint,
    rule: str,
    view: View,
    admitted: View,
    methods: tuple[str, ...],
    *,
    writes: bool = True,
) -> None:
    @wraps(view)
    def answer(**values: Any) -> Response:
        if "planner_error" in current_app.extensions:
            raise UnavailableError(_unavailable())
        is_here = is_from_here(request, current_app.config["ATLAS_PUBLIC_URL"])
        if request.method not in READING:
            _check_token()
        with _transaction(writes=writes and request.method not in READING):
            if not is_here and not has_accounts():
                raise ForbiddenError(_not_alone())
            response = make_response(admitted(**values))
        # A view whose data the browser may keep, and ask about, says so.
        response.headers["Cache-Control"] = g.pop("cache_control", "private, no-store")
        response.headers["Content-Security-Policy"] = current_app.extensions["planner_policy"]
        return response

    for prefix, lang in (("", "zh"), ("/en", "en")):
        blueprint.add_url_rule(
            prefix + rule, view.__name__, answer, methods=list(methods), defaults={"lang": lang}
        )


@contextmanager
def _transaction(*, writes: bool) -> Iterator[None]:
    try:
        with store_in_use().session(writes=writes) as found:
            g.store_session = found
            try:
                yield
            finally:
                for name in ("has_accounts", "_login_user", "store_session"):
                    g.pop(name, None)
    except StoreError as error:
        current_app.logger.error("%s", error)
        raise UnavailableError(_unavailable()) from error


def _check_token() -> None:
    """Refuse a change that no page of this session asked for."""
    try:
        _csrf.protect()
    except CSRFError as error:
        raise WrongValueError(
            _(
                "This page is from before you signed in or out, or cookies are blocked. Nothing "
                "was changed: load the page again and repeat it."
            )
        ) from error


def _sent_elsewhere(*, before_change: bool = False) -> ResponseReturnValue | None:
    """Ask to sign in, or to change a password that was given for one use."""
    user = actor()
    if not has_accounts() or (user is not None and not user.must_change_password):
        return None
    if user is not None and before_change:
        return None
    if request.method not in READING or request.accept_mimetypes.best == "application/json":
        raise ForbiddenError(
            _("You are signed out. Sign in again in another tab, then repeat this.")
            if user is None
            else _("Choose a password of your own first.")
        )
    if user is not None:
        return redirect(url_for("planner_accounts.account"))
    return redirect(url_for("planner_accounts.sign_in", next=request.full_path.rstrip("?")))


def _not_alone() -> str:
    return str(
        _(
            "Without accounts the planner answers this machine only. To share it, make the first "
            "account with: flask --app webapp accounts add NAME --admin"
        )
    )


def _unavailable() -> str:
    return str(
        _(
            "The planner cannot reach its database or its files now; the atlas works as ever. "
            "Nothing that was saved is lost. Whoever runs this server finds the reason in its "
            "log (DATABASE_URL, ATLAS_STATE)."
        )
    )


def _find(project_id: str, *, deleted: bool) -> Project | None:
    found = select(Project).where(Project.id == project_id)
    if request.method not in READING:
        found = found.with_for_update()  # nothing on SQLite, where the transaction is exclusive
    project = current_session().scalar(found) if project_id.isprintable() else None
    if project is None or (project.deleted_at is not None) != deleted:
        return None
    return project


def _check_link(project: Project) -> None:
    """Say to who came by a link that it was revoked; nobody else hears of the project."""
    if _has_link(project, is_revoked=True):
        raise ForbiddenError(
            _(
                "The link through which you saw this project was revoked by one of its owners. "
                "Ask them for another one; who has an account signs in."
            )
        )


def _has_link(project: Project, *, is_revoked: bool = False) -> bool:
    hashes = [token_hash(token) for token in session.get("links", [])]
    found = select(ShareLink.id).where(
        ShareLink.project_id == project.id,
        ShareLink.token_hash.in_(hashes),
        ShareLink.revoked_at.is_not(None) if is_revoked else ShareLink.revoked_at.is_(None),
    )
    return bool(hashes) and current_session().scalar(found.limit(1)) is not None


@_login.user_loader  # type: ignore[untyped-decorator]
def _load_user(name: str) -> User | None:
    number, _dot, key = name.partition(".")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    user = current_session().get(User, int(number)) if is_number else None
    return user if user is not None and user.is_active and user.session_key == key else None
