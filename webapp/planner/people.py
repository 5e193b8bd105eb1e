"""Who works on a project, and the links that show it to others."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import NotThereError
from webapp.own_address import base_address
from webapp.planner.access import (
    actor,
    current_session,
    has_accounts,
    planner_page,
    project_page,
    role_in,
)
from webapp.planner.people_words import explained
from webapp.qr_code import qr_data_url
from webapp.rendering import speak
from webapp.store.models import Project
from webapp.store.people import (
    LONGEST_LABEL,
    PeopleError,
    find_link,
    links_of,
    make_link,
    members_of,
    remove_member,
    revoke_link,
    set_role,
)

blueprint = Blueprint("planner_people", __name__)
speak(blueprint)

_MOST_LINKS = 20  # in one browser's cookie, which has 4 kB


@project_page(blueprint, "/people")
def people(project: Project) -> ResponseReturnValue:
    """Show who works on a project; its links to its owners only."""
    return _page(project)


@project_page(blueprint, "/people", "owner", methods=("POST",))
def add_member(project: Project) -> ResponseReturnValue:
    """Make somebody a member, or give a member another role."""
    name, role = request.form.get("name", ""), request.form.get("role", "")
    try:
        member = set_role(current_session(), project, name, role)
    except PeopleError as error:
        return _page(project, problem=explained(error)), 400
    flash(_("%(name)s now works on the project.", name=member.user.name))
    return _after(project)


@project_page(blueprint, "/people/remove", "owner")
def ask_removal(project: Project) -> ResponseReturnValue:
    """Ask before somebody is taken out of the project."""
    name = request.args.get("name", "")
    if name not in {row.user.name for row in members_of(current_session(), project)}:
        raise NotThereError(_("“%(name)s” does not work on this project.", name=name[:80]))
    return _ask(
        project,
        _("Take “%(name)s” out of the project?", name=name),
        [
            _("Who is taken out opens the project no more; what they did in it stays."),
            _("An owner can add them again."),
        ],
        _("Take out"),
        sent=[("name", name)],
    )


@project_page(blueprint, "/people/remove", "owner", methods=("POST",))
def remove(project: Project) -> ResponseReturnValue:
    """Take somebody out of the project."""
    name = request.form.get("name", "")
    try:
        remove_member(current_session(), project, name)
    except PeopleError as error:
        return _page(project, problem=explained(error)), 400
    flash(_("%(name)s no longer works on the project.", name=name))
    return _after(project)


@project_page(blueprint, "/people/leave")
def ask_leaving(project: Project) -> ResponseReturnValue:
    """Ask before a project is left: oneself cannot undo it."""
    return _ask(
        project,
        _("Leave “%(title)s”?", title=project.title),
        [_("You open the project no more, until an owner of it adds you again.")],
        _("Leave this project"),
        keep=_("Stay"),
    )


@project_page(blueprint, "/people/leave", methods=("POST",))
def leave(project: Project) -> ResponseReturnValue:
    """Leave a project oneself."""
    user = actor()
    try:
        remove_member(current_session(), project, user.name if user else "")
    except PeopleError as error:
        return _page(project, problem=explained(error)), 400
    flash(_("You no longer work on “%(title)s”.", title=project.title))
    return redirect(url_for("planner_projects.projects"), code=303)


@project_page(blueprint, "/people/links", "owner", methods=("POST",))
def add_link(project: Project) -> ResponseReturnValue:
    """Make a link that shows the project; it is shown this once."""
    _link, token = make_link(current_session(), project, request.form.get("label", ""))
    address = base_address() + url_for(".open_link", token=token)
    return _page(project, made={"address": address, "qr": qr_data_url(address)})


@project_page(blueprint, "/people/links/<int:number>/revoke", "owner")
def ask_revoking(project: Project, number: int) -> ResponseReturnValue:
    """Ask before a link is revoked, which is final."""
    links = links_of(current_session(), project)
    link = next((row for row in links if row.id == number and not row.revoked_at), None)
    if link is None:
        raise NotThereError(_("This project has no such link."))
    return _ask(
        project,
        _("Revoke “%(name)s”?", name=link.label or _("Link %(number)s", number=link.id)),
        [
            _("Whoever has the link sees the project no more, at once."),
            _("This is final: a link that was revoked is not brought back, only a new one made."),
        ],
        _("Revoke"),
    )


@project_page(blueprint, "/people/links/<int:number>/revoke", "owner", methods=("POST",))
def revoke(project: Project, number: int) -> ResponseReturnValue:
    """Let a link open nothing any more."""
    if number >= 2**31 or not revoke_link(current_session(), project, number):
        raise NotThereError(_("This project has no such link."))
    flash(_("The link was revoked. It opens nothing any more."))
    return _after(project)


@planner_page(blueprint, "/open/<token>", who="anyone")
def open_link(token: str) -> ResponseReturnValue:
    """Remember a link's token in the session, and show the project."""
    found = find_link(current_session(), token)
    if found is None:
        raise NotThereError(_("This link opens nothing. Was it copied whole?"))
    link, project = found
    if link.revoked_at is not None:
        raise NotThereError(
            _("This link was revoked by an owner of the project. Ask them for another one.")
        )
    if project.deleted_at is not None:
        raise NotThereError(_("The project that this link shows was deleted."))
    if not has_accounts():
        flash(
            _(
                "Nobody signs in on this machine, so everybody here may change the project. With "
                "accounts, the link would only show it."
            )
        )
    if role_in(project) is None:
        kept = [row for row in session.get("links", []) if row != token]
        session["links"] = [*kept, token][-_MOST_LINKS:]
    return redirect(url_for("planner_projects.project", project_id=project.id))


def _ask(project: Project, title: str, told: list[str], label: str, **more: Any) -> str:
    back = url_for(".people", project_id=project.id)
    return render_template(
        "planner/ask.html",
        project=project,
        title=title,
        told=told,
        label=label,
        back=back,
        **({"sent": []} | more),
    )


def _after(project: Project) -> ResponseReturnValue:
    return redirect(url_for(".people", project_id=project.id), code=303)


def _page(project: Project, **told: Any) -> str:
    is_owner = role_in(project) == "owner"
    is_guest = has_accounts() and actor() is None  # sees no names
    return render_template(
        "planner/people.html",
        project=project,
        members=[] if is_guest else members_of(current_session(), project),
        links=links_of(current_session(), project) if is_owner else [],
        has_accounts=has_accounts(),
        is_owner=is_owner,
        is_guest=is_guest,
        longest_label=LONGEST_LABEL,
        **told,
    )
