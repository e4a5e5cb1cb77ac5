"""Everything that policy looks at for one intent, and what a trap is. Pure."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from orders_pipeline.actions.policy.accounting import LineAccount, OrderAccount, Own
from orders_pipeline.model.actions import ActionKind, Intent, Wanted
from orders_pipeline.model.capability import Capability
from orders_pipeline.model.decisions import Decision
from orders_pipeline.model.marketplaces import Marketplace
from orders_pipeline.model.records import OrderDocument
from orders_pipeline.model.status import RefundReason

Carriers = frozenset[tuple[str, str]]


class Case(msgspec.Struct, kw_only=True):
    """An intent and the order that it is about. carriers: the account's pairs of carrier and class; None: not known.

    own: our steps that may have had their effect. reasons: those that the hub takes for the marketplace; None: not
    known. is_loaded: readers of the warehouse have the order. as_read: as in the decision. chosen: the wanted lines
    that were found; decision: once it is made.
    """

    intent: Intent
    channel: str
    document: OrderDocument
    account: OrderAccount
    capability: Capability
    now: datetime
    own: tuple[Own, ...] = ()
    carriers: Carriers | None = None
    reasons: frozenset[RefundReason] | None = None
    is_writer: bool = True
    is_loaded: bool = True
    as_read: dict[str, str] = {}
    chosen: tuple[tuple[Wanted, LineAccount], ...] = ()
    decision: Decision | None = None

    @property
    def kind(self) -> ActionKind:
        return self.intent.kind

    @property
    def marketplace(self) -> Marketplace | None:
        return self.document.order.marketplace


class Stage(StrEnum):
    """When a trap is looked for."""

    ASKED = "asked"  # the intent and the order alone
    DECIDED = "decided"  # units and amounts are known


class Effect(StrEnum):
    REFUSED = "refused"
    REWRITTEN = "rewritten"  # what is sent is written so that the trap does not close


class Trap(NamedTuple):
    """A way in which a hub does something else than was meant. channels, marketplaces: empty means every one.

    in_figures: what is said of a case instead of the sentence, where its figures are of more use than the rule.
    """

    id: str
    sentence: str
    source: str
    is_met: Callable[[Case], bool]
    channels: frozenset[str] = frozenset()
    marketplaces: frozenset[Marketplace] = frozenset()
    stage: Stage = Stage.ASKED
    effect: Effect = Effect.REFUSED
    in_figures: Callable[[Case], str] | None = None

    def said(self, case: Case) -> str:
        """The sentence for a case on which it closes."""
        return self.sentence if self.in_figures is None else self.in_figures(case)

    def closes(self, case: Case) -> bool:
        return (
            (not self.channels or case.channel in self.channels)
            and (not self.marketplaces or case.marketplace in self.marketplaces)
            and self.is_met(case)
        )
