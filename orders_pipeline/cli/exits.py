"""Exit codes, and which error ends with which: a table.

What is not in it is a bug of the program, and says so. Messages are the errors' own words.
"""

from enum import IntEnum

from orders_pipeline.actions.journal.errors import JournalRefuses, NoSuchIntent
from orders_pipeline.channels.errors import HubError
from orders_pipeline.channels.registry import NotSpoken
from orders_pipeline.flows.actions.account_hub import CannotWrite
from orders_pipeline.flows.actions.deciding import BadDecision
from orders_pipeline.flows.actions.files.reading import FileRefused
from orders_pipeline.flows.actions.worded import BadWords
from orders_pipeline.flows.backfill.reading import DaysMissing
from orders_pipeline.flows.backfill.span import BadRange
from orders_pipeline.flows.full_disk import sentence_if_full
from orders_pipeline.flows.load import WindowsDamaged
from orders_pipeline.flows.proof.run import NotRead, ProofFailed
from orders_pipeline.flows.read import ReadFailed
from orders_pipeline.flows.sandbox_process import SandboxBusy, SandboxFailed
from orders_pipeline.landing.account import Busy, OtherSource
from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.model.action_states import NotPossible
from orders_pipeline.settings import BadSettings
from orders_pipeline.warehouse.errors import BadChoice, WarehouseBusy, WarehouseError


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


# The first that fits.
CODES: tuple[tuple[type[Exception], ExitCode], ...] = (
    (BadSettings, ExitCode.USAGE),
    (BadRange, ExitCode.USAGE),
    (BadWords, ExitCode.USAGE),
    (BadDecision, ExitCode.USAGE),
    (NoSuchIntent, ExitCode.USAGE),
    (CannotWrite, ExitCode.USAGE),
    (FileRefused, ExitCode.FAILED),
    (JournalRefuses, ExitCode.FAILED),
    (NotPossible, ExitCode.FAILED),
    (NotRead, ExitCode.USAGE),
    (NotSpoken, ExitCode.USAGE),
    (OtherSource, ExitCode.USAGE),
    (BadChoice, ExitCode.USAGE),
    (Busy, ExitCode.BUSY),
    (WarehouseBusy, ExitCode.BUSY),
    (SandboxBusy, ExitCode.BUSY),
    (SandboxFailed, ExitCode.FAILED),
    (ReadFailed, ExitCode.FAILED),
    (ProofFailed, ExitCode.FAILED),
    (DaysMissing, ExitCode.FAILED),
    (HubError, ExitCode.FAILED),
    (WarehouseError, ExitCode.FAILED),
    (Damaged, ExitCode.FAILED),
    (WindowsDamaged, ExitCode.FAILED),
    (OSError, ExitCode.FAILED),
)
KNOWN = tuple(known for known, _ in CODES)


def code_of(error: Exception) -> ExitCode:
    if isinstance(error, CommandFailed):
        return error.code
    return next((code for known, code in CODES if isinstance(error, known)), ExitCode.FAILED)


def sentence_of(error: Exception) -> str:
    """The error's own words. Those of an error that nobody foresaw may hold anything: only its kind is told."""
    if full := sentence_if_full(error):
        return full
    if isinstance(error, (CommandFailed, *KNOWN)):
        return str(error)
    return (
        f"{type(error).__name__}: this was not foreseen and is a bug. Only `actions apply` sends anything; what it was "
        "sending is kept as in doubt: orders-pipeline actions doubts. Add --debug before the command to see where it "
        "happened, and report it."
    )
