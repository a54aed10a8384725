"""Where does the suite's virus scanner come from? A throw-away clamd, started when a test first needs it.

It knows one signature, that of the harmless EICAR test file, so it starts within a second and fetches nothing.
One scanner serves a whole run, as the cluster of `tests/postgres.py` does, and is ended by its process id.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

from tests import postgres

# In two halves, or this file would itself be taken for the test virus.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
SECONDS = 60


class Scanner:
    """A clamd of its own folder, which a test may stop and start again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = f"unix:{folder}/clamd.socket"

    def start(self) -> None:
        """Start it and wait until it answers."""
        # The tests of the rules start without the portal.
        from portal.commands.scanner import program, write_folder
        from portal.integrations import virus_scanner

        config = write_folder(self.folder, self.address)
        log = str(self.folder / "clamd.log")
        # Nobody waits for it: another process of the run may be the one that ends it.
        pid = os.posix_spawn(
            program(), [program(), f"--config-file={config}", "--foreground"], os.environ,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600),
                (os.POSIX_SPAWN_DUP2, 1, 2),
            ],
            setsid=True,
        )  # fmt: skip
        (self.folder / "pid").write_text(str(pid))
        wanted = time.monotonic() + SECONDS
        while not virus_scanner.is_there(self.address):
            if os.waitpid(pid, os.WNOHANG)[0] or time.monotonic() > wanted:
                raise RuntimeError(f"clamd did not start:\n{Path(log).read_text()[-2000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End it by its process id; nothing happens where none runs."""
        recorded = self.folder / "pid"
        if not recorded.exists():
            return
        pid = int(recorded.read_text())
        recorded.unlink()
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        # Our own child has to be waited for; another process's is not ours to wait for.
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
        (self.folder / "clamd.socket").unlink(missing_ok=True)


def scanner_address() -> str:
    """Return the address of the run's scanner, which the first call starts."""
    scanner = Scanner(postgres.run_folder() / "clamd")
    with postgres.one_at_a_time("clamd"):
        if not (scanner.folder / "pid").exists():
            scanner.start()
    return scanner.address


def end_scanner(folder: Path | None = None) -> None:
    """End the scanner of a run and remove its folder."""
    scanner = Scanner((folder or postgres.run_folder()) / "clamd")
    scanner.stop()
    shutil.rmtree(scanner.folder, ignore_errors=True)
