"""One person, one line: however many requests arrive at the same moment."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from email.message import EmailMessage

import pytest
from cryptography.fernet import Fernet

from tests.processes.conftest import Site, link_in, running_site, wait_for
from tests.requirements import require
from tests.services import find_broker, find_postgresql, run_broker, run_postgresql

pytestmark = pytest.mark.processes

SLUG = "judges-in-exile"
WAYS = [
    "fifty@gmail.com",
    "FIFTY@Gmail.com",
    "f.i.f.t.y@gmail.com",
    "fifty+letters@gmail.com",
    "fifty@googlemail.com",
]


@contextmanager
def site_on_services() -> Iterator[Site]:
    """With PostgreSQL and Redis, as in production; mail still goes to the mailbox's folder."""
    require(find_postgresql(), "PostgreSQL (initdb) is not installed.")
    require(find_broker(), "Neither Valkey nor Redis is installed.")
    secrets = {
        "SECRET_KEY": "tests only",
        "FIELD_KEYS": Fernet.generate_key().decode(),
    }
    with (
        run_postgresql() as database,
        run_broker() as broker,
        running_site(DATABASE_URL=database, REDIS_URL=broker, **secrets) as site,
    ):
        site.manage("demo")
        yield site


@pytest.fixture(scope="module", params=[running_site, site_on_services])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    with request.param() as site:
        yield site


def sign(site: Site, number: int) -> str:
    return site.post(
        f"/en/letters/{SLUG}/",
        kind="person",
        name="Ana Paz",
        email=WAYS[number % len(WAYS)],
        publicity="public",
        agree="on",
    )


def mail_of_fifty(site: Site) -> list[EmailMessage]:
    ways = {way.lower() for way in WAYS}
    return [message for message in site.mail() if message["To"].lower() in ways]


def test_fifty_posts_and_fifty_clicks_are_one_signature(site: Site) -> None:
    with ThreadPoolExecutor(16) as people:
        answers = set(people.map(lambda number: sign(site, number), range(50)))
    assert len(answers) == 1
    wait_for(lambda: mail_of_fifty(site))

    [message] = mail_of_fifty(site)
    path = link_in(message)
    with ThreadPoolExecutor(16) as clicks:
        pages = list(clicks.map(lambda _: site.post(path, action="confirm"), range(50)))
    assert len(pages) == 50

    wait_for(lambda: len(mail_of_fifty(site)) == 2)
    rows = site.manage("shell", "-v0", "-c", COUNT).split()
    assert rows == ["1", "confirmed", "1", "1"]


COUNT = """
from signatures.addresses import email_key
from signatures.models import Mail, Signature
rows = Signature.objects.filter(email_key=email_key("fifty@gmail.com"))
mails = Mail.objects.filter(signature__in=rows)
print(rows.count(), rows.get().status, mails.filter(kind="confirm").count(),
      mails.filter(kind="receipt").count())
"""
