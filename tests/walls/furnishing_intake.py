"""What has the partnership done with referrals while walls are tried? It asked, entered for somebody, declined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flask import current_app
from sqlalchemy import select

from portal.commands.fictional_people import token_of
from portal.domain.vocabulary import OfferReason, OfferStatus, Role
from portal.models.referral import Referral
from portal.models.referral_letter import ReferralLetter
from portal.referrals import asking, declining, entering, handing_over, joining, likenesses, offering
from portal.referrals import operations as referring

if TYPE_CHECKING:
    from tests.walls.furnishing import Furnisher


@dataclass
class IntakeFurnisher:
    """Takes referrals in, in canaries."""

    at: Furnisher

    def work(self) -> None:
        """Do each thing once."""
        self.ask()
        self.decline()
        self.enter()
        self.set_apart()
        self.offer()

    def set_apart(self) -> None:
        """Everybody here is called alike: find one of two not to be the same, and leave the other to be looked at."""
        tenant, coordinator = self.at.cast.tenant, self.at.cast(Role.COORDINATOR)
        referral_id = self.at.received(Role.REFERRER, "alike")
        with self.at.session() as session:
            referral = session.get_one(Referral, referral_id)
            one, *others = likenesses.alike(session, coordinator, referral)
        with self.at.session() as session:
            reason = self.at.word("set apart")
            likenesses.set_apart(session, tenant, coordinator, referral_id, one.id, reason)
        for each in others[:2]:
            self.at.place.know(referral_id=referral_id, other_id=each.id)

    def join(self, reference: str) -> None:
        """Join two referrals to a case, take one out of it with what it brought, and leave one that could join."""
        tenant, coordinator = self.at.cast.tenant, self.at.cast(Role.COORDINATOR)
        for story in ("joins", "leaves"):
            referral_id = self.at.received(Role.REFERRER, story)
            with self.at.session() as session:
                joining.join(session, tenant, coordinator, referral_id, reference, ())
        with self.at.session() as session:
            reason = self.at.word("left the case")
            joining.leave(session, tenant, coordinator, referral_id, reason, {"said-incident.injuries"})
        self.at.place.know(referral_id=referral_id, reference=reference)

    def offer(self) -> None:
        """Offer one to another partnership, take one back, and write to an area that is not on the portal."""
        tenant, coordinator = self.at.cast.tenant, self.at.cast(Role.COORDINATOR)
        tenants = current_app.extensions["tenants"]
        other = next(slug for slug in reversed(tenants.by_slug) if slug != tenant.slug)
        for story in ("offered", "taken back"):
            referral_id = self.at.received(Role.REFERRER, story)
            with self.at.session() as session:
                offering.offer(session, tenant, tenants, coordinator, referral_id, other, "lives-there")
        with self.at.session() as session:
            offering.take_back(session, tenant, coordinator, referral_id)
        for story in ("written to", "answered by letter"):
            written = self.at.received(Role.REFERRER, story)
            with self.at.session() as session:
                to, words = self.at.word("written to"), self.at.word("letter to an area")
                offering.offer_by_letter(session, tenant, coordinator, written, to, "lives-there", words)
        with self.at.session() as session:
            words = self.at.word("their answer")
            offering.record_answer(session, tenant, coordinator, written, words, is_accepted=False)
        self.be_offered(other)

    def be_offered(self, other: str) -> None:
        """Have something offered here, as the other area's portal would tell it."""
        offer_id = uuid4()
        notice = handing_over.Notice(
            offer_id,
            other,
            self.at.cast.tenant.slug,
            OfferReason.HAPPENED_THERE,
            OfferStatus.WAITING,
            datetime.now(UTC),
        )
        handing_over.put_notice(notice)
        self.at.place.know(offer_id=offer_id)

    def ask(self) -> None:
        """Three questions: one that waits, one that was answered, one gone on without."""
        tenant, coordinator = self.at.cast.tenant, self.at.cast(Role.COORDINATOR)
        self.asked("asked")
        answered, left = self.asked("answered-question"), self.asked("left-question")
        with self.at.session() as session:
            words = self.at.word("answer")
            asking.answer(session, tenant, self.at.cast(Role.REFERRER), answered, words)
        with self.at.session() as session:
            asking.go_on(session, tenant, coordinator, left, self.at.word("no answer"))

    def asked(self, story: str) -> UUID:
        """Ask about a referral that was received."""
        referral_id = self.at.received(Role.REFERRER, story)
        by = self.at.today + timedelta(days=3)
        with self.at.session() as session:
            asking.ask(
                session, self.at.cast.tenant, self.at.cast(Role.COORDINATOR), referral_id,
                self.at.word("question"), by, self.at.today,
            )  # fmt: skip
        return referral_id

    def decline(self) -> None:
        """Decline one, by a letter; whoever is offered something reads nothing of it."""
        tenant, referral_id = self.at.cast.tenant, self.at.received(Role.REFERRER, "declined")
        reasons = [tenant.decline_reasons[0].code]
        with self.at.session() as session:
            declining.decline(
                session,
                tenant,
                self.at.cast(Role.COORDINATOR),
                referral_id,
                reasons,
                self.at.word("decline reason"),
            )
        self.know_letters()

    def know_letters(self) -> None:
        """Remember every letter that was written."""
        with self.at.session() as session:
            for letter in session.scalars(select(ReferralLetter)):
                self.at.place.know(referral_id=letter.referral_id, letter_id=letter.id)

    def enter(self) -> None:
        """Enter one that came on paper, and send it."""
        tenant, coordinator = self.at.cast.tenant, self.at.cast(Role.COORDINATOR)
        came = entering.Came(*(self.at.word(each) for each in ("name", "role", "reached", "assurer")))
        at = datetime.now(UTC) - timedelta(hours=2)
        with self.at.session() as session:
            form = tenant.main_form
            referral_id = entering.enter(session, tenant, coordinator, form.code, "paper", at, came).id
            referring.save(session, tenant, coordinator, referral_id, self.at.answers(form))
            referring.send(session, tenant, coordinator, referral_id, token_of("on paper"), self.at.today)
        self.at.place.know(referral_id=referral_id)
