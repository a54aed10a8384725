"""Where do gunicorn and the flask command find the portal?"""

import os

from flask import Flask

from portal import create_app
from portal.extensions import db
from portal.models.engines import refuse_to_start
from portal.models.hidden_records import tell_at_start

app = create_app()
# The flask command makes and repairs databases, so it begins without one; whatever serves does not.
if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
    refuse_to_start(app, db)
    tell_at_start(app)


def upgraded() -> Flask:
    """Bring the database up to this version, then return the portal: `make run` loads it once for both."""
    from portal.commands.database import bring_up

    with app.app_context():
        bring_up()
    return app
