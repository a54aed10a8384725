"""What has the partnership done with referrals while walls are tried? It asked, entered for somebody, declined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from portal.commands.fictional_people import token_of
from portal.domain.vocabulary import Role
from portal.models.referral import Referral
from portal.models.referral_letter import ReferralLetter
from portal.referrals import asking, declining, entering, joining, likenesses
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
        """Decline one, by a letter."""
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
