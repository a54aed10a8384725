"""How does something for readers look as a PDF: a report with a cover and contents, a briefing on one page?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template

from portal.domain.errors import InvalidAnswer
from portal.integrations.pdf import Paper, quoted, tagged_pdf
from portal.models.moment import is_told
from portal.models.output import Output
from portal.models.review import Review
from portal.outputs.content import Box, boxes_of, hash_of, is_briefing
from portal.tenancy.model import Tenant
from portal.web.prose import markdown
from portal.web.reading import document
from portal.web.wording import output_words, sentence_case
from portal.web.written import written

# A briefing is set in the largest of these in which it fits on its page; smaller than the last nobody could read.
SIZES = (10.0, 9.0, 8.0)
LONGEST_DAY = date(2026, 9, 30)
# The hashes of the last briefings that were found to fit.
MOST_KNOWN = 500
_fitting: set[tuple[str, str, str]] = set()


@dataclass(frozen=True)
class PaperBox:
    """One box of a briefing as it is printed."""

    title: str
    html: str


def paper_of(
    tenant: Tenant, output: Output, review: Review, published_on: date | None, *, is_draft: bool = False
) -> Paper:
    """Return an output as a tagged PDF. Raises InvalidAnswer for a briefing that does not fit on one page."""
    kind = sentence_case(output_words(output.kind, tenant))
    said = {
        "tenant": tenant,
        "title": output.title or kind,
        "kind": kind,
        "review_name": review.chosen_name,
        "is_fictional": review.is_fictional,
        "is_draft": is_draft,
        "published_on": published_on,
    }
    if is_briefing(output):
        return briefing(said, boxes_of(output), tenant.brand.colour)
    html = render_template("outputs/paper/report.html", document=document(str(written(output.body))), **said)
    css = render_template(
        "outputs/paper/report.css", colour=tenant.brand.colour, partnership=quoted(tenant.name)
    )
    return tagged_pdf(html, css)


def briefing(said: dict[str, object], boxes: Sequence[Box], colour: str) -> Paper:
    """Return seven boxes on one page, in letters as large as they can be. Raises InvalidAnswer where they cannot."""
    shown = [PaperBox(box.title, markdown(box.text)) for box in boxes]
    html = render_template("outputs/paper/briefing.html", boxes=shown, **said)
    for size in SIZES:
        paper = tagged_pdf(html, render_template("outputs/paper/briefing.css", colour=colour, size=size))
        if paper.pages == 1:
            return paper
    longest = max(boxes, key=lambda box: box.words)
    raise InvalidAnswer(
        f"The briefing does not fit on one page. Shorten it: box {longest.number}, {longest.title}, is the longest, "
        f"with {longest.words} words."
    )


def require_one_page(tenant: Tenant, output: Output, review: Review) -> None:
    """Refuse a briefing that its one page cannot hold, before anybody approves it. Raises InvalidAnswer."""
    # Asked for at its submission and at its approval, in between which not a word of it can change.
    what = (tenant.slug, review.chosen_name, hash_of(output))
    # A made-up story is told in seconds and has dozens of briefings; whether they fit shows when they are printed.
    if not is_briefing(output) or what in _fitting or is_told():
        return
    # The longest day there is, so that it fits whichever is chosen.
    paper_of(tenant, output, review, LONGEST_DAY)
    if len(_fitting) >= MOST_KNOWN:
        _fitting.clear()
    _fitting.add(what)
