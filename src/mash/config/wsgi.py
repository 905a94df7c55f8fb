"""The web application as a server runs it. DATABASE_URL must say where the database is."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mash.config.settings")

application = get_wsgi_application()
