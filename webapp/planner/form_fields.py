"""Read the fields of a plain form: what cannot be is told field by field, nothing is guessed."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")


def read_number(text: str) -> float | None:
    """Read a number as people type it; None if it is none.

    Full-width digits, a real minus sign and commas between thousands are understood. A comma
    elsewhere could mean two things and is not.

    Examples
    --------
    >>> read_number("12,000"), read_number("−3.5"), read_number("３"), read_number("1,5")
    (12000.0, -3.5, 3.0, None)
    """
    clean = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace(" ", "")
    if _THOUSANDS.fullmatch(clean):
        clean = clean.replace(",", "")
    if not _NUMBER.fullmatch(clean):
        return None
    found = float(clean)
    return found if math.isfinite(found) else None


class Fields:
    """The fields of a form, and what is wrong with them.

    Attributes
    ----------
    typed : MultiDict
        As it was sent; a form that comes back shows it again.
    errors : dict of str to str
        Field → what is allowed, in the page's language.
    """

    def __init__(self, typed: MultiDict[str, str]):
        self.typed = typed
        self.errors: dict[str, str] = {}

    def text(self, name: str, *, most: int, needed: bool = False) -> str:
        """Read one line of text."""
        found = " ".join(self.typed.get(name, "").split())
        if needed and not found:
            self.errors[name] = _("This must not be empty.")
        elif len(found) > most:
            self.errors[name] = _(
                "This has %(count)s characters; allowed are %(most)s.", count=len(found), most=most
            )
        elif "\x00" in found:
            self.errors[name] = _("This holds a character that is no text.")
        return found

    def number(self, name: str, *, needed: bool = False, positive: bool = False) -> float | None:
        """Read a number; None where the field is empty or wrong."""
        text = self.typed.get(name, "").strip()
        if not text:
            if needed:
                self.errors[name] = _("A number is needed here.")
            return None
        found = read_number(text)
        if found is None:
            self.errors[name] = _(
                "“%(text)s” is no number; allowed is a number such as 1200 or 3.5.", text=text[:60]
            )
        elif positive and found <= 0:
            self.errors[name] = _("“%(text)s” is not above 0.", text=text[:60])
        return found

    def share(self, name: str) -> float | None:
        """Read a value from 0 to 1."""
        found = self.number(name, needed=True)
        if found is not None and not 0 <= found <= 1:
            self.errors[name] = _("A value lies between 0 (worst) and 1 (best).")
        return found

    def choice(self, name: str, names: Mapping[str, str] | Collection[str]) -> str:
        """Read one of several; ``names`` may hold how each is shown."""
        found = self.typed.get(name, "")
        if found not in names:
            self.errors[name] = self._allowed(names)
        return found

    def choices(self, name: str, names: Mapping[str, str] | Collection[str]) -> list[str]:
        """Read some of several, at least one."""
        found = list(dict.fromkeys(self.typed.getlist(name)))
        if not found or any(row not in names for row in found):
            self.errors[name] = self._allowed(names)
        return found

    def _allowed(self, names: Mapping[str, str] | Collection[str]) -> str:
        shown = list(names.values() if isinstance(names, Mapping) else names)
        return str(_("Choose from: %(names)s.", names=", ".join(map(str, shown[:20]))))
