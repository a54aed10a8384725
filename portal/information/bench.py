"""From where is a return written: from an account at the agency, for the agency, or on a visit through a link?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue

from portal.domain.information import ReturnWay
from portal.extensions import db
from portal.information import answering, links, queries
from portal.information.letter import Letter, letter_to
from portal.models.actor import acting
from portal.models.information import AgencyReturn, InformationRequest, asked_of
from portal.web.access import Actor, current_actor
from portal.web.places import current_tenant
from portal.web.sign_in_session import session_reference
from portal.web.working_days import today

# Where a browser keeps the token of its visit; the database keeps the token's hash.
VISIT = "return_visit"


@dataclass(frozen=True)
class Bench:
    """One return, who writes it, and where its pages are."""

    one: AgencyReturn
    asked: InformationRequest
    actor: Actor
    is_visit: bool = False
    is_over: bool = False

    def url(self, page: str, **values: Any) -> str:
        """Return the address of one of the return's pages."""
        if self.is_visit:
            return url_for(f"information.visit_{page}", **values)
        return url_for(f"information.return_{page}", return_id=self.one.id, **values)

    def to(self, page: str, message: str = "", **values: Any) -> ResponseReturnValue:
        """Go to one of the return's pages, and say what was done."""
        if message:
            flash(message, "success")
        return redirect(self.url(page, **values), 303)

    def show(self, template: str, **shown: Any) -> ResponseReturnValue:
        """Show one of the return's pages."""
        agency = asked_of(current_tenant(), self.one)
        return render_template(f"information/{template}.html", bench=self, agency=agency, **shown)

    def letter(self) -> Letter:
        """Return the letter that goes with the request."""
        signed_by = queries.asker_of(db.session(), self.asked)
        return letter_to(current_tenant(), self.asked, self.one, signed_by, today())

    @property
    def way(self) -> ReturnWay:
        """How this person answers."""
        return answering.way_of(self.actor, self.one)

    @property
    def names_both(self) -> bool:
        """Whether writer and approver are asked for by name, since neither has an account."""
        return self.way is not ReturnWay.ACCOUNT

    @property
    def actions(self) -> frozenset[str]:
        """What this person may do to the return now."""
        return queries.actions_for(self.one, self.asked.due_on, self.actor, today())

    @property
    def may_write(self) -> bool:
        """Whether the person may write the return now."""
        return answering.WRITES[self.way] in self.actions

    @property
    def may_send(self) -> bool:
        """Whether the person may send it now."""
        return answering.GIVES[self.way] in self.actions

    @property
    def confirms_nil(self) -> bool:
        """Whether the person leads the agency and may say at once that nothing is known."""
        return not self.may_send and "confirm-nil" in self.actions


def bench_of(return_id: UUID) -> Bench:
    """Return the bench of somebody signed in; 404 alike for another agency's return and for none."""
    actor = current_actor()
    one = queries.return_for(db.session(), actor, return_id)
    return Bench(one, queries.request_of(db.session(), one), actor)


def bench_of_visit() -> Bench | None:
    """Return the bench of a visit through a link; None where this browser has none."""
    token = browser.get(VISIT)
    visit = links.visit_of(db.session(), current_tenant(), token) if isinstance(token, str) else None
    if visit is None:
        return None
    acting(visit.actor.account_id, session_reference())
    return Bench(visit.one, queries.request_of(db.session(), visit.one), visit.actor, True, visit.is_over)
