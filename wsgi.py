"""Where do gunicorn and the flask command find the portal?"""

from portal import create_app

app = create_app()
