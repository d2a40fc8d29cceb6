"""The ASGI application, for a production server such as uvicorn."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
application = get_asgi_application()

from newsroom.production import refuse_unsafe_settings  # noqa: E402  (settings come first)

refuse_unsafe_settings()
