"""What may every test ask for? A portal on a fresh database of either engine, a client, a real browser.

A test that asks for `portal` (or what stands on it) runs on SQLite and on PostgreSQL: a slice's on one of them in
`make test`, by its name, and on the other in `make prove`; what is about the database itself on both every time.
To run on one engine only: `@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)`, or
PORTAL_TEST_ENGINES=sqlite for a run.
Imports of the portal stand inside fixtures, so that the tests of the rules start at once.
"""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import hypothesis
import pytest

from tests import clamd, once, postgres
from tests.figures import added_up
from tests.loopback import refuse_other_machines

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, Page

    from portal.config import Settings
    from tests.databases import Environment
    from tests.pages import CheckedClient

ENGINES = tuple(os.environ.get("PORTAL_TEST_ENGINES", "sqlite,postgresql").split(","))

TESTS = Path(__file__).parent
# Where the engines differ, or the walls stand: these tests run on both in every run.
ON_BOTH = tuple(TESTS / name for name in ("walls", "models", "migrations", "library", "region", "releases"))


def began_the_run(config: pytest.Config) -> bool:
    """Return whether this process is the one a person started, not one of its workers."""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    # How fast a machine is says nothing of what is tested on it.
    untimed = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
    hypothesis.settings.register_profile("untimed", **untimed)  # type: ignore[arg-type]
    hypothesis.settings.load_profile("untimed")
    # Hundreds of portals are made and dropped: looking for their garbage so often was a fifth of the run.
    gc.set_threshold(100_000, 20, 50)
    if began_the_run(config):
        os.environ["PORTAL_TEST_RUN"] = str(os.getpid())
        end_what_was_abandoned()
        # In memory where the machine allows: waiting for its disk would be a twentieth of the run.
        config.option.basetemp = config.option.basetemp or str(postgres.run_folder() / "tests")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Leave one of a test's two engines to the long run, unless it is about the database; begin with what is long."""
    for item in items:
        engine = item.callspec.params.get("engine_name") if hasattr(item, "callspec") else None
        if engine and not runs_on_all_it_names(item) and engine != engine_in_turn(item):
            item.add_marker(pytest.mark.prove)
    yield
    looks, walls = (
        [item for item in items if TESTS / name in item.path.parents] for name in ("browser", "walls")
    )
    others = [item for item in items if item not in {*looks, *walls}]
    # Two processes take half of the list each. One begins with the browser, for which SQLite is furnished; the other
    # comes to the walls, which need what is furnished then, when that is done, and not so late that it ends alone.
    half = max(0, len(items) // 2 - len(looks))
    soon = half + len(others) // 10
    items[:] = [*looks, *others[:soon], *walls, *others[soon:]]


def runs_on_all_it_names(item: pytest.Item) -> bool:
    """Whether a test is about the database, or says itself on which engines it runs."""
    its_own = any("engine_name" in mark.args[0] for mark in item.iter_markers("parametrize"))
    return its_own or bool(set(ON_BOTH) & set(item.path.parents))


def engine_in_turn(item: pytest.Item) -> str:
    """Return the engine of a test in the short run."""
    return ENGINES[crc32(item.nodeid.split("[")[0].encode()) % len(ENGINES)]


def end_what_was_abandoned() -> None:
    """End what killed runs left behind; of two runs that begin in the same moment, one does."""
    with postgres.one_run_at_a_time():
        for folder in postgres.abandoned_folders():
            clamd.end_scanner(folder)
            postgres.end_cluster(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if began_the_run(config):
        clamd.end_scanner()
        postgres.end_cluster()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the proofs measured, one `name: figure` line each, whichever process measured it."""
    reports = [report for listed in terminalreporter.stats.values() for report in listed]
    kept = [
        getattr(report, "user_properties", ()) for report in reports if getattr(report, "when", "") == "call"
    ]
    figures = [str(value) for properties in kept for name, value in properties if name == "figure"]
    if figures:
        terminalreporter.section("figures")
        terminalreporter.write("\n".join(sorted(added_up(figures))) + "\n")


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str, object], None]:
    """Record what a proof measured: `figure("tamperings found", "1000 of 1000")`."""
    return lambda name, value: record_property("figure", f"{name}: {value}")


@pytest.fixture(scope="session")
def is_full_proof() -> bool:
    """Whether this run is `make prove`, which counts in full; `make test` takes a sample."""
    return os.environ.get("PORTAL_PROVE") == "full"


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        refuse_other_machines(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def printed_once() -> Iterator[None]:
    """The same words in the same styles give the same PDF, so the tests print each only once."""
    from portal.integrations.pdf import tagged_pdf

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("portal.outputs.paper.tagged_pdf", lru_cache(500)(tagged_pdf))
        yield


@pytest.fixture(scope="session", autouse=True)
def proven_once() -> Iterator[None]:
    """The same statement has the same proof, so one process of a run reads it, and the others read what it found."""
    from portal.models import tripwire
    from portal.models.proof import Proof, prove

    def proof_of(sql: str, dialect: str, owned: frozenset[str]) -> Proof:
        name = sha256(repr((sql, dialect, sorted(owned))).encode()).hexdigest()
        kept = once.found("proofs", name)
        proof: Proof = pickle.loads(kept) if kept else prove(sql, dialect, owned)
        if not kept:
            once.keep("proofs", name, pickle.dumps(proof))
        return proof

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tripwire, "prove", proof_of)
        yield


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def environment(engine_name: str, tmp_path: Path) -> Iterator[Environment]:
    """The environment of a portal whose database is fresh: its schema made, no row in it."""
    from tests.databases import fresh_database
    from tests.schema import build_schema

    with fresh_database(engine_name, tmp_path / "instance", build_schema) as environment:
        yield environment


@pytest.fixture
def settings(environment: Environment) -> Settings:
    from portal.config import settings_from

    return settings_from(environment)


@pytest.fixture
def portal(settings: Settings) -> Iterator[Flask]:
    """The portal with every face, the partnerships of `tenants/`, and every wall on."""
    from tests.schema import dispose, new_portal

    portal = new_portal(settings)
    yield portal
    dispose(portal)


@pytest.fixture
def client(portal: Flask) -> CheckedClient:
    """A visitor whose every HTML answer must be well formed."""
    return portal.test_client()  # type: ignore[return-value]


@pytest.fixture
def portal_address(portal: Flask) -> Iterator[str]:
    """The address at which a real browser reaches the portal."""
    from tests.serving import serving

    with serving(portal) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    from tests.serving import chromium

    with sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, portal_address: str) -> Iterator[Page]:
    """A page of a new visitor: no cookie, 1280 pixels wide, addresses relative to the portal."""
    context = browser.new_context(base_url=portal_address, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
