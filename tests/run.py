"""`make test`: the suite on the embedded default, then on PostgreSQL and Redis.

Further arguments go to pytest, as in `python -m tests.run tests/letters -k deadline`.
"""

import os
import subprocess
import sys
from contextlib import ExitStack

from tests import services

# Tests that start processes or a browser have the two cores for themselves, and they
# start their own services, so that a second run of them would show nothing new.
ALONE = "processes or browser"


def main(arguments: list[str]) -> int:
    base = {
        key: value
        for key, value in os.environ.items()
        if key not in {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DATA_DIR", "SITE_URL"}
    }
    base["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    failed = []
    print("— SQLite, without a broker —", flush=True)
    if not run_pytest(["-n", "2", "-m", f"not ({ALONE})", *arguments], base):
        failed.append("SQLite")
    print("— processes and browser —", flush=True)
    if not run_pytest(["-m", ALONE, *arguments], base):
        failed.append("processes and browser")

    if missing := missing_services():
        print(f"Skipped: the suite on PostgreSQL and Redis, for want of {missing}.")
        if os.environ.get("REQUIRE_ALL") == "1":
            failed.append("PostgreSQL and Redis (REQUIRE_ALL=1)")
    else:
        print("— PostgreSQL and Redis —", flush=True)
        if not run_on_services(arguments, base):
            failed.append("PostgreSQL and Redis")

    print(f"Failed: {'; '.join(failed)}." if failed else "All passed.")
    return bool(failed)


def missing_services() -> str:
    found = {
        "initdb (PostgreSQL)": services.find_postgresql(),
        "redis-server or valkey-server": services.find_broker(),
    }
    return ", ".join(name for name, path in found.items() if path is None)


def run_on_services(arguments: list[str], base: dict[str, str]) -> bool:
    with ExitStack() as running:
        urls = {
            "DATABASE_URL": running.enter_context(services.run_postgresql()),
            "REDIS_URL": running.enter_context(services.run_broker()),
        }
        return run_pytest(
            ["-n", "2", "-m", f"not ({ALONE})", *arguments], {**base, **urls}
        )


def run_pytest(arguments: list[str], environment: dict[str, str]) -> bool:
    # -rs: each skipped test says in one line why.
    command = [sys.executable, "-m", "pytest", "-q", "-rs", *arguments]
    code = subprocess.run(command, env=environment, check=False).returncode
    return code in {0, 5}  # 5: no test was selected


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
