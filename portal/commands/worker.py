"""How is what waits done in the background: e-mails and scans within seconds, sweeping and taking down by the hour?"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from huey import MemoryHuey, crontab
from huey.registry import Message

from portal.accounts import newcomer_chasing
from portal.casework import reminding
from portal.commands import printing, retention
from portal.information import ladder
from portal.meetings import reminding as actions
from portal.models.moment import this_moment
from portal.models.sign_in import apart
from portal.referrals import chasing, handing_over
from portal.reviews import action_reminding, plan_reminding
from portal.screening import reminding as voices
from portal.web import filing, held_forms, post, recounting, session_rows
from portal.web.wording import LONDON
from portal.web.working_days import today

SECONDS_BETWEEN_LOOKS = 2
SECONDS_BETWEEN_SCANS = 10
SECONDS_BETWEEN_PRINTINGS = 900
SECONDS_BETWEEN_REMINDERS = 600
# As it starts, since that is when it may have a new table of bank holidays, and through the day.
SECONDS_BETWEEN_RECOUNTS = 3600
# No agency is reminded at night, however late a worker starts; other reminders wait for the end of quiet hours.
FIRST_HOUR, LAST_HOUR = 8, 18
group = AppGroup("worker", help="Send what waits in the outbox, have files scanned, and sweep what is over.")


class JsonSerializer:
    """Writes the ticker's messages as JSON: a pickle would run whatever somebody put into it."""

    def serialize(self, message: Any) -> bytes:
        """Return a message as JSON; TypeError where it holds more than plain values."""
        said = message._asdict() if isinstance(message, Message) else message
        return json.dumps({"is_message": isinstance(message, Message), "said": said}, default=in_iso).encode()

    def deserialize(self, raw: bytes) -> Any:
        """Return the message."""
        read = json.loads(raw)
        said = read["said"]
        if not read["is_message"]:
            return said
        for name in ("eta", "expires_resolved"):
            said[name] = datetime.fromisoformat(said[name]) if said[name] else None
        return Message(**said)


def in_iso(value: Any) -> str:
    """Return an instant in ISO form; TypeError for anything else that JSON cannot say."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not for the ticker")


def new_ticker(app: Flask) -> MemoryHuey:
    """Return the ticker. It remembers nothing: what is to be done stands in the database."""
    ticker = MemoryHuey("portal", results=False, serializer=JsonSerializer())

    send = repeating(ticker, app, "send", SECONDS_BETWEEN_LOOKS, post.empty_outbox)
    scan = repeating(ticker, app, "scan", SECONDS_BETWEEN_SCANS, scan_what_waits)
    remind = repeating(ticker, app, "remind", SECONDS_BETWEEN_REMINDERS, remind_everybody)
    recount = repeating(ticker, app, "recount", SECONDS_BETWEEN_RECOUNTS, recount_clocks)
    print_files = repeating(ticker, app, "print", SECONDS_BETWEEN_PRINTINGS, printing.print_all)

    @ticker.periodic_task(crontab(), name="hand over")  # type: ignore[untyped-decorator]
    def hand_over() -> None:
        with app.app_context():
            finish_offers()

    @ticker.periodic_task(crontab(minute="7"), name="sweep")  # type: ignore[untyped-decorator]
    def sweep() -> None:
        with app.app_context():
            sweep_what_is_over()

    @ticker.periodic_task(crontab(minute="12"), name="take down")  # type: ignore[untyped-decorator]
    def take_down() -> None:
        with app.app_context():
            for tenant in app.extensions["tenants"].by_slug:
                retention.run(tenant, today())

    send()
    scan()
    recount()
    remind()
    print_files.schedule(delay=SECONDS_BETWEEN_LOOKS)
    return ticker


def repeating(ticker: MemoryHuey, app: Flask, name: str, seconds: int, work: Callable[[], object]) -> Any:
    """Return a task that does a piece of work and asks to be done again, whatever became of it."""

    @ticker.task(name=name)  # type: ignore[untyped-decorator]
    def again() -> None:
        try:
            with app.app_context():
                work()
        finally:
            again.schedule(delay=seconds)

    return again


def scan_what_waits() -> int:
    """Ask the scanner about files that have had no answer, of every partnership in turn; return how many got one."""
    return sum(filing.scan_waiting(tenant) for tenant in current_app.extensions["tenants"].by_slug)


def finish_offers() -> int:
    """Tell areas what they have not been told about offered referrals, of every partnership in turn."""
    return sum(handing_over.finish(tenant) for tenant in current_app.extensions["tenants"].by_slug)


def recount_clocks() -> int:
    """Tell which open cases have a clock that is due on another day than was told; return how many days moved."""
    return sum(
        recounting.recount_open(tenant) for tenant in current_app.extensions["tenants"].by_slug.values()
    )


def remind_agencies() -> int:
    """Take every step whose day has come while an agency has not answered; return how many."""
    if not FIRST_HOUR <= this_moment().astimezone(LONDON).hour < LAST_HOUR:
        return 0
    return sum(ladder.climb(tenant, today()) for tenant in current_app.extensions["tenants"].by_slug.values())


def remind_everybody() -> None:
    """Remind agencies that have not answered, and whoever a timed step waits for."""
    remind_agencies()
    remind_of_clocks()
    remind_of_actions()


def remind_of_clocks() -> int:
    """Give every reminder of a timed step, or of what waits before a referral counts, whose day has come.

    What can wait leaves when the quiet hours end.
    """
    return sum(
        remind_all(tenant, today())
        for tenant in current_app.extensions["tenants"].by_slug.values()
        for remind_all in (
            reminding.remind_all,
            plan_reminding.remind_all,
            action_reminding.remind_all,
            chasing.remind_all,
            newcomer_chasing.remind_all,
            voices.remind_all,
        )
    )


def remind_of_actions() -> int:
    """Give every reminder of an agreed action of a screening body whose day has come."""
    tenants = current_app.extensions["tenants"].by_slug.values()
    return sum(actions.remind_of_actions(tenant, today()) for tenant in tenants)


def sweep_what_is_over() -> None:
    """Delete sessions and held forms that nobody can use any more."""
    with apart() as connection:
        session_rows.sweep(connection)
    held_forms.sweep()


@group.command()
def once() -> None:
    """Send what is due now, have waiting files looked at, sweep, and end."""
    click.echo(f"{post.empty_outbox()} sent.")
    click.echo(f"{scan_what_waits()} files looked at.")
    click.echo(f"{finish_offers()} offers between areas gone on with.")
    click.echo(f"{recount_clocks()} due days worked out anew.")
    click.echo(f"{remind_agencies()} reminders of agencies written.")
    click.echo(f"{remind_of_clocks()} reminders of timed steps written.")
    sweep_what_is_over()


@group.command()
def run() -> None:
    """Go on sending, scanning and sweeping until stopped; SIGTERM lets a letter that is being sent be finished."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    ticker = new_ticker(app)
    click.echo("The worker looks every two seconds for e-mails to send.")
    ticker.create_consumer(workers=1, periodic=True, graceful_signal="TERM", max_delay=1.0).run()
