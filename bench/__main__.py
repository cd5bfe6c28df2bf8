"""`make bench`: every measurement, one after the other, each in its own process."""

import subprocess
import sys

for subject in ("sheets", "pdf"):
    sys.stdout.write(f"— {subject} —\n")
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", f"bench.{subject}"], check=True)  # noqa: S603
