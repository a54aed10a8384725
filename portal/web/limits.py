"""May this person, device or address try again now? Counted in the database, for all processes together.

Each try is counted before it is made, so that many at once cannot slip past; a success takes its own away. A
refused try does not count, so nobody can keep somebody else waiting for ever by asking again and again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask import request
from sqlalchemy import delete, func, insert, select

from portal.domain.emergency import MOST_ASKED
from portal.models.account import keyed_hash, now, token_hash
from portal.models.sign_in import KnownDevice, SignInAttempt, apart

WINDOW = timedelta(minutes=15)
REMEMBERED_FOR = timedelta(hours=24)
LONGEST_WAIT = timedelta(hours=4)
MOST_TRIES = 5
# A whole agency may share one address, and a whole partnership one morning.
MOST_BY_ADDRESS = 100
MOST_BY_TENANT = 1000
MOST_CALENDAR_READS = 30

tries = SignInAttempt.__table__


@dataclass(frozen=True)
class Bucket:
    """What tries are counted by; `most` in the window, or None for the growing wait of one secret."""

    name: str
    most: int | None = None


@dataclass(frozen=True)
class Try:
    """A try that was allowed, to be reported as a success where it was one."""

    ids: tuple[UUID, ...]
    secret: str


def wait_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row: five tries in fifteen minutes, then ever fewer."""
    if failures < MOST_TRIES - 2:
        return timedelta()
    if failures < MOST_TRIES:
        return timedelta(seconds=10 if failures == MOST_TRIES - 2 else 60)
    doublings = min(failures - MOST_TRIES, 10)
    return min(WINDOW * (1 << doublings), LONGEST_WAIT)


def for_password(email_index: str, address: str, tenant: str | None, device: str | None) -> list[Bucket]:
    """Return what a password is counted by: a device the person knows has a count of its own."""
    if device is not None:
        return [Bucket(f"device:{keyed_hash('device-of-account', device + email_index)}")]
    buckets = [Bucket(f"password:{email_index}"), Bucket(f"address:{address}", MOST_BY_ADDRESS)]
    return [*buckets, Bucket(f"tenant:{tenant}", MOST_BY_TENANT)] if tenant else buckets


def for_code(account_id: UUID) -> list[Bucket]:
    """Return what a one-time or recovery code is counted by; only who knew the password comes here."""
    return [Bucket(f"code:{account_id}")]


def for_present_password(account_id: UUID) -> list[Bucket]:
    """Return what the present password is counted by where somebody signed in gives it again."""
    return [Bucket(f"present:{account_id}")]


def for_reset(email_index: str, address: str) -> list[Bucket]:
    """Return what asking for a new password is counted by."""
    return [Bucket(f"reset:{email_index}"), Bucket(f"reset-address:{address}", MOST_BY_ADDRESS)]


def for_access(email_index: str, address: str, tenant: str) -> list[Bucket]:
    """Return what asking to get in is counted by."""
    by_address = Bucket(f"access-address:{address}", MOST_BY_ADDRESS)
    return [Bucket(f"access:{email_index}"), by_address, Bucket(f"access-tenant:{tenant}", MOST_BY_TENANT)]


def for_calendar(token: str, address: str) -> list[Bucket]:
    """Return what reading a calendar is counted by: programs look often, and nobody may guess addresses."""
    guesses = Bucket(f"calendar-address:{address}", MOST_BY_ADDRESS)
    return [guesses, Bucket(f"calendar:{token_hash(token)}", MOST_CALENDAR_READS)]


def for_one_off_link(address: str) -> list[Bucket]:
    """Return what opening a one-off link, and asking for another, is counted by: nobody may guess at them all day."""
    return [Bucket(f"link-address:{address}", MOST_BY_ADDRESS)]


def for_emergency(account_id: UUID) -> list[Bucket]:
    """Return what asking for a case in an emergency is counted by, whatever it finds: a success takes none away."""
    return [Bucket(f"emergency:{account_id}", MOST_ASKED)]


def address_digest() -> str:
    """Return the keyed hash of the client's address."""
    return keyed_hash("client-address", request.remote_addr or "")


def reserve(buckets: Sequence[Bucket]) -> Try | None:
    """Count a try and say whether it may be made; None where it has to wait."""
    moment = now()
    made = [{"id": uuid4(), "bucket": bucket.name, "at": moment} for bucket in buckets]
    ids = tuple(row["id"] for row in made)
    # Committed before anybody counts: of many at once, each sees all that came before it.
    with apart() as connection:
        connection.execute(delete(tries).where(tries.c.at < moment - REMEMBERED_FOR))
        connection.execute(insert(tries), made)
    with apart() as connection:
        for bucket in buckets:
            others = (tries.c.bucket == bucket.name) & tries.c.id.not_in(ids)
            since = moment - (WINDOW if bucket.most else REMEMBERED_FOR)
            wanted = select(func.count(), func.max(tries.c.at)).where(others, tries.c.at > since)
            count, last = connection.execute(wanted).one()
            if not is_allowed(bucket, count, last, moment):
                connection.execute(delete(tries).where(tries.c.id.in_(ids)))
                return None
    return Try(ids, buckets[0].name)  # type: ignore[arg-type]


def is_allowed(bucket: Bucket, count: int, last: datetime | None, moment: datetime) -> bool:
    """Whether so many tries before, the last at that moment, leave room for one more."""
    if bucket.most is not None:
        return count < bucket.most
    return last is None or moment - last >= wait_after(count)


def succeeded(attempt: Try) -> None:
    """Take a successful try away, and the failures of the same secret before it."""
    with apart() as connection:
        connection.execute(
            delete(tries).where(tries.c.id.in_(attempt.ids) | (tries.c.bucket == attempt.secret))
        )


def no_guess(attempt: Try) -> None:
    """Take back the count of the address, since what was asked for is there; any other count stays."""
    with apart() as connection:
        connection.execute(delete(tries).where(tries.c.id == attempt.ids[0]))


def is_known(device: str | None, account_id: UUID | None) -> bool:
    """Whether the person has signed in with this device before."""
    if device is None or account_id is None:
        return False
    devices = KnownDevice.__table__
    wanted = select(devices.c.account_id).where(
        devices.c.token_hash == token_hash(device), devices.c.account_id == account_id
    )
    with apart() as connection:
        return connection.execute(wanted).first() is not None


def get_to_know(device: str, account_id: UUID) -> None:
    """Remember that the person signed in with this device."""
    if is_known(device, account_id):
        return
    with apart() as connection:
        row = {"token_hash": token_hash(device), "account_id": account_id, "seen_at": now()}
        connection.execute(insert(KnownDevice.__table__).values(**row))
