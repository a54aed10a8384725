"""The one blueprint that the views of referrals stand on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("referrals", __name__)
