"""What each hub answers from rendered bytes: one module a dialect, each with a class `Hub(orders, page_size, root)`.

`answer(request)` gives the body in pieces, or None where there is no such question: a run that asks for something else
fails and is not measured. CONTENT_TYPE is that of every answer.
"""

from types import ModuleType

from benchmarks.serving import channeladvisor, channeladvisor_soap, channelape, channelunity

HUBS: dict[str, ModuleType] = {
    "channeladvisor": channeladvisor,
    "channelunity": channelunity,
    "channelape": channelape,
    "channeladvisor_soap": channeladvisor_soap,
}
