"""What is said about parts of a registry whose columns are not those of the first one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from geo.enterprises.headers import Difference
from webapp.i18n import language
from webapp.planner.enterprise_wish import Choices

_NAMES = 12  # columns that are named


@dataclass(frozen=True)
class SaidParts:
    """What is said about them, in the page's language.

    Attributes
    ----------
    wrong : list of str
        Parts that cannot be read with the others as things are chosen.
    other : list of str
        Parts that can, though they have other columns.
    """

    wrong: list[str]
    other: list[str]


def said_of_parts(found: Sequence[Difference], choices: Choices) -> SaidParts:
    """Say which parts cannot be read with the first one, and which only look otherwise."""
    said = SaidParts([], [])
    for part in found:
        is_wanted = any(name in part.missing for name in choices.columns.values())
        if part.problem:
            said.wrong.append(_problem(part, choices))
        else:
            (said.wrong if is_wanted else said.other).append(_difference(part))
    return said


def _problem(part: Difference, choices: Choices) -> str:
    if part.problem in ("empty_file", "no_rows"):
        told = _("%(file)s is empty.", file=part.file)
    elif part.problem == "other-encoding":
        told = _(
            "%(file)s seems to be %(encoding)s, but is to be read as %(chosen)s as the first one. "
            "Save all parts in one encoding.",
            file=part.file,
            encoding=part.encoding,
            chosen=choices.encoding,
        )
    elif part.problem == "no-sheet":
        told = _(
            "%(file)s has no sheet “%(sheet)s”, but %(more)s.",
            file=part.file,
            sheet=(choices.sheet or "")[:60],
            more=_listed(part.more),
        )
    elif part.problem == "other-form":
        told = _("%(file)s is another kind of file than the first one.", file=part.file)
    else:
        told = _("%(file)s cannot be read: it is damaged, or not there any more.", file=part.file)
    return str(told)


def _difference(part: Difference) -> str:
    names = {"missing": _listed(part.missing), "more": _listed(part.more)}
    if part.missing and part.more:
        told = _("%(file)s has no %(missing)s, but %(more)s.", file=part.file, **names)
    elif part.missing:
        told = _("%(file)s has no %(missing)s.", file=part.file, **names)
    elif part.more:
        told = _("%(file)s also has %(more)s.", file=part.file, **names)
    else:
        told = _("%(file)s has the columns in another order.", file=part.file)
    return str(told)


def _listed(names: Sequence[str]) -> str:
    told = [f"“{name[:60]}”" for name in names[:_NAMES]]
    return ("、" if language() == "zh" else ", ").join(told) + (" …" if len(names) > _NAMES else "")
