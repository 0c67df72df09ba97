"""The door of the web server: `PYTHONPATH=site gunicorn config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

# A server started without saying which settings must not come up as a demo.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()
