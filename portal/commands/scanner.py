"""Is the virus scanner there, and how does the demonstration get one of its own?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from portal.config import Settings
from portal.domain.uploads import ScanState
from portal.integrations import virus_scanner

group = AppGroup("scanner", help="Ask the virus scanner, and start the demonstration's own.")

# The harmless file that every scanner knows (eicar.org), in two halves so that none takes this file for it.
TEST_FILE = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
# A system's own folder is not on everybody's path.
PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
# Where a socket's path is longer, the system cuts it off (unix(7): 108 with its end).
LONGEST_SOCKET = 107


@group.command()
def check() -> None:
    """Ask the scanner about a harmless test file; exit status 1 where it gives no answer or finds nothing."""
    settings: Settings = current_app.extensions["settings"]
    try:
        state, virus = virus_scanner.scan(settings.scanner, [TEST_FILE])
    except virus_scanner.NoAnswer as fault:
        raise click.ClickException(
            f"No answer at {settings.scanner}: {fault}. What is uploaded waits."
        ) from fault
    if state is not ScanState.INFECTED:
        raise click.ClickException(f"The scanner at {settings.scanner} does not know the test file.")
    click.echo(f"The scanner at {settings.scanner} answers, and names the test file {virus}.")


@group.command()
def run() -> None:
    """Become the demonstration's own scanner, which knows nothing but the harmless test file.

    Production names a real one in PORTAL_CLAMD, with signatures that freshclam keeps up to date.
    """
    settings: Settings = current_app.extensions["settings"]
    if not settings.is_demonstration:
        raise click.ClickException("Production needs a scanner with real signatures; see docs/production.md.")
    if virus_scanner.is_there(settings.scanner):
        click.echo("A virus scanner answers already.")
        return
    if not is_ours(settings):
        raise click.ClickException(
            f"PORTAL_CLAMD names another scanner, which does not answer: {settings.scanner}."
        )
    if not program():
        raise click.ClickException("clamd is not installed, so files wait unopened. Debian: clamav-daemon.")
    folder = settings.instance.resolve() / "scanner"
    config = write_folder(folder, settings.scanner)
    os.execv(program(), [program(), f"--config-file={config}", "--foreground"])  # noqa: S606 - a known program


def is_ours(settings: Settings) -> bool:
    """Whether the scanner's address is this machine's own to serve: in the instance folder, or a loopback port."""
    kind, _, place = settings.scanner.partition(":")
    return place.startswith(f"{settings.instance.resolve()}/" if kind == "unix" else "127.0.0.1:")


def program() -> str:
    """Return where clamd is; empty where this machine has none."""
    return shutil.which("clamd", path=PLACES) or ""


def write_folder(folder: Path, address: str) -> Path:
    """Write a scanner's configuration and its one signature; return the configuration's path."""
    kind, _, place = address.partition(":")
    if kind == "unix" and len(place) > LONGEST_SOCKET:
        raise click.ClickException(f"{place} is too long for a socket; set PORTAL_CLAMD=tcp:127.0.0.1:3310.")
    signatures = folder / "signatures"
    signatures.mkdir(mode=0o700, parents=True, exist_ok=True)
    (signatures / "test.ndb").write_text(f"Test-File:0:*:{TEST_FILE.hex()}\n", encoding="ascii")
    config = folder / "clamd.conf"
    config.write_text("\n".join([*listening(kind, place), f"DatabaseDirectory {signatures}", *LIMITS, ""]))
    return config


def listening(kind: str, place: str) -> list[str]:
    """Return the lines that say where a scanner listens."""
    if kind == "unix":
        return [f"LocalSocket {place}", "LocalSocketMode 600", "FixStaleSocket yes"]
    host, port = virus_scanner.host_and_port(place)
    return [f"TCPAddr {host}", f"TCPSocket {port}"]


# What is too large to be looked at is told as a find: by default it passes for clean.
LIMITS = (
    "AlertExceedsMax yes",
    "StreamMaxLength 200M",
    "MaxScanSize 400M",
    "MaxFileSize 200M",
    "ConcurrentDatabaseReload no",
    "MaxThreads 4",
)
