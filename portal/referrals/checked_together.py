"""What stands in a check that several quality assurers may write, and did it change since one of them looked?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.errors import Conflict
from portal.models.quality_check import open_check
from portal.models.referral import Referral
from portal.referrals.merging import NOTHING, merge, prints
from portal.referrals.queries import form_of, name_of
from portal.tenancy.answers import sections_for
from portal.tenancy.model import Tenant

# The box for what is said of the whole; no question's id is this one, or looks like a comment's.
WHOLE = "comments"
COMMENT = "comment-on-"
Said = dict[str, Any]


class CheckedMeanwhile(Conflict):
    """Somebody else kept comments since this person's page was opened; theirs are not to be written over."""


@dataclass(frozen=True)
class Together:
    """Both people's check in one, and what the other said wherever both said something different."""

    said: Said = field(default_factory=dict)
    theirs: Said = field(default_factory=dict)
    other: str = ""


def field_of(section_code: str) -> str:
    """Return the id of the box for a section's comment; no question's id looks like it."""
    return f"{COMMENT}{section_code}"


def said_of(comments: Mapping[str, str], note: str | None) -> Said:
    """Return comments by the id of their box."""
    return {field_of(code): words for code, words in comments.items()} | ({WHOLE: note} if note else {})


def said_so_far(session: Session, tenant: Tenant, referral: Referral) -> Said:
    """Return what stands in the open check, by the id of its box: comments, and answers to the questions."""
    check, answers = open_check(session, referral.id), referral.answers or {}
    asked = sections_for(form_of(tenant, referral), "quality-assurer")
    codes = [question.code for section in asked for question in section.questions]
    kept = {code: answers[code] for code in codes if answers.get(code)}
    return kept | (said_of(check.comments or {}, check.note) if check else {})


def require_seen(
    session: Session, tenant: Tenant, referral: Referral, seen: Mapping[str, str] | None
) -> None:
    """Refuse to write over what this person has not seen; `seen` is None for whoever opened no page."""
    if seen is None:
        return
    kept = said_so_far(session, tenant, referral)
    if prints(kept, kept) != {code: each for code, each in seen.items() if each != NOTHING}:
        raise CheckedMeanwhile("Somebody else kept comments while you were writing. Look at both.")


def bring_together(
    session: Session, tenant: Tenant, referral: Referral, seen: Mapping[str, str], mine: Mapping[str, Any]
) -> Together:
    """Put this person's page to what is kept now; where both changed the same, theirs stands beside mine."""
    kept, check = said_so_far(session, tenant, referral), open_check(session, referral.id)
    merged = merge(seen, kept, mine)
    said = {**kept, **merged.taken, **{code: mine.get(code) for code in merged.clashes}}
    theirs = {code: kept.get(code) for code in merged.clashes}
    return Together(said, theirs, name_of(session, check.checked_by if check else None))
