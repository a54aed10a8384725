"""On which pages is a referral offered to another area, and an offer of another area's answered?"""

from __future__ import annotations

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.domain.vocabulary import OfferStatus
from portal.extensions import db
from portal.models.offer import IncomingOffer
from portal.referrals import offering
from portal.referrals.blueprint import ONE, blueprint, referral_for
from portal.referrals.receiving_forms import ELSEWHERE, IncomingForm, OfferAnswerForm, OfferForm
from portal.referrals.referring_views import title_of
from portal.tenancy.model import Tenants
from portal.web.access import current_actor
from portal.web.fields import ConfirmForm, is_carried_out
from portal.web.lists import MOST_LISTED
from portal.web.places import current_tenant


def all_tenants() -> Tenants:
    """Return the partnerships of this portal."""
    tenants: Tenants = current_app.extensions["tenants"]
    return tenants


@blueprint.route(f"{ONE}/offer", methods=["GET", "POST"])
def offer(referral_id: UUID) -> ResponseReturnValue:
    """Offer a referral to another area: on the portal, or by a letter."""
    referral, form, actor = referral_for(referral_id, "offer"), OfferForm(), current_actor()
    tenant, session = current_tenant(), db.session()
    form.offer(all_tenants(), tenant)

    def act() -> object:
        to, why = form.area.data, form.reason.data
        if to == ELSEWHERE:
            return offering.offer_by_letter(
                session, tenant, actor, referral_id, form.written_to.data or "", why, form.words.data or ""
            )
        return offering.offer(session, tenant, all_tenants(), actor, referral_id, to, why)

    if is_carried_out(form, act, "area"):
        flash("The referral is offered. It stays yours until the other area accepts.", "success")
        return redirect(url_for("referrals.show", referral_id=referral_id), 303)
    return render_template("referrals/offer.html", referral=referral, title=title_of(referral), form=form)


@blueprint.route(f"{ONE}/take-offer-back", methods=["GET", "POST"])
def take_offer_back(referral_id: UUID) -> ResponseReturnValue:
    """Take an offer back that nobody has accepted."""
    referral, form = referral_for(referral_id, "take-offer-back"), ConfirmForm()
    if form.validate_on_submit():
        offering.take_back(db.session(), current_tenant(), current_actor(), referral_id)
        flash("The offer is taken back.", "success")
        return redirect(url_for("referrals.show", referral_id=referral_id), 303)
    return render_template("referrals/take_offer_back.html", referral=referral, title=title_of(referral), form=form)


@blueprint.route(f"{ONE}/offer-answer", methods=["GET", "POST"])
def offer_answer(referral_id: UUID) -> ResponseReturnValue:
    """Write down what an area answered that is not on the portal."""
    referral, form = referral_for(referral_id, "record-acceptance"), OfferAnswerForm()
    if form.validate_on_submit():
        offering.record_answer(
            db.session(), current_tenant(), current_actor(), referral_id, form.words.data,
            is_accepted=form.is_accepted.data == "yes",
        )  # fmt: skip
        flash("Their answer is kept with the referral.", "success")
        return redirect(url_for("referrals.show", referral_id=referral_id), 303)
    return render_template("referrals/offer_answer.html", referral=referral, title=title_of(referral), form=form)


@blueprint.get("/<tenant:tenant>/referrals/offers")
def offers() -> ResponseReturnValue:
    """List what other areas offer here: what waits first, then the latest."""
    waits = IncomingOffer.status == OfferStatus.WAITING
    wanted = select(IncomingOffer).order_by(waits.desc(), IncomingOffer.offered_at.desc()).limit(MOST_LISTED)
    return render_template("referrals/offers.html", offers=db.session().scalars(wanted).all(), area=area_called)


@blueprint.route("/<tenant:tenant>/referrals/offers/<uuid:offer_id>", methods=["GET", "POST"])
def offered(offer_id: UUID) -> ResponseReturnValue:
    """One offer of another area: accept it, or decline it with an answer."""
    session, tenant, actor, form = db.session(), current_tenant(), current_actor(), IncomingForm()
    found = offering.incoming(session, actor, offer_id)
    if form.validate_on_submit() and "accept" in request.form:
        taken = offering.accept(session, tenant, actor, offer_id)
        return accepted(taken.id)
    if "decline" in request.form and is_carried_out(
        form, lambda: offering.decline(session, tenant, actor, offer_id, form.answer.data or ""), "answer"
    ):
        flash("The other area has been told, and keeps the referral.", "success")
        return redirect(url_for("referrals.offers"), 303)
    return render_template(
        "referrals/offered.html", offer=found, form=form, area=area_called(found.from_slug),
        contact=contact_of(found.from_slug), waits=found.status is OfferStatus.WAITING,
    )  # fmt: skip


def accepted(offer_id: UUID) -> ResponseReturnValue:
    """Lead to the referral that was brought over; where it was taken back meanwhile, say so."""
    found = db.session().get_one(IncomingOffer, offer_id)
    if found.referral_id is None:
        flash("The other area took the offer back before it reached you.", "info")
        return redirect(url_for("referrals.offers"), 303)
    flash("The referral is yours now, and waits to be taken in.", "success")
    return redirect(url_for("referrals.show", referral_id=found.referral_id), 303)


def area_called(slug: str) -> str:
    """Return a partnership's name; its address where it has left the portal."""
    tenant = all_tenants().get(slug)
    return tenant.name if tenant else slug


def contact_of(slug: str) -> list[str]:
    """Return how a partnership says that it is reached."""
    tenant = all_tenants().get(slug)
    return [each for each in (tenant.contact.telephone, tenant.contact.email) if each] if tenant else []
