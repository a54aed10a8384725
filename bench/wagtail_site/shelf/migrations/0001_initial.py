"""Which tables do the two kinds of page need?"""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def page_table(name: str, *fields: tuple[str, Any]) -> migrations.CreateModel:
    """Return the making of a table that stands beside Wagtail's own table of pages."""
    page = models.OneToOneField(
        auto_created=True,
        on_delete=django.db.models.deletion.CASCADE,
        parent_link=True,
        primary_key=True,
        serialize=False,
        to=settings.WAGTAIL_PAGE_MODEL,
    )
    return migrations.CreateModel(
        name=name,
        fields=[("page_ptr", page), *fields],
        options={"abstract": False},
        bases=("wagtailcore.page",),
    )


class Migration(migrations.Migration):
    """The list, and the review."""

    initial = True
    dependencies = [("wagtailcore", "0098_apitoken")]
    operations = [
        page_table("ListPage"),
        page_table(
            "ReviewPage",
            ("kind", models.CharField(max_length=80)),
            ("summary", models.TextField()),
            ("published_on", models.DateField(db_index=True)),
            ("outputs", models.JSONField(default=list)),
        ),
    ]
