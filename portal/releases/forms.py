"""What do the pages of releases ask?"""

from __future__ import annotations

from wtforms import HiddenField

from portal.web.fields import PageForm, words_field


class SignForm(PageForm):
    """Which figures the person had before them."""

    seen = HiddenField()


class DeclineForm(PageForm):
    """Why the partnership takes no part."""

    reason = words_field(
        "Why not?",
        "Say why not",
        "The reason stays in the partnership. Regional leads never see it.",
        rows=4,
    )
