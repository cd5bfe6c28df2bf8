import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from signatures.models import Mail
from tests.factories import make_signature
from tests.requirements import require
from tests.services import find_broker, run_black_hole, run_broker


@pytest.fixture
def without_broker(settings):
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/broker.sock"


@pytest.mark.usefixtures("db", "without_broker")
def test_the_site_is_well_while_the_database_answers(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {
        "database": True,
        "broker": False,
        "oldest_owed_mail_seconds": None,
        "version": response.json()["version"],
    }
    assert "no-store" in response["Cache-Control"]
    assert "Set-Cookie" not in response


@pytest.mark.usefixtures("db")
def test_a_broker_that_runs_is_seen(client, settings):
    require(find_broker(), "No Redis or Valkey was found.")
    with run_broker() as url:
        settings.CELERY_BROKER_URL = url.replace("unix://", "redis+socket://")

        assert client.get("/healthz").json()["broker"] is True


@pytest.mark.usefixtures("db")
def test_a_broker_that_does_not_answer_hardly_delays_the_answer(client, settings):
    with run_black_hole() as port:
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{port}/0"
        client.get("/healthz")

        started = time.monotonic()
        response = client.get("/healthz")
        seconds = time.monotonic() - started

    assert seconds < 0.3
    assert response.json()["broker"] is False


@pytest.mark.usefixtures("without_broker")
def test_the_oldest_owed_mail_tells_its_age(client, db):
    signature = make_signature()
    since = timezone.now() - timedelta(minutes=5)
    later = timezone.now() + timedelta(hours=1)
    Mail.objects.create(
        signature=signature, kind="confirm", language="en", created_at=since
    )
    Mail.objects.create(
        signature=signature, kind="receipt", language="en", due_at=later
    )

    age = client.get("/healthz").json()["oldest_owed_mail_seconds"]

    assert 299 <= age <= 302


@pytest.mark.usefixtures("db", "without_broker")
def test_sent_mail_is_not_owed(client):
    Mail.objects.create(
        signature=make_signature(), kind="confirm", language="en", status="sent"
    )

    assert client.get("/healthz").json()["oldest_owed_mail_seconds"] is None


@pytest.mark.usefixtures("db", "without_broker")
def test_without_the_database_the_site_is_ill(client):
    def refuse(*args):
        raise OperationalError("the server closed the connection unexpectedly")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["database"] is False


@pytest.mark.parametrize(
    ("languages", "page"), [("es-GT,es;q=0.9", "/es/"), ("en", "/en/"), ("qu", "/en/")]
)
def test_the_front_door_leads_to_the_visitors_language(client, languages, page):
    response = client.get("/", headers={"accept-language": languages})

    assert response.status_code == 302
    assert response["Location"] == page
    assert "Accept-Language" in response["Vary"]
