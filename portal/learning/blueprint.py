"""Under which name are the addresses of the use of briefings known?"""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("learning", __name__)
