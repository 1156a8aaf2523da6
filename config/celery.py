"""The Celery application: a doorbell and a clock. Work itself lies in the outbox."""

import os

from celery import Celery

from config.schedule import BEAT

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

# The pinned values (acks_late, prefetch 1, time limits, visibility timeout, JSON only) stand in
# config/settings/base.py as CELERY_*: see tests/foundation/outbox/test_celery_settings.py.
app = Celery("kycuong")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# The table is static, so beat keeps no file: after an outage the (job, period) rows are the memory.
app.conf.beat_scheduler = "celery.beat:Scheduler"
app.conf.beat_schedule = {
    name: {"task": task, "schedule": seconds, "options": {"expires": seconds}} for name, (task, seconds) in BEAT.items()
}
