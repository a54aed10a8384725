"""What has a status, and what is one action: where it starts from, what it leads to, who may, what must be so?"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.agency_actions import ActionStatus
from portal.domain.coded import Coded
from portal.domain.deciding import DisagreementStatus
from portal.domain.emergency import EmergencyStatus
from portal.domain.following_up import FollowUp
from portal.domain.meetings import MeetingStatus, MinutesStatus
from portal.domain.permissions import Permission as P
from portal.domain.vocabulary import (
    CaseStage,
    OutputStatus,
    ReferralStatus,
    ReleaseStatus,
    ReturnStatus,
    ReviewStatus,
)

Facts = Mapping[str, bool]


class Thing(Coded):
    """What has a status of its own."""

    REFERRAL = "referral", "Referral"
    CASE = "case", "Case"
    REVIEW = "review", "Review"
    OUTPUT = "output", "Output"
    RETURN = "return", "Return"
    RELEASE = "release", "Part of a release"
    DISAGREEMENT = "disagreement", "Disagreement"
    MEETING = "meeting", "Meeting"
    MINUTES = "minutes", "Minutes"
    EMERGENCY = "emergency", "Asking in an emergency"
    RECOMMENDATION = "recommendation", "Recommendation"
    ACTION = "action", "Action of an agency"


Status = (
    ReferralStatus | CaseStage | ReviewStatus | OutputStatus | ReturnStatus | ReleaseStatus
    | DisagreementStatus | MeetingStatus | MinutesStatus | EmergencyStatus | FollowUp | ActionStatus
)  # fmt: skip

STATUSES: dict[Thing, type[Status]] = {
    Thing.REFERRAL: ReferralStatus,
    Thing.CASE: CaseStage,
    Thing.REVIEW: ReviewStatus,
    Thing.OUTPUT: OutputStatus,
    Thing.RETURN: ReturnStatus,
    Thing.RELEASE: ReleaseStatus,
    Thing.DISAGREEMENT: DisagreementStatus,
    Thing.MEETING: MeetingStatus,
    Thing.MINUTES: MinutesStatus,
    Thing.EMERGENCY: EmergencyStatus,
    Thing.RECOMMENDATION: FollowUp,
    Thing.ACTION: ActionStatus,
}


@dataclass(frozen=True, slots=True)
class Guard:
    """A fact that must be so, and the sentence for whoever meets it when it is not.

    A fact that the caller leaves out is unknown, and an unknown fact lets nobody through.
    """

    fact: str
    refusal: str
    wanted: bool = True

    def holds(self, facts: Facts) -> bool:
        return facts.get(self.fact) is self.wanted

    def is_contradicted(self, facts: Facts) -> bool:
        return facts.get(self.fact, self.wanted) is not self.wanted


@dataclass(frozen=True, slots=True)
class Transition:
    """One action: where it starts from, what it leads to (None: it stays), who may, and what must be so."""

    thing: Thing
    action: str
    label: str
    starts_from: frozenset[Status]
    leads_to: Status | None
    permission: P
    guards: tuple[Guard, ...] = ()

    def arrives_at(self, status: Status) -> Status:
        return status if self.leads_to is None else self.leads_to

    def refusal(self, facts: Facts) -> str | None:
        """The sentence of the first guard that does not hold."""
        return next((guard.refusal for guard in self.guards if not guard.holds(facts)), None)


def from_statuses(*statuses: Status) -> frozenset[Status]:
    """The statuses that an action starts from."""
    return frozenset(statuses)
