"""How is what happens to a referral told, and which referrals are a case's?"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models.case import Case
from portal.models.referral import Referral
from portal.web.access import Actor
from portal.web.happenings import Lane, register_related, register_words


def of_case(session: Session, actor: Actor, case: Case) -> Iterable[UUID]:
    """Return the referrals of a case: whoever knows of the case knows that they were sent."""
    return session.scalars(select(Referral.id).where(Referral.case_id == case.id)).all()


register_words(
    "referral",
    Lane.REFERRAL,
    {
        "begun": "Referral begun",
        "saved": "Referral saved",
        "file-added": "File handed in with the referral",
        "file-removed": "File taken out of the referral",
        "file-locked": "A virus was found in a file, and it was locked",
        "shared": "A colleague asked to work on the referral",
        "no-longer-shared": "A colleague’s work on the referral ended",
        "passed-to-send": "Referral passed to a colleague to send",
        "taken-on": "Referral taken on from a colleague",
        "sent": "Referral sent",
        "check-saved": "Quality assurance begun",
        "returned": "Referral returned with comments",
        "quality-assured": "Referral quality assured",
        "wait-reminded": "Reminder given that the referral waits",
        "wait-passed-up": "Passed to the coordinator because the referral waits",
        "information-added": "Something was added to the referral",
        "additions-read": "What was added to the referral was read",
        "withdrawn": "Referral withdrawn",
        "entered": "Referral entered for its writer",
        "more-asked": "More asked for about the referral",
        "answered": "What was asked about the referral answered",
        "gone-on": "Gone on without an answer about the referral",
        "left-case": "Referral taken out of the case",
        "offered": "Referral offered to another area",
        "offer-taken-back": "Offer to another area taken back",
        "offer-declined": "Offer declined by another area",
        "handed-over": "Referral passed to another area",
        "arrived": "Referral arrived from another area",
        "notified-first": "Case opened to notify the National Panel, before the referral was taken in",
        "set-apart": "Referral found not to be about the same child as another",
        "accepted": "Referral accepted into a case",
        "declined": "Referral not taken forward",
    },
)
register_words(
    "case", Lane.REFERRAL, {"referral-joined": "Referral accepted into the case"}, twins=["referral-joined"]
)
register_words(
    "case",
    Lane.CASE,
    {
        "facts-brought": "What another referral says added to the case",
        "referral-left": "A referral taken out of the case",
        "referral-passed-on": "A referral of the case passed to another area; the case stays",
        "closed-as-transferred": "Case closed, since it passed to another area",
        "closed-as-empty": "Case closed, since its only referral was taken out",
    },
)
register_related("referral", of_case)
