"""Which jobs does `flask --app wsgi` offer to whoever runs the portal?"""

from __future__ import annotations

from importlib import import_module

import click
from flask import Flask

# Each is a click group of the same name in portal/commands/<module>.py, imported when it is asked for:
# a process that only serves public pages never loads the code behind the others.
GROUPS = {
    "audit": "Verify and export the audit chains.",
    "clock": "Explain a deadline.",
    "database": "Bring the database up to this version, walls included.",
    "demo": "Load and show the fictional demonstration data.",
    "files": "Prove that uploaded files are whole, and sweep those without a row.",
    "forms": "Show partnerships' referral forms, and what they change of the shared ones.",
    "keys": "Make, rotate and sweep keys.",
    "library": "Import and print what partnerships have published.",
    "mail": "Send a test letter through the mail server.",
    "referrals": "Let children be found again who were referred to an earlier version.",
    "releases": "Prepare, freeze and correct what regional leads are shown of casework.",
    "retention": "Take down what its rule says is over.",
    "scanner": "Ask the virus scanner, and start the demonstration's own.",
    "tenants": "Check and make partnerships' folders.",
    "users": "Create and list people.",
    "worker": "Send what waits in the outbox, and have files scanned.",
}


class LateGroup(click.Group):
    """A group of commands that is imported when somebody asks for it."""

    def __init__(self, name: str, help: str) -> None:
        super().__init__(name=name, help=help, short_help=help)

    def loaded(self) -> click.Group:
        """Return the real group."""
        group: click.Group = import_module(f"portal.commands.{self.name}").group
        return group

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands of the real group."""
        return self.loaded().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command of the real group."""
        return self.loaded().get_command(ctx, cmd_name)


def init_app(app: Flask) -> None:
    """Offer every group of commands."""
    for name, purpose in GROUPS.items():
        app.cli.add_command(LateGroup(name, purpose))
