"""Where a run's files stand: one directory, and the name of each place in it.

Pure paths. Only `make` touches the disk, and makes directories alone; what stands inside is their owners' business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from orders_pipeline.settings.mistakes import BadSettings, Mistake

VARIABLE = "ORDERS_PIPELINE_HOME"
DIRECTORIES = ("landing", "warehouse", "snapshots", "journal", "inbox", "dagster", "sandbox", "budgets")


@dataclass(frozen=True, slots=True)
class Home:
    """`data/`, or where ORDERS_PIPELINE_HOME leads."""

    root: Path

    @classmethod
    def at(cls, path: Path | str) -> "Home":
        """Absolute, so that a process started in another directory means the same place."""
        return cls(Path(path).expanduser().absolute())

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], default: Path = Path("data")) -> "Home":
        return cls.at(environ.get(VARIABLE) or default)

    @property
    def accounts_file(self) -> Path:
        return self.root / "accounts.toml"

    @property
    def landing(self) -> Path:
        """Raw pages, window manifests and certificates."""
        return self.root / "landing"

    @property
    def warehouse(self) -> Path:
        """The directory of the writer's database file and its lock."""
        return self.root / "warehouse"

    @property
    def snapshots(self) -> Path:
        """One directory a published snapshot, numbered."""
        return self.root / "snapshots"

    @property
    def published(self) -> Path:
        """The symlink to the newest snapshot: what analysts open."""
        return self.root / "published"

    @property
    def journal(self) -> Path:
        """The directory of the journal of actions."""
        return self.root / "journal"

    @property
    def inbox(self) -> Path:
        """Where people put files with actions."""
        return self.root / "inbox"

    @property
    def dagster(self) -> Path:
        """DAGSTER_HOME."""
        return self.root / "dagster"

    @property
    def sandbox(self) -> Path:
        """World, clock and ledger of the sandbox."""
        return self.root / "sandbox"

    @property
    def budgets(self) -> Path:
        """Rate budgets that all processes share."""
        return self.root / "budgets"

    @property
    def subscriptions(self) -> Path:
        """Which subscriptions accounts stand for that name none, as their hubs last listed them."""
        return self.root / "subscriptions"

    @property
    def told_file(self) -> Path:
        """What `doctor --tell` has told, so that each trouble is told once."""
        return self.root / "told.json"

    def make(self) -> "Home":
        """Makes every directory that is not there yet.     Raises BadSettings: where that cannot be done."""
        try:
            for name in DIRECTORIES:
                (self.root / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            mistake = Mistake(
                None,
                VARIABLE,
                f"leads to a place where no directories can be made ({error.strerror})",
                f"Set {VARIABLE} to a directory that you may write to.",
            )
            raise BadSettings(str(self.root), [mistake]) from None
        return self
