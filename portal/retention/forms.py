"""What do the pages of retention ask?"""

from __future__ import annotations

from portal.web.fields import PageForm, day_field, words_field


class KeepForm(PageForm):
    """Until when something stays, and why."""

    until = day_field(
        "Keep it published until", "Enter the last day on which it stays published", "For example, 27 3 2028"
    )
    reason = words_field("Why does it stay published for longer?", "Say why it stays published for longer", rows=4)


class EndForm(PageForm):
    """Why something is no longer published."""

    reason = words_field("Why is it no longer published?", "Say why it is no longer published", rows=4)
