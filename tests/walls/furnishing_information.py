"""What are the agencies of a furnished partnership asked, and what do they say, in canaries?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from portal.domain.information import ContactKind, Power, Purpose
from portal.domain.vocabulary import Role
from portal.information import answering, approving, chasing, ladder, links, naming, operations, queries
from portal.models.case import Case
from portal.models.information import AgencyReturn, InformationRequest
from portal.models.outbox import RETURN_LINK, Outbox
from portal.tenancy.model import Question
from portal.web.access import Actor
from portal.web.working_days import known_holidays
from tests.work import sample

if TYPE_CHECKING:
    from tests.walls.furnishing import Furnisher

WRITERS = (Role.REFERRER, Role.SAFEGUARDING_LEAD, Role.SCREENING_MEMBER)


@dataclass
class InformationFurnisher:
    """Asks and answers about one case."""

    furnisher: Furnisher
    reference: str
    requests: int = 0

    def work(self) -> None:
        """A request for every writer, one that nobody has begun, one by a link, and one that is late."""
        self.furnisher.place.know(form_code=queries.form_of(self.furnisher.cast.tenant).code)
        for role in WRITERS:
            self.written(role)
        self.entered()
        self.returned()
        self.by_link()
        self.late()
        self.by_name()

    def ask(self, *, is_elsewhere: bool = False) -> UUID:
        """Ask the agency that most people here work for, or another; return its return.

        Each asks about another period: the same asked twice on one day is one request.
        """
        self.requests += 1
        cast, word, today = self.furnisher.cast, self.furnisher.word, self.furnisher.today
        own = cast(Role.SAFEGUARDING_LEAD).agency
        agency = next(each.code for each in cast.tenant.agencies if each.code != own) if is_elsewhere else own
        asked = operations.Asked(
            Purpose.BEFORE_SCREENING, Power.SECTION_16H, (agency,), today - timedelta(days=700 + self.requests), today,
            self.a_working_day(), word("about"), word("asked questions"), word("asked contact"),
            cast(Role.CHAIR).account_id,
        )  # fmt: skip
        with self.furnisher.session() as session:
            request = operations.ask(
                session, cast.tenant, cast(Role.COORDINATOR), self.reference, asked, today
            )
            found = select(AgencyReturn.id).where(AgencyReturn.request_id == request.id)
            return_id = session.scalars(found).one()
        self.furnisher.place.know(reference=self.reference, request_id=request.id)
        self.furnisher.place.know(reference=self.reference, return_id=return_id)
        self.furnisher.place.know(return_id=return_id)
        code = queries.sections_of(queries.form_of(cast.tenant))[0].code
        self.furnisher.place.know(return_id=return_id, section_code=code)
        self.furnisher.place.know(section_code=code)
        return return_id

    def a_working_day(self) -> Any:
        """Return a day by which an answer can be due."""
        day = self.furnisher.today
        while known_holidays().why_skipped(day):
            day += timedelta(days=1)
        return day

    def answers(self) -> dict[str, Any]:
        """Answer the form in canaries."""
        tenant = self.furnisher.cast.tenant
        asked: list[Question] = [
            question for section in queries.form_of(tenant).sections for question in section.questions
            if question.kind != "file"
        ]  # fmt: skip
        sampled = {question.code: sample(question, self.furnisher.reader) for question in asked}
        return self.furnisher.in_canaries(asked, sampled)

    def begun(self, actor: Actor, return_id: UUID) -> None:
        """Write the whole return, with a file."""
        tenant, today = self.furnisher.cast.tenant, self.furnisher.today
        with self.furnisher.session() as session:
            answering.save(session, tenant, actor, return_id, self.answers(), today)
        file = next(
            question for section in queries.form_of(tenant).sections for question in section.questions
            if question.kind == "file"
        )  # fmt: skip
        with self.furnisher.session() as session:
            given = [self.furnisher.file("returned")]
            taken = answering.hand_in(session, tenant, actor, return_id, file.code, given, today)
        attachment_id = self.furnisher.looked_through(taken.ids[0])
        self.furnisher.place.know(return_id=return_id, attachment_id=attachment_id)
        self.furnisher.place.know(attachment_id=attachment_id)
        self.furnisher.place.know(reference=self.reference, return_id=return_id, attachment_id=attachment_id)

    def written(self, role: Role) -> UUID:
        """Have a person of the agency named, who writes and does not send."""
        cast, today, return_id = self.furnisher.cast, self.furnisher.today, self.ask()
        lead = cast(Role.SAFEGUARDING_LEAD)
        with self.furnisher.session() as session:
            if role is Role.SAFEGUARDING_LEAD:
                # As another lead, who has left since, named this one.
                session.get_one(AgencyReturn, (cast.tenant.slug, return_id)).author_id = lead.account_id
                session.commit()
            else:
                answering.name_author(session, cast.tenant, lead, return_id, cast(role).account_id, today)
        self.begun(cast(role), return_id)
        return return_id

    def entered(self) -> None:
        """Have the coordinator begin to enter what an agency sent on paper, with the names it gave."""
        cast, word, return_id = self.furnisher.cast, self.furnisher.word, self.ask()
        self.begun(cast(Role.COORDINATOR), return_id)
        signed = answering.Signed(word("author"), word("approver"), word("approver job"))
        with self.furnisher.session() as session:
            answering.keep_typed(
                session, cast.tenant, cast(Role.COORDINATOR), return_id, signed, "", self.furnisher.today
            )

    def returned(self) -> None:
        """Have returns sent, one sent back with comments and approved afterwards, one that waits for its approval."""
        cast, today = self.furnisher.cast, self.furnisher.today
        lead, writer = cast(Role.SAFEGUARDING_LEAD), cast(Role.REFERRER)
        whole = {"accurate": "yes"}
        for is_approved in (True, False):
            return_id = self.written(Role.REFERRER)
            with self.furnisher.session() as session:
                answering.send(session, cast.tenant, writer, return_id, whole, today)
            with self.furnisher.session() as session:
                approving.send_back(
                    session, cast.tenant, lead, return_id, self.furnisher.word("approval note"), today
                )
            if not is_approved:
                continue
            with self.furnisher.session() as session:
                answering.send(session, cast.tenant, writer, return_id, whole, today)
            with self.furnisher.session() as session:
                approving.approve(session, cast.tenant, lead, return_id, today)
        waiting = self.written(Role.REFERRER)
        with self.furnisher.session() as session:
            answering.send(session, cast.tenant, writer, waiting, whole, today)

    def by_link(self) -> None:
        """Send a one-off link to somebody without an account."""
        cast, return_id = self.furnisher.cast, self.ask(is_elsewhere=True)
        letters = cast.tenant.slug.replace("-", "")
        to = links.Recipient(self.furnisher.word("recipient"), f"zq{letters}.recipient@agency.example")
        with self.furnisher.session() as session:
            links.send_link(
                session,
                cast.tenant,
                cast(Role.COORDINATOR),
                self.reference,
                return_id,
                to,
                self.furnisher.today,
            )
            letter = session.scalars(select(Outbox).where(Outbox.kind == RETURN_LINK)).one()
            token = str(letter.link).rpartition("/")[2]
        for endpoint in ("information.open_link", "information.another_link"):
            self.furnisher.place.links[endpoint] = [{"token": token}]

    def by_name(self) -> None:
        """Ask an organisation that the directory does not have, and telephone it."""
        cast, word, return_id = self.furnisher.cast, self.furnisher.word, self.ask()
        tenant, coordinator, today = cast.tenant, cast(Role.COORDINATOR), self.furnisher.today
        with self.furnisher.session() as session:
            one = session.get_one(AgencyReturn, (tenant.slug, return_id))
            case = session.get_one(Case, (tenant.slug, one.case_id))
            request = session.get_one(InformationRequest, (tenant.slug, one.request_id))
            organisation = naming.Organisation("other", word("organisation"))
            return_id = naming.put_by_name(session, tenant, coordinator, case, request, organisation).id
            session.commit()
        with self.furnisher.session() as session:
            made = chasing.Contact(ContactKind.TELEPHONED, today, word("contact note"))
            chasing.record_contact(session, tenant, coordinator, self.reference, return_id, made, today)
        self.furnisher.place.know(reference=self.reference, return_id=return_id)

    def late(self) -> None:
        """Let two agencies be late, with every step taken, and go on without one."""
        cast, first, second = self.furnisher.cast, self.ask(is_elsewhere=True), self.ask(is_elsewhere=True)
        with self.furnisher.session() as session:
            for return_id in (first, second):
                one = session.get_one(AgencyReturn, (cast.tenant.slug, return_id))
                request = session.get_one(InformationRequest, (cast.tenant.slug, one.request_id))
                request.asked_on = self.furnisher.today - timedelta(days=60)
                request.due_on = self.furnisher.today - timedelta(days=40)
            session.commit()
        with self.furnisher.session() as session:
            ladder.climb_one(session, cast.tenant, first, self.furnisher.today)
        with self.furnisher.session() as session:
            operations.go_on_without(
                session, cast.tenant, cast(Role.COORDINATOR), self.reference, second,
                self.furnisher.word("gone on reason"), self.furnisher.today,
            )  # fmt: skip
