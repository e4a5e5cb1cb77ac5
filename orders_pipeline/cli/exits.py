"""Exit codes, and what an error ends with. Which one stands in `endings`, which is read when a command fails.

What is not in that table is a bug of the program, and says so. Messages are the errors' own words.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    OK = 0
    FAILED = 1  # the run failed: windows are missing, a hub cannot be asked, a check is broken
    USAGE = 2  # a person changes the command, accounts.toml or an environment variable
    BUSY = 3  # another process holds the lock: wait for it
    STOPPED = 130  # by Ctrl-C, as shells count it


class CommandFailed(Exception):
    """A command that cannot go on for a reason of its own, in a plain sentence."""

    def __init__(self, message: str, code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.code = code


def code_of(error: Exception) -> ExitCode:
    if isinstance(error, CommandFailed):
        return error.code
    from orders_pipeline.cli.endings import CODES  # every room, for an error that seldom comes

    return next((code for known, code in CODES if isinstance(error, known)), ExitCode.FAILED)


def sentence_of(error: Exception) -> str:
    """The error's own words. Those of an error that nobody foresaw may hold anything: only its kind is told."""
    from orders_pipeline.cli.endings import KNOWN
    from orders_pipeline.flows.full_disk import sentence_if_full

    if full := sentence_if_full(error):
        return full
    if isinstance(error, (CommandFailed, *KNOWN)):
        return str(error)
    return (
        f"{type(error).__name__}: this was not foreseen and is a bug. Only `actions apply` sends anything; what it was "
        "sending is kept as in doubt: orders-pipeline actions doubts. Add --debug before the command to see where it "
        "happened, and report it."
    )
