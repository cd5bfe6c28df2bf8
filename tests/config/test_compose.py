import re
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ["migrate", "web", "worker", "documents", "beat"]


def seconds(text: str) -> float:
    number, unit = re.fullmatch(r"(\d+)([sm])", text).groups()
    return timedelta(**{{"s": "seconds", "m": "minutes"}[unit]: int(number)}).seconds


def test_all_parts_are_there():
    assert set(SERVICES) == {*OURS, "db", "redis", "mail"}
    assert SERVICES["mail"]["profiles"] == ["demo"]


def test_every_queue_has_a_worker():
    commands = [SERVICES[name]["command"] for name in ("worker", "documents")]
    queues = {
        queue
        for command in commands
        for queue in re.search(r"--queues (\S+)", command)[1].split(",")
    }

    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    assert queues == {*routed, settings.CELERY_TASK_DEFAULT_QUEUE}
    assert "--max-tasks-per-child 50" in SERVICES["documents"]["command"]


@pytest.mark.parametrize("name", ["worker", "documents"])
def test_workers_may_finish_what_they_do(name):
    grace = seconds(SERVICES[name]["stop_grace_period"])

    assert grace > settings.CELERY_TASK_TIME_LIMIT


def test_ports_are_open_to_this_machine_only():
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


@pytest.mark.parametrize("name", OURS)
def test_containers_can_change_nothing_but_their_data(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["init"] is True
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108
    assert service["volumes"] == ["files:/data"]


def test_no_password_has_a_default():
    text = (ROOT / "docker-compose.yml").read_text()

    for name, rest in re.findall(r"\$\{(\w+)([^}]*)\}", text):
        if name != "PORT":
            assert rest.startswith(":?"), name
    assert SERVICES["db"]["environment"]["POSTGRES_PASSWORD"].startswith("${")


def test_every_variable_is_in_the_example_and_in_the_documentation():
    code = "".join((ROOT / "config" / f).read_text() for f in ("settings.py", "env.py"))
    read = set(
        re.findall(r'(?:env\.\w+|secret|number|flag)\(\s*"([A-Z][A-Z_]+)"', code)
    )
    assert {"SITE_URL", "SECRET_KEY", "FIELD_KEYS", "PORT", "DEBUG"} <= read
    documented = set(
        re.findall(r"^\| `(\w+)`", (ROOT / "docs/configuration.md").read_text(), re.M)
    )
    example = set(
        re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M)
    )

    assert read <= documented
    assert read - {"XDG_RUNTIME_DIR"} <= example


def test_the_example_names_no_secret():
    example = (ROOT / ".env.example").read_text()

    for name in ("SECRET_KEY", "FIELD_KEYS", "DB_PASSWORD"):
        assert re.search(rf"^{name}=$", example, re.M)
