"""Do the stories that were made for showing hold everything that they are shown for?"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.commands.fictional_people import token_of
from portal.domain.uploads import ScanState
from portal.models.attachment import attachments_of_case
from portal.models.case import Case, Child, FamilyMember
from portal.models.decision import decisions_of
from portal.models.lead_reviewer import LeadReviewer
from portal.models.notification import replies_of
from portal.models.output import Output, Publication
from portal.models.published import PublishedOutput
from portal.models.referral import Referral
from portal.models.review import Review, ReviewOfCase
from portal.models.review_work import FamilyParticipation, ProcessOfReview, ReviewWait


def alder(session: Session) -> None:
    """A baby, siblings to be made safe, an agency that never answers, the Panel asks to reconsider."""
    case, review = case_of(session, "alder"), review_called(session, "Baby Alder")
    assert age_on(born_on(session, case), case.incident_on) == 0
    assert case.said["family.siblings_are_safe"] == "yes"
    assert "Her brother" in case.said["incident.action_taken"]
    siblings = select(FamilyMember).where(
        FamilyMember.case_id == case.id, FamilyMember.relationship_code == "brother-or-sister"
    )
    assert len(session.scalars(siblings).all()) == 2
    [unanswered] = waits(session, review)
    assert (unanswered.waiting_for, unanswered.ended_on) == ("agency", None)
    [letter] = replies_of(session, case.id)
    assert letter.says == "asks-to-reconsider"
    assert letter.answered_on is not None
    assert [each.stage for each in decisions_of(session, case.id)][-1] == "after-panel-reply"
    states = Counter(each.scan_state for each in attachments_of_case(session, case.id))
    assert states[ScanState.INFECTED] == states[ScanState.WAITING] == 1
    assert states[ScanState.CLEAN] >= 3


def juniper(session: Session) -> None:
    """A Seriously Good Outcome: planning that began before a birth."""
    case, review = case_of(session, "juniper"), review_called(session, "Child Juniper")
    assert (case.kind, review.kind) == ("good-outcome", "seriously-good-outcome-review")
    assert published_kinds(session, review) == {"seven-minute-briefing", "learning-report"}
    plan = attachments_of_case(session, case.id)[0]
    assert (plan.name, plan.referral_id is not None) == ("The plan on one page.pdf", True)


def rowan(session: Session) -> None:
    """Sixteen, suspected suicide, placed by another council, an inquest, the learning pack before the report."""
    case, review = case_of(session, "rowan"), review_called(session, "Child Rowan")
    assert age_on(born_on(session, case), case.incident_on) == 16
    assert (case.harm, case.primary_harm) == ("death", "suicide-or-self-harm")
    assert "Farwater" in (case.placing_authority or "")
    assert processes(session, review)["inquest"]
    assert [each.waiting_for for each in waits(session, review)] == ["inquest"]
    assert "learning-report" in published_kinds(session, review)
    assert "report" in written_kinds(session, review) - published_kinds(session, review)


def hazel(session: Session) -> None:
    """Thematic, held with an invented neighbour, a trial pending; one family declines, one wants the real name."""
    review = review_called(session, "Hazel, Ash and Elm")
    assert review.kind == "thematic-review"
    assert "invented" in review.joint_partners[0]
    of_review = select(ReviewOfCase.case_id).where(ReviewOfCase.review_id == review.id)
    assert {case_of(session, code).id for code in ("hazel", "ash", "elm")} == set(session.scalars(of_review))
    assert processes(session, review) == {"criminal": True}
    assert [each.waiting_for for each in waits(session, review)] == ["criminal-proceedings"]
    said = [each.said for each in parts(session, review)]
    assert "declined" in [each["answer"] for each in said]
    assert sum(each["wants_real_name"] for each in said) == 1


def maple(session: Session) -> None:
    """Beside a domestic abuse related death review; a sister turns eighteen; the reviewer withdraws; improvements are
    published and the report is not; a briefing is removed at once."""
    case, review = case_of(session, "maple"), review_called(session, "Child Maple")
    assert processes(session, review)["domestic-abuse-related-death-review"]
    family = session.scalars(select(FamilyMember).where(FamilyMember.case_id == case.id)).all()
    (sister,) = (each for each in family if each.relationship_code == "brother-or-sister")
    birthday = date.fromisoformat(sister.said["person.born_on"])
    asked = sorted(each.asked_on for each in parts(session, review) if each.asked_on)
    assert [age_on(birthday, day) for day in asked] == [17, 18]
    of_review = select(LeadReviewer).where(LeadReviewer.review_id == review.id)
    ends = [each.end_kind for each in session.scalars(of_review.order_by(LeadReviewer.appointed_on))]
    assert ends == ["withdrew", None]
    assert published_kinds(session, review) == {"improvements", "seven-minute-briefing"}
    assert "report" in written_kinds(session, review)
    removed = select(PublishedOutput).where(
        PublishedOutput.kind == "seven-minute-briefing", PublishedOutput.review_id == review.published_review_id
    )
    briefing = session.scalars(removed).one()
    assert (briefing.taken_down, bool(briefing.boxes)) == ("quiet", False)


# Each by the partnership whose story it is.
SHOWN = {"salford": (alder, juniper), "manchester": (rowan, hazel), "north-tyneside": (maple,)}


def case_of(session: Session, code: str) -> Case:
    of_referral = (Referral.tenant == Case.tenant) & (Referral.case_id == Case.id)
    return session.scalars(
        select(Case).join(Referral, of_referral).where(Referral.send_token == token_of(code))
    ).one()


def born_on(session: Session, case: Case) -> date:
    child = session.scalars(select(Child).where(Child.case_id == case.id).order_by(Child.position)).first()
    assert child is not None
    return date.fromisoformat(child.born_on or "")


def review_called(session: Session, name: str) -> Any:
    return session.scalars(select(Review).where(Review.chosen_name == name)).one()


def age_on(born: date, day: date | None) -> int:
    assert day is not None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def waits(session: Session, review: Review) -> list[ReviewWait]:
    of_review = select(ReviewWait).where(ReviewWait.review_id == review.id)
    return list(session.scalars(of_review.order_by(ReviewWait.began_on)))


def processes(session: Session, review: Review) -> dict[str, bool]:
    of_review = select(ProcessOfReview).where(ProcessOfReview.review_id == review.id)
    return {each.process.value: each.is_lead for each in session.scalars(of_review)}


def parts(session: Session, review: Review) -> list[FamilyParticipation]:
    return list(session.scalars(select(FamilyParticipation).where(FamilyParticipation.review_id == review.id)))


def written_kinds(session: Session, review: Review) -> set[str]:
    return {each.value for each in session.scalars(select(Output.kind).where(Output.review_id == review.id))}


def published_kinds(session: Session, review: Review) -> set[str]:
    of_output = (Output.tenant == Publication.tenant) & (Output.id == Publication.output_id)
    wanted = select(Output.kind).join(Publication, of_output).where(Output.review_id == review.id)
    return {each.value for each in session.scalars(wanted.where(Publication.published_output_id.is_not(None)))}
