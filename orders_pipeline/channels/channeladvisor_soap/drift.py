"""Elements that a hub's orders have and the protocol as we know it has not. Pure.

Drift harms nothing: it is written beside the page, so that a person sees that the hub has grown.
"""

from collections.abc import Iterator

from orders_pipeline.channels.channeladvisor_soap import wire
from orders_pipeline.channels.channeladvisor_soap.elements import Plan, plan_of
from orders_pipeline.channels.xml import Element, children, name_of

ORDER = plan_of(wire.Order)


def unknown_fields(order: Element) -> tuple[str, ...]:
    """Paths such as `ShoppingCart.LineItemSKUList.NewThing`, each once, in order."""
    return tuple(sorted(set(_unknown(order, ORDER, ""))))


def _unknown(element: Element, plan: Plan, path: str) -> Iterator[str]:
    for child in children(element):
        name, field = name_of(child), plan.fields.get(child.tag)
        if field is None:
            if child.tag != f"{{{plan.of.NAMESPACE}}}{name}" or name not in plan.of.NOT_KEPT:
                yield path + name
        elif field.struct is not None:
            yield from _unknown(child, field.struct, f"{path}{name}.")
        elif field.entries is not None:
            for entry in children(child):
                yield from _unknown(entry, field.entries, f"{path}{name}.")
