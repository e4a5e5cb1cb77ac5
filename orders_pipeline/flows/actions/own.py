"""What the journal holds of an order, as policy counts it: our own steps that may have had their effect."""

from orders_pipeline.actions.journal import Journal
from orders_pipeline.actions.policy.accounting import Own
from orders_pipeline.model.action_states import SPENDING


def own_steps(journal: Journal, account: str, order_id: str) -> tuple[Own, ...]:
    return tuple(
        Own(
            kind=entry.plan.intent.kind,
            echo=(draft := entry.plan.steps[step.number].draft).echo,
            units=draft.units,
            amounts=draft.line_amounts,
            order_amounts=draft.order_amounts,
        )
        for entry in journal.of_order(account, order_id)
        for step in entry.steps
        if step.state in SPENDING
    )
