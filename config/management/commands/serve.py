import fcntl
import io
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from campaigns.models import Campaign
from config import broker, system
from config.supervisor import Service, Supervisor
from core.errors import Refusal
from letters.models import Letter

PORT_PATIENCE = 3
BROKER_PATIENCE = 30
ORGANIZER, PASSWORD = "organizer@example.org", "undersigned-demo"


class Command(BaseCommand):
    help = (
        "Prepares the database and runs broker, web, worker and beat in one terminal."
    )
    # Run by `handle`, after it has had the chance to install what is missing.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        # The database, mail and documents are for nobody else on this machine.
        os.umask(0o077)
        with only_one_per_data_folder():
            wait_for_port(settings.PORT)
            supervisor = Supervisor()
            try:
                self.prepare(supervisor)
                self.serve(supervisor)
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal
            except BrokenPipeError:
                # Nobody reads any more what we write: the terminal has gone.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def prepare(self, supervisor: Supervisor) -> None:
        system.bring_what_is_missing(supervisor.say)
        self.check()
        supervisor.say("Preparing the database and the static files …")
        try:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            if settings.EMBEDDED and not Campaign.objects.exists():
                supervisor.say("Making the demo campaign …")
                # It would show the way in, as we do when somebody answers there.
                call_command("demo", stdout=io.StringIO())
        except OperationalError as error:
            raise CommandError(f"The database does not work: {error}") from error
        finally:
            connections.close_all()

    def serve(self, supervisor: Supervisor) -> None:
        web, worker, beat = (make_service(name) for name in ("web", "worker", "beat"))
        own_broker: list[Service] = []
        try:
            if broker.is_embedded():
                own_broker = [start_broker(supervisor)]
            for service in (web, worker, beat):
                supervisor.start(service)
            supervisor.run(Announcement(supervisor).make_once)
            supervisor.say("Stopping; press Ctrl-C again to stop at once.")
        except KeyboardInterrupt:
            return
        finally:
            try:
                supervisor.stop([web, beat], [worker], own_broker)
            except KeyboardInterrupt:
                supervisor.say("Stopped at once.")
        supervisor.say("Stopped.")


@contextmanager
def only_one_per_data_folder() -> Iterator[None]:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.DATA_DIR / "serve.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(
                f"Undersigned is running already on the data in {settings.DATA_DIR}. "
                "Stop it first, or set DATA_DIR to another folder."
            ) from error
        yield


def wait_for_port(port: int) -> None:
    """Return when the port is free; what was killed a moment ago may still hold it."""
    if not 0 < port < 65536:
        raise CommandError(f"PORT must be between 1 and 65535, not {port}.")
    deadline = time.monotonic() + PORT_PATIENCE
    while not is_free(port):
        if time.monotonic() > deadline:
            raise CommandError(
                f"Port {port} is used by another program. Stop that program, or choose "
                f"another port: make run PORT={port + 1}"
            )
        time.sleep(0.2)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise CommandError(
                f"Port {port} may be used by the administrator only. Choose another "
                "port: make run PORT=8000"
            ) from error
        except OSError:
            return False
    return True


def make_service(name: str) -> Service:
    celery = ["celery", "--app", "config", "--quiet"]
    modules = {
        "web": ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"],
        "worker": [
            *(*celery, "worker", "--queues", "mail,documents,default"),
            *("--concurrency", "2", "--without-mingle", "--without-gossip"),
        ],
        "beat": [*celery, "beat"],
    }
    return Service(
        name,
        [sys.executable, "-m", *modules[name]],
        environment={
            "DATA_DIR": str(settings.DATA_DIR),
            "PORT": str(settings.PORT),
            "PYTHONUNBUFFERED": "1",
            # Said of root; tasks are JSON here.
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
        },
        folder=str(settings.BASE_DIR),
    )


def start_broker(supervisor: Supervisor) -> Service:
    """Start the broker and wait for its answer; its data may be lost, so they never stop it."""
    service = Service("broker", broker.command())
    if not broker.stop_leftover():
        raise Refusal(
            f"Another broker answers on {broker.socket_path()} and does not stop."
        )
    for is_last in (False, True):
        supervisor.start(service)
        deadline = time.monotonic() + BROKER_PATIENCE
        while service.is_alive and time.monotonic() < deadline:
            if broker.answers():
                return service
            if supervisor.interrupts:
                raise KeyboardInterrupt
            supervisor.show_output(0.05)
        supervisor.show_output(0.05)
        if not is_last and not service.is_alive:
            supervisor.say("The broker cannot read its data; starting with new ones.")
            broker.set_aside_data()
            broker.data_dir().mkdir(mode=0o700)
    raise Refusal("The broker does not start; what it wrote stands above.")


class Announcement:
    """Says where to look and how to log in, once the web process answers."""

    def __init__(self, supervisor: Supervisor) -> None:
        self.supervisor = supervisor
        self.is_made = False

    def make_once(self) -> None:
        if self.is_made or not web_answers():
            return
        self.is_made = True
        for line in ["", *announcement(), ""]:
            self.supervisor.say(line)


def web_answers() -> bool:
    request = urllib.request.Request(
        f"http://127.0.0.1:{settings.PORT}/healthz",
        headers={"Host": urlsplit(settings.SITE_URL).netloc},
    )
    try:
        with urllib.request.urlopen(request, timeout=0.5):  # noqa: S310  http, see above
            return True
    except (urllib.error.URLError, OSError):
        return False


def announcement() -> list[str]:
    site = settings.SITE_URL
    with translation.override(settings.LANGUAGE_CODE):
        letters = [
            f"Letter        {site}{reverse('signatures:letter', args=[letter.slug])}"
            for letter in Letter.objects.announced(timezone.now()).order_by(
                "-status", "pk"
            )[:4]
        ]
    lines = [f"Undersigned   {site}/", *letters, f"Organizers    {site}/admin/"]
    if settings.HAS_MAILBOX:
        lines.append(f"Outgoing mail {site}/mailbox/")
    if settings.EMBEDDED and User.objects.filter(email=ORGANIZER).exists():
        lines.append(f"Log in as     {ORGANIZER} with the password {PASSWORD}")
    connections.close_all()
    return lines
