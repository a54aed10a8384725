"""Where does the suite's PostgreSQL come from? A throw-away cluster, started when a test first needs it.

One cluster serves a whole run: the first process to need it starts it under a file lock, the process that began
the run ends it. A run that was killed leaves its cluster behind; the next run ends that one first.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SUPERUSER = "cluster"
_RUN_VARIABLE = "PORTAL_TEST_RUN"
_PREFIX = "portal-test-"

# Nothing here outlives the run, so nothing is flushed to disk; 300 connections serve every pool of every process.
_SETTINGS = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=300",
    "shared_buffers=64MB",
    "autovacuum=off",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "log_statement=none",
    "logging_collector=off",
    "jit=off",
]


class PostgresMissing(RuntimeError):
    """This machine has no PostgreSQL server programs."""


def run_folder() -> Path:
    """Return the folder that every process of this test run shares, made if need be."""
    parent = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path(tempfile.gettempdir())
    folder = parent / (_PREFIX + os.environ.setdefault(_RUN_VARIABLE, str(os.getpid())))
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Hold a lock of this test run, so that one process does the work and the others find it done."""
    with (run_folder() / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def cluster_url(database: str, role: str = SUPERUSER) -> str:
    """Return the address of a database of the run's cluster, which is started if nobody has yet."""
    return f"postgresql+psycopg://{role}@127.0.0.1:{cluster_port()}/{database}"


def cluster_port(settings: Sequence[str] = _SETTINGS) -> int:
    """Return the port of the run's cluster, which the first call starts so; PostgresMissing without programs."""
    recorded = run_folder() / "port"
    with one_at_a_time("cluster"):
        if not recorded.exists():
            recorded.write_text(str(_start(run_folder() / "cluster", settings)))
    return int(recorded.read_text())


@contextmanager
def one_run_at_a_time() -> Iterator[None]:
    """Hold a lock of every test run on this machine: what was abandoned is ended once, and others find it gone."""
    with (run_folder().parent / f"{_PREFIX}runs.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def end_cluster(folder: Path | None = None) -> None:
    """End a run's cluster, this one's by default, and remove its folder; nothing happens where none was started."""
    _end(folder or run_folder())


def abandoned_folders() -> Iterator[Path]:
    """Yield the folders of runs whose own process is gone."""
    for folder in list(run_folder().parent.glob(_PREFIX + "*")):
        pid = folder.name.removeprefix(_PREFIX)
        if pid.isdigit() and not Path(f"/proc/{pid}").exists() and Path("/proc/self").exists():
            yield folder


def _programs() -> Path:
    named = [Path(os.environ["PG_BIN"])] if "PG_BIN" in os.environ else []
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    for folder in [*named, *found, *([Path(on_path).parent] if on_path else [])]:
        if (folder / "initdb").exists():
            return folder
    raise PostgresMissing("install Debian's postgresql, or name its programs' folder in PG_BIN")


def _run(program: str, *arguments: str, log: Path | None = None) -> None:
    # PostgreSQL refuses to run as root; Debian's package brings the account `postgres`.
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    with (log or Path(os.devnull)).open("ab") as out:
        subprocess.run(
            [*as_postgres, str(_programs() / program), *arguments],
            check=True,
            stdout=out,
            stderr=out,
            cwd="/",
        )


def _start(folder: Path, settings: Sequence[str]) -> int:
    log = folder.with_suffix(".log")
    folder.mkdir(mode=0o700)
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    _run(
        "initdb",
        "-D",
        str(folder),
        "-U",
        SUPERUSER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
        log=log,
    )
    for _ in range(5):
        port = _free_port()
        options = " ".join(f"-c {setting}" for setting in [*settings, f"port={port}"])
        try:
            _run("pg_ctl", "-D", str(folder), "-w", "-t", "30", "-s", "-o", options, "start", log=log)
        except subprocess.CalledProcessError:
            time.sleep(0.1)
        else:
            return port
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()[-2000:]}")


def _end(folder: Path) -> None:
    cluster = folder / "cluster"
    if (cluster / "postmaster.pid").exists():
        try:
            _run("pg_ctl", "-D", str(cluster), "-m", "immediate", "-s", "-w", "stop")
        except subprocess.CalledProcessError:
            # One that died left its file behind: there is nothing to stop.
            if _is_running(cluster):
                raise
    shutil.rmtree(folder, ignore_errors=True)


def _is_running(cluster: Path) -> bool:
    try:
        _run("pg_ctl", "-D", str(cluster), "status")
    except subprocess.CalledProcessError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
