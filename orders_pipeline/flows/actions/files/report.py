"""What became of a file of actions, in sentences and as data. Pure. Names rows, keys and orders; no value of a cell."""

from collections.abc import Iterator
from typing import Any

from orders_pipeline.flows.actions.files.checking import Checked
from orders_pipeline.flows.actions.files.importing import Imported
from orders_pipeline.flows.actions.told import planned_told, refusal_line, standing
from orders_pipeline.flows.doctor.words import many


def checked_lines(checked: Checked) -> Iterator[str]:
    yield (
        f"{many(checked.rows, 'row')}: {many(len(checked.intents), 'action')} without a mistake, "
        f"{many(len(checked.mistakes), 'mistake')}"
    )
    yield from (f"  {mistake}" for mistake in checked.mistakes)
    if checked.kept_back:
        rows = ", ".join(map(str, checked.kept_back))
        yield f"  kept back, because another row of the same key has a mistake: row {rows}"


def checked_told(checked: Checked) -> dict[str, Any]:
    return {
        "rows": checked.rows,
        "actions": len(checked.intents),
        "mistakes": [{"row": one.row, "column": one.column, "sentence": one.sentence} for one in checked.mistakes],
        "kept_back": checked.kept_back,
    }


def imported_lines(imported: Imported) -> Iterator[str]:
    yield from checked_lines(imported.checked)
    for planned, source in zip(imported.planned, imported.checked.intents, strict=True):
        where = f"row {', '.join(map(str, source.rows))}"
        if planned.entry is not None:
            plan = planned.entry.plan
            money = f", returns {plan.amount} {plan.currency}" if plan.intent.moves_money else ""
            yield f"  {where}: {plan.intent.key}: {standing(planned.entry)}{money}"
        elif planned.refusal is not None:
            yield f"  {where}: {refusal_line(planned.refusal)}"
        else:
            yield f"  {where}: {planned.intent.key}: not planned. {planned.failure}"
    if any(one.entry is not None for one in imported.planned):
        yield "Nothing was sent. To look at a plan, and for what comes next: orders-pipeline actions status KEY"
    else:
        yield "Nothing was sent."


def imported_told(imported: Imported) -> dict[str, Any]:
    return checked_told(imported.checked) | {
        "planned": [
            {"rows": source.rows} | planned_told(planned)
            for planned, source in zip(imported.planned, imported.checked.intents, strict=True)
        ]
    }
