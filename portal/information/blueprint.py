"""Which blueprint do the pages of requests and returns belong to, and what do they share?"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from portal.extensions import db
from portal.information.letter import Letter, as_pdf, as_word
from portal.integrations.word import MEDIA_TYPE
from portal.models.case import Case
from portal.models.case_access import known_case
from portal.web.access import current_actor
from portal.web.places import current_tenant

blueprint = Blueprint("information", __name__)


def case_here(reference: str) -> Case:
    """Return the case of the address; 404 alike where there is none and where the person may not know."""
    actor = current_actor()
    return known_case(db.session(), reference, actor.account_id, actor.permissions)


def to(endpoint: str, message: str, **values: Any) -> ResponseReturnValue:
    """Go to a page and say what was done."""
    flash(message, "success")
    return redirect(url_for(f"information.{endpoint}", **values), 303)


def pdf_answer(letter: Letter) -> Response:
    """Return a letter as a PDF to keep."""
    return kept(as_pdf(current_tenant(), letter), "application/pdf", "letter.pdf")


def word_answer(letter: Letter) -> Response:
    """Return a letter as a Word file to keep."""
    return kept(as_word(current_tenant(), letter), MEDIA_TYPE, "letter.docx")


def kept(content: bytes, media_type: str, name: str) -> Response:
    """Return bytes to keep; the file's name says nothing of anybody."""
    return send_file(
        BytesIO(content),
        media_type,
        as_attachment=True,
        download_name=name,
        conditional=False,
        etag=False,
        max_age=0,
    )
