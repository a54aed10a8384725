"""Which documents does a case have, and what may this person do with them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import NotFound
from portal.domain.permissions import Permission
from portal.domain.uploads import ScanState
from portal.domain.workflow import Facts, Thing, available_actions
from portal.models.attachment import Attachment, attachments_of_case, is_of_return
from portal.models.case import Case
from portal.web.access import Actor
from portal.web.happenings import names_of


@dataclass(frozen=True)
class Document:
    """One file as the case's page lists it."""

    attachment: Attachment
    added_by: str
    is_removable: bool


@dataclass(frozen=True)
class Documents:
    """What a case's page shows of its files."""

    reference: str
    listed: Sequence[Document]
    may_add: bool


def documents_of(session: Session, actor: Actor, case: Case) -> Documents:
    """Return the files of a case that the person may know of."""
    found = attachments_of_case(session, case.id)
    names = names_of(session, {each.added_by for each in found})
    listed = [
        Document(
            each, names.get(each.added_by, ""), may(case, actor, "remove-document", facts_of(each, actor))
        )
        for each in found
    ]
    return Documents(case.reference, listed, may(case, actor, "add-document", {}))


def may(case: Case, actor: Actor, action: str, facts: Facts) -> bool:
    """Whether the workflow offers the person this action."""
    return any(
        each.action == action for each in available_actions(Thing.CASE, case.stage, actor.permissions, facts)
    )


def facts_of(attachment: Attachment, actor: Actor) -> Facts:
    """What the workflow asks of a document: what was sent with a referral stays, save what nobody may open."""
    is_theirs = attachment.added_by == actor.account_id and attachment.referral_id is None
    is_coordinators = Permission.DOCUMENT_REMOVE in actor.permissions and (
        attachment.referral_id is None or attachment.scan_state is ScanState.INFECTED
    )
    return {"is_removable": is_theirs or is_coordinators}


def document(session: Session, case: Case, attachment_id: UUID, *, locked: bool = False) -> Attachment:
    """Return one file of a case; NotFound alike where there is none and where it is another case's."""
    wanted = select(Attachment).where(
        Attachment.id == attachment_id, Attachment.case_id == case.id, ~is_of_return()
    )
    if locked:
        wanted = wanted.with_for_update(of=Attachment).execution_options(populate_existing=True)
    found: Attachment | None = session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such document.")
    return found


def locked_of(session: Session, actor: Actor) -> Sequence[Attachment]:
    """Return the files that this person handed in and that are locked, because a virus was found."""
    wanted = select(Attachment).where(
        Attachment.added_by == actor.account_id, Attachment.scan_state == ScanState.INFECTED
    )
    return session.scalars(wanted.order_by(Attachment.added_at)).all()
