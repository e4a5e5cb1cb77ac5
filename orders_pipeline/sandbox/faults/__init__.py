"""The adversary: named faults, seeded and counted, so that a run that fails can be run again.

`Faults(["timeout", Fault("server_error", nth=(2, 3))], seed=1)`; `"all"` arms every one; `spoil` makes an order bad.
"""

from orders_pipeline.sandbox.faults.plan import (
    DEFAULTS,
    EVERY,
    NAMES,
    OF_DIALECTS,
    OF_WRITES,
    Fault,
    Faults,
    FaultsWanted,
    Strike,
)
from orders_pipeline.sandbox.faults.spoiled import SPOILED

__all__ = [
    "DEFAULTS",
    "EVERY",
    "NAMES",
    "OF_DIALECTS",
    "OF_WRITES",
    "SPOILED",
    "Fault",
    "Faults",
    "FaultsWanted",
    "Strike",
]
