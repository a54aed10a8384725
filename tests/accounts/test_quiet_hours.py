"""Does what can wait wait until the quiet hours end, and does a killed worker forget nothing?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import time_machine
from flask import Flask

from portal.domain.permissions import Permission
from portal.extensions import db
from portal.models.attention import call_for_attention
from portal.models.outbox import PASSWORD_RESET, write_letter
from portal.models.session import entering
from tests.accounts.test_mail import PostOffice, office, outbox, post
from tests.databases import Environment
from tests.people import SomeBody, somebody

__all__ = ["office"]

ROOT = Path(__file__).resolve().parents[2]


def write_some(portal: Flask, person: SomeBody) -> None:
    """Call a person for work that can wait and for a death, and answer their wish for a new password."""
    with portal.app_context(), entering(db.session, "manchester") as session:
        call_for_attention(session, "manchester", Permission.DECISION_PREPARE, about=())
        call_for_attention(session, "manchester", Permission.DECISION_PREPARE, about=(), is_urgent=True)
        write_letter(session, "manchester", person.account_id, PASSWORD_RESET, "/new-password/x")
        session.commit()


def test_at_night_and_at_weekends_only_what_is_urgent_leaves(portal: Flask, office: PostOffice) -> None:
    person = somebody(portal, roles=["chair"])
    # Friday, twenty past seven in the evening; Saturday noon; Monday, one minute past seven.
    with time_machine.travel("2026-11-27T19:20:00Z", tick=False) as clock:
        write_some(portal, person)
        assert post(portal) == 2
        clock.move_to("2026-11-28T12:00:00Z")
        assert post(portal) == 0
        clock.move_to("2026-11-30T07:01:00Z")
        assert (post(portal), post(portal)) == (1, 0)
    assert len(office.letters) == 3 and len({letter["Message-ID"] for letter in office.letters}) == 3


def test_a_partnership_without_quiet_hours_sends_at_any_time(portal: Flask, office: PostOffice) -> None:
    from datetime import time

    from portal.domain.reminding import QuietHours

    tenants = portal.extensions["tenants"]
    wakeful = replace(
        tenants.by_slug["manchester"], quiet_hours=QuietHours(time(0), time(0), on_days_off=False)
    )
    portal.extensions["tenants"] = replace(tenants, by_slug={**tenants.by_slug, "manchester": wakeful})
    with time_machine.travel("2026-11-28T23:00:00Z", tick=False):
        write_some(portal, somebody(portal, roles=["chair"]))
        assert post(portal) == 3


def test_a_worker_killed_while_a_letter_leaves_forgets_nothing(
    portal: Flask, environment: Environment
) -> None:
    person = somebody(portal)
    with portal.app_context(), entering(db.session, "manchester") as session:
        for _ in range(2):
            write_letter(session, "manchester", person.account_id, PASSWORD_RESET, "/new-password/x")
        session.commit()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(90)
        worker = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "once"],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"], **environment,
                "PORTAL_SMTP_URL": f"smtp://127.0.0.1:{silent.getsockname()[1]}",
            },
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            # It has taken a letter and waits for the server's greeting, which never comes.
            connection, _ = silent.accept()
        finally:
            worker.kill()
            worker.wait()
        connection.close()
    held = outbox(portal)
    assert sorted(attempts for _, _, attempts, _ in held) == [0, 1]
    assert all(sent is None and given_up is None and link for sent, given_up, _, link in held)
    folder = portal.extensions["settings"].mail_folder
    assert post(portal) == 1, "the one that was taken is held against other workers for five minutes"
    with time_machine.travel(timedelta(minutes=6)):
        assert (post(portal), post(portal)) == (1, 0)
    assert len(list(folder.glob("*.eml"))) == 2
    assert all(sent is not None for sent, *_ in outbox(portal))
