import logging
import logging.config
import sys

import pytest
from celery.signals import setup_logging
from django.conf import settings

from core.logs import RedactingFormatter, redact


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("GET /en/confirm/AAE.1x-_.Zk9/ 200", "GET /en/confirm/[token]/ 200"),
        ("GET /es/signature/17:abc.def?x=1", "GET /es/signature/[token]"),
        ("GET /en/press/Zk9-_xZk9-_xZk9-_xaZk-/es.pdf", "GET /en/press/[token]/es.pdf"),
        (
            "GET /en/letters/border/press/12/es.pdf",
            "GET /en/letters/border/press/12/es.pdf",
        ),
        ('File "/srv/press/tasks.py"', 'File "/srv/press/tasks.py"'),
        ("to maria.jose+x@example.org.", "to [address]"),
        ("<maria@example.org>: refused", "<[address]>: refused"),
        (
            "Invalid request from ip=2001:db8::7: x",
            "Invalid request from ip=[network] x",
        ),
        ("Invalid request from ip=192.0.2.7: x", "Invalid request from ip=[network] x"),
        ("GET /en/letters/border/ 200", "GET /en/letters/border/ 200"),
    ],
)
def test_logs_show_neither_addresses_nor_tokens(text, redacted):
    assert redact(text) == redacted


def test_tracebacks_are_redacted_too():
    formatter = RedactingFormatter("%(message)s")
    try:
        raise ValueError("maria@example.org is on no list")
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "Sending failed", (), sys.exc_info()
        )

    text = formatter.format(record)

    assert "ValueError: [address] is on no list" in text
    assert "maria" not in text


def test_the_workers_log_is_ours():
    """Celery would set up a log of its own, which shows addresses."""
    assert setup_logging.receivers
    handlers = logging.config.dictConfigClass(settings.LOGGING).config["handlers"]
    assert {handler["formatter"] for handler in handlers.values()} == {"plain"}


def test_the_web_servers_log_is_redacted(tmp_path):
    from gunicorn.config import Config

    from config.gunicorn import RedactingLogger

    cfg = Config()
    cfg.set("accesslog", str(tmp_path / "access"))
    cfg.set("errorlog", str(tmp_path / "error"))
    logger = RedactingLogger(cfg)
    try:
        logger.access_log.info("GET /en/confirm/AAE.1x.Zk9/ 200")
        logger.error("Error handling request /es/signature/AAE.1x.Zk9/")
        written = (tmp_path / "access").read_text() + (tmp_path / "error").read_text()
    finally:
        for log in (logger.access_log, logger.error_log):
            for handler in list(log.handlers):
                handler.close()
                log.removeHandler(handler)

    assert written.count("[token]") == 2
    assert "AAE" not in written
