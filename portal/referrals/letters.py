"""What does a letter about a referral say, to whom, and how is it printed?

A letter names no child: whoever opens the envelope may be somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.integrations.pdf import Paper, tagged_pdf
from portal.models.account import Account
from portal.models.offer import ReferralOffer
from portal.models.referral import Referral
from portal.models.referral_letter import ReferralLetter
from portal.referrals.queries import form_title
from portal.tenancy.answers import ANOTHER_AGENCY
from portal.tenancy.model import DeclineReasonOffered, Tenant
from portal.web.wording import date_words

# Paragraphs are texts, and lists are lists of texts.
Text = dict[str, Any]


def letter_of(session: Session, referral: Referral, letter_id: UUID) -> ReferralLetter:
    """Return one letter about a referral; NotFound where there is none."""
    wanted = select(ReferralLetter).where(
        ReferralLetter.id == letter_id, ReferralLetter.referral_id == referral.id
    )
    found: ReferralLetter | None = session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such letter.")
    return found


def addressee_of(session: Session, tenant: Tenant, referral: Referral) -> str:
    """Return who is written to, a line each: the referrer by name, and their agency."""
    if referral.on_behalf:
        name = (referral.on_behalf.said or {}).get("name", "")
    else:
        account = session.get(Account, referral.referrer_id)
        name = (account.name or "") if account else ""
    return "\n".join(line for line in (name, agency_name(tenant, referral)) if line)


def agency_name(tenant: Tenant, referral: Referral) -> str:
    """Return what the agency that refers is called; nothing where it is not one of the partnership's."""
    named = {each.code: each.name for each in tenant.agencies}
    if referral.on_behalf and not referral.agency:
        return str((referral.on_behalf.said or {}).get("agency", ""))
    return named.get(referral.agency, "") if referral.agency != ANOTHER_AGENCY[0] else ""


def declined_text(
    tenant: Tenant, referral: Referral, reasons: Sequence[DeclineReasonOffered], words: str
) -> Text:
    """Return the letter that says why a referral is not taken forward, and what can still be done."""
    sent, receipt = date_words(referral.sent_at), referral.receipt or ""
    lead = "These are our reasons:" if len(reasons) > 1 else "This is our reason:"
    return {
        "heading": "Your referral is not taken forward",
        "reference": receipt,
        "paragraphs": [
            f"Thank you for the referral that you sent on {sent}: “{form_title(tenant, referral)}”. "
            f"{tenant.name} has read it and does not take it forward as a review.",
            lead,
            [each.letter for each in reasons],
            *(part.strip() for part in words.strip().split("\n\n") if part.strip()),
            "This does not end anybody’s duty to keep children safe. If a child may be in danger now, call 999 or "
            "children’s services.",
            "If you learn more, you can refer again. If you think that we are wrong, please tell us: "
            f"the {tenant.words.coordinator} will talk it over with you{reached(tenant)}.",
        ],
    }


def offered_text(tenant: Tenant, offer: ReferralOffer, referral: Referral, words: str) -> Text:
    """Return the letter that offers a referral to an area that is not on the portal; it names nobody."""
    return {
        "heading": "A referral that may be yours",
        "reference": referral.receipt or "",
        "paragraphs": [
            f"{tenant.name} has received a referral about a child, and thinks that it may be for your area.",
            f"{offer.reason.label}.",
            *(part.strip() for part in words.strip().split("\n\n") if part.strip()),
            "We send you nothing about the child until you tell us that you accept it. Until then it stays ours.",
            f"Please answer the {tenant.words.coordinator}{reached(tenant)}, and quote the receipt above.",
        ],
    }


def reached(tenant: Tenant) -> str:
    """Return how the partnership is reached, to end a sentence with."""
    ways = [each for each in (tenant.contact.telephone, tenant.contact.email) if each]
    return f" ({' or '.join(ways)})" if ways else ""


def paper_of(tenant: Tenant, letter: ReferralLetter, *, is_fictional: bool) -> Paper:
    """Return a letter as a tagged PDF."""
    html = render_template(
        "referrals/paper/letter.html",
        tenant=tenant,
        letter=letter,
        text=letter.text,
        is_fictional=is_fictional,
    )
    return tagged_pdf(html, render_template("referrals/paper/letter.css", colour=tenant.brand.colour))
