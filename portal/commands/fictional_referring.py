"""What becomes of a made-up referral before it is taken in: checked, asked about, added to, offered, turned away?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flask import current_app

from portal.domain.vocabulary import Role
from portal.models.moment import as_of
from portal.referrals import adding, asking, declining, handing_over, offering
from portal.referrals import operations as referring

if TYPE_CHECKING:
    from portal.commands.fictional_people import Cast
    from portal.commands.fictional_telling import Telling
    from portal.tenancy.demonstration import Step


def quality_assure(telling: Telling, step: Step) -> None:
    """Agree that it is ready, where that is the partnership's way."""
    tenant = telling.cast.tenant
    if not tenant.requires_quality_assurance:
        return
    member, answers = telling.cast(Role.SCREENING_MEMBER), telling.answers("quality-assurer")
    referring.pass_quality_assurance(telling.session, tenant, member, telling.referral, answers, telling.day)


def hand_back(telling: Telling, step: Step) -> None:
    """Give it back to its writer with comments."""
    member, answers = telling.cast(Role.SCREENING_MEMBER), telling.answers("quality-assurer")
    referring.return_to_referrer(
        telling.session,
        telling.cast.tenant,
        member,
        telling.referral,
        answers,
        step.says["reason"],
        telling.day,
    )


def take_back(telling: Telling, step: Step) -> None:
    """Withdraw it."""
    adding.withdraw(
        telling.session, telling.cast.tenant, telling.cast(Role.REFERRER), telling.referral,
        "It had been referred already, by a colleague.",
    )  # fmt: skip


def decline(telling: Telling, step: Step) -> None:
    """Do not take it forward."""
    coordinator, offered = telling.cast(Role.COORDINATOR), telling.cast.tenant.decline_reasons
    declining.decline(
        telling.session,
        telling.cast.tenant,
        coordinator,
        telling.referral,
        [offered[0].code],
        step.says["reason"],
    )


def ask_for_more(telling: Telling, step: Step) -> None:
    """Ask its writer and their agency for more."""
    coordinator, by = telling.cast(Role.COORDINATOR), telling.day + timedelta(days=step.says["in_days"])
    asking.ask(
        telling.session,
        telling.cast.tenant,
        coordinator,
        telling.referral,
        step.says["reason"],
        by,
        telling.day,
    )


def tell_more(telling: Telling, step: Step) -> None:
    """Answer what was asked, as its writer."""
    writer = telling.cast(Role.REFERRER)
    asking.answer(telling.session, telling.cast.tenant, writer, telling.referral, step.says["reason"])


def go_on(telling: Telling, step: Step) -> None:
    """Wait no longer for an answer."""
    coordinator = telling.cast(Role.COORDINATOR)
    asking.go_on(telling.session, telling.cast.tenant, coordinator, telling.referral, step.says["reason"])


def add_information(telling: Telling, step: Step) -> None:
    """Add to it, as its writer."""
    writer = telling.cast(Role.REFERRER)
    adding.add_information(
        telling.session, telling.cast.tenant, writer, telling.referral, step.says["reason"]
    )


def read_additions(telling: Telling, step: Step) -> None:
    """Say that what was added is read."""
    adding.read_additions(
        telling.session, telling.cast.tenant, telling.cast(Role.COORDINATOR), telling.referral
    )


def offer(telling: Telling, step: Step) -> None:
    """Offer it to another partnership of the portal, which hears of it once the story is whole."""
    coordinator, says = telling.cast(Role.COORDINATOR), step.says
    offering.made_offer(
        telling.session,
        telling.cast.tenant,
        coordinator,
        telling.referral,
        says["because"],
        to_slug=says["area"],
    )
    telling.session.commit()


def offer_by_letter(telling: Telling, step: Step) -> None:
    """Offer it by letter to an invented area that is not on the portal."""
    coordinator, says = telling.cast(Role.COORDINATOR), step.says
    offering.offer_by_letter(
        telling.session, telling.cast.tenant, coordinator, telling.referral, says["name"], says["because"],
        says["text"],
    )  # fmt: skip


def hear_acceptance(telling: Telling, step: Step) -> None:
    """Write down that the area that was written to accepts."""
    answered(telling, step, is_accepted=True)


def hear_refusal(telling: Telling, step: Step) -> None:
    """Write down that the area that was written to declines."""
    answered(telling, step, is_accepted=False)


def answered(telling: Telling, step: Step, *, is_accepted: bool) -> None:
    """Write down what the area that was written to answers."""
    offering.record_answer(
        telling.session, telling.cast.tenant, telling.cast(Role.COORDINATOR), telling.referral, step.says["reason"],
        is_accepted=is_accepted,
    )  # fmt: skip


def tell_of_offers(casts: Iterable[Cast]) -> None:
    """Tell every partnership what it has been offered, as the portal does, and write to nobody about it."""
    with as_of(datetime.now(UTC)):
        for cast in casts:
            handing_over.finish(cast.tenant.slug)


def areas_beside(slug: str) -> list[str]:
    """Return the other partnerships of the portal, those that come next first."""
    slugs = list(current_app.extensions["tenants"].by_slug)
    at = slugs.index(slug)
    return [*slugs[at + 1 :], *slugs[:at]]


REFERRING: Mapping[str, Callable[[Telling, Step], None]] = {
    "quality-assure": quality_assure,
    "return": hand_back,
    "withdraw-referral": take_back,
    "decline": decline,
    "ask-for-more": ask_for_more,
    "tell-more": tell_more,
    "go-on": go_on,
    "add-information": add_information,
    "read-additions": read_additions,
    "offer": offer,
    "offer-by-letter": offer_by_letter,
    "hear-acceptance": hear_acceptance,
    "hear-refusal": hear_refusal,
}
