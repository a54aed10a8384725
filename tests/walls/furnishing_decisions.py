"""On what do the partners differ while walls are tried? Not taken further, with their lead partners, and settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from portal.commands.fictional_casework import DECISION_MAKERS, outcome_that_begins
from portal.domain.vocabulary import DecisionStage, Outcome, PartnerPosition, Role
from portal.screening import delegating, disagreeing, elsewhere, operations
from portal.screening.criteria_asked import RECORDED_REASON, criteria_at

if TYPE_CHECKING:
    from tests.walls.furnishing import Furnisher


@dataclass
class DecisionFurnisher:
    """Decides, in canaries."""

    at: Furnisher
    given_by: str = ""

    def work(self) -> None:
        """Do each thing once."""
        for role in DECISION_MAKERS:
            self.delegate(role)
        self.differed("not-agreed")
        self.escalated(*self.differed("with-lead-partners"))
        self.settled(*self.differed("settled"))
        self.elsewhere()

    def delegate(self, role: Role) -> None:
        """Have a partner name a delegate without an account."""
        named = delegating.Named(
            "", self.at.word("delegate"), self.at.word("acts for"), self.at.word("authority"), self.at.today
        )
        with self.at.session() as session:
            delegate_id = delegating.name_delegate(session, self.at.cast.tenant, self.at.cast(role), named).id
        self.given_by = str(delegate_id)
        self.at.place.know(delegate_id=delegate_id)

    def differed(self, story: str) -> tuple[str, UUID]:
        """Have one partner see it otherwise than the others."""
        reference = self.at.case(story)
        decision_id = self.at.prepared(reference)
        self.at.answer(reference, decision_id, DECISION_MAKERS[:2])
        with self.at.session() as session:
            operations.record_position(
                session, self.at.cast.tenant, self.at.cast(DECISION_MAKERS[2]), reference, decision_id,
                PartnerPosition.DO_NOT_AGREE, self.at.word("against"), self.given_by,
            )  # fmt: skip
        return reference, decision_id

    def escalated(self, reference: str, decision_id: UUID) -> None:
        """Have the lead safeguarding partners told and asked."""
        tenant, coordinator = self.at.cast.tenant, self.at.cast(Role.COORDINATOR)
        with self.at.session() as session:
            told, question = self.at.word("told"), self.at.word("question")
            disagreeing.escalate(session, tenant, coordinator, reference, decision_id, told, question)

    def settled(self, reference: str, decision_id: UUID) -> None:
        """Have them decide."""
        tenant, coordinator = self.at.cast.tenant, self.at.cast(Role.COORDINATOR)
        self.escalated(reference, decision_id)
        settled = disagreeing.Settlement(
            self.at.today, outcome_that_begins(tenant).value, self.at.word("settled by"), self.at.word("settled so")
        )
        with self.at.session() as session:
            disagreeing.settle(session, tenant, coordinator, reference, decision_id, settled, self.at.today)

    def elsewhere(self) -> None:
        """Link a case to another process, and put two off, of one of which the National Panel is told."""
        tenant, coordinator = self.at.cast.tenant, self.at.cast(Role.COORDINATOR)
        reference = self.at.case("elsewhere")
        words = {name: self.at.word(name) for name in ("led_by", "contact", "reference", "terms", "found")}
        linked = elsewhere.Linked("inquest", **words)
        with self.at.session() as session:
            process_id = elsewhere.link(session, tenant, coordinator, reference, linked, self.at.today).id
        self.at.place.know(reference=reference, process_id=process_id)
        if Outcome.DEFER.value not in {each.code for each in tenant.outcomes}:
            return
        told = self.put_off("put-off")
        with self.at.session() as session:
            elsewhere.record_deferral_told(
                session, tenant, coordinator, *told, self.at.today, self.at.word("panel told"), self.at.today
            )
        reference, decision_id = self.put_off("put-off-too")
        self.at.place.know(reference=reference, decision_id=decision_id)

    def put_off(self, story: str) -> tuple[str, UUID]:
        """Have the partners put a case off."""
        reference, stage = self.at.case(story), DecisionStage.AFTER_RAPID_REVIEW
        said = {"answer": "yes", "reason": self.at.word("criterion")}
        weighed = {each.code: said for each in criteria_at(stage, self.at.cast.tenant.main_form.kind)}
        put = operations.Prepared(
            stage, Outcome.DEFER, self.at.word("put off"), {**weighed, RECORDED_REASON: said}
        )
        with self.at.session() as session:
            coordinator = self.at.cast(Role.COORDINATOR)
            decision_id = operations.prepare(session, self.at.cast.tenant, coordinator, reference, put).id
        self.at.sign(reference, decision_id)
        return reference, decision_id
