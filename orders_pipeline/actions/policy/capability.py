"""What a hub can do for which marketplace: the specs' matrices as data. Settings may override single cells.

Source: channeladvisor-rest.md §8.4, channeladvisor-soap.md §8.1, channelunity.md §§6-7, channelape.md §5.
"""

from collections.abc import Mapping

import msgspec

from orders_pipeline.model.capability import Capability
from orders_pipeline.model.marketplaces import Marketplace

_AMAZON = Capability(cancel_part_of_line=False, restock=False)  # only a cancellation restocks there
_REST = {
    Marketplace.AMAZON: _AMAZON,
    Marketplace.EBAY: Capability(cancel_for_less=True),
    Marketplace.WALMART: Capability(refund_order=False),
    Marketplace.WISH: Capability(
        cancel_part_of_line=False, cancel_for_less=True, refund_line=False, refund_part_of_line=False
    ),
    Marketplace.NEWEGG: Capability(
        cancel_line=False, cancel_part_of_line=False, refund_line=False, refund_part_of_line=False
    ),
    Marketplace.RAKUTEN: Capability(restock=False),
    Marketplace.DIRECT: Capability(),
}
_NO_CANCEL = Capability(cancel_order=False, cancel_line=False, cancel_part_of_line=False, refund_shipping_alone=True)
_SOAP = {  # a full refund before shipment acts as a cancellation on these two: §8.4
    family: msgspec.structs.replace(_NO_CANCEL, cancel_order=True, restock=False, restock_canceled=False)
    for family in (Marketplace.AMAZON, Marketplace.RAKUTEN)
}
_CHANNELUNITY = Capability(
    cancel_line=False,
    cancel_part_of_line=False,
    refund_shipping_alone=False,  # ShippingRefund stands in the vendor's module alone: §7
    refund_line_with_shipping=False,  # Amount is of the units and their tax: §7
    restock=False,
    restock_canceled=False,
    acknowledge=False,
)
_CHANNELAPE = Capability(acknowledge=False, restock=False)  # of restock types only CANCEL and NO_RESTOCK are known: §4

CAPABILITIES: dict[str, tuple[Capability, Mapping[Marketplace, Capability]]] = {
    "channeladvisor": (Capability(cancel_part_of_line=False), _REST),
    "channeladvisor_soap": (_NO_CANCEL, _SOAP),
    "channelunity": (_CHANNELUNITY, {}),
    "channelape": (_CHANNELAPE, {}),
}
"""By dialect: of marketplaces that the specs do not name, and of those that they do."""


def capability_of(
    channel: str,
    marketplace: Marketplace | None,
    overrides: Mapping[str, Mapping[str, bool]] | None = None,
    told: Mapping[str, bool] | None = None,
) -> Capability:
    """told: cells that the hub itself says of the marketplace; they go before the table. overrides: by family, or `*`,
    the cells that settings change; they go before everything. Raises KeyError: no such dialect.
    """
    rest, known = CAPABILITIES[channel]
    found = known.get(marketplace, rest) if marketplace is not None else rest
    found = msgspec.structs.replace(found, **told) if told else found
    for family in ("*", str(marketplace)):
        if overrides and family in overrides:
            found = msgspec.structs.replace(found, **overrides[family])
    return found
