"""How does a file that somebody handed in become an attachment, and how is it checked, opened and taken away?

The bytes are on the disk, sealed, before the row that names them is committed; a file that is taken away goes
after its row. What a crash leaves over between the two is swept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from flask import current_app, flash, request
from sqlalchemy import select

from portal.config import Settings
from portal.domain.errors import Conflict, InvalidAnswer
from portal.domain.uploads import MOST_FILES, FileKind, ScanState, clean_name
from portal.extensions import db
from portal.integrations import virus_scanner
from portal.integrations.file_contents import examined, parts_of
from portal.integrations.file_store import DiskStore, FileMissing, store_of
from portal.models.attachment import Attachment
from portal.models.attention import call_person
from portal.models.audit import record
from portal.models.case import Case
from portal.models.event import tell
from portal.models.keystore import KeyDestroyed
from portal.models.moment import this_moment
from portal.models.referral import Referral
from portal.models.session import TenantSession, entering
from portal.models.sign_in import put_down
from portal.web.wording import file_size

log = structlog.get_logger()

AT_ONCE = 20


@dataclass(frozen=True)
class FileGiven:
    """A file as it was sent: the name that the sender's machine gave it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Taken:
    """What became of files that were sent: the ids of those that are kept, and why each other one is not."""

    ids: list[UUID]
    refusals: list[str]


def files_sent(name: str) -> list[FileGiven]:
    """Return the files that this request's form sent under a name, each read as far as is needed to judge it."""
    most = settings_here().upload_bytes + 1
    sent = [each for each in request.files.getlist(name) if each.filename]
    return [FileGiven(each.filename or "", each.stream.read(most)) for each in sent[: MOST_FILES + 1]]


def settings_here() -> Settings:
    """Return the settings of the running portal."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def store() -> DiskStore:
    """Return the file store of the running portal."""
    return store_of(settings_here())


# --- taking in and taking away -----------------------------------------------------------------------------


def take_in_all(
    session: TenantSession, owner: Referral | Case, given: Sequence[FileGiven], account_id: UUID,
    question: str = "", kept_already: int = 0,
) -> Taken:  # fmt: skip
    """Keep what can be kept of the files that were sent, in the caller's transaction, and say why the rest is not."""
    taken = Taken([], [])
    for one in given:
        try:
            room_for_one_more(kept_already + len(taken.ids))
            taken.ids.append(take_in(session, owner, one, account_id, question).id)
        except InvalidAnswer as refusal:
            taken.refusals.append(refusal.message)
    return taken


def take_in(
    session: TenantSession, owner: Referral | Case, given: FileGiven, account_id: UUID, question: str = ""
) -> Attachment:
    """Keep one file with a referral or a case, in the caller's transaction; InvalidAnswer says why it is refused."""
    name = clean_name(given.name) or "file"
    kind = kind_of(name, given.content)
    is_case = isinstance(owner, Case)
    attachment = Attachment(
        tenant=owner.tenant, unit=owner.unit, question=question, name=name,
        case_id=owner.id if is_case else None, referral_id=None if is_case else owner.id,
        media_type=kind.media_type, size=len(given.content),
        digest=hashlib.sha256(given.content).hexdigest(), added_by=account_id,
    )  # fmt: skip
    store().put(owner.tenant, attachment.id, attachment.seal_content(given.content))
    session.add(attachment)
    session.flush()
    record(session, "file-added", "attachment", attachment.id)
    return attachment


def kind_of(name: str, content: bytes) -> FileKind:
    """Return what kind of file this is; InvalidAnswer names the file and says why it is not taken in."""
    most = settings_here().upload_bytes
    if len(content) > most:
        raise InvalidAnswer(f"“{name}” is too large. Choose a file of at most {file_size(most)}.")
    try:
        return examined(name, content)[0]
    except InvalidAnswer as refusal:
        raise InvalidAnswer(f"“{name}” was not taken in. {refusal.message}") from None


def room_for_one_more(kept: int) -> None:
    """Refuse a file where there are as many as one question, or one sending, takes."""
    if kept >= MOST_FILES:
        raise InvalidAnswer(f"Choose {MOST_FILES} files or fewer here.")


def take_away(session: TenantSession, attachment: Attachment) -> UUID:
    """Take a file's row away in the caller's transaction; `drop` its bytes once that is committed."""
    record(session, "file-removed", "attachment", attachment.id)
    session.delete(attachment)
    return attachment.id


def drop(tenant: str, file_ids: Iterable[UUID]) -> None:
    """Take away the bytes of files whose rows are gone."""
    for file_id in file_ids:
        store().delete(tenant, file_id)


def content_of(attachment: Attachment) -> bytes:
    """Return a file's bytes for a person to read; Conflict where it is locked or cannot be found."""
    if not attachment.is_open:
        raise Conflict(f"This file cannot be opened. {attachment.scan_state.label}.")
    try:
        return attachment.read_content(store().read(attachment.tenant, attachment.id))
    except (FileMissing, KeyDestroyed):
        raise Conflict("This file is no longer kept.") from None


# --- looking for viruses -----------------------------------------------------------------------------------


def scan(tenant: str, attachment_id: UUID) -> ScanState:
    """Have a waiting file looked at outside any transaction, and write the answer down; without one it waits on."""
    put_down()
    with entering(db.session, tenant, writes=False) as session:
        attachment = session.get(Attachment, attachment_id)
        if attachment is None or attachment.scan_state is not ScanState.WAITING:
            return attachment.scan_state if attachment else ScanState.WAITING
        try:
            content = attachment.open_content(store().read(tenant, attachment_id))
        except (FileMissing, KeyDestroyed) as fault:
            log.error(
                "file cannot be scanned", tenant=tenant, file=str(attachment_id), kind=type(fault).__name__
            )
            return ScanState.WAITING
        kind = attachment.kind
    try:
        state, virus = virus_scanner.scan(settings_here().scanner, parts_of(kind, content))
    except virus_scanner.NoAnswer as fault:
        log.warning("virus scanner gave no answer", tenant=tenant, reason=str(fault))
        return ScanState.WAITING
    return write_down(tenant, attachment_id, state, virus)


def write_down(tenant: str, attachment_id: UUID, state: ScanState, virus: str) -> ScanState:
    """Release a clean file; lock an infected one for good, and tell whoever handed it in."""
    with entering(db.session, tenant) as session:
        wanted = select(Attachment).where(Attachment.id == attachment_id).with_for_update()
        attachment = session.scalar(wanted)
        if attachment is None or attachment.scan_state is not ScanState.WAITING:
            return state
        settle(session, attachment, state, virus)
        session.commit()
    return state


def settle(session: TenantSession, attachment: Attachment, state: ScanState, virus: str) -> None:
    """Keep the scanner's answer about a file, in the caller's transaction."""
    attachment.scan_state, attachment.scanned_at = state, this_moment()
    if state is ScanState.INFECTED:
        attachment.virus = virus
        kind, owner_id = ("case", attachment.case_id) if attachment.case_id else ("referral", attachment.referral_id)
        tell(session, attachment.tenant, kind, owner_id or attachment.id, "file-locked", None)
        call_person(session, attachment.tenant, attachment.added_by)
    record(session, f"file-{state.value}", "attachment", attachment.id)


def scan_waiting(tenant: str) -> int:
    """Have a partnership's waiting files looked at, the oldest first; stop where the scanner gives no answer."""
    with entering(db.session, tenant, writes=False) as session:
        wanted = select(Attachment.id).where(Attachment.scan_state == ScanState.WAITING)
        waiting: Sequence[UUID] = session.scalars(wanted.order_by(Attachment.added_at).limit(AT_ONCE)).all()
    if not waiting or not virus_scanner.is_there(settings_here().scanner):
        return 0
    return sum(1 for file_id in waiting if scan(tenant, file_id) is not ScanState.WAITING)


def scan_and_tell(tenant: str, attachment_ids: Iterable[UUID], *, stays: bool = False) -> None:
    """Have files looked at while their sender waits, and tell them on the next page what cannot be opened."""
    states = [scan(tenant, attachment_id) for attachment_id in attachment_ids]
    if ScanState.INFECTED in states:
        what_now = "" if stays else " Take it away."
        flash(f"A virus was found in a file. It is locked and nobody can open it.{what_now}", "error")
    if ScanState.WAITING in states:
        flash(
            "A file waits to be checked for viruses. Nobody can open it before that; you need do nothing.",
            "info",
        )
