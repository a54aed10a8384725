"""How does the portal's operator let the first people in, and see who there is?"""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from portal.accounts import closing, leads, people, queries
from portal.accounts.operations import send_link_for_lost_factor
from portal.config import Settings
from portal.domain.errors import DomainError
from portal.domain.vocabulary import Role
from portal.extensions import db
from portal.models.session import entering
from portal.tenancy.model import Tenants

group = AppGroup("users", help="Let people in, list them, and see them out.")


@group.command()
@click.option("--email", required=True, help="Work e-mail address, which they sign in with.")
@click.option("--name", required=True, help="Full name.")
@click.option("--tenant", help="Slug of the partnership they work in.")
@click.option("--role", "roles", multiple=True, help="A role there; may be given several times.")
@click.option("--agency", default="", help="Code of their agency in the partnership's directory.")
@click.option("--region", help="Slug of the region whose releases they read, instead of a partnership.")
def create(
    email: str, name: str, tenant: str | None, roles: tuple[str, ...], agency: str, region: str | None
) -> None:
    """Invite somebody to a partnership or region, and print the link, which works once, for 3 days."""
    settings: Settings = current_app.extensions["settings"]
    tenants: Tenants = current_app.extensions["tenants"]
    try:
        if region and not tenant:
            path = invite_to_region(tenants, region, name, email)
        else:
            path = invite_to_tenant(
                tenants, tenant or "", people.Invited(name, email, roles_named(roles), agency)
            )
    except DomainError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"{settings.base_url.rstrip('/')}{path}")


def invite_to_tenant(tenants: Tenants, slug: str, invited: people.Invited) -> str:
    """Invite to a partnership; return the path of the link."""
    tenant = tenants.get(slug)
    if tenant is None:
        raise click.ClickException(f"--tenant: give one of {', '.join(tenants.by_slug)}")
    if invited.agency not in ("", *(each.code for each in tenant.agencies)):
        raise click.ClickException(
            f"--agency: give one of {', '.join(each.code for each in tenant.agencies)}"
        )
    with entering(db.session, slug) as session:
        return f"/{slug}/invitations/{people.invite(session, slug, invited)}"


def invite_to_region(tenants: Tenants, slug: str, name: str, email: str) -> str:
    """Invite to a region; return the path of the link."""
    require_region(tenants, slug)
    return f"/invitations/{leads.invite_lead(slug, name, email)}"


def require_region(tenants: Tenants, slug: str) -> None:
    """Refuse a region that there is not."""
    if slug not in tenants.regions:
        raise click.ClickException(f"--region: give one of {', '.join(tenants.regions)}")


def roles_named(codes: tuple[str, ...]) -> tuple[Role, ...]:
    """Return the roles of these codes; a fault lists those there are."""
    known = {role.value: role for role in people.PARTNERSHIP_ROLES}
    if not codes or set(codes) - set(known):
        raise click.ClickException(f"--role: give one or more of {', '.join(known)}")
    return tuple(known[code] for code in codes)


@group.command("replace-second-factor")
@click.option("--email", required=True, help="The address they sign in with.")
def replace_second_factor(email: str) -> None:
    """Send somebody who lost their app a link for another, and print it; make sure first that it is they who ask."""
    settings: Settings = current_app.extensions["settings"]
    try:
        token = send_link_for_lost_factor(email)
    except DomainError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"{settings.base_url.rstrip('/')}/new-second-factor/{token}")


@group.command("end-lead")
@click.option("--email", required=True, help="The address they sign in with.")
@click.option("--region", required=True, help="Slug of the region.")
def end_lead(email: str, region: str) -> None:
    """End a regional lead's place in a region: their sessions and links there end at once."""
    require_region(current_app.extensions["tenants"], region)
    try:
        ended = leads.end_lead(region, email)
    except DomainError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"They read {region} no longer. Sessions ended: {ended}.")


@group.command("close-account")
@click.option("--email", required=True, help="The address they sign in with.")
def close_account(email: str) -> None:
    """Close a whole account, in every partnership and region: its sessions and links end at once."""
    try:
        closed = closing.close_account(current_app.extensions["tenants"], email)
    except DomainError as error:
        raise click.ClickException(error.message) from None
    click.echo("The account is closed. Nobody can sign in with it.")
    for slug in closed:
        click.echo(f"{slug}: closed; an administrator there can hand over their work")


@group.command("reopen-account")
@click.option("--email", required=True, help="The address they sign in with.")
def reopen_account(email: str) -> None:
    """Open a closed account again; each partnership lets the person in again by itself."""
    try:
        closing.reopen_account(email)
    except DomainError as error:
        raise click.ClickException(error.message) from None
    click.echo("The account is open. Each partnership and region decides whether it lets them in again.")


@group.command("list")
@click.option("--tenant", help="Only this partnership.")
@click.option("--region", help="Only this region.")
def list_people(tenant: str | None, region: str | None) -> None:
    """List the people of each partnership and region: address, name, roles and standing."""
    tenants: Tenants = current_app.extensions["tenants"]
    if region:
        require_region(tenants, region)
    for each in [region] if region else [] if tenant else tenants.regions:
        for lead in leads.leads(each):
            click.echo(
                f"region {each}\t{lead.email}\t{lead.name}\t{Role.REGIONAL_LEAD.value}\t{lead.standing}"
            )
    for slug in [tenant] if tenant else [] if region else tenants.by_slug:
        if slug not in tenants.by_slug:
            raise click.ClickException(f"--tenant: give one of {', '.join(tenants.by_slug)}")
        with entering(db.session, slug, writes=False) as session:
            for person in queries.people(session):
                roles = ", ".join(role.value for role in person.roles)
                click.echo(f"{slug}\t{person.email}\t{person.name}\t{roles}\t{person.standing}")
