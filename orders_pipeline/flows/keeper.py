"""A command and all that it starts, ended as a whole: when the keeper is told to, and when who started it is gone.

The keeper is a small process between the two. It watches the one end of a pipe, whose other end dies with whoever holds
it, also by `kill -9`; and it has a process group to end, where the command alone might leave its own children behind.
`python -m orders_pipeline.flows.keeper COMMAND ...` is what `kept` starts. A keeper that is itself killed by `kill -9`
is watched in the same way, by a guard: a fork of it, in a session of its own. What is not covered: both killed at once.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select
from threading import Event

POLL_SECONDS = 0.25
ID_BYTES, OVER = 8, b"\0"
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
    with _guarded() as tell:
        # It tells its id itself, before it is the command: at no moment does the guard not know whom to end.
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, process_group=0, preexec_fn=tell)
        return _kept(process, told)


def _kept(process: subprocess.Popen[bytes], told: Event) -> int:
    while process.poll() is None and not told.is_set() and not select([sys.stdin], [], [], POLL_SECONDS)[0]:
        pass
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    _end_group(process.pid, lambda: process.poll() is not None)
    code = process.wait()
    return code if code >= 0 else 128 - code


def _end_group(group: int, has_ended: Callable[[], bool]) -> None:
    """After its leader was sent SIGINT, or has ended by itself: the patience of each step, and whoever is left."""
    _within(ENDS_BY_ITSELF, has_ended)
    for number, patience in ((signal.SIGTERM, ENDS_WHEN_TOLD), (signal.SIGKILL, LETS_GO)):
        if not _signalled(group, number):
            break
        _within(patience, lambda: has_ended() and not _signalled(group, 0))


@contextmanager
def _guarded() -> Iterator[Callable[[], None]]:
    """Beside the block stands a process that ends a group if this one is gone before the block is over.

    Which group, its leader says by calling what is yielded.
    """
    watched, held = os.pipe()  # closed in whatever is executed; the guard gives up its copy of `held`
    guard = os.fork()
    if guard == 0:
        try:
            os.close(held)
            _guard(watched)
        finally:
            os._exit(0)
    os.close(watched)
    try:
        yield lambda: _write(held, os.getpid().to_bytes(ID_BYTES))
    finally:
        with suppress(BrokenPipeError):  # the guard was killed
            os.write(held, OVER)
        os.close(held)
        os.waitpid(guard, 0)


def _write(pipe: int, content: bytes) -> None:
    os.write(pipe, content)


def _guard(watched: int) -> None:
    """Holds nothing of the keeper's but the pipe: neither a terminal nor an output that somebody reads to its end."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nothing, standard)
    group = int.from_bytes(os.read(watched, ID_BYTES))
    if not group or os.read(watched, len(OVER)) == OVER:
        return
    with suppress(ProcessLookupError):
        os.kill(group, signal.SIGINT)
    _end_group(group, lambda: _has_ended(group))


def _has_ended(pid: int) -> bool:
    """Of a process that is not our child. A zombie has ended, and waits for who takes over orphans."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return not _signalled(pid, 0)


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
