"""What does the letter to one agency say: why, by which power, about whom, by when, how to answer?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import current_app, render_template

from portal.config import Settings
from portal.domain.clocks import in_words
from portal.domain.errors import BeyondHorizon
from portal.domain.information import POWER_SAYS, POWER_SOURCE, Purpose, clock_of
from portal.integrations.pdf import tagged_pdf
from portal.integrations.word import Block, word_file
from portal.models.information import AgencyReturn, InformationRequest, asked_of
from portal.tenancy.model import Tenant
from portal.web.wording import date_words, sentence_case
from portal.web.working_days import known_holidays

WHY = {
    Purpose.BEFORE_SCREENING: "The partnership has received a referral. Before it considers whether there is to be a "
    "review, it asks the agencies that may have known the child or the family what they know.",
    Purpose.RAPID_REVIEW: "A serious incident was notified to the National Panel, and the partnership carries out a "
    "rapid review. It asks the agencies that may have known the child or the family what they know.",
}
NIL = (
    "If your agency knows nothing of these people, say so: that is an answer, and it takes one step. Say which records "
    "you checked."
)
TWO_PEOPLE = "Somebody other than the person who writes the return approves it at your agency."


@dataclass(frozen=True)
class Letter:
    """A letter as it is printed or opened in Word."""

    title: str
    opening: tuple[str, ...]
    blocks: tuple[Block, ...]
    closing: tuple[str, ...]


def letter_to(
    tenant: Tenant, request: InformationRequest, one: AgencyReturn, signed_by: str, today: date, *,
    is_formal: bool = False,
) -> Letter:  # fmt: skip
    """Return the letter of a request; the formal one follows where the day it was due is over."""
    title = "Information that you were asked for has not come" if is_formal else "Request for information"
    opening = (
        tenant.name, f"To {asked_of(tenant, one)}", date_words(today if is_formal else request.asked_on),
        f"Our reference: {one.receipt}", "CONFIDENTIAL",
    )  # fmt: skip
    blocks = [
        *([Block("What has not come", (overdue(request),))] if is_formal else []),
        Block("Why we ask", (WHY[request.purpose],)),
        Block(
            "The power that we rely on",
            (POWER_SAYS[request.power], f"Source: {POWER_SOURCE[request.power]}."),
        ),
        Block("Whom this is about", paragraphs(request.about)),
        Block("The time that we ask about", (period_words(request),)),
        Block("What we ask", paragraphs(request.questions)),
        Block("By when", (f"By the end of {in_words(request.due_on)}.", *counted(tenant, request))),
        Block("How to answer", (*how(tenant, one), NIL, TWO_PEOPLE)),
        Block("Whom to ask", paragraphs(request.contact)),
    ]
    return Letter(
        title, opening, tuple(blocks), (signed_by, sentence_case(tenant.words.coordinator), tenant.name)
    )


BY_LINK = (
    "we send one person a link that works once, and tell them its code by telephone. The link begins with the address "
    "below, and no other leads to us. Do not answer by email."
)


def how(tenant: Tenant, one: AgencyReturn) -> tuple[str, ...]:
    """Say where an agency answers: on the portal, or by the one-off link; each with its address."""
    by_link = at(tenant, f"/{tenant.slug}/secure-return")
    if one.place:
        return (f"To answer, {BY_LINK}", by_link)
    return (
        "Answer on the partnership’s portal. Your safeguarding lead finds this request there, by our reference, at:",
        at(tenant, f"/{tenant.slug}/information"),
        f"Where nobody at your agency has an account, {BY_LINK}",
        by_link,
    )


def at(tenant: Tenant, path: str) -> str:
    """Return the whole address of a page, on the partnership's own host where it has one."""
    settings: Settings = current_app.extensions["settings"]
    base = f"https://{tenant.hostname}" if tenant.hostname else settings.base_url.rstrip("/")
    return base + path


def overdue(request: InformationRequest) -> str:
    """Say what was asked, when, and that it has not come."""
    return (
        f"On {date_words(request.asked_on)} we asked your agency for information. It was due on "
        f"{in_words(request.due_on)}, and we have not received it. Please send it now. If it does not come, the "
        "work goes on without it and its report says so."
    )


def period_words(request: InformationRequest) -> str:
    """The time that is asked about, in words."""
    return f"From {date_words(request.period_from)} to {date_words(request.period_until)}."


def counted(tenant: Tenant, request: InformationRequest) -> tuple[str, ...]:
    """How the day by which an answer is due was counted; nothing where a person chose another day."""
    rule = tenant.clocks[clock_of(request.purpose)]
    try:
        reckoning = rule.reckon(request.counted_from, known_holidays())
    except BeyondHorizon:
        return ()
    if reckoning.due_on != request.due_on:
        return ()
    return (f"Counted from {rule.starts}: {rule.amount} {rule.unit.label}.",)


def paragraphs(words: str | None) -> tuple[str, ...]:
    """Return what was typed, a paragraph a line."""
    return tuple(line.strip() for line in (words or "").splitlines() if line.strip())


def as_pdf(tenant: Tenant, letter: Letter) -> bytes:
    """Return a letter as a tagged PDF."""
    html = render_template("information/paper/letter.html", letter=letter, tenant=tenant)
    css = render_template("information/paper/letter.css", colour=tenant.brand.colour)
    return tagged_pdf(html, css).content


def as_word(tenant: Tenant, letter: Letter) -> bytes:
    """Return a letter as a Word file."""
    return word_file(letter.title, tenant.name, letter.opening, letter.blocks, letter.closing)
