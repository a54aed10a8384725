"""Which headers does every response carry, so that the browser defends the reader too? (security P22)"""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
PUBLIC_POLICY = CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'none'").replace(
    "connect-src 'self'", "connect-src 'none'"
)


def init_app(app: Flask) -> None:
    """Set the headers on every response, errors and files included."""
    app.after_request(set_headers)


def set_headers(response: Response) -> Response:
    """Forbid framing, sniffing and outside content; keep pages for signed-in people out of every cache."""
    rule = g.get("rule")
    is_public = rule is not None and rule.who == "anyone"
    headers = response.headers
    headers.setdefault("Content-Security-Policy", PUBLIC_POLICY if is_public else CONTENT_SECURITY_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Referrer-Policy"] = "strict-origin-when-cross-origin" if is_public else "no-referrer"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), interest-cohort=()"
    if request.is_secure or not current_app.extensions["settings"].is_demonstration:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if not is_public:
        headers["Cache-Control"] = "no-store"
    return response
