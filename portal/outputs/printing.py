"""Which published outputs have no PDF yet, and how do they come by it?

An output is printed as it is published. What was published before there were files, and what a made-up story of the
demonstration tells, is printed afterwards, one at a time and in the background.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.domain.errors import InvalidAnswer
from portal.domain.vocabulary import PublicationStatus
from portal.models.output import Output, Publication
from portal.models.published import PublishedOutput, PublishedReview, bump
from portal.models.published_file import PublishedFile, keep_pdf
from portal.models.review import Review
from portal.models.session import TenantSession
from portal.outputs.content import hash_of
from portal.outputs.paper import paper_of
from portal.tenancy.model import Tenant


def unprinted(session: Session) -> list[UUID]:
    """Return the publications of the partnership that readers can see, or will, and cannot take with them."""
    has_file = select(PublishedFile.id).where(
        PublishedFile.tenant == PublishedOutput.tenant, PublishedFile.output_id == PublishedOutput.id
    )
    wanted = (
        select(Publication.id)
        .join(
            PublishedOutput,
            and_(
                PublishedOutput.tenant == Publication.tenant,
                PublishedOutput.id == Publication.published_output_id,
            ),
        )
        .where(
            Publication.status == PublicationStatus.PUBLISHED,
            or_(PublishedOutput.visible_until.is_(None), PublishedOutput.visible_until > datetime.now(UTC)),
            ~has_file.exists(),
        )
        .order_by(Publication.appears_on.desc(), Publication.id)
    )
    return list(session.scalars(wanted))


def print_publication(session: TenantSession, tenant: Tenant, publication_id: UUID) -> bool:
    """Print one publication in exactly the words that were approved; False where those are no longer held."""
    publication = session.get_one(Publication, (tenant.slug, publication_id))
    output = session.get_one(Output, (tenant.slug, publication.output_id))
    copy = session.get_one(PublishedOutput, (tenant.slug, publication.published_output_id))
    if hash_of(output) != publication.content_hash or copy.taken_down:
        return False
    try:
        print_copy(session, tenant, output, publication, copy)
    except InvalidAnswer:
        # A briefing of before there were files may be too long for its page: it goes on being read as a page.
        return False
    bump(session, tenant.slug)
    session.commit()
    return True


def print_copy(
    session: TenantSession, tenant: Tenant, output: Output, publication: Publication, copy: PublishedOutput
) -> None:
    """Make the PDF that readers may keep, once, and keep its exact bytes. Raises InvalidAnswer for a long briefing."""
    review = session.get_one(Review, (tenant.slug, output.review_id))
    public = session.get_one(PublishedReview, (tenant.slug, copy.review_id))
    paper = paper_of(tenant, output, review, publication.appears_on)
    keep_pdf(session, copy, public.slug, paper.content, paper.pages)
