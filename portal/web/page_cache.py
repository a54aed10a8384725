"""How is a public page answered again without being made again, and never a moment after it came down?

A WSGI layer before Flask. Every answer from it is checked against the partnership's publication version, read from
the database at that moment, and against the next instant at which something appears or comes down (design 7).
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from time import time
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from flask_login import AnonymousUserMixin
from sqlalchemy import Engine, event

from portal.extensions import db
from portal.web.page_forms import Facts, Kept, Start, packed_too, page_of, respond

MOST_WORKED_OUT = 2_000
# The parameters by which lists are narrowed; what people search for is theirs and is not kept.
KEPT_QUERY = re.compile(r"(?:(?:^|&)(?:page|kind|year|output)=[\w-]{0,60})*", re.ASCII)
PUBLIC_BLUEPRINTS = frozenset({"library", "api"})
FACTS = "portal.page_facts"
Made = TypeVar("Made")


class Versions:
    """Reads publication versions through one raw connection a thread: a statement, no session, no transaction."""

    ONE = "SELECT version FROM published_version WHERE tenant = ?"
    # No row where nothing changed: a row would be asked for twice, and other threads wait with each asking.
    CHANGED = "SELECT 1 WHERE coalesce((SELECT version FROM published_version WHERE tenant = ?), 0) <> ?"
    ALL = "SELECT coalesce(sum(version), 0) FROM published_version"
    NEXT = (
        "SELECT (SELECT min(visible_from) FROM published_output WHERE tenant = ? AND visible_from > ?), "
        "(SELECT min(visible_until) FROM published_output WHERE tenant = ? AND visible_until > ?)"
    )

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.kept = threading.local()
        self.open: list[Any] = []
        event.listen(engine, "engine_disposed", lambda disposed: self.close_all())
        self.is_postgres = engine.dialect.name == "postgresql"
        mark = "%s" if self.is_postgres else "?"
        self.one, self.changed, self.next = (
            each.replace("?", mark) for each in (self.ONE, self.CHANGED, self.NEXT)
        )

    def read(self, tenant: str | None) -> int:
        """Return the version of one partnership, or of all together; a fault of the database is raised."""
        row = self._row(self.ALL, ()) if tenant is None else self._row(self.one, (tenant,))
        return int(row[0]) if row else 0

    def is_still(self, tenant: str | None, version: int) -> bool:
        """Say whether the version is what it was."""
        if tenant is None:
            return self.read(None) == version
        return self._row(self.changed, (tenant, version)) is None

    def next_change(self, tenants: Iterable[str], now: datetime) -> float:
        """Return the next instant, in seconds, at which something of theirs appears or comes down by itself."""
        moment = now if self.is_postgres else written(now)
        ahead = [
            each for slug in tenants for each in self._row(self.next, (slug, moment, slug, moment)) if each
        ]
        return min((seconds(each) for each in ahead), default=float("inf"))

    def _row(self, statement: str, values: tuple[Any, ...]) -> Any:
        connection = getattr(self.kept, "connection", None) or self._connect()
        try:
            return connection.execute(statement, values).fetchone()
        except Exception:
            self.close()
            raise

    def _connect(self) -> Any:
        # Through the pool, so that every wall of the public face stands on it; then it is this thread's own.
        proxied = self.engine.raw_connection()
        connection: Any = proxied.driver_connection
        proxied.detach()
        if self.is_postgres:
            connection.autocommit = True
        self.kept.connection = connection
        self.open.append((connection, proxied))
        return connection

    def close(self) -> None:
        """Let this thread's connection go; the next reading makes another."""
        connection = getattr(self.kept, "connection", None)
        if connection is not None:
            self.kept.connection = None
            self.open = [each for each in self.open if each[0] is not connection]
            connection.close()

    def close_all(self) -> None:
        """Let every thread's connection go, as the engine lets go of its own."""
        self.kept = threading.local()
        while self.open:
            self.open.pop()[0].close()


class PageCache:
    """Answers public pages: from memory where they still hold, from Flask otherwise, with 304 where unchanged."""

    def __init__(self, app: Flask, most_bytes: int) -> None:
        self.answer: Callable[[dict[str, Any], Start], Iterable[bytes]] = app.wsgi_app
        self.most_bytes = most_bytes
        self.pages: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self.bytes = 0
        self.lock = threading.Lock()
        self.worked_out: dict[tuple[Any, ...], tuple[Facts, Any]] = {}
        self.facts: dict[str | None, Facts] = {}
        with app.app_context():
            self.versions = Versions(db.engines["public"])

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return self.answer(environ, start)
        key = key_of(environ)
        kept = self.pages.get(key)
        if kept is not None:
            if self.still_holds(kept):
                self.used(key)
                return respond(kept, environ, start)
            self.drop(key)
        return self.make(key, environ, start)

    def still_holds(self, kept: Kept) -> bool:
        """Say whether nothing has been published or taken down since the page was made."""
        if time() >= kept.facts.holds_until:
            return False
        try:
            return self.versions.is_still(kept.facts.tenant, kept.facts.version)
        except Exception:
            return False  # Flask asks the database itself and says what is wrong

    def facts_of(self, tenant: str | None, slugs: Iterable[str]) -> Facts:
        """Return the version and until when it holds; the next change is looked for once for each version."""
        version, known = self.versions.read(tenant), self.facts.get(tenant)
        if known is None or known.version != version or time() >= known.holds_until:
            known = Facts(tenant, version, self.versions.next_change(slugs, datetime.now(UTC)))
            self.facts[tenant] = known
        return known

    def make(self, key: tuple[str, ...], environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Let Flask answer, and keep the page where it says that it may be kept."""
        told: list[Any] = []

        def listen(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            told[:] = [status, headers]

        parts = self.answer(environ, listen)
        facts = environ.get(FACTS)
        if facts is None or any(name.lower() == "set-cookie" for name, _ in told[1]):
            start(*told)
            return parts
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        kept = page_of(facts, told[1], body)
        if kept.size <= self.most_bytes // 8 and KEPT_QUERY.fullmatch(key[-1]):
            kept = packed_too(kept)
            self.keep(key, kept)
        return respond(kept, environ, start)

    def keep(self, key: tuple[str, ...], page: Kept) -> None:
        """Keep a page, letting go of those that nobody has asked for the longest."""
        with self.lock:
            former = self.pages.pop(key, None)
            self.bytes += page.size - (former.size if former else 0)
            self.pages[key] = page
            while self.bytes > self.most_bytes:
                _, gone = self.pages.popitem(last=False)
                self.bytes -= gone.size

    def used(self, key: tuple[str, ...]) -> None:
        """Remember that a page was asked for just now; one step of the interpreter, so nobody waits for the lock."""
        with suppress(KeyError):  # another thread has let it go
            self.pages.move_to_end(key)

    def drop(self, key: tuple[str, ...]) -> None:
        """Let a page go that no longer holds."""
        with self.lock:
            gone = self.pages.pop(key, None)
            if gone is not None:
                self.bytes -= gone.size


def key_of(environ: dict[str, Any]) -> tuple[str, ...]:
    """Return what tells one page from another: how and on which host it was asked for, and its address."""
    get = environ.get
    return (
        environ["wsgi.url_scheme"],
        get("HTTP_HOST") or get("SERVER_NAME", ""),
        get("SCRIPT_NAME", ""),
        get("PATH_INFO", ""),
        get("QUERY_STRING", ""),
    )


def install(app: Flask) -> None:
    """Put the cache before Flask, and let Flask say which of its answers may be kept."""
    cache = PageCache(app, app.extensions["settings"].page_cache_bytes)
    app.extensions["page_cache"] = cache
    app.wsgi_app = cache  # type: ignore[assignment]
    app.before_request(begin)
    app.after_request(tell)


def begin() -> None:
    """Read the version before a public page is made, so that a change during its making is noticed."""
    rule = g.get("rule")
    if rule is None or rule.who != "anyone" or request.blueprint not in PUBLIC_BLUEPRINTS:
        return
    # Nobody is looked up for a page that is the same for everybody: no cookie is read, none is set.
    g._login_user = AnonymousUserMixin()
    tenant = g.tenant.slug if g.tenant else None
    slugs = [tenant] if tenant else current_app.extensions["tenants"].by_slug
    g.page_facts = cache_of().facts_of(tenant, slugs)


def tell(response: Response) -> Response:
    """Tell the layer before Flask about a page that is the same for everybody."""
    facts = g.get("page_facts")
    if facts is not None and response.status_code == 200 and request.method == "GET":
        request.environ[FACTS] = facts
    return response


def written(instant: datetime) -> str:
    """Return an instant as SQLite keeps it."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def seconds(instant: datetime | str) -> float:
    """Return an instant, as either engine gives it, in seconds."""
    found = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def remembered(name: tuple[Any, ...], make: Callable[[], Made]) -> Made:
    """Return what was worked out from this publication version before, or work it out: counts, filters, words."""
    facts: Facts | None = g.get("page_facts")
    if facts is None:
        return make()
    kept = cache_of().worked_out
    known = kept.get((facts.tenant, *name))
    if known is not None and known[0].version == facts.version and time() < known[0].holds_until:
        return known[1]  # type: ignore[no-any-return]
    made = make()
    if len(kept) > MOST_WORKED_OUT:
        kept.clear()
    kept[(facts.tenant, *name)] = (facts, made)
    return made


def cache_of() -> PageCache:
    """Return the cache of the running portal."""
    cache: PageCache = current_app.extensions["page_cache"]
    return cache
