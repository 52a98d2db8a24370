"""What `nhacviec demo` starts lives and dies together."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = """
import os, sys
from nhacviec.config.processes import run_together
port, log = int(sys.argv[1]), sys.argv[2]
child = '''
import os, signal, socket, sys, time
name, port, log, seconds, code = sys.argv[1:]
def end(*_):
    print(name, "ended", file=open(log, "a"), flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
if name == "serve":
    listening = socket.create_server(("127.0.0.1", int(port)))
print(name, os.getpid(), os.getpgid(0), file=open(log, "a"), flush=True)
time.sleep(float(seconds))
sys.exit(int(code))
'''
commands = {
    name: [sys.executable, "-c", child, name, str(port), log, seconds, code]
    for name, seconds, code in [("serve", "60", "0"), ("worker", sys.argv[3], sys.argv[4])]
}
print("group", os.getpgid(0), file=open(log, "a"), flush=True)
sys.exit(run_together(commands, environment=os.environ, port=port, when_ready=lambda: print("ready", flush=True)))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(log: Path, seconds: str, code: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SCRIPT, str(free_port()), str(log), seconds, code]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def children(log: Path) -> dict[str, list[int]]:
    lines = [line.split() for line in log.read_text().splitlines() if not line.endswith("ended")]
    return {name: [int(number) for number in numbers] for name, *numbers in lines}


def wait_for_children(log: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if log.exists() and {"serve", "worker"} <= set(children(log)):
            return
        time.sleep(0.05)
    pytest.fail("the children did not start")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_and_is_no_failure(number: signal.Signals, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with start(log, "60", "0") as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        wait_for_children(log)
        parent.send_signal(number)
        assert parent.wait(20) == 0
    started = children(log)
    assert not any(alive(started[name][0]) for name in ("serve", "worker"))
    assert {"serve ended", "worker ended"} <= set(log.read_text().splitlines())


def test_all_are_in_the_process_group_of_the_command(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with start(log, "60", "0") as parent:
        wait_for_children(log)
        parent.terminate()
        parent.wait(20)
    started = children(log)
    assert started["serve"][1] == started["worker"][1] == started["group"][0]


@pytest.mark.parametrize(("code", "expected"), [("3", 3), ("0", 1)])
def test_one_that_ends_by_itself_ends_the_others_and_its_code_is_ours(code: str, expected: int, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with start(log, "0.5", code) as parent:
        assert parent.wait(20) == expected
    assert not alive(children(log)["serve"][0])
