"""Did enough of the screening body take part, who was missing, and what becomes of a meeting and its minutes?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from portal.domain.coded import Coded


class Seat(Coded):
    """As what somebody sits on the screening body."""

    CHAIR = "chair", "Chair"
    MEMBER = "member", "Member"
    DEPUTY = "deputy", "Deputy"


class MeetingStatus(Coded):
    """Where a meeting stands; one without a quorum took place, and could advise on nothing."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    INQUORATE = "inquorate", "Held without a quorum"
    CANCELLED = "cancelled", "Cancelled"
    REBOOKED = "rebooked", "Moved to another day"


class MinutesStatus(Coded):
    """Where one version of a meeting's minutes stands; an approved one never changes."""

    DRAFT = "draft", "Being written"
    AWAITING_APPROVAL = "awaiting-approval", "Waiting for approval"
    APPROVED = "approved", "Approved"


class Attendance(Coded):
    """Whether a member of the body took part in a meeting, or answered by correspondence."""

    PRESENT = "present", "Took part"
    DEPUTY = "deputy", "A deputy took part"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Did not take part"


class Interest(Coded):
    """What ties somebody at the table to a case: domain section 10.8. The first stays, the second goes."""

    AGENCY = "agency", "Their agency knows the child or the family"
    PERSONAL = "personal", "They are personally involved"


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """How many have to take part at least, which agencies have to be among them, and whether somebody chairs."""

    members: int = 3
    agencies: tuple[str, ...] = ()
    needs_chair: bool = True
    source: str = ""


# For a partnership whose folder says nothing of it.
USUAL_QUORUM = QuorumRule(source="Default of this portal; the partnership has given no rule")


@dataclass(frozen=True, slots=True)
class TookPart:
    """One person at the table: the agency they spoke for, and whether they chaired."""

    agency: str
    is_chair: bool = False


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether a meeting could advise, and the sentence that says why."""

    is_met: bool
    sentence: str


NUMBERS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def quorum_of(rule: QuorumRule, present: Collection[TookPart], names: Mapping[str, str]) -> Quorum:
    """Weigh who took part against the rule; `names` gives the agencies' names by their codes."""
    count, spoken_for = len(present), {each.agency for each in present}
    missing = [names.get(code, code) for code in rule.agencies if code not in spoken_for]
    is_chaired = not rule.needs_chair or any(each.is_chair for each in present)
    faults = [
        *(
            [f"{_number(count)} of the {_number(rule.members)} needed took part"]
            if count < rule.members
            else []
        ),
        *([f"{_listed(missing)} {'was' if len(missing) == 1 else 'were'} missing"] if missing else []),
        *([] if is_chaired else ["nobody chaired"]),
    ]
    if faults:
        return Quorum(False, _sentence("; ".join(faults)))
    kept = ", and every agency that has to be there was" if rule.agencies else ""
    return Quorum(True, _sentence(f"{_number(count)} took part and {_number(rule.members)} are needed{kept}"))


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
