"""Which files may readers take with them? Exact bytes, made once at publication; gone when their output comes down."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Integer, LargeBinary, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import db
from portal.models.base import Published
from portal.models.published import PublishedOutput

PDF = "application/pdf"


class PublishedFile(Published, db.Model):
    """One file of a published output, to be had for exactly as long as the output is visible."""

    __tablename__ = "published_file"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "output_id"], ["published_output.tenant", "published_output.id"]),
        UniqueConstraint("tenant", "output_id", "name"),
        {"info": {"published": True}},
    )

    output_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100), default=PDF)
    pages: Mapped[int]
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


def keep_pdf(
    session: Session, output: PublishedOutput, review_slug: str, content: bytes, pages: int
) -> PublishedFile:
    """Keep an output's PDF under a name made of its address, in the place of an earlier one."""
    name = name_of(review_slug, output.slug)
    remove_files(session, output)
    file = PublishedFile(
        tenant=output.tenant, output_id=output.id, name=name, media_type=PDF, pages=pages,
        size=len(content), sha256=sha256(content).hexdigest(), content=content,
    )  # fmt: skip
    session.add(file)
    session.flush()
    return file


def name_of(review_slug: str, output_slug: str) -> str:
    """Return what an output's PDF is called when somebody keeps it: what it is, without opening it."""
    return f"{review_slug}-{output_slug}.pdf"


def remove_files(session: Session, output: PublishedOutput) -> None:
    """Take away the bytes of what came down, with their names; their addresses go on saying that it is gone."""
    mine = select(PublishedFile).where(
        PublishedFile.tenant == output.tenant, PublishedFile.output_id == output.id
    )
    for file in session.scalars(mine):
        session.delete(file)
    session.flush()
