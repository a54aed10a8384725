"""What of a referral passes to the area that accepted it, and how does it become a referral of that area's own?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from flask import current_app

from portal.domain.errors import Conflict, InvalidAnswer
from portal.domain.references import new_receipt
from portal.domain.vocabulary import HowReceived, ReferralStatus
from portal.models.attachment import attachments_of_referral
from portal.models.blind_index import blind_index
from portal.models.likeness import find_referral_by
from portal.models.moment import this_moment
from portal.models.offer import IncomingOffer
from portal.models.referral import OnBehalf, Referral
from portal.models.referral_addition import additions_of
from portal.models.referral_question import questions_of
from portal.models.session import TenantSession
from portal.referrals.letters import addressee_of
from portal.referrals.mapping import children_said, core_answers_as_asked
from portal.tenancy.model import Tenant, Tenants
from portal.web.filing import FileGiven, content_of, take_in
from portal.web.wording import date_words


@dataclass(frozen=True)
class Package:
    """A referral as it passes to the area that accepted it: plain words, kept nowhere between the two keys."""

    form_code: str
    form_version: int
    answers: dict[str, Any]
    asked: dict[str, Any]
    harm: str
    incident_on: date | None
    referrer: str
    # What was added after it was sent, and what was asked and answered, each with its day.
    since: Sequence[str]
    # Each file that was found clean, with its question.
    files: Sequence[tuple[str, FileGiven]]
    # The names of those that could not be opened, and so do not pass.
    left_behind: Sequence[str]


def tenant_called(slug: str) -> Tenant:
    """Return a partnership of this portal."""
    tenants: Tenants = current_app.extensions["tenants"]
    return tenants.by_slug[slug]


def packed(session: TenantSession, tenant: Tenant, referral: Referral) -> Package:
    """Return a referral with its clean files; opening them is a look, on the sender's record."""
    files, left_behind = [], []
    for each in attachments_of_referral(session, referral.id):
        name = each.name or "file"
        try:
            files.append((each.question, FileGiven(name, content_of(each))))
        except Conflict:
            # One that waits, is locked or is kept no longer: the child's referral does not wait for it.
            left_behind.append(name)
    return Package(
        referral.form_code, referral.form_version, referral.answers or {}, referral.asked or {}, referral.harm,
        referral.incident_on, addressee_of(session, tenant, referral), since_sent(session, referral), files,
        left_behind,
    )  # fmt: skip


def since_sent(session: TenantSession, referral: Referral) -> list[str]:
    """Return what was learnt of a referral after it was sent, the earliest first."""
    found = [(each.added_at, f"Added: {each.words}") for each in additions_of(session, referral.id)]
    for each in questions_of(session, referral.id):
        if each.answered_at is not None:
            found.append((each.answered_at, f"Asked: {each.question}\nAnswered: {each.answer}"))
        elif each.ended_at is not None:
            found.append((each.ended_at, f"Asked: {each.question}\nNot answered: {each.end_reason}"))
    return [f"{date_words(at)}. {words}" for at, words in sorted(found)]


def copied(session: TenantSession, kept: IncomingOffer, package: Package, taker: UUID) -> Referral:
    """Return the copy with its files and what it is found by, in the caller's transaction."""
    tenant, now, receipt = kept.tenant, this_moment(), new_receipt()
    referral = Referral(
        tenant=tenant, id=uuid5(kept.id, "referral"), form_code=package.form_code, form_version=package.form_version,
        status=ReferralStatus.RECEIVED, agency="", referrer_id=taker, harm=package.harm,
        incident_on=package.incident_on, sent_at=now, received_at=now, asked=package.asked, receipt=receipt,
        receipt_index=blind_index(tenant, "receipt", [receipt]),
    )  # fmt: skip
    session.add(referral)
    session.flush()
    files, left_behind = files_taken(session, referral, package, taker)
    referral.answers = {**without_files(package), **files}
    session.add(
        OnBehalf(
            tenant=tenant, unit=referral.unit, referral_id=referral.id, how=HowReceived.ANOTHER_AREA, came_at=now,
            entered_by=taker, is_quality_assured=True,
            said={
                "name": package.referrer.replace("\n", ", "), "area": tenant_called(kept.from_slug).name,
                "since": list(package.since), "left_behind": left_behind,
            },
        )
    )  # fmt: skip
    said = core_answers_as_asked(package.asked, package.answers)
    find_referral_by(session, tenant, referral.id, children_said(said))
    return referral


def files_taken(
    session: TenantSession, referral: Referral, package: Package, taker: UUID
) -> tuple[dict[str, list[str]], list[str]]:
    """Keep the files of a copy; return their ids by question, and the names of all that did not come."""
    files: dict[str, list[str]] = {}
    left_behind = list(package.left_behind)
    for question, given in package.files:
        try:
            file_id = take_in(session, referral, given, taker, question).id
            # What came with an addition is of no question.
            if question:
                files.setdefault(question, []).append(str(file_id))
        except InvalidAnswer:
            left_behind.append(given.name)
    return files, left_behind


def without_files(package: Package) -> dict[str, Any]:
    """Return the answers without those that name files of the sender's."""
    of_files = {
        question["code"]
        for section in package.asked.get("sections", ())
        for question in section["questions"]
        if question["kind"] == "file"
    }
    return {code: answer for code, answer in package.answers.items() if code not in of_files}
