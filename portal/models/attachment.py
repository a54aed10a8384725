"""Which files were handed in with a referral or added to a case, by whom, and may they be opened?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Select,
    String,
    exists,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.domain.uploads import KIND_OF_TYPE, FileKind, ScanState
from portal.extensions import db
from portal.models import looks
from portal.models.base import Coded, TenantOwned
from portal.models.information import ReturnFile
from portal.models.keystore import keystore
from portal.models.moment import this_moment
from portal.models.sealed import Sealable, Sealed, seal, unseal


class Attachment(Sealable, TenantOwned, db.Model):
    """One file; its bytes lie in the file store, sealed with the key of the referral or case it came with."""

    __tablename__ = "attachment"
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "referral_id"], ["referral.tenant", "referral.id"]),
        ForeignKeyConstraint(["tenant", "case_id"], ["review_case.tenant", "review_case.id"]),
        CheckConstraint("referral_id IS NOT NULL OR case_id IS NOT NULL", name="belongs_to_something"),
        Index(None, "tenant", "referral_id"),
        Index(None, "tenant", "case_id"),
        Index(None, "tenant", "scan_state", "added_at"),
    )

    referral_id: Mapped[UUID | None]
    # Set when it is added to a case, or when its referral is accepted into one: the key stays the first one.
    case_id: Mapped[UUID | None]
    question: Mapped[str] = mapped_column(String(60), default="")
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    scan_state: Mapped[ScanState] = mapped_column(Coded(ScanState), default=ScanState.WAITING)
    scanned_at: Mapped[datetime | None]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(default=this_moment)

    name = Sealed(is_required=True)
    # SHA-256 of the file as it was handed in: in the clear it would tell whoever has the same file.
    digest = Sealed(is_required=True)
    # What the scanner calls the virus that it found.
    virus = Sealed()

    @property
    def kind(self) -> FileKind:
        """Return what kind of file it is."""
        return KIND_OF_TYPE[self.media_type]

    @property
    def is_open(self) -> bool:
        """Whether the file may be opened: only once a scanner has found it clean."""
        return self.scan_state is ScanState.CLEAN

    def look_subject(self) -> tuple[str, UUID]:
        """Name the case or referral that a person has looked at when they read what is sealed here."""
        return ("case", self.case_id) if self.case_id else ("referral", self.referral_id or self.id)

    def seal_content(self, plain: bytes) -> bytes:
        """Return the file's bytes as the store keeps them."""
        return seal(keystore(), self.tenant, self.unit, self._place("content"), plain)

    def open_content(self, sealed: bytes) -> bytes:
        """Return the file's bytes, for the scanner; nobody has looked at them."""
        return unseal(keystore(), self.tenant, self.unit, self._place("content"), sealed)

    def read_content(self, sealed: bytes) -> bytes:
        """Return the file's bytes for a person, which is a look at this file."""
        looks.note(self, (self.__tablename__, self.id))
        return self.open_content(sealed)


def attachments_of_referral(session: Session, referral_id: UUID) -> Sequence[Attachment]:
    """Return the files handed in with a referral, the earliest first."""
    return session.scalars(_in_order().where(Attachment.referral_id == referral_id)).all()


def attachments_of_case(session: Session, case_id: UUID) -> Sequence[Attachment]:
    """Return the files of a case, those that came with its referrals too, the earliest first.

    What an agency sends with its return is shown there, once the agency has approved it.
    """
    return session.scalars(_in_order().where(Attachment.case_id == case_id, ~is_of_return())).all()


def is_of_return() -> ColumnElement[bool]:
    """Say of a file whether it came with an agency's return."""
    return exists().where(ReturnFile.tenant == Attachment.tenant, ReturnFile.attachment_id == Attachment.id)


def _in_order() -> Select[Attachment]:
    return select(Attachment).order_by(Attachment.added_at, Attachment.id)
