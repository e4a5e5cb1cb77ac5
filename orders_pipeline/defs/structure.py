"""The structure checks of each table, as Dagster lists them: one a table, which names the rules that it stands for.

The rules run inside the transaction of the load, which is rolled back where one fails: that a load was committed is
the proof that all of them held on every row it touched, and the one that broke is told. Nothing is asked again here.
"""

import dagster as dg

from orders_pipeline.defs.names import table_key
from orders_pipeline.model.tables import ACTION_EVENTS, ACTIONS, TABLES, Table
from orders_pipeline.warehouse.checks import rules_of
from orders_pipeline.warehouse.errors import StructureBroken

STRUCTURE = "structure"
MEANINGS = {
    "not_null": "every required column has a value",
    "of_its_order": "every row belongs to an order that is loaded with it",
    "key_once": "no key stands twice",
    "has_parent": "every row's parent is there",
    "currency_beside_amounts": "a row with amounts names their currency",
    "not_alone": "a group holds two orders or more, each of another account",
    "counted_once": "exactly one order of a group is counted, and all its rows name it",
    "told_once": "one order of a group tells its refunds, one its parcels",
    "window_known": "the window that an order came from is recorded in loads",
}
BY_NO_BATCH = ("accounts", "dismissals", "proofs", ACTIONS.name, ACTION_EVENTS.name)
"""Written from the settings, by people, from the evidence of proofs, from the journal of actions."""
COMMITTED = "Held on every row that this load touched: otherwise the load would have been rolled back."


CHECKED = {table.name: rules_of(table) for table in TABLES if table.name not in BY_NO_BATCH}


def structure_checks() -> list[dg.AssetCheckSpec]:
    return [_spec(table, rules) for table, rules in CHECKED.items()]


def _spec(table: str, rules: list[str]) -> dg.AssetCheckSpec:
    said = "\n".join(f"- `{name}`: {MEANINGS[name]}" for name in rules)
    return dg.AssetCheckSpec(
        STRUCTURE,
        asset=table_key(table),
        description=f"Asked inside the load's transaction, which is rolled back where one does not hold:\n\n{said}",
    )


def structure_broken(broken: StructureBroken) -> dg.AssetCheckResult:
    """The rule that stopped the load; nothing of its batch was kept."""
    return dg.AssetCheckResult(
        passed=False,
        check_name=STRUCTURE,
        asset_key=table_key(broken.table),
        description=str(broken),
        metadata={"rule": broken.check, "rows": broken.count},
    )


def structure_held(table: Table, rows_written: int) -> list[dg.AssetCheckResult]:
    """To be asked after the commit only."""
    if table.name not in CHECKED:
        return []
    return [
        dg.AssetCheckResult(
            passed=True,
            check_name=STRUCTURE,
            asset_key=table_key(table.name),
            description=COMMITTED,
            metadata={"rows_written": rows_written, "rules": ", ".join(CHECKED[table.name])},
        )
    ]
