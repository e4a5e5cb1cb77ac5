"""Which error ends a command with which exit code: a table. It knows every room, so it is read last."""

from orders_pipeline.actions.journal.errors import JournalRefuses, NoSuchIntent
from orders_pipeline.channels.errors import HubError
from orders_pipeline.channels.registry import NotSpoken
from orders_pipeline.cli.exits import ExitCode
from orders_pipeline.flows.actions.account_hub import CannotWrite
from orders_pipeline.flows.actions.deciding import BadDecision
from orders_pipeline.flows.actions.files.reading import FileRefused
from orders_pipeline.flows.actions.worded import BadWords
from orders_pipeline.flows.backfill.reading import DaysMissing
from orders_pipeline.flows.backfill.span import BadRange
from orders_pipeline.flows.load import WindowsDamaged
from orders_pipeline.flows.proof.run import NotRead, ProofFailed
from orders_pipeline.flows.read import ReadFailed
from orders_pipeline.flows.sandbox_process import SandboxBusy, SandboxFailed
from orders_pipeline.landing.account import Busy, OtherSource
from orders_pipeline.landing.bodies import Damaged
from orders_pipeline.model.action_states import NotPossible
from orders_pipeline.settings import BadSettings
from orders_pipeline.warehouse.errors import BadChoice, WarehouseBusy, WarehouseError

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
