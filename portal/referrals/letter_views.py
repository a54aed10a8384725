"""Where is a letter about a referral written, read, printed and taken away as a PDF?"""

from __future__ import annotations

from uuid import UUID

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.models.referral import Referral
from portal.models.referral_letter import ReferralLetter
from portal.referrals import declining, letters, queries
from portal.referrals.blueprint import ONE, blueprint, referral_for
from portal.referrals.receiving_forms import DeclineForm
from portal.referrals.referring_views import title_of
from portal.web.access import current_actor
from portal.web.fields import is_done
from portal.web.places import current_tenant

PDF = "application/pdf"


@blueprint.route(f"{ONE}/decline", methods=["GET", "POST"])
def decline(referral_id: UUID) -> ResponseReturnValue:
    """Do not take a referral forward: choose reasons, write why, read the letter, and send it."""
    tenant, referral, form = current_tenant(), referral_for(referral_id, "decline"), DeclineForm()
    form.offer(tenant)
    text = None
    if form.validate_on_submit():
        if "send" in request.form and is_done(form, lambda: declining.decline(
            db.session(), tenant, current_actor(), referral_id, form.reasons.data, form.words.data
        ), "words"):  # fmt: skip
            flash("The letter is kept with the referral, and the referrer can read it here.", "success")
            return redirect(url_for("referrals.show", referral_id=referral_id), 303)
        chosen = declining.reasons_chosen(tenant, form.reasons.data)
        text = letters.declined_text(tenant, referral, chosen, form.words.data)
    return render_template(
        "referrals/decline.html", referral=referral, title=title_of(referral), form=form, text=text,
        addressee=letters.addressee_of(db.session(), tenant, referral),
    )  # fmt: skip


@blueprint.get(f"{ONE}/letters/<uuid:letter_id>")
def letter(referral_id: UUID, letter_id: UUID) -> ResponseReturnValue:
    """One letter about a referral, as it was written."""
    referral, found = letter_here(referral_id, letter_id)
    return render_template(
        "referrals/letter.html", referral=referral, letter=found, text=found.text,
        writer=queries.name_of(db.session(), found.written_by),
    )  # fmt: skip


@blueprint.get(f"{ONE}/letters/<uuid:letter_id>/pdf")
def letter_pdf(referral_id: UUID, letter_id: UUID) -> ResponseReturnValue:
    """The same letter, to print or to send."""
    _, found = letter_here(referral_id, letter_id)
    is_made_up = current_app.extensions["settings"].is_demonstration
    response = Response(
        letters.paper_of(current_tenant(), found, is_fictional=is_made_up).content, mimetype=PDF
    )
    # The name of a file is seen by whoever looks over a shoulder: it says nothing.
    response.headers["Content-Disposition"] = 'inline; filename="letter.pdf"'
    return response


def letter_here(referral_id: UUID, letter_id: UUID) -> tuple[Referral, ReferralLetter]:
    """Return the letter of the address, with its referral; 404 for whoever may not see that."""
    referral = queries.referral_seen_by(db.session(), current_actor(), referral_id)
    return referral, letters.letter_of(db.session(), referral, letter_id)
