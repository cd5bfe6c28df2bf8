import time

import pytest
from celery import Celery

from core import wakeup
from tests.requirements import require
from tests.services import find_broker, run_black_hole, run_broker, scratch_folder


@pytest.fixture(autouse=True)
def patient():
    wakeup.patience.regain()
    yield
    wakeup.patience.regain()


def task_on(url: str):
    """A task whose wake-up calls go to the broker at this URL."""
    app = Celery(broker=url, set_as_current=False)

    @app.task(name="tests.wake", ignore_result=True)
    def wake(pk: int) -> None: ...

    return wake


def seconds_to_wake(task, capture) -> float:
    started = time.monotonic()
    with capture(execute=True):
        wakeup.wake_on_commit(task, 17)
    return time.monotonic() - started


@pytest.mark.parametrize(
    "url", ["redis+socket:///nowhere/b.sock", "redis://127.0.0.1:1"]
)
def test_a_broker_that_refuses_costs_next_to_nothing(
    db, url, django_capture_on_commit_callbacks
):
    task = task_on(url)
    seconds_to_wake(task, django_capture_on_commit_callbacks)  # the imports
    wakeup.patience.regain()

    seconds = seconds_to_wake(task, django_capture_on_commit_callbacks)

    assert seconds < 0.05


def test_a_broker_that_does_not_answer_is_waited_for_once(
    db, django_capture_on_commit_callbacks
):
    seconds_to_wake(task_on("redis://127.0.0.1:1"), django_capture_on_commit_callbacks)
    wakeup.patience.regain()
    with run_black_hole() as port:
        task = task_on(f"redis://127.0.0.1:{port}")

        first = seconds_to_wake(task, django_capture_on_commit_callbacks)
        second = seconds_to_wake(task, django_capture_on_commit_callbacks)

    assert first < 0.4
    assert second < 0.01


def test_a_wake_up_call_carries_the_task_and_its_ids(
    db, django_capture_on_commit_callbacks
):
    require(find_broker(), "No Redis or Valkey was found.")
    with run_broker() as url:
        task = task_on(url.replace("unix://", "redis+socket://"))

        with django_capture_on_commit_callbacks(execute=True):
            wakeup.wake_on_commit(task, 17)
            assert waiting(task) is None
        message = waiting(task)

    assert message.headers["task"] == "tests.wake"
    assert message.decode()[0] == [17]


def waiting(task):
    """The wake-up call that waits in the queue."""
    with task.app.connection_for_read() as connection:
        queue = task.app.amqp.queues[task.app.conf.task_default_queue]
        return queue(connection.default_channel).get(no_ack=True)


def test_a_broker_that_comes_back_is_used_again(db, django_capture_on_commit_callbacks):
    require(find_broker(), "No Redis or Valkey was found.")
    with scratch_folder() as folder:
        with run_broker(folder) as url:
            task = task_on(url.replace("unix://", "redis+socket://"))
            seconds_to_wake(task, django_capture_on_commit_callbacks)
        seconds_to_wake(task, django_capture_on_commit_callbacks)
        assert wakeup.patience.is_lost

        with run_broker(folder):
            wakeup.patience.regain()
            for _attempt in range(2):  # the first may meet the old connection
                seconds_to_wake(task, django_capture_on_commit_callbacks)
                wakeup.patience.regain()

            assert waiting(task) is not None
