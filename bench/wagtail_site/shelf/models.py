"""Which kinds of page does the Wagtail site have: a list of reviews, and a review?"""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from wagtail.models import Page

ON_A_PAGE = 30


class ListPage(Page):
    """A list of reviews, newest first."""

    def get_context(self, request: HttpRequest) -> dict[str, object]:
        """Give the template the first page of the list."""
        shown = ReviewPage.objects.child_of(self).live().order_by("-published_on", "title")[:ON_A_PAGE]
        return {**super().get_context(request), "reviews": shown}


class ReviewPage(Page):
    """One review; what was published of it lies beside it, which costs Wagtail no second query."""

    kind = models.CharField(max_length=80)
    summary = models.TextField()
    published_on = models.DateField(db_index=True)
    outputs = models.JSONField(default=list)
