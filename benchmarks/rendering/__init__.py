"""The orders of the sandbox's world as each dialect shows them, for the benchmark to keep: one module a dialect.

Each gives TEXTS, the names of what an order has on the wire, the one of lists first; `shown(orders)`, somewhat more
than so many orders; `counted(texts)`, the facts of one order, from its bytes and nothing else; `listed(placed)`, the
order in which the hub lists them.
"""

from types import ModuleType

from benchmarks.rendering import channeladvisor, channeladvisor_soap, channelape, channelunity

RENDERINGS: dict[str, ModuleType] = {
    "channeladvisor": channeladvisor,
    "channelunity": channelunity,
    "channelape": channelape,
    "channeladvisor_soap": channeladvisor_soap,
}
