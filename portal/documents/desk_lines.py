"""Which locked files should the person who handed them in know of?"""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from portal.documents.queries import locked_of
from portal.domain.permissions import Permission
from portal.models.attachment import Attachment
from portal.models.case import Case
from portal.models.case_access import cases_known_to
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.desk import DeskLine, register_source

WHY = "A virus was found in it, so nobody can open it. Send it again from a machine that was checked."


def locked_files(session: Session, actor: Actor, tenant: Tenant) -> list[DeskLine]:
    """Return a line for each locked file of the person's own."""
    lines = []
    for attachment in locked_of(session, actor):
        address = address_of(session, actor, attachment)
        if address:
            lines.append(DeskLine("A file that you sent is locked", address, None, WHY))
    return lines


def address_of(session: Session, actor: Actor, attachment: Attachment) -> str:
    """Return where the file is listed for this person; empty where they may no longer know of the case."""
    if attachment.referral_id:
        return url_for("referrals.show", referral_id=attachment.referral_id)
    known = cases_known_to(actor.account_id, actor.permissions).with_only_columns(Case.reference)
    reference = session.scalar(known.where(Case.id == attachment.case_id))
    return url_for("casework.show", reference=reference) if reference else ""


register_source(Permission.REFERRAL_CREATE, locked_files)
register_source(Permission.DOCUMENT_ADD, locked_files)
