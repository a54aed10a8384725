"""How does a run start the servers that it compares, wait until they answer, and end them again?

Every server listens on this machine's loopback alone, and `timeout` ends it by itself should the run be killed.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
BENCH_BIN = ROOT / ".venv-bench" / "bin"
LONGEST_LIFE = 1_800
LONGEST_START = 90
TICKS = os.sysconf("SC_CLK_TCK")


class NoAnswer(RuntimeError):
    """A server did not start, or does not answer as it should."""


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, and the processes whose time its answers cost."""

    name: str
    address: str
    pid: int

    def seconds_used(self) -> float:
        """Return the processor time that its processes have used until now."""
        return sum(seconds_of(pid) for pid in family(self.pid))


@contextmanager
def serving(
    name: str,
    command: Sequence[str | Path],
    port: int,
    folder: Path,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Run a server while the block lasts; what it says is kept beside its data."""
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            ["timeout", str(LONGEST_LIFE), *map(str, command)],
            env=environment(settings),
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        server = Server(name, f"http://127.0.0.1:{port}", process.pid)
        wait_for(server, process, folder / f"{name}.log")
        yield server
    finally:
        end(process)


def gunicorn(bin: Path, application: str) -> list[str | Path]:
    """Return the command that serves a WSGI application with the portal's own server settings."""
    return [bin / "gunicorn", "--config", ROOT / "gunicorn.conf.py", application]


def environment(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return this environment without the person's own portal settings, and with these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    kept.pop("WEB_CONCURRENCY", None)
    return {**kept, **(settings or {})}


def wait_for(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers anything at all."""
    until = time.monotonic() + LONGEST_START
    while process.poll() is None and time.monotonic() < until:
        try:
            urlopen(server.address, timeout=LONGEST_START).close()
        except URLError as error:
            if hasattr(error, "code"):
                return
            time.sleep(0.1)
        else:
            return
    raise NoAnswer(f"{server.name} did not start:\n{log.read_text(errors='replace')[-2000:]}")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a server that this run started, with its own processes and no other."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        for pid in reversed(family(process.pid)):
            os.kill(pid, 9)
        process.wait(20)


def family(pid: int) -> list[int]:
    """Return a process and all that it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [pid, *(each for child in children for each in family(int(child)))]


def seconds_of(pid: int) -> float:
    """Return the processor time of one process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
