"""Who signs in during a test? People with both factors, and browsers that are signed in already."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import pyotp
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HERE = "tenant:manchester"
PASSWORD = "lantern-orchard-Tuesday-48"


@dataclass(frozen=True)
class SomeBody:
    """A person with what opens their account."""

    account_id: UUID
    email: str
    secret: str
    membership_id: UUID | None = None
    password: str = PASSWORD

    def code(self, steps: int = 0) -> str:
        """Return the code that their app shows, so many half minutes from now."""
        return pyotp.TOTP(self.secret).at(datetime.now(UTC) + steps * timedelta(seconds=30))


@lru_cache(1)
def quick_hash() -> str:
    """Return a hash of PASSWORD that costs nothing to check; a hash says itself how hard it is."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def somebody(
    portal: Flask,
    place: str = "tenant:manchester",
    roles: Iterable[str] = ("coordinator",),
    *,
    agency: str = "",
    email: str = "",
    name: str = "Alex Example",
    is_demonstration: bool = False,
) -> SomeBody:
    """Add a person who may sign in at "tenant:<slug>" or "region:<slug>"."""
    from portal.accounts.operations import at_place
    from portal.models.account import Account, Membership, RegionMembership, email_index, now

    email = email or f"{secrets.token_hex(6)}@agency.example"
    kind, _, slug = place.partition(":")
    with portal.app_context(), at_place(place) as session:
        account = Account(
            email_index=email_index(email),
            email=email,
            name=name,
            password_hash=quick_hash(),
            totp_secret=pyotp.random_base32(),
            confirmed_at=now(),
            is_demonstration=is_demonstration,
        )
        session.add(account)
        session.flush()
        membership: Any = None
        if kind == "tenant":
            membership = Membership(
                tenant=slug, account_id=account.id, roles=tuple(roles), agency=agency, accepted_at=now()
            )
            session.add(membership)
        elif kind == "region":
            session.add(RegionMembership(account_id=account.id, region=slug, accepted_at=now()))
        made = SomeBody(account.id, email, account.totp_secret or "", membership.id if membership else None)
        session.commit()
        return made


def also_at(portal: Flask, person: SomeBody, tenant: str, roles: Iterable[str]) -> None:
    """Give a person a second partnership."""
    from portal.accounts.operations import at_place
    from portal.models.account import Membership, now

    with portal.app_context(), at_place(f"tenant:{tenant}") as session:
        session.add(
            Membership(tenant=tenant, account_id=person.account_id, roles=tuple(roles), accepted_at=now())
        )
        session.commit()


def signed_in(
    portal: Flask, person: SomeBody, place: str | None = "tenant:manchester", *, is_fresh: bool = True
) -> Any:
    """Return a browser that is signed in, without going through the pages."""
    client = portal.test_client()
    client.set_cookie(
        portal.config["SESSION_COOKIE_NAME"], session_cookie(portal, person, place, is_fresh=is_fresh)
    )
    return client


def session_cookie(portal: Flask, person: SomeBody, place: str | None, *, is_fresh: bool = True) -> str:
    """Write the row of a signed-in browser; return its cookie."""
    from portal.models.account import token_hash
    from portal.models.sign_in import SignInSession, for_accounts

    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    data: dict[str, Any] = {"_user_id": str(person.account_id), "_fresh": True}
    with portal.app_context(), for_accounts() as session:
        session.add(
            SignInSession(
                id_hash=token_hash(token),
                account_id=person.account_id,
                place=place,
                data=data | ({"place": place} if place else {}),
                ends_at=now + timedelta(hours=8),
                second_factor_at=now,
                step_up_at=now if is_fresh else now - timedelta(hours=1),
                browser="Firefox on Linux",
            )
        )
        session.commit()
    return token


def send(client: FlaskClient, path: str, at: str | None = None, **fields: Any) -> TestResponse:
    """Send a form as a browser would: open the page at `path`, then post its token and these fields (to `at`)."""
    page = client.get(path)
    return client.post(at or path, data={"csrf_token": token_on(page, path), **seen_on(page), **fields})


def form_token(client: FlaskClient, path: str) -> str:
    """Return the form token on a page."""
    return token_on(client.get(path), path)


def seen_on(page: TestResponse) -> dict[str, str]:
    """Return what a page remembers of the answers it was opened with, as a browser sends it back."""
    found = re.search(r'name="seen" value="([^"]*)"', page.text)
    return {"seen": found.group(1)} if found else {}


def token_on(page: TestResponse, path: str) -> str:
    """Return the form token of a page."""
    assert page.status_code == 200, f"{path} answered {page.status}"
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found, f"{path} has no form"
    return found.group(1)


def sign_in(
    client: FlaskClient, person: SomeBody, path: str = "/manchester/sign-in", steps: int = 0
) -> TestResponse:
    """Sign in through the pages; return the last answer."""
    first = send(client, path, email=person.email, password=person.password)
    assert first.status_code == 303, first.text
    return send(client, first.location, one_time_code=person.code(steps))


def record_of(portal: Flask, tenant: str) -> tuple[list[str], str]:
    """Return what is on a partnership's record: the actions, and all of it as text."""
    from sqlalchemy import select

    from portal.extensions import db
    from portal.models.audit import AuditEntry
    from portal.models.session import entering

    with portal.app_context(), entering(db.session, tenant, writes=False) as session:
        rows = session.scalars(select(AuditEntry)).all()
        return [row.action for row in rows], str([(row.action, row.subject_id, row.detail) for row in rows])
