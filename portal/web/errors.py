"""What does a person see when something cannot be done? One place turns every refusal into a page."""

from __future__ import annotations

import structlog
from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from portal.domain.errors import Conflict, DomainError, NotAllowed, NotFound
from portal.web.places import all_tenants, tenant_of_host

log = structlog.get_logger()

STATUS = {NotFound: 404, NotAllowed: 404, Conflict: 409}
PAGES = {400: "bad-request", 404: "not-found", 409: "conflict", 413: "too-large", 429: "too-many"}


def init_app(app: Flask) -> None:
    """Answer domain errors, HTTP errors and everything else with a page that loses nothing and reveals nothing."""
    app.register_error_handler(DomainError, domain_error)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)


def page(status: int, message: str = "") -> tuple[str, int]:
    """Render the page of a status."""
    keep_place()
    name = PAGES.get(status, "server-error" if status >= 500 else "bad-request")
    return render_template(f"errors/{name}.html", status=status, message=message), status


def keep_place() -> None:
    """Keep the partnership of the host or, where no address was matched, of the path's first part, whatever follows."""
    tenant = tenant_of_host(request) or g.get("tenant")
    if tenant is None and not g.get("region"):
        tenant = all_tenants().get(request.path.strip("/").partition("/")[0])
    g.tenant = tenant


def domain_error(error: DomainError) -> ResponseReturnValue:
    """Answer a refusal of the rules; hidden, foreign and missing are one and the same 404."""
    status = STATUS.get(type(error), 400)
    return page(status, "" if status == 404 else error.message)


def stale_form(error: CSRFError) -> ResponseReturnValue:
    """Answer a form whose token is missing or old."""
    return page(400, "This page was open for too long or was sent from elsewhere. Go back, reload and send it again.")


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Answer an HTTP error with its page, keeping redirects and the Allow header."""
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, SecurityError):
        # Under a name that is not the portal's no address can be built, so there is no page either.
        return Response("This address is not served here.\n", 400, mimetype="text/plain")
    body, status = page(error.code)
    headers: dict[str, str] = {}
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return body, status, headers


def unexpected(error: Exception) -> ResponseReturnValue:
    """Log the kind of fault and where, never its values, and answer 500."""
    log.error("unexpected", kind=type(error).__name__, endpoint=request.endpoint, method=request.method)
    return page(500)
