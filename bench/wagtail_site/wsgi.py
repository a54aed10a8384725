"""Where does gunicorn find the Wagtail site?"""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.wagtail_site.settings")
application = get_wsgi_application()
