"""Keeps a few processes running in one terminal and ends them in order."""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A process that ran so long has started well: its next restart is a quick one again.
SETTLED_SECONDS = 60
STOP_SECONDS = 60
TICK = 0.2
COLORS = {"broker": 35, "web": 32, "worker": 36, "beat": 33, "serve": 1}
PR_SET_PDEATHSIG = 1
# Loaded here and not between fork and exec, where little is allowed.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(eq=False)
class Service:
    """One process: how it is started, and how it fares."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "."
    process: subprocess.Popen[bytes] | None = None
    pause: float = SHORTEST_PAUSE
    started_at: float = 0.0
    restart_at: float | None = None
    half_line: bytes = b""

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> IO[bytes]:
        """Start the process in a session of its own, so that Ctrl-C is ours to pass on."""
        self.process = subprocess.Popen(  # noqa: S603  the commands are in serve.py
            self.command,
            cwd=self.folder,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_supervisor,
        )
        self.started_at, self.restart_at = time.monotonic(), None
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        return self.process.stdout

    def send(self, number: int) -> None:
        if self.process is not None and self.is_alive:
            self.process.send_signal(number)

    def kill_group(self) -> None:
        """Kill the process and all that it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                return  # macOS says EPERM of a group of dead processes
            self.process.wait()


def _end_with_supervisor() -> None:
    """Have Linux end the child when the supervisor is killed and cannot do it."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Supervisor:
    """Starts services, shows what they write, restarts what dies.

    It has no threads: everything happens between two calls of `tick`.
    """

    def __init__(self) -> None:
        self.services: list[Service] = []
        self.interrupts = 0
        self._selector = selectors.DefaultSelector()
        self._has_colors = sys.stdout.isatty()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._interrupt)

    def _interrupt(self, number: int, frame: object) -> None:
        self.interrupts += 1

    def say(self, text: str, name: str = "serve") -> None:
        prefix = f"{name:<6} | "
        if self._has_colors:
            prefix = f"\x1b[{COLORS.get(name, 0)}m{prefix}\x1b[0m"
        sys.stdout.write(f"{prefix}{text}\n")
        sys.stdout.flush()

    def start(self, service: Service) -> None:
        if service not in self.services:
            self.services.append(service)
        output = service.start()
        self._selector.register(output, selectors.EVENT_READ, service)

    def tick(self) -> None:
        """Show what was written meanwhile, see who died, restart who has waited."""
        self.show_output(TICK)
        for service in self.services:
            if service.restart_at is not None:
                if time.monotonic() >= service.restart_at:
                    self.start(service)
            elif not service.is_alive:
                self._plan_restart(service)

    def run(self, on_tick: Callable[[], None]) -> None:
        """Watch the services until somebody interrupts."""
        while not self.interrupts:
            self.tick()
            on_tick()

    def _plan_restart(self, service: Service) -> None:
        assert service.process is not None
        now = time.monotonic()
        if now - service.started_at > SETTLED_SECONDS:
            service.pause = SHORTEST_PAUSE
        self.say(
            f"{service.name} {_how_it_ended(service.process.returncode)}; "
            f"starting it again in {service.pause:g} s."
        )
        service.kill_group()
        service.restart_at = now + service.pause
        service.pause = min(service.pause * 2, LONGEST_PAUSE)

    def stop(self, *steps: list[Service]) -> None:
        """End the services step by step, each with time to finish what it does."""
        try:
            for services in steps:
                self._stop_together(services)
        finally:
            for service in self.services:
                service.kill_group()
            self.show_output(0)

    def _stop_together(self, services: list[Service]) -> None:
        interrupts, deadline = self.interrupts, time.monotonic() + STOP_SECONDS
        for service in services:
            service.restart_at = None
            service.send(signal.SIGTERM)
        while running := [s for s in services if s.is_alive]:
            if self.interrupts > interrupts:
                raise KeyboardInterrupt
            if time.monotonic() > deadline:
                for service in running:
                    self.say(f"{service.name} did not end in {STOP_SECONDS} s: killed.")
                    service.kill_group()
            self.show_output(TICK)

    def show_output(self, seconds: float) -> None:
        if not self._selector.get_map():
            time.sleep(seconds)
            return
        for key, _events in self._selector.select(seconds):
            data = os.read(key.fd, 65536)
            if not data:
                self._selector.unregister(key.fileobj)
            self._show_lines(key.data, data)

    def _show_lines(self, service: Service, data: bytes) -> None:
        *lines, service.half_line = (service.half_line + data).split(b"\n")
        if not data and service.half_line:
            lines, service.half_line = [service.half_line], b""
        for line in lines:
            self.say(line.decode(errors="replace").rstrip("\r"), service.name)


def _how_it_ended(code: int) -> str:
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with code {code}"
