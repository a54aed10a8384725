"""How are files handed in with a referral, and taken out of it again? Each ends in one commit, save the last."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from portal.domain.errors import InvalidAnswer
from portal.models.attachment import attachments_of_referral
from portal.models.event import tell
from portal.models.moment import this_moment
from portal.models.referral import Referral
from portal.models.session import TenantSession
from portal.referrals.drafts import own_draft
from portal.referrals.queries import file_of, form_of
from portal.tenancy.answers import sections_for
from portal.tenancy.model import Form, Tenant
from portal.web.access import Actor
from portal.web.filing import FileGiven, Taken, drop, take_away, take_in_all


def hand_in(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, question_code: str,
    given: Sequence[FileGiven],
) -> Taken:  # fmt: skip
    """Keep files for one question of a draft; what is refused comes back with the reason."""
    referral = own_draft(session, actor, referral_id)
    asked = [q for section in sections_for(form_of(tenant, referral), "referrer") for q in section.questions]
    if not any(question.code == question_code and question.kind == "file" for question in asked):
        raise InvalidAnswer("No file is asked for there", question_code)
    answers = dict(referral.answers or {})
    kept = list(answers.get(question_code, ()))
    taken = take_in_all(session, referral, given, actor.account_id, question_code, len(kept))
    if taken.ids:
        referral.answers = {**answers, question_code: [*kept, *map(str, taken.ids)]}
        referral.saved_at = this_moment()
        tell(session, tenant.slug, "referral", referral.id, "file-added", actor.account_id)
    session.commit()
    return taken


def take_back_file(
    session: TenantSession, tenant: Tenant, actor: Actor, referral_id: UUID, attachment_id: UUID
) -> None:
    """Take a file out of a draft, its bytes too."""
    referral = own_draft(session, actor, referral_id)
    attachment = file_of(session, referral, attachment_id)
    answers = dict(referral.answers or {})
    left = [each for each in answers.get(attachment.question, ()) if each != str(attachment_id)]
    referral.answers = {
        code: value for code, value in {**answers, attachment.question: left}.items() if value != []
    }
    referral.saved_at = this_moment()
    take_away(session, attachment)
    tell(session, tenant.slug, "referral", referral.id, "file-removed", actor.account_id)
    session.commit()
    drop(tenant.slug, [attachment_id])


def take_away_left(session: TenantSession, form: Form, referral: Referral) -> list[UUID]:
    """Take away the files of questions that are no longer asked, in the caller's transaction; return their ids."""
    answers = referral.answers or {}
    asked = [
        question for section in form.sections for question in section.questions if question.kind == "file"
    ]
    kept = {file_id for question in asked for file_id in answers.get(question.code, ())}
    handed_in = attachments_of_referral(session, referral.id)
    # What came with an addition is of no question: it stays, whatever is asked when the referral is sent again.
    return [take_away(session, each) for each in handed_in if each.question and str(each.id) not in kept]
