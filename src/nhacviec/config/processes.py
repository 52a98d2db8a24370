"""Several commands that live and die together: what `nhacviec demo` starts, Ctrl-C stops."""

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from types import FrameType

STOP_SECONDS = 10
LOOK_EVERY = 0.2


class _Stop(Exception):
    """A signal asked us to stop."""


def run_together(
    commands: Mapping[str, list[str]],
    *,
    environment: Mapping[str, str],
    port: int,
    when_ready: Callable[[], None],
) -> int:
    """Run the commands until a signal comes or one of them ends, then stop them all.

    `when_ready` is called once, when the loopback port answers. Returns 0 after a signal, else the exit code of the
    command that ended first (1 when it ended with 0: none of them should).
    """
    children: dict[str, subprocess.Popen[bytes]] = {}

    def stop(signum: int, frame: FrameType | None) -> None:
        raise _Stop

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for name, command in commands.items():
            children[name] = _start(command, environment)
        return _watch(children, port, when_ready)
    except _Stop:
        return 0
    finally:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        _stop_all(children)
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a child in our process group that leaves Ctrl-C to us: asked twice to end, a worker drops its job."""
    ours = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.Popen(command, env=dict(environment), stdin=subprocess.DEVNULL)
    finally:
        signal.signal(signal.SIGINT, ours)


def _watch(children: Mapping[str, subprocess.Popen[bytes]], port: int, when_ready: Callable[[], None]) -> int:
    ready = False
    while True:
        for child in children.values():
            code = child.poll()
            if code is not None:
                return abs(code) or 1
        if not ready and _answers(port):
            ready = True
            when_ready()
        time.sleep(LOOK_EVERY)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _stop_all(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Ask every child to end, wait, and end by force what is left."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + STOP_SECONDS
    for child in children.values():
        try:
            child.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
