"""The settings of the product with short leases, for tests that kill processes."""

from datetime import timedelta

from config.settings import *  # noqa: F403

MAIL_LEASE = DISPATCH_LEASE = timedelta(seconds=8)
DOCUMENT_LEASE = timedelta(seconds=8)
CELERY_BEAT_SCHEDULE = {
    **CELERY_BEAT_SCHEDULE,  # noqa: F405
    "signatures: send mail that is due": {
        "task": "signatures.periodic.send_due_mail",
        "schedule": timedelta(seconds=3),
        "options": {"expires": 3},
    },
    "deliveries: send mail that is due": {
        "task": "deliveries.periodic.send_due_mail",
        "schedule": timedelta(seconds=3),
        "options": {"expires": 3},
    },
    "deliveries: make packets that are due": {
        "task": "deliveries.periodic.make_due_packets",
        "schedule": timedelta(seconds=3),
    },
    "exports: render documents that are due": {
        "task": "exports.periodic.render_due_documents",
        "schedule": timedelta(seconds=3),
    },
}
