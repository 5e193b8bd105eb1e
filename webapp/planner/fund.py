"""What a special fund's stated rules would allow for a planned investment: an aid, not advice."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.errors import StudyError
from geo.fund_estimate import FundEstimate, fund_estimates
from geo.study import StudyProblem, parse_study, problem_text
from webapp.errors import WrongValueError
from webapp.i18n import language
from webapp.planner.access import actor, current_session, project_page
from webapp.planner.form_fields import Fields
from webapp.planner.money import MENU, SMALL, money_words, read_money, unit_names
from webapp.rendering import catalogue_in_use, speak
from webapp.store.changes import EditConflictError
from webapp.store.models import Project
from webapp.store.projects import document_of, save_parts

blueprint = Blueprint("planner_fund", __name__)
speak(blueprint)

FIELDS = ("", "application", "industrial")


@project_page(blueprint, "/fund")
def fund(project: Project) -> ResponseReturnValue:
    """Show the estimate for the investment of the project."""
    study = parse_study(document_of(current_session(), project))
    plan = study.fund
    typed = {"investment": "" if plan is None else _typed(plan.investment_cny)}
    typed["field"] = (plan.field or "") if plan else ""
    planned = None if plan is None else Decimal(plan.investment_cny)
    found: tuple[FundEstimate, ...] = ()
    if plan is not None:
        found = fund_estimates(
            catalogue_in_use(), study.city, plan.investment_cny, field=plan.field
        )
    return _page(project, typed, {}, found, planned=planned)


@project_page(blueprint, "/fund", "editor", methods=("POST",))
def estimate(project: Project) -> ResponseReturnValue:
    """Save the planned investment."""
    fields = Fields(request.form)
    investment = _investment(fields)
    field = fields.choice("field", FIELDS)
    version = request.form.get("version", "")
    if not version.isdigit():
        raise WrongValueError(_("The form is not complete; open the page again."))
    if not fields.errors:
        plan = None
        if investment is not None:
            plan = {"investment_cny": f"{investment:.2f}", "field": field or None}
        try:
            save_parts(
                *(current_session(), project, catalogue_in_use()),
                {"fund": plan},
                int(version),
                actor(),
            )
        except StudyError as error:
            rows = cast("tuple[StudyProblem, ...]", error.problems)
            fields.errors["investment"] = " ".join(problem_text(row, language()) for row in rows)
        except EditConflictError as error:
            stored = error.current or {}
            typed = {"investment": _typed(stored.get("investment_cny", ""))}
            typed["field"] = stored.get("field") or ""
            return _page(project, request.form.to_dict(), {}, (), conflict=typed), 409
        else:
            flash(_("Saved."))
            return redirect(url_for(".fund", project_id=project.id), code=303)
    return _page(project, request.form.to_dict(), fields.errors, ()), 400


def _investment(fields: Fields) -> Decimal | None:
    """Read the amount with its unit; None where the field is empty or wrong."""
    text = fields.typed.get("investment", "").strip()
    unit = fields.choice("unit", MENU) if "unit" in fields.typed else MENU[0]
    if not text or fields.errors:
        return None
    found = read_money(text, unit)
    if found is None:
        fields.errors["investment"] = _(
            "“%(text)s” is no amount; allowed is an amount such as 15000000 or 1500万.",
            text=text[:60],
        )
    elif found <= 0:
        fields.errors["investment"] = _("“%(text)s” is not above 0.", text=text[:60])
    return found


def _typed(amount: object) -> str:
    """Write yuan as one types them: without cents where there are none."""
    return str(amount).removesuffix(".00")


def _page(
    project: Project,
    typed: dict[str, str],
    errors: dict[str, str],
    found: tuple[FundEstimate, ...],
    *,
    conflict: dict[str, str] | None = None,
    planned: Decimal | None = None,
) -> str:
    rules = [row for row in catalogue_in_use().fund_rules if row.city == project.city]
    return render_template(
        "planner/fund.html",
        project=project,
        typed=typed,
        errors=errors,
        conflict=conflict,
        estimates=found,
        units=unit_names(),
        read_as=None if planned is None else money_words(planned, language()),
        is_small=planned is not None and planned < SMALL,
        has_rules=bool(rules),
        can_edit=g.role != "viewer",
    )
