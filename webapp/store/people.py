"""People: their accounts, what they are in a project, and links that show it to others."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from geo.errors import AtlasError
from webapp.store.models import ROLES, Member, Project, Role, ShareLink, User, now
from webapp.store.passwords import LEAST, MOST, hash_password, one_time_password, weakness

LONGEST_NAME = 80
LONGEST_LABEL = 120


class Refusal(Enum):
    """Why something about people cannot be: in English; the planner's pages have it in both."""

    NAME = f"a name has 1 to {LONGEST_NAME} characters, none of them a blank"
    TAKEN = "there is an account of that name already"
    FIRST = "the first account must be an administrator's (--admin)"
    SHORT = f"a password has at least {LEAST} characters"
    LONG = f"a password has at most {MOST} characters"
    IS_NAME = "the password must not be the name"
    LAST_ADMIN = "the last administrator cannot go: make another one first"
    LAST_OWNER = "the last owner cannot go: make somebody else an owner first"
    UNKNOWN = "there is no account of that name, or it is disabled"
    ROLE = f"a role is one of {', '.join(ROLES)}"


class PeopleError(AtlasError):
    """An account or a membership cannot be as it was asked for.

    Attributes
    ----------
    refusal : Refusal
    """

    def __init__(self, refusal: Refusal):
        super().__init__(refusal.value)
        self.refusal = refusal


# --- accounts


def canonical_name(text: str) -> str:
    """Return a name as it is kept and compared: small letters, no blanks around."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def find_account(session: Session, name: str) -> User | None:
    """Return the account of a name, None if there is none."""
    name = canonical_name(name)
    if not name.isprintable():  # a NUL among them is an error of the database
        return None
    return session.scalar(select(User).where(User.name == name))


def list_accounts(session: Session) -> list[User]:
    """List all accounts by name."""
    return list(session.scalars(select(User).order_by(User.name)))


def create_account(
    session: Session,
    name: str,
    password: str,
    *,
    is_admin: bool = False,
    must_change: bool = False,
) -> User:
    """Make an account.

    Parameters
    ----------
    session : Session
        Of a transaction that writes.
    name : str
        See ``canonical_name``.
    password : str
    is_admin : bool
        Whether it may see all projects, and make accounts. The first one must.
    must_change : bool
        Whether the password is for one use only.

    Returns
    -------
    User

    Raises
    ------
    PeopleError
        If the name or the password cannot be.
    """
    name = canonical_name(name)
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or " " in name:
        raise PeopleError(Refusal.NAME)
    if find_account(session, name) is not None:
        raise PeopleError(Refusal.TAKEN)
    if not is_admin and session.scalar(select(User.id).limit(1)) is None:
        raise PeopleError(Refusal.FIRST)
    user = User(name=name, is_admin=is_admin)
    set_password(session, user, password, must_change=must_change)
    session.add(user)
    try:
        session.flush()
    except IntegrityError as error:  # somebody else made it since it was looked for
        raise PeopleError(Refusal.TAKEN) from error
    return user


def set_password(session: Session, user: User, password: str, *, must_change: bool = False) -> None:
    """Give an account another password, and end all its sessions.

    Raises
    ------
    PeopleError
        If the password breaks the rule.
    """
    if weak := weakness(password, user.name):
        raise PeopleError(Refusal[weak])
    user.password_hash = hash_password(password)
    user.must_change_password = must_change
    end_sessions(user)


def reset_password(session: Session, user: User) -> str:
    """Give an account a password for one use, and let it in again; return the password."""
    password = one_time_password()
    set_password(session, user, password, must_change=True)
    user.is_active = True
    return password


def end_sessions(user: User) -> None:
    """Sign somebody out everywhere."""
    user.session_key = secrets.token_hex(16)


def disable_account(session: Session, user: User) -> None:
    """Let nobody sign in to an account; what it has made stays.

    Raises
    ------
    PeopleError
        If it is the last administrator's.
    """
    _keep_an_admin(session, user)
    user.is_active = False
    end_sessions(user)


def set_admin(session: Session, user: User, *, is_admin: bool) -> None:
    """Make somebody an administrator, or no longer; the last one stays (``PeopleError``)."""
    if not is_admin:
        _keep_an_admin(session, user)
    user.is_admin = is_admin


def _keep_an_admin(session: Session, user: User) -> None:
    # Locked: two administrators may disable each other at the same moment.
    admins = select(User.id).where(User.is_admin, User.is_active).with_for_update()
    if list(session.scalars(admins)) == [user.id]:
        raise PeopleError(Refusal.LAST_ADMIN)


# --- members of a project


def members_of(session: Session, project: Project) -> list[Member]:
    """List the members of a project: owners first, then by name."""
    found = select(Member).where(Member.project_id == project.id).options(joinedload(Member.user))
    members = session.scalars(found)
    return sorted(members, key=lambda row: (-ROLES.index(_role(row.role)), row.user.name))


def set_role(session: Session, project: Project, name: str, role: str) -> Member:
    """Make somebody a member of a project, or give a member another role.

    Raises
    ------
    PeopleError
        If there is no such account or role, or the last owner would go.
    """
    user = find_account(session, name)
    member = None if user is None else session.get(Member, (project.id, user.id))
    if user is None or (member is None and not user.is_active):
        raise PeopleError(Refusal.UNKNOWN)
    role = _role(role)
    if member is None:
        member = Member(project_id=project.id, user=user, role=role)
        session.add(member)
    elif role != "owner":
        _keep_an_owner(session, project, member)
    member.role = role
    session.flush()
    return member


def remove_member(session: Session, project: Project, name: str) -> None:
    """Take somebody out of a project; raises ``PeopleError`` as ``set_role`` does."""
    user = find_account(session, name)
    member = None if user is None else session.get(Member, (project.id, user.id))
    if member is None:
        raise PeopleError(Refusal.UNKNOWN)
    _keep_an_owner(session, project, member)
    session.delete(member)
    session.flush()


def _role(text: str) -> Role:
    found = next((role for role in ROLES if role == text), None)
    if found is None:
        raise PeopleError(Refusal.ROLE)
    return found


def _keep_an_owner(session: Session, project: Project, member: Member) -> None:
    others = (
        select(func.count())
        .select_from(Member)
        .join(User)
        .where(Member.project_id == project.id, Member.role == "owner", User.is_active)
        .where(Member.user_id != member.user_id)
    )
    if member.role == "owner" and not session.scalar(others):
        raise PeopleError(Refusal.LAST_OWNER)


# --- links that show a project


def token_hash(token: str) -> str:
    """Return what is kept of a share link's token (which is random, so that no salt is needed)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def make_link(session: Session, project: Project, label: str) -> tuple[ShareLink, str]:
    """Make a link that shows a project to whoever has it.

    Parameters
    ----------
    session : Session
        Of a transaction that writes.
    project : Project
    label : str
        For whom it is; cut off after ``LONGEST_LABEL`` characters.

    Returns
    -------
    (ShareLink, str)
        With the token, which nobody can read again later.
    """
    token = secrets.token_urlsafe(24)
    label = "".join(filter(str.isprintable, " ".join(label.split())))[:LONGEST_LABEL]
    link = ShareLink(project_id=project.id, token_hash=token_hash(token), label=label)
    session.add(link)
    session.flush()
    return link, token


def links_of(session: Session, project: Project) -> list[ShareLink]:
    """List the links of a project, the last one first, revoked ones at the end."""
    found = select(ShareLink).where(ShareLink.project_id == project.id)
    order = (ShareLink.revoked_at.is_not(None), ShareLink.id.desc())
    return list(session.scalars(found.order_by(*order)))


def find_link(session: Session, token: str) -> tuple[ShareLink, Project] | None:
    """Return the link of a token, revoked or not, and its project, deleted or not."""
    found = (
        select(ShareLink, Project)
        .join(Project, Project.id == ShareLink.project_id)
        .where(ShareLink.token_hash == token_hash(token))
    )
    row = session.execute(found).first()
    return None if row is None else (row[0], row[1])


def revoke_link(session: Session, project: Project, number: int) -> bool:
    """Let a link of a project open nothing any more; tell whether there was one."""
    link = session.get(ShareLink, number)
    if link is None or link.project_id != project.id:
        return False
    link.revoked_at = link.revoked_at or now()
    return True
