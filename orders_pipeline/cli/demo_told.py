"""What `demo` says of reading: rows by account, answers, what changed, whether hubs agree; and what to type next."""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import which
from typing import Any

from rich.table import Table

from orders_pipeline.cli.output import out, table
from orders_pipeline.flows.asking import COUNTED_ONCE, FOR_PEOPLE, ask
from orders_pipeline.settings import Home, Settings
from orders_pipeline.warehouse.outcome import Outcome
from orders_pipeline.warehouse.query import rows_per_account
from orders_pipeline.warehouse.writer import DATABASE

NAME = "orders-pipeline"
RUNS = ("job", "run_id", "seconds")


def told(home: Home, settings: Settings, runs: Sequence[Any], seconds: float) -> dict[str, Any]:
    """As `--json` prints it. runs: `defs.in_process.Ran`, the load last.

    `accounts`: rows of each table by section of accounts.toml, those of all its subscriptions together.
    """
    orders, snapshot = runs[-1].materialized["warehouse/orders"], runs[-1].materialized["published"]
    rows = _by_section(rows_per_account(home.published / DATABASE))
    counted_once = ask(home, COUNTED_ONCE)
    return {
        "seconds": round(seconds, 1),
        "runs": [{name: getattr(ran, name) for name in RUNS} for ran in runs],
        "changed": {name: orders[name] for name in ("received", *Outcome)},
        "tables": {name: sum(by_section.values()) for name, by_section in rows.items()},
        "accounts": {
            section: {name: by_section[section] for name, by_section in rows.items()}
            for section in dict.fromkeys(account.section for account in settings.accounts)
        },
        "answers": [ask(home, name) for name in FOR_PEOPLE],
        "linked": dict(zip(counted_once.columns, *counted_once.rows, strict=True)),
        "published": {
            "database": str(home.published / DATABASE),
            "snapshot": snapshot["snapshot"],
            "is_new": snapshot["is_new"],
        },
    }


def show(home: Home, told: Mapping[str, Any]) -> None:
    console = out()
    console.print(_rows(told["accounts"], told["tables"]))
    for answer in told["answers"]:
        console.print(table(answer.question, [name.replace("_", " ") for name in answer.columns], answer.rows))
    console.print(_linked(told["linked"], len(told["accounts"])))
    console.print(_changed(told["changed"]))
    console.print(f"Published in {told['published']['database']}, snapshot {told['published']['snapshot']}.")


def ui(home: Home) -> str:
    """What shows this home in Dagster: in a checkout make does, elsewhere the command itself."""
    return "make dev" if _is_here(home) and Path("Makefile").exists() else f"{command(home)} dev"


def command(home: Home) -> str:
    """The command line as it is called from here, over this home."""
    name = NAME if which(NAME) else str(from_here(Path(sys.executable).with_name(NAME)))
    return name if _is_here(home) else f"{name} --home {from_here(home.root)}"


def _is_here(home: Home) -> bool:
    """Whether it is the one that is taken where none is named."""
    return home.root == Path.cwd() / "data"


def from_here(path: Path) -> Path:
    """The path as a person here would write it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _by_section(rows: Mapping[str, Mapping[str, int]]) -> dict[str, Counter[str]]:
    """`cu/304701` and its like as `cu`, as accounts.toml has it."""
    found = {name: Counter[str]() for name in rows}
    for name, by_account in rows.items():
        for account, count in by_account.items():
            found[name][account.partition("/")[0]] += count
    return found


def _rows(accounts: Mapping[str, Mapping[str, int]], tables: Mapping[str, int]) -> Table:
    lines = [(name, *(rows[name] for rows in accounts.values()), count) for name, count in tables.items()]
    return table("Rows of each table, by account", ("table", *accounts, "all"), lines)


def _linked(counts: Mapping[str, int], accounts: int) -> str:
    """What the links do to sums, in a sentence."""
    return (
        f"{accounts} accounts show {counts['shown']:,} orders, and {counts['counted']:,} are counted: "
        f"{counts['shared']:,} of these are seen by several accounts, are linked, and count once, as the first shows "
        "them."
    )


def _changed(counts: Mapping[str, int]) -> str:
    """What this run changed, in a sentence."""
    told = ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in Outcome)
    if counts["inserted"] or counts["updated"]:
        return f"This run received {counts['received']:,} orders: {told}."
    if not counts["received"]:
        return "No canonical row changed: nothing new stood at the hub."
    return f"No canonical row changed: {counts['received']:,} orders received, {told}."
