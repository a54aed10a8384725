"""How does a newcomer get fictional people and work to walk through, and find the way in?"""

from __future__ import annotations

from time import monotonic

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from portal.accounts.demonstration import make_person
from portal.commands.fictional_briefings import use_all
from portal.commands.fictional_casework import Teller
from portal.commands.fictional_following import follow_all
from portal.commands.fictional_meetings import meet_all, seat_all
from portal.commands.fictional_people import PASSWORD, everybody, gather, lead_of
from portal.commands.fictional_quality import score_all
from portal.commands.fictional_referring import tell_of_offers
from portal.commands.fictional_releases import release_all
from portal.commands.fictional_response import respond_all
from portal.config import Settings
from portal.extensions import db
from portal.models.case import Case
from portal.models.haste import sparing_the_collector, sparing_the_disk
from portal.models.keystore import keystore
from portal.models.output import Output, Publication
from portal.models.referral import Referral
from portal.models.review import Review
from portal.models.session import entering
from portal.tenancy.model import Tenants
from portal.web.working_days import today

group = AppGroup("demo", help="Load and show the fictional demonstration data.")


@group.command()
@click.option("--show", "is_shown", is_flag=True, help="Print the sign-ins as soon as the people are there.")
def load(is_shown: bool) -> None:
    """Add the fictional people and work that are not there yet, and say what is there. Refused in production."""
    settings, tenants = demonstration()
    began, told = monotonic(), 0
    with sparing_the_collector(), sparing_the_disk([db.engine, keystore().engine]):
        # People first: a newcomer can sign in while the work is still being told.
        casts = [gather(settings, tenant) for tenant in tenants.by_slug.values()]
        for region in tenants.regions.values():
            make_person(settings, lead_of(region))
        if is_shown:
            print_sign_ins(settings, tenants)
        seat_all(casts, today())
        for number, cast in enumerate(casts):
            told += Teller(cast, number, today()).tell_all()
        tell_of_offers(casts)
        met = meet_all(casts, today())
        followed = follow_all(casts, today())
        responded = respond_all(casts, today())
        used = use_all(casts, today())
        scored = score_all(casts)
        released = release_all(casts, today())
    click.echo(f"{len(everybody(tenants))} fictional people; {told} fictional stories added.")
    click.echo(f"{met} fictional meetings of screening bodies added.")
    click.echo(f"{followed} fictional steps of recommendations that are followed up added.")
    click.echo(f"{responded} fictional accounts of what was done in response added.")
    click.echo(f"{used} fictional uses of briefings added.")
    click.echo(f"{scored} fictional scores by quality markers added.")
    click.echo(f"{released} regional releases of fictional casework added.")
    for slug in tenants.by_slug if told else ():
        click.echo(f"  {slug}: {', '.join(f'{number} {what}' for what, number in amounts(slug).items())}")
    click.echo(f"Loaded in {monotonic() - began:.1f} seconds.")


def amounts(slug: str) -> dict[str, int]:
    """Return how much of what a partnership has."""
    counted = {
        "referrals": Referral,
        "cases": Case,
        "reviews": Review,
        "outputs": Output,
        "publications": Publication,
    }
    with entering(db.session, slug, writes=False) as session:
        return {
            what: session.scalar(select(func.count()).select_from(model)) or 0
            for what, model in counted.items()
        }


@group.command()
def show() -> None:
    """Print the addresses and the fictional people's sign-ins. Refused in production."""
    print_sign_ins(*demonstration())


def print_sign_ins(settings: Settings, tenants: Tenants) -> None:
    """Print where the portal answers, and how each fictional person signs in."""
    base = settings.base_url.rstrip("/")
    click.echo(f"The portal: {base}/")
    for tenant in tenants.by_slug.values():
        click.echo(f"  {tenant.name}: {base}/{tenant.slug}/ (staff: {base}/{tenant.slug}/sign-in)")
    click.echo(f"E-mails that were not sent: {base}/demo/mail")
    click.echo(f"\nEvery fictional person's password: {PASSWORD}")
    click.echo("The sign-in page shows the current one-time code; an authenticator app can use the secret.\n")
    for person in everybody(tenants):
        what = person.roles[0].label if person.roles else "Regional lead"
        click.echo(f"  {person.email:<68} {person.secret}  {what}")


def demonstration() -> tuple[Settings, Tenants]:
    """Return the settings and partnerships of a demonstration; a fault anywhere else."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.is_demonstration:
        raise click.ClickException(
            "Fictional people and cases belong to the demonstration only (PORTAL_ENV)."
        )
    tenants: Tenants = current_app.extensions["tenants"]
    return settings, tenants
