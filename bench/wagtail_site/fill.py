"""How do the newest invented reviews get into Wagtail? As thirty pages under one list."""

from __future__ import annotations

import os
import sys

import django
from django.core.management import call_command

from bench import fictional


def fill(items: int) -> None:
    """Make the tables and the pages, in Wagtail's environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.wagtail_site.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    from wagtail.models import Page, Site

    from bench.wagtail_site.shelf.models import ON_A_PAGE, ListPage

    shelf = Page.objects.get(depth=1).add_child(instance=ListPage(title="Published reviews", slug="reviews"))
    for review in fictional.newest(items, ON_A_PAGE):
        shelf.add_child(instance=page_of(review))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "127.0.0.1", "root_page": shelf}
    )


def page_of(review: fictional.Review) -> object:
    """Return a review as a page of Wagtail's."""
    from bench.wagtail_site.shelf.models import ReviewPage

    outputs = [{"slug": each.kind, "title": each.title, "kind": each.kind} for each in review.outputs]
    return ReviewPage(
        title=review.title, slug=f"review-{review.number}", kind=review.kind, summary=review.summary,
        published_on=review.published_on, outputs=outputs,
    )  # fmt: skip


if __name__ == "__main__":
    fill(int(sys.argv[1]))
