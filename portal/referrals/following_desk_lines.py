"""Which additions and withdrawals does the partnership still have to learn of?"""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from sqlalchemy.orm import Session

from portal.domain.permissions import Permission
from portal.domain.vocabulary import ReferralStatus as R
from portal.models.moment import this_moment
from portal.models.referral import Referral
from portal.models.referral_addition import with_unread
from portal.referrals import queries
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, register_source
from portal.web.wording import instant_words

# What was added before the partnership has a referral is read with it.
HERE = (R.RECEIVED, R.MORE_ASKED, R.OFFERED, R.ACCEPTED)
SHOWN_FOR = timedelta(days=7)


def to_read(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return the referrals to which something was added that nobody of the partnership has read."""
    unread = queries.seen_by(actor).where(Referral.status.in_(HERE), Referral.id.in_(with_unread(session)))
    return [
        DeskLine(
            f"Read what was added: {queries.form_title(tenant, referral)}",
            url_for("referrals.read_additions", referral_id=referral.id),
            None,
            "The referrer added to it after it was sent. It may change what is known of the case.",
        )
        for referral in session.scalars(unread.order_by(Referral.sent_at))
    ]


def withdrawn_lately(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return, for a week, what had been sent and was withdrawn."""
    wanted = queries.seen_by(actor).where(
        Referral.status == R.WITHDRAWN, Referral.withdrawn_at > this_moment() - SHOWN_FOR
    )
    return [
        DeskLine(
            f"Withdrawn: {queries.form_title(tenant, referral)}",
            url_for("referrals.show", referral_id=referral.id),
            None,
            f"The referrer withdrew it {instant_words(referral.withdrawn_at)}. Their reason stands with it.",
        )
        for referral in session.scalars(wanted.order_by(Referral.withdrawn_at.desc()))
    ]


register_source(Permission.REFERRAL_ACCEPT, to_read)
register_source(Permission.REFERRAL_ACCEPT, withdrawn_lately)
