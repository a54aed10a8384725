"""What waits for a person at their partnership, and which e-mails did the demonstration not send?"""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.blueprint import blueprint
from portal.accounts.waiting_words import what_comes_to
from portal.domain.permissions import Permission
from portal.extensions import db
from portal.web import desk as waiting
from portal.web.access import current_actor
from portal.web.places import current_tenant
from portal.web.session_rows import settings
from portal.web.working_days import lateness, today

MOST_LETTERS = 100


waiting.register_offer(
    Permission.PEOPLE_MANAGE,
    waiting.Offer("People", "accounts.people", "Invite people, change their roles, see them out."),
)


@blueprint.get("/<tenant:tenant>/desk")
def desk() -> ResponseReturnValue:
    """Show what waits, by when and why; where nothing does, what will and what can be done now."""
    actor, tenant = current_actor(), current_tenant()
    lines = waiting.lines(db.session(), actor, tenant)
    offered = [(each.words, url_for(each.endpoint), each.text) for each in waiting.offers(actor)]
    return render_template(
        "accounts/desk.html", groups=waiting.by_urgency(lines, today()), count=len(lines), roles=actor.roles,
        things_to_do=offered, comes_here=what_comes_to(actor.roles), today=today(), lateness=lateness,
    )  # fmt: skip


@blueprint.get("/demo/mail")
def demonstration_mail() -> ResponseReturnValue:
    """List the e-mails that the demonstration kept instead of sending them."""
    letters = [letter_in(path) for path in kept_letters()[:MOST_LETTERS]]
    return render_template("accounts/demonstration_mail.html", letters=letters)


def kept_letters() -> list[Path]:
    """Return the files of kept e-mails, the newest first; 404 outside the demonstration."""
    if not settings().is_demonstration:
        abort(404)
    return sorted(
        settings().mail_folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True
    )


def letter_in(path: Path) -> EmailMessage:
    """Return one e-mail."""
    letter = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(letter, EmailMessage)
    return letter
