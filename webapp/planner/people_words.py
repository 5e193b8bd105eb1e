"""What ``webapp.store.people`` refuses, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.store.models import ROLES
from webapp.store.passwords import LEAST, MOST
from webapp.store.people import LONGEST_NAME, PeopleError, Refusal


def explained(error: PeopleError) -> str:
    """Say what is wrong, and what would be right."""
    words = {
        Refusal.NAME: _(
            "A name has 1 to %(most)s characters, none of them a blank.", most=LONGEST_NAME
        ),
        Refusal.TAKEN: _("There is an account of that name already."),
        Refusal.FIRST: _("The first account must be an administrator’s."),
        Refusal.SHORT: _(
            "The password is too short: it needs at least %(least)s characters.", least=LEAST
        ),
        Refusal.LONG: _("The password is too long: at most %(most)s characters.", most=MOST),
        Refusal.IS_NAME: _("The password must not be the name."),
        Refusal.LAST_ADMIN: _("The last administrator cannot go. Make another one first."),
        Refusal.LAST_OWNER: _("The last owner cannot go. Make somebody else an owner first."),
        Refusal.UNKNOWN: _("There is no account of that name, or it is disabled."),
        Refusal.ROLE: _("There is no such role; allowed: %(roles)s.", roles=", ".join(ROLES)),
    }
    return str(words[error.refusal])
