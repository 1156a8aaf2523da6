"""Settings of Celery: a task may be delivered twice or late, never lost silently, and carries only JSON."""

from typing import Any

from config.embedded import redis_url

VISIBILITY_TIMEOUT = 900  # longer than the hard time limit; the same in all three places
_transport: dict[str, Any] = {"visibility_timeout": VISIBILITY_TIMEOUT, "global_keyprefix": "kc:"}

CELERY_BROKER_URL = redis_url()  # "" until Valkey was started once: commands then only write outbox rows
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 570
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_TRANSPORT_OPTIONS = dict(_transport)
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = dict(_transport)
CELERY_VISIBILITY_TIMEOUT = VISIBILITY_TIMEOUT
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_DEFAULT_QUEUE = "kycuong"
CELERY_ENABLE_UTC = True
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
