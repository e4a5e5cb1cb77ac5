"""A command and all that it starts, ended as a whole: when the keeper is told to, and when who started it is gone.

The keeper is a small process between the two. It watches the one end of a pipe, whose other end dies with whoever holds
it, also by `kill -9`; and it has a process group to end, where the command alone might leave its own children behind.
`python -m orders_pipeline.flows.keeper COMMAND ...` is what `kept` starts. What is not covered: a keeper that is
itself killed by `kill -9`.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from select import select
from threading import Event

POLL_SECONDS = 0.25
ENDS_BY_ITSELF = 20.0  # seconds after SIGINT
ENDS_WHEN_TOLD = 5.0  # after SIGTERM
LETS_GO = 1.0  # after SIGKILL
ENDS = ENDS_BY_ITSELF + ENDS_WHEN_TOLD + LETS_GO + 4.0


def kept(
    command: Sequence[str], *, env: Mapping[str, str] | None = None, stdout: int | None = None
) -> subprocess.Popen[str]:
    """Start a keeper and its command, out of reach of Ctrl-C. The command's standard output is the keeper's."""
    return subprocess.Popen(
        [sys.executable, "-m", __spec__.name, *command],
        env=env,
        stdin=subprocess.PIPE,
        stdout=stdout,
        text=True,
        start_new_session=True,
    )


def end(keeper: subprocess.Popen[str]) -> None:
    """Let the keeper end what it keeps, and wait until all of it is gone."""
    if keeper.stdin:
        keeper.stdin.close()
    try:
        keeper.wait(ENDS)
    except subprocess.TimeoutExpired:
        keeper.kill()
        keeper.wait()
    if keeper.stdout:
        keeper.stdout.close()


def keep(command: Sequence[str]) -> int:
    """Its exit code, after everything in its group has ended; 128 and more where a signal ended it, as shells count."""
    told = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # What a process handles is at its default in those that it starts; what it ignores stays ignored there, and a
        # shell that starts us in the background without a terminal has SIGINT ignored.
        signal.signal(number, lambda number, frame: told.set())
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, process_group=0)
    while process.poll() is None and not told.is_set() and not select([sys.stdin], [], [], POLL_SECONDS)[0]:
        pass
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        _within(ENDS_BY_ITSELF, lambda: process.poll() is not None)
    for number, patience in ((signal.SIGTERM, ENDS_WHEN_TOLD), (signal.SIGKILL, LETS_GO)):
        if not _signalled(process.pid, number):
            break
        _within(patience, lambda: process.poll() is not None and not _signalled(process.pid, 0))
    code = process.wait()
    return code if code >= 0 else 128 - code


def _signalled(group: int, number: int) -> bool:
    """Whether there was anybody in the group to be signalled; 0 only asks."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True


def _within(seconds: float, is_done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while not is_done() and time.monotonic() < deadline:
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(keep(sys.argv[1:]))
