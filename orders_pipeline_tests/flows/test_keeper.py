"""A command and what it starts end as a whole, whoever ends first and however. `sh` stands for Dagster: it leaves its
child behind, which like every child that a shell starts in the background ignores Ctrl-C.
"""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orders_pipeline.flows.keeper import end, kept

A_PARENT = ["sh", "-c", "sleep 60 & echo $!; wait"]
ENDS_ITSELF = ["sh", "-c", "sleep 60 & echo $!; exit 7"]
# Started by a process that is told what to start, and waits for ever.
STARTER = """
import subprocess, sys
from orders_pipeline.flows.keeper import kept
process = kept(sys.argv[1:])
print(process.pid, flush=True)
process.wait()
"""


def is_gone(pid):
    """Within a little. A zombie has ended, and waits for who takes over orphans."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def started(command):
    """The keeper, and the id of what the command leaves behind."""
    keeper = kept(command, stdout=subprocess.PIPE)
    return keeper, int(keeper.stdout.readline())


@pytest.mark.long
def test_what_the_command_started_ends_with_it_when_the_pipe_is_closed():
    keeper, child = started(A_PARENT)
    end(keeper)
    assert (keeper.returncode, is_gone(child)) == (130, True)


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_keeper_ends_all_of_it(how):
    keeper, child = started(A_PARENT)
    keeper.send_signal(how)
    assert (keeper.wait(10), is_gone(child)) == (130, True)
    end(keeper)


def test_a_command_that_ends_by_itself_keeps_its_code_and_leaves_nothing_behind():
    keeper, child = started(ENDS_ITSELF)
    assert (keeper.wait(10), is_gone(child)) == (7, True)
    end(keeper)


@pytest.mark.parametrize(
    "ignores_ctrl_c",
    [pytest.param(False, marks=pytest.mark.long, id="from a terminal"), pytest.param(True, id="in the background")],
)
def test_all_of_it_ends_when_who_started_it_is_killed(ignores_ctrl_c):
    ignoring = signal.signal(signal.SIGINT, signal.SIG_IGN) if ignores_ctrl_c else None
    try:
        starter = subprocess.Popen([sys.executable, "-c", STARTER, *A_PARENT], stdout=subprocess.PIPE, text=True)
    finally:
        if ignoring:
            signal.signal(signal.SIGINT, ignoring)
    keeper, child = (int(starter.stdout.readline()) for _ in range(2))
    starter.kill()
    starter.wait()
    starter.stdout.close()
    assert (is_gone(keeper), is_gone(child)) == (True, True)


@pytest.mark.parametrize("command", [A_PARENT, ["sleep", "60"]], ids=["with a child", "alone"])
def test_all_of_it_ends_when_the_keeper_itself_is_killed(command):
    keeper = kept(["sh", "-c", 'echo $$; exec "$@"', "sh", *command], stdout=subprocess.PIPE)
    command_id = int(keeper.stdout.readline())
    child = int(keeper.stdout.readline()) if command is A_PARENT else command_id
    keeper.kill()
    keeper.wait()
    assert (is_gone(command_id), is_gone(child)) == (True, True)
    assert keeper.stdout.read() == "", "nobody holds its output any more"
    end(keeper)


def test_no_guard_is_left_behind():
    keeper, child = started(ENDS_ITSELF)
    guards = [int(pid) for pid in Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children").read_text().split()]
    assert keeper.wait(10) == 7
    assert all(is_gone(pid) for pid in (*guards, child))
    end(keeper)


@pytest.mark.long  # five seconds of patience
def test_what_does_not_end_when_told_is_killed():
    stubborn = ["sh", "-c", "(trap '' TERM; while :; do sleep 1; done) & echo $!; wait"]
    keeper, child = started(stubborn)
    end(keeper)
    assert is_gone(child)
