"""Which figures does `make bench` print, and does it fail where one is below its floor?"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path

from bench import report, sites
from bench.rounds import compare
from bench.servers import BENCH_BIN
from bench.targets import Target, checked, datasette_pages, fetched, portal_pages, staff_pages

ITEMS, ROUNDS = 100_000, 15
QUICK_ITEMS, QUICK_ROUNDS = 4_000, 1


def main() -> int:
    """Build, serve, check, measure, report; 1 where a floor is missed."""
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as made:
        folder = Path(made)
        folder.chmod(0o755)  # nginx's workers are another user where this one is root
        with served(folder, asked.items) as (bare, pages):
            wanted = [page for page in pages if asked.only in page.name]
            compared = compare(bare, wanted, asked.rounds, say)
    print(report.table(compared), end="\n\n")
    for words, times in (report.beside(compared) | report.grown(compared)).items():
        print(f"{words}: {times:g}")
    if asked.is_kept:
        report.keep(compared, asked.items, versions())
    missed = [] if asked.is_quick else report.missed(compared)
    print(*(f"MISSED {each}" for each in missed), sep="\n", file=sys.stderr)
    return 1 if missed else 0


def arguments() -> argparse.Namespace:
    """Read what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--quick", dest="is_quick", action="store_true", help="a smoke check: few items, one round"
    )
    parser.add_argument("--items", type=int, help=f"how many published items ({ITEMS})")
    parser.add_argument("--rounds", type=int, help=f"how many rounds ({ROUNDS})")
    parser.add_argument(
        "--only", default="", metavar="WORDS", help="only the pages whose name holds these words"
    )
    asked = parser.parse_args()
    asked.is_kept = not (asked.is_quick or asked.items or asked.rounds or asked.only)
    asked.items = asked.items or (QUICK_ITEMS if asked.is_quick else ITEMS)
    asked.rounds = asked.rounds or (QUICK_ROUNDS if asked.is_quick else ROUNDS)
    return asked


@contextmanager
def served(folder: Path, items: int) -> Iterator[tuple[Target, list[Target]]]:
    """Give the bare page and the pages beside it, every one of them checked, while their servers run."""
    beside = {"BENCH_WAGTAIL": str(folder), "BENCH_DATASETTE": str(folder)}
    on_sqlite = sites.portal_settings(folder / "sqlite")
    with ExitStack() as stack:
        on_postgres = sites.portal_settings(
            folder / "postgres", stack.enter_context(sites.postgres_database())
        )
        say(f"loading {items:,} items into each server")
        tenant, *_ = sites.all_of([
            partial(sites.fill_portal, on_sqlite, items),
            partial(sites.fill_portal, on_postgres, items),
            partial(sites.fill_neighbour, "bench.wagtail_site.fill", beside, items),
            partial(sites.fill_neighbour, "bench.datasette_site", beside, items),
        ])  # fmt: skip
        say(f"loading {items:,} cases, and a hundredth of them, into each portal")
        cases = [sites.fill_cases(settings, max(1, items // 100), items) for settings in (on_sqlite, on_postgres)]
        say("starting the servers")
        run = stack.enter_context
        bare = Target("hello", run(sites.hello(folder)), ("/",), ("bare Flask page",))
        sqlite = run(sites.portal("portal-sqlite", folder, on_sqlite))
        postgres = run(sites.portal("portal-postgres", folder, on_postgres))
        cached = fetched(sqlite, f"/{tenant}/reviews").text.encode()
        pages = [
            *portal_pages(sqlite, "SQLite", tenant, items),
            *portal_pages(postgres, "PostgreSQL", tenant, items),
            *staff_pages(sqlite, "SQLite", cases[0]),
            *staff_pages(postgres, "PostgreSQL", cases[1]),
            Target("nginx: the cached page as a file", run(sites.nginx(folder, cached)), ("/",), ("Fictional",)),
            Target("Wagtail: list page", run(sites.wagtail(folder, beside)), ("/",), ("Published reviews", "Review ")),
            *datasette_pages(run(sites.datasette(folder, beside)), items),
        ]  # fmt: skip
        yield checked(bare), [checked(page) for page in pages]


def versions() -> dict[str, str]:
    """Return which version of each program was compared."""
    ours = {name: version(name) for name in ("Flask", "gunicorn", "SQLAlchemy")}
    script = "from importlib.metadata import version as v; print(v('wagtail'), v('django'), v('datasette'))"
    said = subprocess.run([BENCH_BIN / "python", "-c", script], capture_output=True, text=True, check=True)
    theirs = dict(zip(("Wagtail", "Django", "Datasette"), said.stdout.split(), strict=True))
    nginx = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr
    return {**ours, **theirs, "nginx": nginx.strip().rpartition("/")[2]}


def say(words: str) -> None:
    """Tell the person who waits how far the run is."""
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
