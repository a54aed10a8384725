"""Which recommendations go to readers with an output, in which words, and when do they go again?

They say what agencies are asked to do and nothing of a family, so they stay when the report comes down by its rule.
Somebody who takes an output down in an emergency takes them down with it, unless another output carried them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.errors import Conflict
from portal.domain.factors import PracticeTheme
from portal.domain.following_up import FollowUp, told_readers
from portal.domain.vocabulary import AgencyKind, OutputKind, PublicationStatus
from portal.models.agency_action import copy_actions
from portal.models.follow_up_copies import copy_steps
from portal.models.output import Publication
from portal.models.published import PublishedOutput, PublishedReview, bump
from portal.models.published_learning import (
    PublishedAction,
    PublishedRecommendation,
    PublishedRecommendationBody,
    PublishedStanding,
    PublishedStep,
    PublishedTheme,
)
from portal.models.recommendation import Recommendation, Recommended, recommendations_of, themes_of
from portal.models.review import Review
from portal.models.standing_copies import copy_standings, remove_standings
from portal.tenancy.model import Tenant

LONGEST_JOINT = 200
Part = PublishedRecommendationBody | PublishedStanding | PublishedStep | PublishedAction | PublishedTheme
PARTS = (PublishedRecommendationBody, PublishedStanding, PublishedStep, PublishedAction, PublishedTheme)


@dataclass(frozen=True)
class Carried:
    """One recommendation as readers would get it."""

    id: UUID
    text: str
    bodies: tuple[tuple[str, str], ...]
    due_on: date | None
    themes: tuple[PracticeTheme, ...]
    # Of every agency in the directory, by its code.
    names: Mapping[str, str] = field(default_factory=dict)
    # How far it has got, where readers are told that too.
    status: FollowUp | None = None

    @property
    def said(self) -> list[object]:
        """All that readers would be told of it."""
        told: list[object] = [
            self.text,
            self.bodies,
            self.due_on.isoformat() if self.due_on else "",
            self.themes,
        ]
        return [*told, self.status.value] if self.status else told

    def how_far(self, day: date) -> str:
        """Say as readers are told it how far it has got on a day; nothing where they are not told."""
        return told_readers(self.status, self.due_on, day) if self.status else ""


@dataclass(frozen=True)
class Learning:
    """What readers would get of a review beside an output: whom it is held with, what it recommends, about what."""

    joint_with: str = ""
    recommendations: tuple[Carried, ...] = ()
    themes: tuple[PracticeTheme, ...] = ()

    @property
    def hash(self) -> str:
        """The hash of every word of it; empty where there is none."""
        if self == Learning():
            return ""
        said = [self.joint_with, [each.said for each in self.recommendations], self.themes]
        whole = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return sha256(whole.encode()).hexdigest()


def learning_of(
    session: Session, tenant: Tenant, review: Review, kind: OutputKind, *, carries: bool
) -> Learning:
    """Return what readers would get of the review with an output of this kind, with or without what it recommends."""
    joint_with = "; ".join(review.joint_partners or ())[:LONGEST_JOINT]
    if not carries:
        return Learning(joint_with)
    recommended = recommendations_of(session, review.id)
    themes = {each.theme for each in themes_of(session, review.id) if each.recommendation_id is None}
    tells_how_far = kind is OutputKind.WHAT_WAS_DONE
    found = [carried(tenant, each, tells_how_far=tells_how_far) for each in recommended]
    return Learning(joint_with, tuple(found), tuple(sorted(themes)))


def carried(tenant: Tenant, recommended: Recommended, *, tells_how_far: bool = False) -> Carried:
    """Return one recommendation with its agencies by the names that the partnership's directory gives them."""
    agencies = {agency.code: agency for agency in tenant.agencies}
    bodies = [
        (agencies[owner.agency].name, agencies[owner.agency].kind) if owner.agency in agencies
        else (owner.agency.replace("-", " ").capitalize(), AgencyKind.OTHER.value)
        for owner in recommended.owners
    ]  # fmt: skip
    row = recommended.row
    names = {code: agency.name for code, agency in agencies.items()}
    status = row.status if tells_how_far else None
    return Carried(row.id, row.text or "", tuple(bodies), row.due_on, recommended.themes, names, status)


def write_down_learning(
    session: Session, tenant: Tenant, review: Review, kind: OutputKind, publication: Publication, *, carries: bool
) -> None:  # fmt: skip
    """Write into a publication that is prepared what goes with it, so that another approves exactly that."""
    learning = learning_of(session, tenant, review, kind, carries=carries)
    publication.carries_learning = carries
    publication.carried_ids = [str(each.id) for each in learning.recommendations]
    publication.learning_hash = learning.hash


def require_same_learning(
    session: Session, tenant: Tenant, review: Review, kind: OutputKind, publication: Publication, read_hash: str
) -> Learning:  # fmt: skip
    """Return what goes with a publication; Conflict where it is not what was prepared and read."""
    learning = learning_of(session, tenant, review, kind, carries=publication.carries_learning)
    if {read_hash, publication.learning_hash} != {learning.hash}:
        raise Conflict("What the review recommends has changed. Prepare the publication again.")
    return learning


def copy_learning(
    session: Session,
    public: PublishedReview,
    publication: Publication,
    learning: Learning,
    visible_from: datetime,
) -> None:
    """Copy what a publication carries to where readers find it, from the instant at which its output appears."""
    if not publication.carries_learning:
        return
    for position, each in enumerate(learning.recommendations, 1):
        row = session.get_one(Recommendation, each.id)
        copy_one(session, public, row, each, position, visible_from)
    put_themes(session, public, None, learning.themes, visible_from)
    bump(session, public.tenant)


def tell_how_far(session: Session, output: PublishedOutput, learning: Learning, said_on: date) -> None:
    """Copy how far each recommendation has got, where the output tells readers so."""
    standings = {each.id: each.status for each in learning.recommendations if each.status}
    copy_standings(session, output, standings, said_on)


def copy_one(
    session: Session,
    public: PublishedReview,
    row: Recommendation,
    said: Carried,
    position: int,
    visible_from: datetime,
) -> None:
    """Copy one recommendation, or bring its copy up to date; what readers have already stays visible."""
    copy = None
    if row.published_recommendation_id is not None:
        copy = session.get(PublishedRecommendation, row.published_recommendation_id)
    if copy is None:
        copy = PublishedRecommendation(tenant=public.tenant, review_id=public.id, visible_from=visible_from)
        session.add(copy)
    copy.visible_from = min(copy.visible_from, visible_from)
    copy.position, copy.text, copy.due_on = position, said.text, said.due_on
    copy.is_fictional = public.is_fictional
    row.published_recommendation_id, row.published_at = copy.id, row.published_at or visible_from
    session.flush()
    remove_parts(session, copy.id, PublishedRecommendationBody)
    for name, kind in said.bodies:
        body = PublishedRecommendationBody(tenant=public.tenant, recommendation_id=copy.id, name=name[:120])
        body.kind = AgencyKind(kind)
        session.add(body)
    put_themes(session, public, copy.id, said.themes, copy.visible_from)
    copy_steps(session, row)
    copy_actions(session, row, said.names)


def put_themes(
    session: Session, public: PublishedReview, copy_id: UUID | None, themes: Collection[PracticeTheme],
    visible_from: datetime,
) -> None:  # fmt: skip
    """Set the themes of a public review, or of one of its recommendations; those readers have keep their day."""
    kept = session.scalars(
        select(PublishedTheme).where(
            PublishedTheme.review_id == public.id,
            PublishedTheme.recommendation_id.is_not_distinct_from(copy_id),
        )
    ).all()
    for each in kept:
        if each.theme not in themes:
            session.delete(each)
    named = {each.theme for each in kept}
    for theme in themes:
        if theme not in named:
            new = PublishedTheme(
                tenant=public.tenant, review_id=public.id, recommendation_id=copy_id, theme=theme
            )
            new.visible_from = visible_from
            session.add(new)
    session.flush()


# --- taking down ---------------------------------------------------------------------------------------------


def withdraw_learning(session: Session, publication: Publication, now: datetime) -> None:
    """Take down what an output carried that was taken down in an emergency, save what another still carries."""
    remove_standings(session, publication.published_output_id)
    if not publication.carries_learning:
        return
    others = still_carrying(session, publication, now)
    for carried_id in publication.carried_ids:
        starts = [starts_at for other, starts_at in others if carried_id in other.carried_ids]
        withdraw_one(session, session.get(Recommendation, UUID(carried_id)), min(starts, default=None))
    withdraw_themes(session, publication, min((starts_at for _, starts_at in others), default=None), now)


def still_carrying(
    session: Session, publication: Publication, now: datetime
) -> list[tuple[Publication, datetime]]:
    """Return the review's other publications that carry recommendations and are or will be visible, and from when."""
    wanted = (
        select(Publication, PublishedOutput.visible_from)
        .join(
            PublishedOutput,
            (PublishedOutput.tenant == Publication.tenant)
            & (PublishedOutput.id == Publication.published_output_id),
        )
        .where(
            Publication.review_id == publication.review_id, Publication.output_id != publication.output_id,
            Publication.carries_learning, Publication.status == PublicationStatus.PUBLISHED,
            PublishedOutput.taken_down == "",
            PublishedOutput.visible_until.is_(None) | (PublishedOutput.visible_until > now),
        )
    )  # fmt: skip
    return [(other, starts_at) for other, starts_at in session.execute(wanted)]


def withdraw_one(session: Session, row: Recommendation | None, starts_at: datetime | None) -> None:
    """Take one recommendation from readers, at once or until the day of the other output that carries it."""
    if row is None or row.published_recommendation_id is None:
        return
    copy = session.get_one(PublishedRecommendation, row.published_recommendation_id)
    if starts_at is not None:
        copy.visible_from = max(copy.visible_from, starts_at)
        return
    # The words go, and not only the sight of them; and the recommendation can be put otherwise again.
    row.published_recommendation_id = row.published_at = None
    for part in PARTS:
        remove_parts(session, copy.id, part)
    session.delete(copy)
    session.flush()


def remove_parts(session: Session, copy_id: UUID, part: type[Part]) -> None:
    """Remove what belongs to the copy of one recommendation."""
    for row in session.scalars(select(part).where(part.recommendation_id == copy_id)):
        session.delete(row)
    session.flush()


def withdraw_themes(
    session: Session, publication: Publication, starts_at: datetime | None, now: datetime
) -> None:
    """Take the review's own themes from readers where no other output carries them."""
    review = session.get_one(Review, publication.review_id)
    if review.published_review_id is None:
        return
    kept = session.scalars(
        select(PublishedTheme).where(
            PublishedTheme.review_id == review.published_review_id, PublishedTheme.recommendation_id.is_(None)
        )
    ).all()
    for each in kept:
        if starts_at is None:
            session.delete(each)
        else:
            each.visible_from = max(each.visible_from or now, starts_at)
