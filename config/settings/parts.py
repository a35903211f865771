"""The real parts: PostgreSQL, Redis (live layer, cache, broker) and mail."""

from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from config.environment import sender, whole_number
from config.parts import database, mail, redis_database

DATABASES = {"default": database()}
# Under ASGI a persistent connection per thread does not exist: the pool keeps them.
# The health check (one round trip) spares families an error page after a restart of PostgreSQL.
DATABASES["default"].update(CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False)
DATABASES["default"].setdefault("OPTIONS", {}).update(
    pool={"min_size": 1, "max_size": whole_number("DATABASE_POOL", 10, least=1), "timeout": 10},
)

# Fail fast: the live side makes its link again by itself, and nobody waits for it.
LIVE_HOST = {
    "address": redis_database(0),
    "socket_connect_timeout": 1,
    "retry": Retry(NoBackoff(), 1),
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [LIVE_HOST]},
    },
}

# Redis may vanish: what it holds can always be found again in the database.
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": redis_database(1),
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": 1,
            "SOCKET_TIMEOUT": 1,
        },
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

MAIL = mail()
EMAIL_BACKEND = MAIL.backend
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = sender("DEFAULT_FROM_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_timeout": 2}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # the log's lines are ours: no words of an exception
CELERY_TIMEZONE = "Europe/Paris"
CELERY_BEAT_SCHEDULE = {
    "forget-api-keys": {"task": "api.tasks.forget_old_keys", "schedule": 24 * 3600.0},
    "sweep-waits": {"task": "workflows.tasks.sweep_waits", "schedule": 20.0},
    "sweep-offers": {"task": "workflows.tasks.sweep_offers", "schedule": 30.0},
    "sweep-documents": {"task": "documents.tasks.sweep_documents", "schedule": 6 * 3600.0},
    "sweep-invitations": {"task": "family.tasks.sweep_invitations", "schedule": 60.0},
    "remind-care-plans": {"task": "family.tasks.remind_care_plans", "schedule": 3600.0},
    "forget-ended": {"task": "accounts.tasks.forget_ended", "schedule": 3600.0},
    "sweep-deliveries": {"task": "workflows.tasks.sweep_deliveries", "schedule": 20.0},
}
