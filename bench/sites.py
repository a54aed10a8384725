"""What is built and served for a run: two portals and their neighbours, each holding the same invented items?"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from bench.fictional import TWIN
from bench.servers import BENCH_BIN, BIN, ROOT, Server, environment, free_port, gunicorn, serving
from tests import postgres

# The server's own defaults for writing to disk; memory as a small production server has it.
POSTGRES_SETTINGS = (
    "shared_buffers=512MB",
    "max_connections=100",
    "jit=off",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
)
OWNER = "portal_owner"
ROLES = {
    "PORTAL_DATABASE_URL": "portal_app",
    "PORTAL_PUBLIC_URL": "portal_public",
    "PORTAL_REGION_URL": "portal_region",
}
NGINX = """
worker_processes 2;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  sendfile on;
  gzip_static on;
  tcp_nopush on;
  keepalive_requests 1000000;
  types {{ text/html html; }}
  client_body_temp_path {folder}/nginx-body;
  proxy_temp_path {folder}/nginx-proxy;
  fastcgi_temp_path {folder}/nginx-fastcgi;
  uwsgi_temp_path {folder}/nginx-uwsgi;
  scgi_temp_path {folder}/nginx-scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/static; }}
}}
"""
Settings = dict[str, str]


def portal_settings(instance: Path, urls: Settings | None = None) -> Settings:
    """Return the settings of a demonstration portal in a folder of its own, with a partnership and its twin."""
    instance.mkdir()
    folders = Path(shutil.copytree(ROOT / "tenants", instance / "tenants"))
    give_a_twin(folders)
    return {
        "PORTAL_ENV": "demonstration",
        "PORTAL_INSTANCE": str(instance),
        "PORTAL_TENANTS": str(folders),
        **(urls or {}),
    }


def give_a_twin(folders: Path) -> None:
    """Copy the first partnership's folder, with references and a region of its own."""
    first = min(folders.glob("*/tenant.toml")).parent
    twin = Path(shutil.copytree(first, first.with_name(first.name + TWIN)))
    settings = twin / "tenant.toml"
    prefixed = re.sub(r'(?m)^(reference_prefix = ").*"$', r'\1TWIN"', settings.read_text("utf-8"))
    settings.write_text(prefixed, "utf-8")
    region = f'slug = "twins"\nname = "Twins"\ndescription = "For measuring."\ntenants = ["{twin.name}"]'
    with (folders / "regions.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[[region]]\n{region}\n")


@contextmanager
def postgres_database() -> Iterator[Settings]:
    """Give the addresses of an empty database in a cluster of this run's own, which ends with the block."""
    os.environ["PORTAL_TEST_RUN"] = str(os.getpid())
    for folder in postgres.abandoned_folders():
        postgres.end_cluster(folder)
    try:
        postgres.cluster_port(POSTGRES_SETTINGS)
        # An owner that may make the faces' roles: `database upgrade` then does all the rest, as in production.
        in_cluster(f"create role {OWNER} login createrole nosuperuser")
        in_cluster(f"create database portal owner {OWNER}")
        urls = {setting: postgres.cluster_url("portal", role) for setting, role in ROLES.items()}
        yield {**urls, "PORTAL_OWNER_URL": postgres.cluster_url("portal", OWNER)}
    finally:
        postgres.end_cluster()


def in_cluster(statement: str) -> None:
    """Run one statement as the cluster's superuser."""
    engine = create_engine(postgres.cluster_url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def fill_portal(settings: Settings, items: int) -> str:
    """Bring a portal's database to this version, load the items, and return the partnership that shows them."""
    ran([BIN / "flask", "--app", "wsgi", "database", "upgrade"], settings)
    return ran([BIN / "python", "-m", "bench.fill_portal", str(items)], settings).split()[-1]


def fill_cases(settings: Settings, few: int, many: int) -> dict[str, dict[str, str]]:
    """Give two partnerships of a portal few cases and many; return who is signed in where."""
    said = ran([BIN / "python", "-m", "bench.fill_cases", str(few), str(many)], settings)
    told: dict[str, dict[str, str]] = json.loads(said.splitlines()[-1])
    return told


def fill_neighbour(module: str, settings: Settings, items: int) -> str:
    """Load the items into one of the neighbours, in their environment."""
    return ran([BENCH_BIN / "python", "-W", "ignore", "-m", module, str(items)], settings)


def ran(command: list[str | Path], settings: Settings) -> str:
    """Run a command to its end and return what it printed; its complaints are shown where it fails."""
    done = subprocess.run(
        list(map(str, command)),
        env=environment(settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        done.check_returncode()
    return done.stdout


def all_of(works: list[Callable[[], str]]) -> list[str]:
    """Do all the loading, two at a time, and return what each of them said."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda work: work(), works))


def portal(name: str, folder: Path, settings: Settings) -> AbstractContextManager[Server]:
    """Serve a portal as `make run` does."""
    port = free_port()
    return serving(name, gunicorn(BIN, "wsgi:app"), port, folder, {**settings, "PORT": str(port)})


def hello(folder: Path) -> AbstractContextManager[Server]:
    """Serve the bare Flask page with the same server settings."""
    port = free_port()
    return serving("hello", gunicorn(BIN, "bench.hello:app"), port, folder, {"PORT": str(port)})


def wagtail(folder: Path, settings: Settings) -> AbstractContextManager[Server]:
    """Serve Wagtail with the same server settings."""
    port = free_port()
    command = gunicorn(BENCH_BIN, "bench.wagtail_site.wsgi")
    return serving("wagtail", command, port, folder, {**settings, "PORT": str(port)})


def datasette(folder: Path, settings: Settings) -> AbstractContextManager[Server]:
    """Serve Datasette with two processes; it speaks ASGI, so gunicorn's threads cannot serve it."""
    port = free_port()
    command = [BENCH_BIN / "uvicorn", "--factory", "bench.datasette_site:app", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--no-access-log", "--log-level", "warning"]
    return serving("datasette", command, port, folder, settings)


def nginx(folder: Path, page: bytes) -> AbstractContextManager[Server]:
    """Serve the bytes of the cached page as a file, packed beforehand as the portal's own are."""
    port = free_port()
    (folder / "static").mkdir(exist_ok=True)
    (folder / "static" / "index.html").write_bytes(page)
    (folder / "static" / "index.html.gz").write_bytes(gzip.compress(page, 6, mtime=0))
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    return serving("nginx", ["nginx", "-c", folder / "nginx.conf", "-e", folder / "nginx.log"], port, folder)
