"""The WSGI application, for a production server such as gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
application = get_wsgi_application()

from newsroom.production import refuse_unsafe_settings  # noqa: E402  (settings come first)

refuse_unsafe_settings()
