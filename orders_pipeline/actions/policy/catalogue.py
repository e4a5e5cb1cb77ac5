"""Every trap that is known, of every hub: what `orders-pipeline actions traps` shows."""

from orders_pipeline.actions.policy import (
    abilities,
    channeladvisor,
    channeladvisor_soap,
    channelape,
    channelunity,
    general,
    left,
    unseen,
)
from orders_pipeline.actions.policy.case import Trap

OF_DIALECT: dict[str, tuple[Trap, ...]] = {
    "channeladvisor": channeladvisor.TRAPS,
    "channeladvisor_soap": channeladvisor_soap.TRAPS,
    "channelunity": channelunity.TRAPS,
    "channelape": channelape.TRAPS,
}
"""Beside those of every hub."""

CATALOGUE: tuple[Trap, ...] = (
    *general.TRAPS,
    *left.TRAPS,
    *unseen.TRAPS,
    *abilities.TRAPS,
    *(trap for traps in OF_DIALECT.values() for trap in traps),
)
