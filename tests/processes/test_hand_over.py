"""An office gets its mail once, whoever presses how often, and whatever is killed."""

import time

import pytest

from tests.processes.conftest import running_site, wait_for
from tests.processes.test_kills import Sink, sink

pytestmark = pytest.mark.processes
__all__ = ["sink"]

# The demo's second recipient is sent the edition: pressed twice, at the same moment.
PRESS = """
from threading import Thread
from django.db import connection
from core.errors import Refusal
from deliveries.models import Delivery
from deliveries.services import draft_mail, send_by_mail
delivery = Delivery.objects.get(method="mail")
seen = draft_mail(delivery).stamp
refusals = []
def press():
    try:
        send_by_mail(delivery, delivery.recorded_by, seen=seen)
    except Refusal as refusal:
        refusals.append(str(refusal))
    finally:
        connection.close()
presses = [Thread(target=press) for _time in range(8)]
[each.start() for each in presses]
[each.join() for each in presses]
print("refused", len(refusals))
"""
LOOK = """
from deliveries.models import Delivery
delivery = Delivery.objects.get(method="mail")
print("state", delivery.status, *delivery.dispatches.values_list("status", "attempts"))
"""


@pytest.mark.usefixtures("printer")
def test_a_killed_worker_s_mail_to_an_office_goes_out_once(sink: Sink):
    url = f"smtp://127.0.0.1:{sink.port}"
    with running_site(EMAIL_URL=url) as site:
        sink.is_open.clear()
        assert "refused 7" in site.manage("shell", "-c", PRESS)
        wait_for(lambda: sink.waiting)
        assert "sending" in site.manage("shell", "-c", LOOK)
        site.kill("celery", "worker")
        sink.is_open.set()

        wait_for(lambda: sink.accepted["office@example.org"], 90)
        wait_for(lambda: "delivered" in site.manage("shell", "-c", LOOK), 60)
        time.sleep(10)  # longer than a lease and a sweep: nothing comes twice
        state = site.manage("shell", "-c", LOOK)

    assert "('sent', 2)" in state
    assert sink.accepted["office@example.org"] == 1
