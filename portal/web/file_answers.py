"""How does a file leave the portal, so that no browser opens it as a page of ours? (security 4.9)"""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file

from portal.models.attachment import Attachment
from portal.web.filing import content_of

# Whatever a browser makes of it, it runs nothing, fetches nothing and stands in no frame.
SANDBOX = "sandbox; default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def file_answer(attachment: Attachment) -> Response:
    """Return a file to keep, under the name that it was handed in with; Conflict where it is locked."""
    answer = send_file(
        BytesIO(content_of(attachment)), attachment.media_type, as_attachment=True,
        download_name=attachment.name, conditional=False, etag=False, max_age=0,
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
