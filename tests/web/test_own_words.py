"""Does what a partnership says of itself in its folder stand on a page that people read?"""

from __future__ import annotations

import pytest
from flask import Flask


@pytest.mark.parametrize("slug", ["manchester", "salford", "north-tyneside"])
def test_where_journalists_ask_and_whom_it_works_with_are_said_where_they_are_known(
    portal: Flask, slug: str
) -> None:
    tenant = portal.extensions["tenants"].by_slug[slug]
    page = portal.test_client().get(f"/{slug}/reviews").text
    assert ("Media enquiries: " in page) == bool(tenant.contact.media)
    assert tenant.contact.media in page
    assert ("has held reviews together with" in page) == bool(tenant.joint_partners)
    assert all(partner in page for partner in tenant.joint_partners)
