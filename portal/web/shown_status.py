"""Where does an output stand for its readers, on the day on which somebody looks, whether or not anything ran?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.vocabulary import OutputStatus, PublicationStatus
from portal.models.output import Publication
from portal.web.wording import date_words

COLOURS = {OutputStatus.PUBLISHED: "govuk-tag--green", OutputStatus.NO_LONGER_PUBLISHED: "govuk-tag--grey"}


class HasStatus(Protocol):
    """An output, or a line about one."""

    @property
    def id(self) -> UUID: ...
    @property
    def status(self) -> OutputStatus: ...


@dataclass(frozen=True)
class ShownStatus:
    """The status that is so for readers, and its words."""

    status: OutputStatus
    words: str

    @property
    def colour(self) -> str:
        """How a page marks it; the words say the same."""
        return COLOURS.get(self.status, "govuk-tag--blue")


def shown_statuses(session: Session, outputs: Iterable[HasStatus], today: date) -> dict[UUID, ShownStatus]:
    """Return where each output stands: what is over or still to come is not said to be published."""
    statuses = {each.id: OutputStatus(each.status) for each in outputs}
    published = [each for each, status in statuses.items() if status is OutputStatus.PUBLISHED]
    terms = terms_of(session, published)
    found = {}
    for each, status in statuses.items():
        appears_on, comes_down_on = terms.get(each, (None, None))
        found[each] = shown(status, appears_on, comes_down_on, today)
    return found


def terms_of(session: Session, output_ids: list[UUID]) -> dict[UUID, tuple[date, date | None]]:
    """Return from when until when each of these is published, by its newest publication."""
    if not output_ids:
        return {}
    wanted = select(Publication.output_id, Publication.appears_on, Publication.comes_down_on).where(
        Publication.output_id.in_(output_ids), Publication.status == PublicationStatus.PUBLISHED
    )
    rows = session.execute(wanted.order_by(Publication.prepared_at, Publication.id))
    return {output_id: (appears_on, comes_down_on) for output_id, appears_on, comes_down_on in rows}


def shown(status: OutputStatus, appears_on: date | None, comes_down_on: date | None, today: date) -> ShownStatus:
    """Return where an output stands on a day. Whoever keeps the record sets its status a little later."""
    if comes_down_on is not None and comes_down_on <= today:
        return ShownStatus(OutputStatus.NO_LONGER_PUBLISHED, OutputStatus.NO_LONGER_PUBLISHED.label)
    if appears_on is not None and appears_on > today:
        return ShownStatus(OutputStatus.APPROVED, f"Published from {date_words(appears_on)}")
    return ShownStatus(status, status.label)
