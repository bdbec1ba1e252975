"""The site as a whole: settings, routes, processes. Knows every app; no app knows it."""

from chatsite.celery import app as celery_app  # so that shared tasks find it in every process

__all__ = ["celery_app"]
