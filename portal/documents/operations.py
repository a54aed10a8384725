"""How is a document added to a case or taken away again? Each ends in one commit."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from portal.documents.queries import document, facts_of
from portal.domain.errors import InvalidAnswer
from portal.domain.workflow import Thing, require_action
from portal.models.case_access import known_case
from portal.models.event import tell
from portal.models.session import TenantSession
from portal.tenancy.model import Tenant
from portal.web.access import Actor
from portal.web.filing import FileGiven, Taken, drop, take_away, take_in_all


def add(
    session: TenantSession, tenant: Tenant, actor: Actor, reference: str, given: Sequence[FileGiven]
) -> Taken:
    """Keep files with a case; what is refused comes back with the reason. InvalidAnswer where none was chosen."""
    case = known_case(session, reference, actor.account_id, actor.permissions, locked=True)
    require_action(Thing.CASE, case.stage, "add-document", actor.permissions, {})
    if not given:
        raise InvalidAnswer("Choose a file", "files")
    taken = take_in_all(session, case, given, actor.account_id)
    if taken.ids:
        tell(
            session,
            tenant.slug,
            "case",
            case.id,
            "documents-added",
            actor.account_id,
            count=str(len(taken.ids)),
        )
    session.commit()
    return taken


def remove(session: TenantSession, tenant: Tenant, actor: Actor, reference: str, attachment_id: UUID) -> None:
    """Take a document of a case away, its bytes too."""
    case = known_case(session, reference, actor.account_id, actor.permissions, locked=True)
    attachment = document(session, case, attachment_id, locked=True)
    require_action(Thing.CASE, case.stage, "remove-document", actor.permissions, facts_of(attachment, actor))
    take_away(session, attachment)
    tell(session, tenant.slug, "case", case.id, "document-removed", actor.account_id)
    session.commit()
    drop(tenant.slug, [attachment_id])
