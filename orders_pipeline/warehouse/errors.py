"""What can go wrong in the warehouse, named by what to do next. Every message says what happened and what to do.

WarehouseError
├── WarehouseBusy       another process writes: wait for it, or read the published snapshot
├── SchemaDiffers       the file is of another version of the tables: rebuild it from landing
├── DatabaseDamaged     a file is no database, or not whole: move it away, and it is made anew
├── DiskFull            free space: the same command goes on
├── CountsDoNotAddUp    a bug of the load: nothing of the batch was kept
├── StructureBroken     the batch would break a rule of the tables: nothing of it was kept
├── NotPublished        there is no snapshot yet: load and publish first
└── BadChoice           a reader names what the snapshot does not hold: ask for something else
"""

from pathlib import Path
from shlex import quote


class WarehouseError(RuntimeError):
    """No money moves in the warehouse: whatever is lost here can be loaded again from landing."""


class WarehouseBusy(WarehouseError):
    def __init__(self, directory: Path, holder: str) -> None:
        super().__init__(
            f"{holder} is writing to the warehouse in {directory}; nothing was changed. "
            "Wait until it ends and try again; to read, open the published snapshot, which is never locked."
        )
        self.directory = directory
        self.holder = holder


class SchemaDiffers(WarehouseError):
    def __init__(self, file: Path, stored: str, expected: str) -> None:
        super().__init__(
            f"{file} was written with tables of version {stored}, this program knows version {expected}; nothing was "
            "changed. Move the file away and load again: everything is rebuilt from landing, nothing is fetched anew."
        )
        self.stored = stored
        self.expected = expected


NO_ROOM = (
    "What was read, loaded and published before is whole; nothing is half done. Free space, or move the home to a "
    "larger disk: the same command then goes on. How much is held: orders-pipeline doctor"
)


class DiskFull(WarehouseError):
    def __init__(self, file: Path) -> None:
        super().__init__(
            f"The disk is full, or a limit of it is reached: {file.parent} could not be written. {NO_ROOM}"
        )
        self.file = file


class DatabaseDamaged(WarehouseError):
    """`is_published`: a file that readers open; else the writer's own."""

    def __init__(self, file: Path, *, is_published: bool) -> None:
        path = quote(str(file.parent if is_published else file))
        super().__init__(
            f"{file} is no DuckDB database, or not whole: it was cut, overwritten or damaged on the disk. Nothing was "
            f"changed, and all of it can be made anew from the landing: mv {path} {path}.old && orders-pipeline load "
            "&& orders-pipeline publish"
        )
        self.file = file


class CountsDoNotAddUp(WarehouseError):
    def __init__(self, account: str, window_id: str, received: int, accounted: int) -> None:
        super().__init__(
            f"window {window_id} of account {account}: {received} orders received, {accounted} accounted for; the "
            "batch was rolled back, earlier batches stay. This is a bug of the load: keep the landing and report it."
        )


class StructureBroken(WarehouseError):
    """`examples` are up to three (account, order id), or (account, window id) where the table has no orders."""

    def __init__(self, table: str, check: str, count: int, examples: tuple[tuple[str, str], ...]) -> None:
        shown = ", ".join(f"{name} (account {account})" for account, name in examples)
        super().__init__(
            f"table {table} fails the check {check} in {count} places, first {shown}; the batch was rolled back, "
            "earlier batches stay. The pages are in landing: repair the channel's normalize and load again."
        )
        self.table = table
        self.check = check
        self.count = count
        self.examples = examples


class NotPublished(WarehouseError):
    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} does not exist: nothing is published there yet. Load and publish first (orders-pipeline load, "
            "orders-pipeline publish), or name the home that holds your data by ORDERS_PIPELINE_HOME."
        )


class BadChoice(WarehouseError, ValueError):
    """Of readers: there is no such table, column, account, time or zone in what is published."""
