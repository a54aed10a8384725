"""Does the person hold their second factor now? Codes of an authenticator app, each good once, and ten spare ones."""

from __future__ import annotations

import hmac
import io
import re
import secrets
from datetime import UTC, datetime
from uuid import UUID

import pyotp
import segno
from markupsafe import Markup
from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from portal.models.account import Account, RecoveryCode, keyed_hash, now

STEP_SECONDS = 30
# RFC 6238, 5.2: one step for clocks that differ, and no more.
STEPS_APART = (0, -1, 1)
SPARE_CODES = 10
# 16 letters of 32: 80 bits. No letters that look alike.
LETTERS = "abcdefghjkmnpqrstuvwxyz123456789"
GROUP = 4
SPARE_LENGTH = 16


def new_secret() -> str:
    """Return a new secret of 160 bits for an authenticator app."""
    return pyotp.random_base32(32)


def counter_now() -> int:
    """Return the number of the code that an app shows at this moment."""
    return int(datetime.now(UTC).timestamp()) // STEP_SECONDS


def code_at(secret: str, counter: int) -> str:
    """Return the code of a counter."""
    return pyotp.HOTP(secret).at(counter)


def counter_of(secret: str, code: str) -> int | None:
    """Return the counter whose code was given, of this moment or one step either side."""
    digits = re.sub(r"\s", "", code)
    current = counter_now()
    for apart in STEPS_APART:
        if hmac.compare_digest(code_at(secret, current + apart).encode(), digits.encode()):
            return current + apart
    return None


def accept_code(session: Session, account: Account, code: str) -> bool:
    """Whether the code is right and has not been used: two requests with one code cannot both win."""
    secret = account.totp_secret
    counter = counter_of(secret, code) if secret else None
    if counter is None:
        return False
    unused = or_(Account.totp_last_counter.is_(None), Account.totp_last_counter < counter)
    taken = update(Account).where(Account.id == account.id, unused).values(totp_last_counter=counter)
    return _changed_one(session, taken)


def accept_spare_code(session: Session, account: Account, code: str) -> bool:
    """Whether this is one of the person's recovery codes, which is used up by asking."""
    given = keyed_hash("recovery-code", re.sub(r"[^a-z0-9]", "", code.lower()))
    used = (
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.code_hash == given,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
    )
    return _changed_one(session, used)


def new_spare_codes(session: Session, account_id: UUID) -> list[str]:
    """Replace the person's recovery codes; what is returned can be shown once, only hashes are kept."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = ["".join(secrets.choice(LETTERS) for _ in range(SPARE_LENGTH)) for _ in range(SPARE_CODES)]
    for code in codes:
        session.add(RecoveryCode(account_id=account_id, code_hash=keyed_hash("recovery-code", code)))
    return [grouped(code, "-") for code in codes]


def grouped(letters: str, between: str = " ") -> str:
    """Return a secret in groups of four, which people can copy by hand."""
    return between.join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def app_address(secret: str, email: str, issuer: str) -> str:
    """Return the otpauth address that an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def picture(address: str) -> Markup:
    """Return the address as a QR code: inline SVG without any style attribute."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", scale=5, border=4, xmldecl=False, svgns=False, title="QR code for your authenticator app",
        omitsize=False, light="#fff",
    )  # fmt: skip
    return Markup(drawn.getvalue().decode())  # noqa: S704  segno draws squares, no words of anybody


def _changed_one(session: Session, statement: object) -> bool:
    result = session.execute(statement, execution_options={"synchronize_session": False})  # type: ignore[call-overload]
    return bool(result.rowcount == 1)
