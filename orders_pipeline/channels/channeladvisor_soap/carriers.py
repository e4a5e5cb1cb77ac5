"""The account's list of carriers with their classes, as GetShippingCarrierList gives it. Pure (§10.2)."""

from orders_pipeline.channels.channeladvisor_soap import names
from orders_pipeline.channels.channeladvisor_soap.answers import data_of
from orders_pipeline.channels.errors import Malformed
from orders_pipeline.channels.redaction import Redactor
from orders_pipeline.channels.xml import children, name_of


def carriers_of(content: bytes, redactor: Redactor | None = None) -> frozenset[tuple[str, str]]:
    """Pairs of CarrierCode and ClassCode. Raises as `answers.data_of`; Malformed: an entry without them."""
    pairs = set()
    for entry in children(data_of(content, names.GET_CARRIERS, redactor)):
        told = {name_of(child): (child.text or "").strip() for child in children(entry)}
        if not told.get("CarrierCode") or not told.get("ClassCode"):
            raise Malformed("a carrier of the list has no code, or no class")
        pairs.add((told["CarrierCode"], told["ClassCode"]))
    return frozenset(pairs)
