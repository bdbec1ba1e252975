"""The Celery application of the GPU worker; importing it does not import torch."""

from __future__ import annotations

from celery import Celery

from inference.config import get_config

app = Celery("inference", broker=get_config().redis_url)
app.conf.update(task_ignore_result=True, task_serializer="json", accept_content=["json"])
