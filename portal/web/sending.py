"""Where does a browser go next that shows how far its files have been sent?

A script that followed a redirect by itself would open the next page twice, and use up what it has to say once.
"""

from __future__ import annotations

from flask import Flask, Response, request

SENDS, NEXT = "Portal-Sends", "Portal-Next"


def init_app(app: Flask) -> None:
    """Tell the script of a page with files where it would be sent, instead of sending it there."""
    app.after_request(tell_next)


def tell_next(response: Response) -> Response:
    """Turn a redirect into an empty answer that names the address, for whoever sends files by script."""
    if request.method != "POST" or SENDS not in request.headers or not 300 <= response.status_code < 400:
        return response
    response.headers[NEXT] = response.headers.pop("Location")
    response.status_code = 204
    response.set_data(b"")
    return response
