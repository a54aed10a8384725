"""What comes to a person's desk, by their role: said where nothing waits, so that nobody wonders?"""

from __future__ import annotations

from collections.abc import Iterable

from portal.domain.vocabulary import Role

DECIDING = "Decisions that need your organisation’s position or a signature, and outputs to approve."
COMES_TO: dict[Role, str] = {
    Role.REFERRER: "Referrals that you have begun and not sent, and those returned to you with comments.",
    Role.SAFEGUARDING_LEAD: "Referrals that you have begun and not sent. Those of your agency are under Referrals.",
    Role.SCREENING_MEMBER: "Referrals that wait for quality assurance, and cases to be screened.",
    Role.CHAIR: "Cases to be screened, decisions to prepare, and outputs to approve.",
    Role.COORDINATOR: "Referrals to take in, notifications and rapid reviews with their days, decisions to prepare, "
    "reviews to open, and what is to be published or comes down.",
    Role.LOCAL_AUTHORITY_DECISION_MAKER: DECIDING,
    Role.ICB_DECISION_MAKER: DECIDING,
    Role.POLICE_DECISION_MAKER: DECIDING,
    Role.LEAD_REVIEWER: "What your reviews have still to write. You see the cases that were opened to you.",
    Role.PUBLISHER: "Publications that somebody has prepared for you to approve, and what comes down soon.",
    Role.DATA_PROTECTION_OFFICER: "What was taken down at once and needs confirming, and what comes down soon.",
    Role.PEOPLE_ADMINISTRATOR: "Nothing is sent to you here: people are invited and seen out under People.",
}


def what_comes_to(roles: Iterable[Role]) -> list[str]:
    """Return what comes to somebody with these roles, a sentence a role, each once."""
    return list(dict.fromkeys(COMES_TO[role] for role in Role if role in set(roles) and role in COMES_TO))
