"""How gunicorn serves: `gunicorn --config config/gunicorn.py config.wsgi`."""

import os
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from core.logs import RedactingFormatter


class RedactingLogger(Logger):
    """Writes neither the tokens of mailed links nor addresses."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in [*self.error_log.handlers, *self.access_log.handlers]:
            handler.setFormatter(
                RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
            )


bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
graceful_timeout = 30
max_requests = 2000
max_requests_jitter = 200
# Heartbeats are files: on a disk that blocks, workers would be taken for dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# Two instances of one user would fight for the socket's default path.
control_socket_disable = True
proc_name = "undersigned"
accesslog = "-"
# No client address, no query, no referrer, no browser: nothing about a person is kept.
access_log_format = "%(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"
logger_class = RedactingLogger
