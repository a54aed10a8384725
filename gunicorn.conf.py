"""How does gunicorn serve the portal? Every figure here was measured or is a limit with a reason."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any

_host = os.environ.get("PORTAL_LISTEN", "127.0.0.1")
_port = os.environ.get("PORT", "8000")

bind = f"{_host}:{_port}"

# Two processes for two cores; threads absorb slow clients and uploads.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4

# Without it one worker accepts most kept-alive connections and the other core idles: half the throughput.
reuse_port = True
keepalive = 5

timeout = 30
graceful_timeout = 20
backlog = 1024

# An address of ours is at most a few hundred characters; what is longer is not for us.
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190

# Whose X-Forwarded-* we believe: the reverse proxy on this machine and nobody else, unless the setting says so.
forwarded_allow_ips = os.environ.get("PORTAL_PROXY_ADDRESSES", "127.0.0.1,::1")

# A worker's heartbeat file on a real disk can block the worker for as long as the disk is busy.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes its own private file

# An access log would hold the addresses of invitations and new passwords, which open accounts.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("PORTAL_SERVER_LOG_LEVEL", "warning")

# What this process may run on, where the system lets a process choose; None stands for wherever it likes.
processors = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else [None]

# Each worker loads the portal itself, so that no database connection is ever shared across a fork.
preload_app = False


def pre_fork(server: Any, worker: Any) -> None:
    """Choose the processor that the fewest workers keep to: a replacement takes the place of the one that ended."""
    taken = [each.processor for each in server.WORKERS.values()]
    worker.processor = min(processors, key=taken.count)


def post_fork(server: Any, worker: Any) -> None:
    """Keep to one processor, and drop connections that a preloaded portal opened.

    One thread of a worker runs at a time: on two processors they mostly wake each other across, a fifth of the work.
    A connection that is shared corrupts SQLite and mixes answers of PostgreSQL.
    """
    if worker.processor is not None:
        os.sched_setaffinity(0, {worker.processor})
    if not server.cfg.preload_app:
        return
    portal = server.app.wsgi()
    with portal.app_context():
        for engine in portal.extensions["sqlalchemy"].engines.values():
            engine.dispose(close=False)


def post_worker_init(worker: Any) -> None:
    """Spare the garbage collector what was loaded for good: it would walk all of it again within every few pages."""
    gc.collect()
    gc.freeze()
    # A page makes some thousands of objects, nearly all gone with it: by default each page would be walked ten times.
    gc.set_threshold(20_000, 20, 20)


def when_ready(server: Any) -> None:
    """Say where the portal answers, once it listens."""
    shown = "localhost" if _host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else _host  # noqa: S104 - only compared
    print(f"\nThe portal answers at http://{shown}:{_port}/  (Ctrl-C ends it)", flush=True)  # noqa: T201
